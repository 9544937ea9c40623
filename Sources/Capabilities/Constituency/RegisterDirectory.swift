public import Centre
internal import GRDB
public import Vocabulary

/// The register as other capabilities see it.
public struct RegisterDirectory: OwnerDirectory {
    private let register: Register
    private let clock: @Sendable () -> Instant

    /// The directory of a register.
    public init(_ register: Register, clock: @escaping @Sendable () -> Instant) {
        self.register = register
        self.clock = clock
    }

    /// The owner with an id; nil where there is none (any more).
    public func owner(_ id: String) async throws -> OwnerCard? {
        let today = clock().date
        return try await register.inspect { database in
            try RegisterTables.owners(database, id: id).first.map { OwnerCard($0, on: today) }
        }
    }

    /// All owners, by id.
    public func owners() async throws -> [OwnerCard] {
        let today = clock().date
        return try await register.inspect { try Self.cards(on: today, $0) }
    }

    /// Whom to write to at an owner, the first of a purpose first; contacts that bounce come last.
    public func contacts(of owner: String) async throws -> [ContactCard] {
        try await register.inspect { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT contact.* FROM contact JOIN owner ON owner.id = contact.owner WHERE owner.slug = ?
                    ORDER BY contact.standing = 'bounced', position
                    """, arguments: [owner]
            ).map { ContactCard(RegisterTables.contact($0), owner: owner) }
        }
    }

    /// Every contact with a mail address, whatever the case of its letters.
    public func contacts(withEmail email: EmailAddress) async throws -> [ContactCard] {
        try await register.inspect { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT contact.*, owner.slug AS slug FROM contact JOIN owner ON owner.id = contact.owner
                    WHERE lower(contact.email) = lower(?) ORDER BY owner.id, position
                    """, arguments: [email.description]
            ).map { ContactCard(RegisterTables.contact($0), owner: $0["slug"]) }
        }
    }

    /// Notes that mail to a contact came back, or arrived again.
    public func mark(contact: String, bounced reason: String?) async throws {
        try await register.mark(contact: contact, bounced: reason, by: RegisterAuthor(id: "mail", name: nil), at: clock())
    }

    /// Cards without networks, which other capabilities do not need.
    private static func cards(on day: CalendarDate, _ database: Database) throws -> [OwnerCard] {
        var names: [Int64: [String: String]] = [:]
        let nameRows = try Row.fetchCursor(database, sql: "SELECT owner, language, name FROM owner_name")
        while let row = try nameRows.next() { names[row["owner"], default: [:]][row["language"]] = row["name"] }
        var ceilings: [Int64: TLP] = [:]
        let agreementRows = try Row.fetchCursor(
            database,
            sql: """
                SELECT owner, ceiling FROM agreement
                WHERE ceiling IS NOT NULL AND coalesce(first_day, '') <= ?1 AND coalesce(last_day, '9999') >= ?1
                """, arguments: [day.isoText])
        while let row = try agreementRows.next() {
            guard let ceiling = TLP(row["ceiling"] as String) else { continue }
            let owner: Int64 = row["owner"]
            ceilings[owner] = max(ceilings[owner] ?? ceiling, ceiling)
        }
        return try Row.fetchAll(database, sql: "SELECT id, slug, sector, is_critical, parent FROM owner ORDER BY slug").map { row in
            let id: Int64 = row["id"]
            return OwnerCard(
                id: row["slug"], names: names[id] ?? [:], sector: row["sector"], isCritical: row["is_critical"], parent: row["parent"],
                ceiling: ceilings[id])
        }
    }
}

extension OwnerCard {
    /// An owner as other capabilities see it on a day.
    init(_ owner: Owner, on day: CalendarDate) {
        self.init(
            id: owner.id, names: Dictionary(uniqueKeysWithValues: owner.names.map { ($0.key.text, $0.value) }), sector: owner.sector,
            isCritical: owner.isCritical, parent: owner.parent, ceiling: owner.ceiling(on: day))
    }
}
