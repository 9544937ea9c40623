internal import Centre
internal import GRDB
internal import Vocabulary

/// Which owners a list shows.
struct OwnerFilter: Sendable, Hashable {
    /// What is wrong with the contacts of those that are shown.
    enum Lack: String, Sendable, CaseIterable {
        /// Nobody can be written to.
        case contact = "no-contact"
        /// Mail to a contact came back.
        case bounced
        /// A contact never answered a verification mail.
        case unverified
    }

    enum Order: String, Sendable, CaseIterable { case name, sector, networks, contacts }

    var text: String?
    var sector: String?
    var isCritical = false
    var lack: Lack?
    /// Only those that belong to this one.
    var parent: String?
    var order = Order.name
    var isDescending = false
    /// Rows before the first.
    var offset = 0
    var limit = 50

    init() {}

    /// The parts of an owner.
    init(parent: String) {
        self.parent = parent
        limit = 200
    }
}

/// A row of the list.
struct OwnerLine: Sendable, Hashable {
    let id: String
    let names: [String: String]
    let sector: String?
    let isCritical: Bool
    let networks: Int
    let asns: Int
    let domains: Int
    /// Contacts with an address or a telephone number that are not known to fail.
    let contacts: Int
    let bounced: Int
    let verified: Int

    func name(in code: String) -> String { names[code] ?? names["en"] ?? names.min { $0.key < $1.key }?.value ?? id }
}

/// The SQL of lists.
enum RegisterList {
    /// A page of the list and how many rows there are in all.
    /// - Parameters:
    ///   - language: whose names it is sorted by
    ///   - ids: the slugs that a search by address found; nil where the text is searched for in names
    static func lines(
        _ filter: OwnerFilter, language: String, among ids: [String]?, _ database: Database
    ) throws -> (lines: [OwnerLine], count: Int) {
        var conditions: [String] = []
        var arguments: [any DatabaseValueConvertible] = []
        if let ids {
            conditions.append("o.slug IN (\(databaseQuestionMarks(count: ids.count)))")
            arguments += ids
        } else if let text = filter.text {
            let (condition, values) = search(text)
            conditions.append(condition)
            arguments += values
        }
        if let sector = filter.sector {
            conditions.append("o.sector = ?")
            arguments.append(sector)
        }
        if let parent = filter.parent {
            conditions.append("o.parent = ?")
            arguments.append(parent)
        }
        if filter.isCritical { conditions.append("o.is_critical") }
        switch filter.lack {
        case .contact: conditions.append("NOT EXISTS (SELECT 1 FROM contact c WHERE c.owner = o.id AND c.standing <> 'bounced')")
        case .bounced: conditions.append("EXISTS (SELECT 1 FROM contact c WHERE c.owner = o.id AND c.standing = 'bounced')")
        case .unverified:
            conditions.append("EXISTS (SELECT 1 FROM contact c WHERE c.owner = o.id AND c.standing = 'unverified' AND c.email IS NOT NULL)")
        case nil: break
        }
        let filterText = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let count =
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM owner o \(filterText)", arguments: StatementArguments(arguments)) ?? 0
        let direction = filter.isDescending ? "DESC" : "ASC"
        let name = """
            coalesce((SELECT folded FROM owner_name n WHERE n.owner = o.id AND n.language = '\(language.filter { $0.isLetter })'),
                (SELECT folded FROM owner_name n WHERE n.owner = o.id AND n.language = 'en'),
                (SELECT folded FROM owner_name n WHERE n.owner = o.id LIMIT 1), o.slug) COLLATE BINARY
            """
        let order =
            switch filter.order {
            case .name: "\(name) \(direction)"
            case .sector: "coalesce(o.sector, '~') \(direction), \(name)"
            case .networks: "(SELECT count(*) FROM owner_network x WHERE x.owner = o.id) \(direction), \(name)"
            case .contacts: "(SELECT count(*) FROM contact x WHERE x.owner = o.id AND x.standing <> 'bounced') \(direction), \(name)"
            }
        // First the page's numbers alone: counting networks for every owner would cost more than all the rest.
        let numbers = try Int64.fetchAll(
            database, sql: "SELECT o.id FROM owner o \(filterText) ORDER BY \(order), o.slug LIMIT ? OFFSET ?",
            arguments: StatementArguments(arguments + [filter.limit, filter.offset]))
        return (try lines(numbers, database), count)
    }

