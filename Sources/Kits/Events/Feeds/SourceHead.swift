/// The first bytes of a source, as detection sees them: uncompressed UTF-8.
struct SourceHead {
    private let bytes: [UInt8]
    private let keys: Set<String>

    /// - Parameter bytes: the start of the source; 64 KiB are enough.
    init(_ bytes: UnsafeRawBufferPointer) {
        var start = bytes.prefix(65_536)
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
        self.bytes = Array(start)
        keys = Self.jsonKeys(self.bytes)
    }

    /// Whether one of the texts stands in the first 4 KiB.
    func contains(anyOf texts: [String]) -> Bool {
        let start = bytes.prefix(4096)
        return texts.contains { text in
            let needle = Array(text.utf8)
            guard let first = needle.first, start.count >= needle.count else { return false }
            return start.indices.dropLast(needle.count - 1).contains {
                start[$0] == first && start[$0..<$0 + needle.count].elementsEqual(needle)
            }
        }
    }

    /// Whether the records have all of these columns, as far as the format tells their names.
    func hasColumns(_ names: [String], format: FormatSpecification) -> Bool {
        switch format {
        case .separated(let layout):
            let columns = Set(header(layout).map { $0.lowercased() })
            return names.allSatisfy { columns.contains($0.lowercased()) }
        case .json, .jsonLines: return names.allSatisfy { keys.contains($0) }
        case .xml: return names.allSatisfy { contains(anyOf: ["<\($0)>", "<\($0) "]) }
        case .keyValue(_, let assign, _): return contains(allOf: names.map { $0 + assign })
        case .lines, .mail: return false
        }
    }

    private func contains(allOf texts: [String]) -> Bool { texts.allSatisfy { contains(anyOf: [$0]) } }

    /// The cells of the line that names the columns.
    private func header(_ layout: FormatSpecification.SeparatedValues) -> [String] {
        let comment = layout.comment.map { Array($0.utf8) }
        var lastComment: ArraySlice<UInt8>?
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            if let comment, line.starts(with: comment) {
                let text = line.dropFirst(comment.count).drop { $0 == 0x20 || $0 == 0x09 }
                if case .comment(let word) = layout.header {
                    if text.starts(with: Array(word.utf8)) {
                        lastComment = text.dropFirst(word.utf8.count).drop { $0 == 0x20 || $0 == 0x09 }
                    }
                } else if text.contains(layout.delimiter) {
                    lastComment = text
                }
                continue
            }
            if case .firstLine = layout.header { return Self.cells(line, layout) }
            break
        }
        switch layout.header {
        case .lastComment, .comment: return lastComment.map { Self.cells($0, layout) } ?? []
        case .firstLine, .fixed, .replaced: return []
        }
    }

    private static func cells(_ line: ArraySlice<UInt8>, _ layout: FormatSpecification.SeparatedValues) -> [String] {
        line.split(separator: layout.delimiter, omittingEmptySubsequences: false).map { cell in
            let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == layout.quote }
            return String(decoding: cell.drop(while: blank).reversed().drop(while: blank).reversed(), as: UTF8.self)
        }
    }

    /// The keys of JSON objects at any depth, as far as the bytes go.
    private static func jsonKeys(_ bytes: [UInt8]) -> Set<String> {
        guard let first = bytes.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return [] }
        var keys: Set<String> = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\"") else {
                index += 1
                continue
            }
            let start = index + 1
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
            guard end < bytes.count else { break }
            index = end + 1
            while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
            if index < bytes.count, bytes[index] == UInt8(ascii: ":") { keys.insert(String(decoding: bytes[start..<end], as: UTF8.self)) }
        }
        return keys
    }
}
