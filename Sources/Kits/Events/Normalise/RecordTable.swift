import FoundationEssentials

/// Raw records as rules see them: columns, columns put together from others, tests of a column.
struct RecordTable {
    struct Column {
        let name: String
        let codes: [UInt32]
        let texts: ByteDictionary
        let kinds: [RawBatch.CellKind]

        /// The kind a column has by itself: what all its cells are in their source; text where they differ.
        var naturalKind: ValueKind {
            guard !kinds.isEmpty else { return .text }
            var kind: ValueKind?
            for (index, cell) in kinds.enumerated() {
                let this: ValueKind =
                    switch cell {
                    case .text: .text
                    case .boolean: .boolean
                    case .json: .json
                    case .number:
                        CellParser.integer(texts.bytes(UInt32(index + 1))) != nil && !texts.bytes(UInt32(index + 1)).contains(0x2E)
                            ? .integer : .real
                    }
                switch (kind, this) {
                case (nil, _): kind = this
                case (.integer, .real), (.real, .integer): kind = .real
                case (let known?, _) where known == this: break
                default: return .text
                }
            }
            return kind ?? .text
        }
    }

    private(set) var columns: [Column]
    private(set) var rowCount: Int
    private var byName: [String: Int]
    /// The raw row each row came from, where one gave several.
    private var origins: [Int]?