    private static func lines(_ numbers: [Int64], _ database: Database) throws -> [OwnerLine] {
        let names = try database.cachedStatement(sql: "SELECT language, name FROM owner_name WHERE owner = ?")
        let figures = try database.cachedStatement(
            sql: """
                SELECT slug, sector, is_critical,
                    (SELECT count(*) FROM owner_network x WHERE x.owner = o.id) AS networks,
                    (SELECT count(*) FROM owner_asn x WHERE x.owner = o.id) AS asns,
                    (SELECT count(*) FROM owner_domain x WHERE x.owner = o.id) AS domains,
                    (SELECT count(*) FROM contact x WHERE x.owner = o.id AND x.standing <> 'bounced') AS contacts,
                    (SELECT count(*) FROM contact x WHERE x.owner = o.id AND x.standing = 'bounced') AS bounced,
                    (SELECT count(*) FROM contact x WHERE x.owner = o.id AND x.standing = 'verified') AS verified
                FROM owner o WHERE id = ?
                """)
        return try numbers.compactMap { number in
            guard let row = try Row.fetchOne(figures, arguments: [number]) else { return nil }
            let named = try Row.fetchAll(names, arguments: [number]).map { ($0["language"] as String, $0["name"] as String) }
            return OwnerLine(
                id: row["slug"], names: Dictionary(named, uniquingKeysWith: { first, _ in first }), sector: row["sector"],
                isCritical: row["is_critical"], networks: row["networks"], asns: row["asns"], domains: row["domains"],
                contacts: row["contacts"], bounced: row["bounced"], verified: row["verified"])
        }
    }

    /// All words of the text stand in one name, or the text stands in the slug, a domain or a contact's address.
    private static func search(_ text: String) -> (String, [any DatabaseValueConvertible]) {
        let words = OwnerNames.folded(text).split(separator: " ").prefix(8).map { "%\(escaped(String($0)))%" }
        let plain = "%\(escaped(text.lowercased()))%"
        var condition = "(o.slug LIKE ? ESCAPE '\\'"
        var arguments: [any DatabaseValueConvertible] = [plain]
        if !words.isEmpty {
            let all = words.map { _ in "n.folded LIKE ? ESCAPE '\\'" }.joined(separator: " AND ")
            condition += " OR EXISTS (SELECT 1 FROM owner_name n WHERE n.owner = o.id AND \(all))"
            arguments += words
        }
        condition += " OR o.id IN (SELECT owner FROM owner_domain WHERE domain LIKE ? ESCAPE '\\')"
        arguments.append(DomainName(text).map { "%\(escaped($0.ascii))%" } ?? plain)
        condition += " OR o.id IN (SELECT owner FROM contact WHERE lower(email) LIKE ? ESCAPE '\\'))"
        arguments.append(plain)
        return (condition, arguments)
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if character == "%" || character == "_" || character == "\\" { result.append("\\") }
            result.append(character)
        }
        return result
    }

    /// Sectors in use, with the number of their owners.
    static func sectors(_ database: Database) throws -> [(name: String, count: Int)] {
        try Row.fetchAll(database, sql: "SELECT sector, count(*) AS n FROM owner WHERE sector IS NOT NULL GROUP BY sector ORDER BY sector")
            .map {
                ($0["sector"], $0["n"])
            }
    }

    /// How many owners there are, how many without a contact, how many contacts stand how.
    static func figures(_ database: Database) throws -> RegisterFigures {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT (SELECT count(*) FROM owner) AS owners, (SELECT count(*) FROM owner_network) AS networks,
                    (SELECT count(*) FROM owner o WHERE NOT EXISTS (
                        SELECT 1 FROM contact c WHERE c.owner = o.id AND c.standing <> 'bounced')) AS silent,
                    (SELECT count(*) FROM contact WHERE standing = 'bounced') AS bounced,
                    (SELECT count(*) FROM contact WHERE standing = 'verified') AS verified,
                    (SELECT count(*) FROM contact) AS contacts,
                    (SELECT count(*) FROM proposal WHERE state = 'open') AS proposals
                """)
        return RegisterFigures(
            owners: row?["owners"] ?? 0, networks: row?["networks"] ?? 0, silent: row?["silent"] ?? 0, bounced: row?["bounced"] ?? 0,
            verified: row?["verified"] ?? 0, contacts: row?["contacts"] ?? 0, proposals: row?["proposals"] ?? 0)
    }
}

/// The register in numbers.
struct RegisterFigures: Sendable, Hashable {
    let owners: Int
    let networks: Int
    /// Owners that nobody can write to.
    let silent: Int
    let bounced: Int
    let verified: Int
    let contacts: Int
    let proposals: Int
}
