internal import Centre
internal import GRDB
internal import Vocabulary

/// The SQL that reads and writes owners whole.
enum RegisterTables {
    static func revision(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT revision FROM register") ?? 0
    }

    static func profile(_ database: Database) throws -> RegisterProfile? {
        let sql = "SELECT name, is_sample, networks FROM register WHERE has_profile"
        guard let row = try Row.fetchOne(database, sql: sql) else { return nil }
        return RegisterProfile(
            name: row["name"], isSample: row["is_sample"],
            liftedWarningLists: try Set(String.fetchAll(database, sql: "SELECT name FROM lifted_list")), networks: row["networks"])
    }

    /// Which owners are read.
    enum Selection {
        case all
        case one(String)
        /// Written in a later revision.
        case newer(Int64)
    }

    /// Owners by age; only one where a slug is given.
    static func owners(_ database: Database, id slug: String? = nil) throws -> [Owner] {
        try owners(database, slug.map { .one($0) } ?? .all)
    }

    /// Owners by age.
    static func owners(_ database: Database, _ selection: Selection) throws -> [Owner] {
        var condition = ""
        var arguments: StatementArguments = []
        switch selection {
        case .all: break
        case .one(let slug):
            guard let number = try Int64.fetchOne(database, sql: "SELECT id FROM owner WHERE slug = ?", arguments: [slug]) else {
                return []
            }
            condition = "= ?"
            arguments = [number]
        case .newer(let revision):
            condition = "IN (SELECT id FROM owner WHERE changed > ?)"
            arguments = [revision]
        }
        func grouped<Value>(_ table: String, _ order: String, _ value: (Row) -> Value?) throws -> [Int64: [Value]] {
            let condition = condition.isEmpty ? "" : "WHERE owner \(condition)"
            let rows = try Row.fetchCursor(
                database, sql: "SELECT * FROM \(table) \(condition) ORDER BY \(order)", arguments: arguments)
            var groups: [Int64: [Value]] = [:]
            while let row = try rows.next() {
                if let value = value(row) { groups[row["owner"], default: []].append(value) }
            }
            return groups
        }
        let names = try grouped("owner_name", "owner") { row in LanguageTag(row["language"] as String).map { ($0, row["name"] as String) } }
        let networks = try grouped("owner_network", "owner") { IPPrefix($0["network"] as String) }
        let asns = try grouped("owner_asn", "owner") { UInt32(exactly: $0["asn"] as Int64).map { ASN($0) } }
        let domains = try grouped("owner_domain", "owner") { DomainName($0["domain"] as String) }
        let countries = try grouped("owner_country", "owner") { CountryCode($0["country"] as String) }
        let contacts = try grouped("contact", "owner, position", contact)
        let agreements = try grouped("agreement", "owner, position", agreement)
        let rows = try Row.fetchCursor(
            database, sql: "SELECT * FROM owner \(condition.isEmpty ? "" : "WHERE id \(condition)") ORDER BY id", arguments: arguments)
        var owners: [Owner] = []
        while let row = try rows.next() {
            let id: Int64 = row["id"]
            owners.append(
                Owner(
                    id: row["slug"], names: Dictionary(names[id] ?? [], uniquingKeysWith: { first, _ in first }), sector: row["sector"],
                    isCritical: row["is_critical"], parent: row["parent"], priority: row["priority"], networks: networks[id] ?? [],
                    asns: asns[id] ?? [], domains: domains[id] ?? [], countries: countries[id] ?? [], contacts: contacts[id] ?? [],
                    agreements: agreements[id] ?? [], notes: row["notes"]))
        }
        return owners
    }

