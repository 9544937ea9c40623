internal import Centre
internal import Vocabulary

/// The register as a table (CSV, RFC 4180, or tab separated): one owner a row, lists separated by `;`.
///
/// Columns, in any order, all but `id` may be left out: `id`, `name_<language>` (such as `name_az`), `sector`, `critical` (yes, no),
/// `parent`, `priority`, `networks`, `asns`, `domains`, `countries`, `contacts` (each `purpose|name|email|language|phone`, then, where
/// there is more, `key=value`: `|interval=daily|severity=high`), `agreements` (each `kind|ceiling|from|until|note`), `notes`. Within
/// contacts and agreements `;`, `|` and line breaks are written `%3B`, `%7C` and `%0A`.
/// What has no column stays as the register has it.
public enum RegisterTable {
    /// Reads a table; what is wrong is noted with its line and cell and left out.
    public static func read(_ text: String, path: String, separator: Character = ",") -> RegisterImport {
        var result = RegisterImport()
        result.origin = path
        let (rows, problem) = SeparatedText.rows(text, separator: separator)
        if let problem { result.mistakes.append(RegisterMistake(path: path, line: problem.line, message: problem.message)) }
        guard let header = rows.first else {
            result.mistakes.append(RegisterMistake(path: path, line: 1, message: "The file is empty; its first row names the columns."))
            return result
        }
        var columns: [String?] = []
        for (place, cell) in header.cells.enumerated() {
            let name = cell.trimmed.lowercased()
            if name == "id" || field(name) != nil {
                columns.append(name)
                if let field = field(name) { result.fields.insert(field) }
            } else {
                columns.append(nil)
                result.mistakes.append(
                    RegisterMistake(
                        path: path, line: header.line, column: place + 1,
                        message: "There is no column `\(cell)`; there is id, name_<language>, sector, critical, parent, priority, "
                            + "networks, asns, domains, countries, contacts, agreements, notes."))
            }
        }
        guard columns.contains("id") else {
            result.mistakes.append(RegisterMistake(path: path, line: header.line, message: "The column `id` is missing."))
            return result
        }
        var firstLines: [String: Int] = [:]
        for row in rows.dropFirst() {
            var reader = RowReader(path: path, line: row.line)
            if row.cells.count > columns.count {
                reader.note(columns.count + 1, "The row has \(row.cells.count) cells, the header \(columns.count).")
            }
            let cells = zip(columns, row.cells).enumerated().compactMap { place, pair in
                pair.0.map { (name: $0, text: unguarded(pair.1.trimmed), column: place + 1) }
            }
            if let owner = reader.owner(cells) {
                if let line = firstLines[owner.id] {
                    reader.note(1, "The owner `\(owner.id)` is already in line \(line).")
                } else {
                    firstLines[owner.id] = row.line
                    result.owners.append(owner)
                }
            }
            result.mistakes += reader.mistakes
        }
        return result
    }

    /// Writes a table so that reading it gives the same owners.
    public static func write(_ owners: [Owner], separator: Character = ",") -> String {
        let languages = Set(owners.flatMap(\.names.keys)).sorted { $0.text < $1.text }
        let header =
            ["id"] + languages.map { "name_\($0.text)" }
            + ["sector", "critical", "parent", "priority", "networks", "asns", "domains", "countries", "contacts", "agreements", "notes"]
        var text = SeparatedText.row(header, separator: separator)
        for owner in owners {
            var cells = [owner.id]
            cells += languages.map { owner.names[$0] ?? "" }
            cells += [owner.sector ?? "", owner.isCritical ? "yes" : "no", owner.parent ?? "", String(owner.priority)]
            cells.append(owner.networks.map(\.description).joined(separator: ";"))
            cells.append(owner.asns.map { String($0.number) }.joined(separator: ";"))
            cells.append(owner.domains.map(\.ascii).joined(separator: ";"))
            cells.append(owner.countries.map(\.description).joined(separator: ";"))
            cells.append(owner.contacts.map(TableCell.write).joined(separator: ";"))
            cells.append(owner.agreements.map(TableCell.write).joined(separator: ";"))
            cells.append(owner.notes ?? "")
            text += SeparatedText.row(cells.map(guarded), separator: separator)
        }
        return text
    }

