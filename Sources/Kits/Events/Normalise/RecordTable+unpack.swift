import FoundationEssentials

extension RecordTable {
    /// Gives each value that a column's cells hold a column of its own. Works once per distinct cell.
    mutating func unpack(_ unpacking: Unpacking) {
        guard let source = column(named: unpacking.column) else { return }
        let reader = CellUnpacker(unpacking.form)
        var parts: [String: Part] = [:]
        var order: [String] = []
        var isLeft = [Bool](repeating: true, count: source.texts.count + 1)
        for code in 1..<max(source.texts.count + 1, 1) {
            guard let values = reader.values(in: source.texts.bytes(UInt32(code))) else { continue }
            isLeft[code] = false
            for value in values {
                let name = unpacking.name + "." + value.name
                if parts[name] == nil {
                    order.append(name)
                    parts[name] = Part(count: source.texts.count + 1)
                }
                parts[name]?.set(value, for: code)
            }
        }
        for name in order {
            guard let part = parts[name] else { continue }
            add(Column(name: name, codes: mapped(source.codes, through: part.codes), texts: part.texts, kinds: part.kinds))
        }
        if isLeft.contains(false) {
            let codes = source.codes.map { isLeft[Int($0)] ? $0 : 0 }
            replace(Column(name: source.name, codes: codes, texts: source.texts, kinds: source.kinds))
        }
    }

    /// A column under construction: for each code of the packed column the code of its part.
    private struct Part {
        let texts = ByteDictionary()
        var codes: [UInt32]
        var kinds: [RawBatch.CellKind] = []

        init(count: Int) { codes = [UInt32](repeating: 0, count: count) }

        mutating func set(_ value: CellUnpacker.Value, for code: Int) {
            let known = value.bytes.withUnsafeBytes { texts.code(for: $0) }
            if Int(known) > kinds.count { kinds.append(value.kind) }
            codes[code] = known
        }
    }
}

/// Finds the values inside a cell.
private struct CellUnpacker {
    struct Value {
        var name: String
        var bytes: [UInt8]
        var kind: RawBatch.CellKind
    }

    private let form: Unpacking.Form
    private let regex: Regex<AnyRegexOutput>?

    init(_ form: Unpacking.Form) {
        self.form = form
        regex = if case .pattern(let pattern) = form { try? Regex(pattern).matchingSemantics(.unicodeScalar) } else { nil }
    }

    /// The values; nil where the cell is not of the form.
    func values(in cell: UnsafeRawBufferPointer) -> [Value]? {
        switch form {
        case .pairs(let separator, let assign): return pairs(String(decoding: cell, as: UTF8.self), separator, assign)
        case .json: return json(cell)
        case .pattern:
            let text = String(decoding: cell, as: UTF8.self)
            guard let regex, let match = try? regex.wholeMatch(in: text) else { return nil }
            return match.output.compactMap { group in
                guard let name = group.name, let part = group.substring, !part.isEmpty else { return nil }
                return Value(name: name, bytes: Array(part.utf8), kind: .text)
            }
        }
    }

    private func pairs(_ text: String, _ separator: String, _ assign: String) -> [Value]? {
        var values: [Value] = []
        for part in text.split(separator: separator) {
            let pair = part.split(separator: assign, maxSplits: 1, omittingEmptySubsequences: false)
            let isPair = pair.count == 2 && !pair[0].isEmpty && !pair[1].hasPrefix("//")
            let value = Self.trimming(isPair ? pair[1] : part)
            if value.isEmpty { continue }
            values.append(Value(name: isPair ? Self.trimming(pair[0]) : "text", bytes: Array(value.utf8), kind: .text))
        }
        return values.isEmpty ? nil : values
    }

    private func json(_ cell: UnsafeRawBufferPointer) -> [Value]? {
        if cell.first != UInt8(ascii: "{") {
            guard let decoded = Data(base64Encoded: Data(cell)), decoded.first == UInt8(ascii: "{") else { return nil }
            return decoded.withUnsafeBytes { object($0) }
        }
        return object(cell)
    }

    private func object(_ bytes: UnsafeRawBufferPointer) -> [Value]? {
        let batch = RawBatch(capacity: 1)
        let format = FormatSpecification.json(.init()).makeFormat()
        format.read(bytes, prologue: format.prologue(bytes), into: batch)
        batch.finish()
        guard batch.rowCount == 1, batch.rejections.isEmpty else { return nil }
        return batch.columns.compactMap { column in
            let code = column.codes[0]
            return code == 0 ? nil : Value(name: column.name, bytes: Array(column.texts.bytes(code)), kind: column.kind(code))
        }
    }

    private static func trimming(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
