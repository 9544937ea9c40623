internal import GRDB
internal import Vocabulary

/// All SQL of the register.
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

    /// Owners by age; only one where a slug is given.
    static func owners(_ database: Database, id slug: String? = nil) throws -> [Owner] {
        var number: Int64?
        if let slug {
            number = try Int64.fetchOne(database, sql: "SELECT id FROM owner WHERE slug = ?", arguments: [slug])
            if number == nil { return [] }
        }
        func grouped<Value>(_ table: String, _ order: String, _ value: (Row) -> Value?) throws -> [Int64: [Value]] {
            let condition = number == nil ? "" : "WHERE owner = ?"
            let rows = try Row.fetchCursor(
                database, sql: "SELECT * FROM \(table) \(condition) ORDER BY \(order)", arguments: number.map { [$0] } ?? [])
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
        let contacts = try grouped("contact", "owner, position") { row in
            Owner.Contact(
                purpose: row["purpose"], name: row["name"], email: (row["email"] as String?).flatMap { EmailAddress($0) },
                language: (row["language"] as String?).flatMap { LanguageTag($0) }, phone: row["phone"])
        }
        let condition = number == nil ? "" : "WHERE id = ?"
        let rows = try Row.fetchCursor(
            database, sql: "SELECT * FROM owner \(condition) ORDER BY id", arguments: number.map { [$0] } ?? [])
        var owners: [Owner] = []
        while let row = try rows.next() {
            let id: Int64 = row["id"]
            owners.append(
                Owner(
                    id: row["slug"], names: Dictionary(names[id] ?? [], uniquingKeysWith: { first, _ in first }), sector: row["sector"],
                    isCritical: row["is_critical"], parent: row["parent"], priority: row["priority"], networks: networks[id] ?? [],
                    asns: asns[id] ?? [], domains: domains[id] ?? [], countries: countries[id] ?? [], contacts: contacts[id] ?? [],
                    notes: row["notes"]))
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

    static func advanceRevision(_ database: Database) throws {
        try database.execute(sql: "UPDATE register SET revision = revision + 1")
    }

    static func delete(_ slug: String, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM owner WHERE slug = ?", arguments: [slug])
    }

    /// Writes an owner in place of what the register has of it; its age stays.
    static func write(_ owner: Owner, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO owner (slug, sector, is_critical, parent, priority, notes) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (slug) DO UPDATE SET sector = excluded.sector, is_critical = excluded.is_critical,
                    parent = excluded.parent, priority = excluded.priority, notes = excluded.notes
                """,
            arguments: [owner.id, owner.sector, owner.isCritical, owner.parent, owner.priority, owner.notes])
        guard let id = try Int64.fetchOne(database, sql: "SELECT id FROM owner WHERE slug = ?", arguments: [owner.id]) else { return }
        for table in ["owner_name", "owner_network", "owner_asn", "owner_domain", "owner_country", "contact"] {
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
        let sql = "INSERT INTO contact (owner, position, purpose, name, email, language, phone) VALUES (?, ?, ?, ?, ?, ?, ?)"
        try insert(sql, owner.contacts.enumerated()) { position, contact in
            [id, position, contact.purpose, contact.name, contact.email?.description, contact.language?.text, contact.phone]
        }
    }
}