    /// As ``CSVCell`` guards it; an apostrophe of one's own gets one more, so that reading can take it away.
    private static func guarded(_ cell: String) -> String { cell.hasPrefix("'") ? "'" + cell : CSVCell.guarded(cell) }

    private static func unguarded(_ cell: String) -> String {
        let rest = String(cell.dropFirst())
        guard cell.hasPrefix("'"), CSVCell.isFormula(rest) || rest.hasPrefix("'") else { return cell }
        return rest
    }

    static func field(_ column: String) -> Owner.Field? {
        if column.hasPrefix("name_") { return LanguageTag(column.dropFirst(5)) == nil ? nil : .names }
        return column == "names" ? nil : Owner.Field(rawValue: column)
    }
}

/// Reads the cells of one row and notes every mistake on the way.
private struct RowReader {
    let path: String
    let line: Int
    private(set) var mistakes: [RegisterMistake] = []

    init(path: String, line: Int) {
        self.path = path
        self.line = line
    }

    mutating func note(_ column: Int, _ message: String) {
        mistakes.append(RegisterMistake(path: path, line: line, column: column, message: message))
    }

    mutating func owner(_ cells: [(name: String, text: String, column: Int)]) -> Owner? {
        guard let id = cells.first(where: { $0.name == "id" }), Owner.isSlug(id.text) else {
            note(1, "An owner needs an `id`: lower-case letters, digits, `.`, `_` and `-`, at most 64.")
            return nil
        }
        var names: [LanguageTag: String] = [:]
        var (sector, parent, notes): (String?, String?, String?) = (nil, nil, nil)
        var isCritical = false
        var priority = 0
        var networks: [IPPrefix] = []
        var asns: [ASN] = []
        var domains: [DomainName] = []
        var countries: [CountryCode] = []
        var contacts: [Owner.Contact] = []
        var agreements: [Agreement] = []
        for cell in cells where !cell.text.isEmpty {
            switch RegisterTable.field(cell.name) {
            case .names: if let tag = LanguageTag(cell.name.dropFirst(5)) { names[tag] = cell.text }
            case .sector: sector = cell.text
            case .parent: parent = cell.text
            case .notes: notes = cell.text
            case .critical: isCritical = flag(cell)
            case .priority: priority = values(cell, "a whole number") { Int($0) }.first ?? 0
            case .networks:
                for entry in entries(cell.text) {
                    switch NetworkText.read(entry) {
                    case .success(let found): networks += found
                    case .failure(let problem): note(cell.column, problem.message)
                    }
                }
            case .asns: asns = values(cell, "an AS number", ASN.init)
            case .domains: domains = values(cell, "a domain name", DomainName.init)
            case .countries: countries = values(cell, "a country's two letters", CountryCode.init)
            case .contacts: contacts = entries(cell.text).compactMap { taken(TableCell.contact($0), cell.column) }
            case .agreements: agreements = entries(cell.text).compactMap { taken(TableCell.agreement($0), cell.column) }
            case nil: break
            }
        }
        return Owner(
            id: id.text, names: names, sector: sector, isCritical: isCritical, parent: parent, priority: priority, networks: networks,
            asns: asns, domains: domains, countries: countries, contacts: contacts, agreements: agreements, notes: notes)
    }

    private func entries(_ text: String) -> [String] { text.split(separator: ";").map(\.trimmed).filter { !$0.isEmpty } }

    private mutating func values<Value>(
        _ cell: (name: String, text: String, column: Int), _ what: String, _ read: (String) -> Value?
    ) -> [Value] {
        var values: [Value] = []
        for entry in entries(cell.text) {
            if let value = read(entry) { values.append(value) } else { note(cell.column, "`\(entry)` is not \(what).") }
        }
        return values
    }

    private mutating func flag(_ cell: (name: String, text: String, column: Int)) -> Bool {
        switch cell.text.lowercased() {
        case "yes", "true", "1", "y": return true
        case "no", "false", "0", "n": return false
        default:
            note(cell.column, "`\(cell.name)` is yes or no.")
            return false
        }
    }

    private mutating func taken<Value>(_ read: TableCell.Read<Value>, _ column: Int) -> Value? {
        for problem in read.problems { note(column, problem) }
        return read.value
    }
}