    static func ids(_ database: Database, slug: String, folded: String) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT slug FROM owner
                WHERE slug = ?1 OR id IN (SELECT owner FROM owner_name WHERE folded = ?2 AND folded <> '')
                ORDER BY id
                """, arguments: [slug, folded])
    }

    static func foldedNames(_ database: Database) throws -> [(id: String, name: String)] {
        let sql = "SELECT slug, folded FROM owner_name JOIN owner ON owner.id = owner_name.owner ORDER BY owner.id, language"
        return try Row.fetchAll(database, sql: sql).map { ($0["slug"], $0["folded"]) }
    }

    static func write(_ profile: RegisterProfile, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE register SET has_profile = 1, name = ?, is_sample = ?, networks = ?",
            arguments: [profile.name, profile.isSample, profile.networks])
        try database.execute(sql: "DELETE FROM lifted_list")
        for name in profile.liftedWarningLists {
            try database.execute(sql: "INSERT INTO lifted_list (name) VALUES (?)", arguments: [name])
        }
    }

    /// Begins the next revision and gives its number.
    static func advanceRevision(_ database: Database) throws -> Int64 {
        try database.execute(sql: "UPDATE register SET revision = revision + 1")
        return try revision(database)
    }

    static func delete(_ slug: String, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM owner WHERE slug = ?", arguments: [slug])
    }

    /// Writes an owner in place of what the register has of it; its age stays.
    static func write(_ owner: Owner, revision: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO owner (slug, sector, is_critical, parent, priority, notes, changed) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (slug) DO UPDATE SET sector = excluded.sector, is_critical = excluded.is_critical,
                    parent = excluded.parent, priority = excluded.priority, notes = excluded.notes, changed = excluded.changed
                """,
            arguments: [owner.id, owner.sector, owner.isCritical, owner.parent, owner.priority, owner.notes, revision])
        guard let id = try Int64.fetchOne(database, sql: "SELECT id FROM owner WHERE slug = ?", arguments: [owner.id]) else { return }
        for table in ["owner_name", "owner_network", "owner_asn", "owner_domain", "owner_country", "contact", "agreement"] {
            try database.cachedStatement(sql: "DELETE FROM \(table) WHERE owner = ?").execute(arguments: [id])
        }
        func insert<Value>(_ sql: String, _ values: some Sequence<Value>, _ arguments: (Value) -> StatementArguments) throws {
            let statement = try database.cachedStatement(sql: sql)
            for value in values { try statement.execute(arguments: arguments(value)) }
        }
        try insert("INSERT INTO owner_name (owner, language, name, folded) VALUES (?, ?, ?, ?)", owner.names) {
            [id, $0.key.text, $0.value, OwnerNames.folded($0.value)]
        }
        try insert("INSERT INTO owner_network (owner, network) VALUES (?, ?)", owner.networks) { [id, $0.description] }
        try insert("INSERT INTO owner_asn (owner, asn) VALUES (?, ?)", owner.asns) { [id, Int64($0.number)] }
        try insert("INSERT INTO owner_domain (owner, domain) VALUES (?, ?)", owner.domains) { [id, $0.ascii] }
        try insert("INSERT INTO owner_country (owner, country) VALUES (?, ?)", owner.countries) { [id, $0.description] }
        let sql = """
            INSERT INTO contact (id, owner, position, purpose, name, email, language, phone, interval, format, minimum_severity, quiet, channels,
                openpgp, certificate, standing, since, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try insert(sql, owner.contacts.enumerated()) { position, contact in
            let standing = contact.knownStanding.columns
            let preferences = contact.preferences
            return [
                contact.id ?? newContactID(), id, position, contact.purpose, contact.name, contact.email?.description,
                contact.language?.text, contact.phone, preferences.interval?.rawValue, preferences.format?.rawValue,
                preferences.minimumSeverity?.name, preferences.quietHours?.description, preferences.channels.joined(separator: ","),
                contact.openPGPKey, contact.certificate,
                standing.name, standing.since, standing.reason,
            ]
        }
        try insert(
            "INSERT INTO agreement (owner, position, kind, ceiling, first_day, last_day, note) VALUES (?, ?, ?, ?, ?, ?, ?)",
            owner.agreements.enumerated()
        ) { position, agreement in
            [id, position, agreement.kind, agreement.ceiling?.word, agreement.from?.isoText, agreement.until?.isoText, agreement.note]
        }
    }

    static func newContactID() -> String {
        let digits = String(UInt64.random(in: 0..<1 << 48), radix: 16)
        return "c" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    static func contact(_ row: Row) -> Owner.Contact {
        Owner.Contact(
            id: row["id"], purpose: row["purpose"], name: row["name"], email: (row["email"] as String?).flatMap { EmailAddress($0) },
            language: (row["language"] as String?).flatMap { LanguageTag($0) }, phone: row["phone"],
            preferences: Owner.Contact.Preferences(
                interval: (row["interval"] as String?).flatMap { ContactCard.Interval(rawValue: $0) },
                format: (row["format"] as String?).flatMap { ContactCard.Format(rawValue: $0) },
                minimumSeverity: (row["minimum_severity"] as String?).flatMap { Severity($0) },
                quietHours: (row["quiet"] as String?).flatMap { QuietHours($0) },
                channels: (row["channels"] as String).split(separator: ",").map(String.init)),
            openPGPKey: row["openpgp"], certificate: row["certificate"],
            standing: Owner.Contact.Standing(name: row["standing"], since: row["since"], reason: row["reason"]))
    }

    private static func agreement(_ row: Row) -> Agreement {
        Agreement(
            kind: row["kind"], ceiling: (row["ceiling"] as String?).flatMap { TLP($0) },
            from: (row["first_day"] as String?).flatMap { CalendarDate(iso: $0) },
            until: (row["last_day"] as String?).flatMap { CalendarDate(iso: $0) }, note: row["note"])
    }
}

extension Owner.Contact.Standing {
    init(name: String, since: Int64?, reason: String?) {
        let time = Instant(microseconds: since ?? 0)
        switch name {
        case "verified": self = .verified(time)
        case "bounced": self = .bounced(reason: reason ?? "", time)
        default: self = .unverified
        }
    }

    var columns: (name: String, since: Int64?, reason: String?) {
        switch self {
        case .unverified: ("unverified", nil, nil)
        case .verified(let time): ("verified", time.microseconds, nil)
        case .bounced(let reason, let time): ("bounced", time.microseconds, reason)
        }
    }
}
