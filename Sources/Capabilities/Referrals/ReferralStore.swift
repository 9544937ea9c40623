internal import Centre
internal import GRDB
internal import Vocabulary

/// The SQL of referrals, each within a transaction of the caller.
enum ReferralStore {
    /// The next number of a kind in a year: `R-2026-0004`.
    static func next(_ kind: String, at time: Instant, _ database: Database) throws -> String {
        try database.execute(
            sql: """
                INSERT INTO referrals_counter (kind, year, last) VALUES (?, ?, 1)
                ON CONFLICT (kind, year) DO UPDATE SET last = last + 1
                """, arguments: [kind, time.year])
        let last =
            try Int.fetchOne(
                database, sql: "SELECT last FROM referrals_counter WHERE kind = ? AND year = ?", arguments: [kind, time.year]) ?? 1
        let digits = String(last)
        return "\(kind)-\(time.year)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    static func insert(_ referral: Referral, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO referrals_referral (
                    id, number, state, title, type, authority, bases, facts, language, case_id, case_number, terms, kinds, author, author_name,
                    created
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                referral.id, referral.number, referral.state.rawValue, referral.title, referral.type?.name, referral.authority,
                referral.bases.joined(separator: " "), referral.facts, referral.language, referral.caseID, referral.caseNumber,
                referral.redaction.terms.joined(separator: "\n"), kinds(referral.redaction), referral.author, referral.authorName,
                referral.created.microseconds,
            ])
    }

    /// Writes what people may edit in a draft.
    static func update(_ referral: Referral, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE referrals_referral SET title = ?, type = ?, authority = ?, bases = ?, facts = ?, language = ?, terms = ?, kinds = ?
                WHERE id = ? AND state = 'draft'
                """,
            arguments: [
                referral.title, referral.type?.name, referral.authority, referral.bases.joined(separator: " "), referral.facts,
                referral.language, referral.redaction.terms.joined(separator: "\n"), kinds(referral.redaction), referral.id,
            ])
    }

    private static func kinds(_ redaction: Redaction) -> String { redaction.kinds.map(\.rawValue).sorted().joined(separator: " ") }

    static func find(_ id: String, _ database: Database) throws -> Referral? {
        try Row.fetchOne(database, sql: "SELECT * FROM referrals_referral WHERE id = ?", arguments: [id]).map(Referral.init)
    }

    static func find(dispatch: DispatchID, _ database: Database) throws -> Referral? {
        try Row.fetchOne(database, sql: "SELECT * FROM referrals_referral WHERE dispatch = ?", arguments: [dispatch.description])
            .map(Referral.init)
    }

    /// The latest first, before a row of the list.
    static func list(before: Int64?, limit: Int, _ database: Database) throws -> [(row: Int64, referral: Referral)] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM referrals_referral WHERE row < ? ORDER BY row DESC LIMIT ?",
            arguments: [before ?? Int64.max, limit]
        ).map { ($0["row"], Referral($0)) }
    }

    /// Lets something happen; false where it cannot happen now.
    static func move(_ id: String, _ event: ReferralState.Event, _ database: Database) throws -> Bool {
        guard let referral = try find(id, database), let state = referral.state.after(event) else { return false }
        try database.execute(sql: "UPDATE referrals_referral SET state = ? WHERE id = ?", arguments: [state.rawValue, id])
        return true
    }

    static func set(_ bundle: SealedBundle?, dispatch: DispatchID?, of id: String, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE referrals_referral SET bundle = ?, bundle_name = ?, bundle_size = ?, bundle_sha256 = ?, sealed = ?, sealed_by = ?,
                    signer = ?, dispatch = ? WHERE id = ?
                """,
            arguments: [
                bundle?.file, bundle?.name, bundle?.size, bundle?.sha256, bundle?.moment.microseconds, bundle?.person, bundle?.signer,
                dispatch?.description, id,
            ])
    }

    static func set(approver: String, of id: String, _ database: Database) throws {
        try database.execute(sql: "UPDATE referrals_referral SET approver = ? WHERE id = ?", arguments: [approver, id])
    }

    // MARK: - Items

    static func add(text: String, label: String, to referral: String, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO referrals_item (referral, label, text, chosen) VALUES (?, ?, ?, 0)", arguments: [referral, label, text])
    }

    static func add(file: String, label: String, to referral: String, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO referrals_item (referral, label, file, chosen) VALUES (?, ?, ?, 0)", arguments: [referral, label, file])
    }

    /// What goes along: these items and no others.
    static func choose(_ chosen: Set<Int64>, of referral: String, _ database: Database) throws {
        for id in try Int64.fetchAll(database, sql: "SELECT id FROM referrals_item WHERE referral = ?", arguments: [referral]) {
            try database.execute(sql: "UPDATE referrals_item SET chosen = ? WHERE id = ?", arguments: [chosen.contains(id), id])
        }
    }

    /// Items as they are in the records: a text, or the id of a file.
    static func items(of referral: String, _ database: Database) throws -> [ItemRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM referrals_item WHERE referral = ? ORDER BY id", arguments: [referral]).map {
            ItemRow(id: $0["id"], label: $0["label"], text: $0["text"], file: $0["file"], isChosen: $0["chosen"])
        }
    }

    // MARK: - Custody

    static func step(_ what: String, of subject: String, by person: String, note: String = "", at moment: Instant, _ database: Database)
        throws
    {
        try database.execute(
            sql: "INSERT INTO referrals_step (subject, moment, person, what, note) VALUES (?, ?, ?, ?, ?)",
            arguments: [subject, moment.microseconds, person, what, note])
    }

    static func steps(of subject: String, _ database: Database) throws -> [CustodyStep] {
        try Row.fetchAll(database, sql: "SELECT * FROM referrals_step WHERE subject = ? ORDER BY id", arguments: [subject]).map {
            CustodyStep(moment: Instant(microseconds: $0["moment"]), person: $0["person"], what: $0["what"], note: $0["note"])
        }
    }
}

/// An item as it is in the records.
struct ItemRow: Sendable {
    let id: Int64
    let label: String
    let text: String?
    let file: String?
    let isChosen: Bool
}

extension Referral {
    init(_ row: Row) {
        func words(_ column: String, _ separator: Character) -> [String] {
            (row[column] as String).split(separator: separator).map(String.init)
        }
        var bundle: SealedBundle?
        if let file = row["bundle"] as String? {
            bundle = SealedBundle(
                file: file, name: row["bundle_name"], size: row["bundle_size"], sha256: row["bundle_sha256"],
                moment: Instant(microseconds: row["sealed"]), person: row["sealed_by"], signer: row["signer"])
        }
        self.init(
            id: row["id"], number: row["number"], state: ReferralState(rawValue: row["state"]) ?? .draft, title: row["title"],
            type: (row["type"] as String?).flatMap { IncidentType(name: $0) }, authority: row["authority"], bases: words("bases", " "),
            facts: row["facts"], language: row["language"], caseID: row["case_id"], caseNumber: row["case_number"],
            redaction: Redaction(terms: words("terms", "\n"), kinds: Set(words("kinds", " ").compactMap(Redaction.Kind.init))),
            author: row["author"], authorName: row["author_name"], created: Instant(microseconds: row["created"]), bundle: bundle,
            approver: row["approver"])
    }
}