    init(_ raw: RawBatch) {
        raw.finish()
        columns = raw.columns.map { column in
            Column(name: column.name, codes: column.codes, texts: column.texts, kinds: column.allKinds)
        }
        rowCount = raw.rowCount
        byName = Dictionary(columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The raw row that a row came from.
    func origin(of row: Int) -> Int { origins?[row] ?? row }

    /// Whether the source has a column of that name, with or without values.
    func hasColumn(_ name: String) -> Bool { byName[name] != nil }

    /// The column of that name.
    func column(named name: String) -> Column? { column(name) }

    /// Adds a column; one of that name that the source has itself stays.
    mutating func add(_ column: Column) {
        guard byName[column.name] == nil else { return }
        byName[column.name] = columns.count
        columns.append(column)
    }

    /// Puts a column in the place of the one of its name.
    mutating func replace(_ column: Column) {
        guard let place = byName[column.name] else { return }
        columns[place] = column
    }

    /// Turns the cells with this text into no value.
    mutating func dropCells(saying text: String) {
        let wanted = Array(text.utf8)
        columns = columns.map { column in
            let found = column.texts.ranges.firstIndex { range in
                Int(range.length) == wanted.count
                    && UnsafeRawBufferPointer(start: column.texts.base + Int(range.offset), count: wanted.count).elementsEqual(wanted)
            }
            guard let found else { return column }
            let codes = column.codes.map { $0 == UInt32(found + 1) ? 0 : $0 }
            return Column(name: column.name, codes: codes, texts: column.texts, kinds: column.kinds)
        }
    }

    /// Adds a column that says the same in every row.
    mutating func add(_ given: GivenValue) {
        if given.text.isEmpty { return }
        let texts = ByteDictionary()
        var text = given.text
        let code = text.withUTF8 { texts.code(for: UnsafeRawBufferPointer($0)) }
        add(Column(name: given.name, codes: [UInt32](repeating: code, count: rowCount), texts: texts, kinds: []))
    }

    private func column(_ name: String) -> Column? { byName[name].map { columns[$0] } }

    // MARK: Sources of rules

    /// The column a rule reads; nil where the source has none of the columns it needs.
    func column(for source: RuleSource) -> Column? {
        switch source {
        case .column(let name):
            return column(name)
        case .firstOf(let names):
            let present = names.compactMap { column($0) }
            if present.count <= 1 { return present.first }
            return combined(name: names[0]) { row, write in
                for column in present where column.codes[row] != 0 { return write(column.texts.bytes(column.codes[row])) }
            }
        case .template(let text):
            let parts = TemplatePart.parse(text)
            let present: [Column?] = parts.map { if case .column(let name) = $0 { column(name) } else { nil } }
            let names = source.columns
            guard names.allSatisfy({ byName[$0] != nil }) else { return nil }
            return combined(name: names.first ?? "") { row, write in
                var bytes: [UInt8] = []
                for (part, column) in zip(parts, present) {
                    switch part {
                    case .literal(let literal): bytes.append(contentsOf: literal)
                    case .column:
                        guard let column, column.codes[row] != 0 else { return }
                        bytes.append(contentsOf: column.texts.bytes(column.codes[row]))
                    }
                }
                bytes.withUnsafeBytes(write)
            }
        case .webAddress(let hosts, let paths, let application):
            return webAddress(
                hosts: hosts.compactMap { column($0) }, paths: paths.compactMap { column($0) }, application: column(application))
        case .nothing:
            let texts = ByteDictionary()
            let code = " ".utf8CString.withUnsafeBytes { texts.code(for: UnsafeRawBufferPointer(rebasing: $0.prefix(1))) }
            return Column(name: "", codes: [UInt32](repeating: code, count: rowCount), texts: texts, kinds: [])
        }
    }

    private func combined(name: String, _ fill: (Int, (UnsafeRawBufferPointer) -> Void) -> Void) -> Column {
        let texts = ByteDictionary(expectedCount: 1024)
        var codes = [UInt32](repeating: 0, count: rowCount)
        for row in 0..<rowCount {
            fill(row) { bytes in if !bytes.isEmpty { codes[row] = texts.code(for: bytes) } }
        }
        return Column(name: name, codes: codes, texts: texts, kinds: [])
    }

    private func webAddress(hosts: [Column], paths: [Column], application: Column?) -> Column? {
        guard let main = paths.first else { return nil }
        return combined(name: main.name) { row, write in
            guard let path = paths.first(where: { $0.codes[row] != 0 }) else { return }
            let text = path.texts.bytes(path.codes[row])
            guard let host = hosts.first(where: { $0.codes[row] != 0 }) else { return write(text) }
            var bytes: [UInt8] = []
            let scheme = application.flatMap { $0.codes[row] == 0 ? nil : $0.texts.bytes($0.codes[row]) }
            bytes.append(contentsOf: scheme.map { $0.elementsEqual("https".utf8) } ?? false ? "https".utf8 : "http".utf8)
            bytes.append(contentsOf: "://".utf8)
            bytes.append(contentsOf: host.texts.bytes(host.codes[row]))
            bytes.append(contentsOf: text.drop { $0 != UInt8(ascii: "/") }.prefix { $0 > 0x20 })
            bytes.withUnsafeBytes(write)
        }
    }

    // MARK: Conditions

    /// For each row whether it meets the condition; tested once per distinct cell.
    func rows(meeting condition: RuleCondition) -> [Bool] {
        guard let column = column(condition.column) else {
            return [Bool](repeating: condition.test.holds(for: nil), count: rowCount)
        }
        var holds = [condition.test.holds(for: nil)]
        for code in 1..<max(column.texts.count + 1, 1) { holds.append(condition.test.holds(for: column.texts.string(UInt32(code)))) }
        return column.codes.map { holds[Int($0)] }
    }

    /// Takes out the rows that meet a condition.
    mutating func remove(rowsMeeting condition: RuleCondition) {
        let meets = rows(meeting: condition)
        guard meets.contains(true) else { return }
        let kept = meets.indices.filter { !meets[$0] }
        columns = columns.map { column in
            Column(name: column.name, codes: kept.map { column.codes[$0] }, texts: column.texts, kinds: column.kinds)
        }
        origins = kept.map { origin(of: $0) }
        rowCount = kept.count
    }

    // MARK: Several events from one record

    /// Repeats each row for each part of its cells in the columns; a row without parts stays one.
    mutating func explode(_ explode: Explode) {
        let sources = explode.columns.compactMap { self.column(named: $0) }
        guard !sources.isEmpty else { return }
        let texts = ByteDictionary()
        let parts = sources.map { source in
            (0...source.texts.count).map { code in code == 0 ? [] : Self.parts(source, UInt32(code), explode.separator, texts) }
        }
        var origins: [Int] = []
        var places: [Int] = []
        var exploded: [UInt32] = []
        for row in 0..<rowCount {
            let start = exploded.count
            for (source, parts) in zip(sources, parts) {
                for part in parts[Int(source.codes[row])] where !exploded[start...].contains(part) {
                    places.append(row)
                    origins.append(origin(of: row))
                    exploded.append(part)
                }
            }
            if exploded.count > start { continue }
            places.append(row)
            origins.append(origin(of: row))
            exploded.append(0)
        }
        columns = columns.map { column in
            Column(name: column.name, codes: places.map { column.codes[$0] }, texts: column.texts, kinds: column.kinds)
        }
        rowCount = places.count
        self.origins = origins
        let column = Column(name: explode.name, codes: exploded, texts: texts, kinds: [])
        if byName[explode.name] == nil { add(column) } else { replace(column) }
    }

    /// The codes of the parts of one cell: the elements of a JSON list, else what lies between the separators.
    private static func parts(_ source: Column, _ code: UInt32, _ separator: String, _ texts: ByteDictionary) -> [UInt32] {
        let isList = source.kinds.indices.contains(Int(code) - 1) && source.kinds[Int(code) - 1] == .json
        let text = source.texts.string(code)
        let parts =
            isList
            ? (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? [text]
            : text.split(separator: separator).map(String.init)
        return parts.compactMap { part in
            var part = String(part.drop { $0 == " " })
            return part.isEmpty ? nil : part.withUTF8 { texts.code(for: UnsafeRawBufferPointer($0)) }
        }
    }
}

extension RuleSource {
    /// The columns it reads.
    var columns: [String] {
        switch self {
        case .column(let name): [name]
        case .firstOf(let names): names
        case .template(let text): TemplatePart.parse(text).compactMap { if case .column(let name) = $0 { name } else { nil } }
        case .webAddress(_, let paths, _): paths
        case .nothing: []
        }
    }
}

extension RuleCondition.Test {
    /// Whether a cell (nil: none) meets it. Texts are compared ignoring case.
    fileprivate func holds(for text: String?) -> Bool {
        switch self {
        case .equalsAny(let texts): text.map { text in texts.contains { $0.lowercased() == text.lowercased() } } ?? texts.contains("")
        case .equalsNone(let texts): !(text.map { text in texts.contains { $0.lowercased() == text.lowercased() } } ?? texts.contains(""))
        case .contains(let part): text?.lowercased().contains(part.lowercased()) ?? false
        case .isPresent: text != nil
        case .isMissing: text == nil
        }
    }
}

/// A piece of a template such as `{protocol}://{host}`.
private enum TemplatePart {
    case literal([UInt8])
    case column(String)

    static func parse(_ text: String) -> [TemplatePart] {
        var parts: [TemplatePart] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { parts.append(.literal(Array(rest[..<open].utf8))) }
            parts.append(.column(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.literal(Array(rest.utf8))) }
        return parts
    }
}
