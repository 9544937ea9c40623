/// Lines of `Name: value`, as in a feedback report, a header and the report of X-ARF.
enum MailFields {
    /// Fields that are read of one report.
    private static let limit = 500
    /// The longest name of a field, in bytes.
    private static let nameLimit = 80

    /// The fields in order, their names in lower case; lines that begin with a blank go on with the field before. Other lines are
    /// passed over. With `untilBlank` a blank line behind a field is the end.
    static func read(_ bytes: [UInt8], untilBlank: Bool = false) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let text = line.last == 0x0D ? line.dropLast() : line
            guard let first = text.first else {
                if untilBlank, !fields.isEmpty { return fields }
                continue
            }
            if first == 0x20 || first == 0x09 {
                if let rest = MailText.trimmed(String(decoding: text, as: UTF8.self)), let last = fields.indices.last {
                    fields[last].value += fields[last].value.isEmpty ? rest : " " + rest
                }
                continue
            }
            guard let colon = text.firstIndex(of: UInt8(ascii: ":")), let name = name(text[..<colon]), fields.count < limit else {
                continue
            }
            fields.append((name, MailText.trimmed(String(decoding: text[(colon + 1)...], as: UTF8.self)) ?? ""))
        }
        return fields
    }

    private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
        let isName: (UInt8) -> Bool = {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F
        }
        guard !bytes.isEmpty, bytes.count <= nameLimit, bytes.allSatisfy(isName) else { return nil }
        return String(decoding: bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// A YAML scalar as it is meant: without quotes around it, and without what says that there is none.
    static func plain(_ value: String) -> String? {
        var text = value
        if text.utf8.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote {
            text = String(text.dropFirst().dropLast())
        }
        return text.isEmpty || text == "~" || text == "null" ? nil : text
    }
}
