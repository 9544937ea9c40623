internal import Centre
internal import GRDB
internal import Vocabulary

/// Somebody who wants to be told by mail, and of what.
struct Subscription: Sendable, Hashable, Identifiable {
    let id: String
    let address: EmailAddress
    let language: String
    /// nil for warnings and advisories.
    let kind: AdvisoryContent.Kind?
    /// nil for all sectors.
    let sector: String?
    let minimum: Severity
    /// A word of the product's name; nil for all.
    let product: String?

    /// Whether it is to hear of something.
    func wants(_ content: AdvisoryContent) -> Bool {
        guard content.severity >= minimum || content.withdrawn != nil else { return false }
        if let kind, kind != content.kind, !(kind == .warning && content.speaksToEveryone) { return false }
        if let sector, !content.sectors.isEmpty, !content.sectors.contains(sector) { return false }
        if let product {
            let wanted = product.lowercased()
            return content.products.contains { $0.label.lowercased().contains(wanted) }
        }
        return true
    }
}

/// The SQL of subscriptions.
enum SubscriptionStore {
    /// Notes that somebody wants to be told; it counts once the address confirms it. The same wish again is the same.
    static func ask(_ wish: Subscription, at now: Instant, _ database: Database) throws -> (id: String, isConfirmed: Bool) {
        try database.execute(
            sql: """
                INSERT INTO advisories_subscriber (id, address, language, kind, sector, minimum, product, made)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET language = excluded.language
                """,
            arguments: [
                wish.id, "\(wish.address)", wish.language, wish.kind?.rawValue ?? "", wish.sector ?? "", Int(wish.minimum.rawValue),
                wish.product ?? "", now.microseconds,
            ])
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT id, confirmed IS NOT NULL AS is_confirmed FROM advisories_subscriber
                WHERE address = ? AND kind = ? AND sector = ? AND minimum = ? AND product = ?
                """,
            arguments: ["\(wish.address)", wish.kind?.rawValue ?? "", wish.sector ?? "", Int(wish.minimum.rawValue), wish.product ?? ""])
        return (row?["id"] ?? wish.id, row?["is_confirmed"] ?? false)
    }

    /// How many letters of confirmation an address got lately, the one that is about to be written among them.
    static func letters(to address: EmailAddress, since: Instant, at now: Instant, _ database: Database) throws -> Int {
        try database.execute(sql: "DELETE FROM advisories_asked WHERE moment < ?", arguments: [since.microseconds])
        try database.execute(sql: "INSERT INTO advisories_asked VALUES (?, ?)", arguments: ["\(address)", now.microseconds])
        return try Int.fetchOne(database, sql: "SELECT count(*) FROM advisories_asked WHERE address = ?", arguments: ["\(address)"]) ?? 0
    }

    static func find(_ id: String, _ database: Database) throws -> Subscription? {
        try Row.fetchOne(database, sql: "SELECT * FROM advisories_subscriber WHERE id = ?", arguments: [id]).flatMap(subscription)
    }

    static func confirm(_ id: String, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE advisories_subscriber SET confirmed = coalesce(confirmed, ?) WHERE id = ?", arguments: [now.microseconds, id])
    }

    /// Ends a subscription; nothing of the person is kept.
    static func end(_ id: String, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM advisories_subscriber WHERE id = ?", arguments: [id])
    }

    /// Forgets who never confirmed.
    static func forgetUnconfirmed(before moment: Instant, _ database: Database) throws -> Int {
        try database.execute(
            sql: "DELETE FROM advisories_subscriber WHERE confirmed IS NULL AND made < ?", arguments: [moment.microseconds])
        return database.changesCount
    }

    /// Confirmed ones in the order of their ids, after one.
    static func confirmed(after id: String, limit: Int, _ database: Database) throws -> [Subscription] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM advisories_subscriber WHERE confirmed IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
            arguments: [id, limit]
        ).compactMap(subscription)
    }

    static func count(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM advisories_subscriber WHERE confirmed IS NOT NULL") ?? 0
    }

    private static func subscription(_ row: Row) -> Subscription? {
        guard let address = EmailAddress(row["address"] as String) else { return nil }
        func text(_ column: String) -> String? { (row[column] as String?).flatMap { $0.isEmpty ? nil : $0 } }
        return Subscription(
            id: row["id"], address: address, language: row["language"], kind: text("kind").flatMap(AdvisoryContent.Kind.init(rawValue:)),
            sector: text("sector"), minimum: Severity(rawValue: row["minimum"]) ?? .info, product: text("product"))
    }
}
