internal import GRDB
public import Vocabulary

/// Who changed the register: a person, or a file that was imported.
public struct RegisterAuthor: Sendable, Hashable {
    /// The person's id, `import owners.yaml`, or the name of a job.
    public let id: String
    /// What people call them; nil for files and jobs.
    public let name: String?

    /// A person.
    public init(id: String, name: String?) {
        self.id = id
        self.name = name
    }

    /// A file.
    init(file: String) { self.init(id: file.isEmpty ? "import" : "import \(file)", name: nil) }
}

/// One entry of the register's history: who changed what, when, from what to what.
public struct RegisterHistory: Sendable, Hashable {
    /// What happened to the owner.
    public enum Kind: String, Sendable, Hashable { case added, changed, removed }

    /// Counts up.
    public let number: Int64
    /// When.
    public let moment: Instant
    /// Who.
    public let author: RegisterAuthor
    /// The owner's slug.
    public let owner: String
    /// What happened.
    public let kind: Kind
    /// What changed; nil where the owner came or went.
    public let change: OwnerChange?

    /// Writes entries within a transaction.
    struct Writer {
        let author: RegisterAuthor
        let moment: Instant
        let database: Database

        func added(_ owner: Owner) throws { try write(owner.id, .added) }

        /// The entry keeps the whole owner, so that it can be entered again.
        func removed(_ owner: Owner) throws { try write(owner.id, .removed, removed: RegisterYAML.write([owner], profile: nil)) }

        func changed(_ id: String, _ changes: [OwnerChange]) throws {
            for change in changes {
                try write(
                    id, .changed, field: change.field.rawValue, removed: change.removed.joined(separator: "\n"),
                    added: change.added.joined(separator: "\n"))
            }
        }

        private func write(_ id: String, _ kind: Kind, field: String = "", removed: String = "", added: String = "") throws {
            try database.cachedStatement(
                sql: "INSERT INTO history (moment, person, name, owner, kind, field, removed, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            ).execute(arguments: [moment.microseconds, author.id, author.name, id, kind.rawValue, field, removed, added])
        }
    }

    init(_ row: Row) {
        number = row["id"]
        moment = Instant(microseconds: row["moment"])
        author = RegisterAuthor(id: row["person"], name: row["name"])
        owner = row["owner"]
        kind = Kind(rawValue: row["kind"]) ?? .changed
        func lines(_ column: String) -> [String] { (row[column] as String).split(separator: "\n").map(String.init) }
        change = Owner.Field(rawValue: row["field"]).map { OwnerChange(field: $0, removed: lines("removed"), added: lines("added")) }
    }

    /// Entries of an owner, or of all, the newest first.
    static func entries(of owner: String?, before number: Int64? = nil, limit: Int, _ database: Database) throws -> [RegisterHistory] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM history WHERE \(owner == nil ? "?1 IS NULL" : "owner = ?1") AND id < ?2 ORDER BY id DESC LIMIT ?3
                """, arguments: [owner, number ?? Int64.max, limit]
        ).map(RegisterHistory.init)
    }
}

extension Register {
    /// The newest entries of the history, of one owner or of all.
    public func history(of owner: String? = nil, limit: Int = 100) throws(RegisterError) -> [RegisterHistory] {
        try read { try RegisterHistory.entries(of: owner, limit: limit, $0) }
    }
}
