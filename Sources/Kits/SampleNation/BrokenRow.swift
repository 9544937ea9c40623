/// Rows that a reader must refuse without losing the rows around them.
enum BrokenRow {
    /// One row in 2,000.
    static func isBroken(_ chance: UInt64) -> Bool { chance >> 7 % 2000 == 77 }

    /// Spoils the row that begins at `start` and has no line end yet, in one of four ways.
    static func spoil(_ bytes: inout Bytes, from start: Int, chance: UInt64) {
        let row = Array(bytes.buffer[start...])
        bytes.shorten(to: start)
        switch chance >> 20 & 3 {
        case 0: bytes.raw(Array(row.prefix(truncation(of: row))))
        case 1: bytes.raw(replacing(fieldsOf: row, where: isAddress, with: Array("\"198.18.300.7\"".utf8)))
        case 2:
            bytes.raw(row)
            bytes.text(",\"surplus\",17,\"cell\"")
        default: bytes.raw(replacing(fieldsOf: row, where: isTime, with: Array("\"2026-13-41 25:61:00\"".utf8)))
        }
    }

    /// Leaves the first half of the line that begins at `start`: no JSON object survives that.
    static func cut(_ bytes: inout Bytes, from start: Int) { bytes.shorten(to: start + (bytes.count - start) / 2) }

    /// After the second comma outside quotes: what is left is too short to hold an address.
    private static func truncation(of row: [UInt8]) -> Int {
        var isQuoted = false
        var commas = 0
        for (index, byte) in row.enumerated() {
            if byte == 0x22 { isQuoted.toggle() }
            if byte == 0x2C, !isQuoted {
                commas += 1
                if commas == 2 { return index }
            }
        }
        return row.count / 2
    }

    private static func replacing(fieldsOf row: [UInt8], where isFound: (ArraySlice<UInt8>) -> Bool, with field: [UInt8]) -> [UInt8] {
        var fields: [ArraySlice<UInt8>] = []
        var isQuoted = false
        var start = 0
        for (index, byte) in row.enumerated() {
            if byte == 0x22 { isQuoted.toggle() }
            if byte == 0x2C, !isQuoted {
                fields.append(row[start..<index])
                start = index + 1
            }
        }
        fields.append(row[start...])
        if let found = fields.firstIndex(where: isFound) { fields[found] = field[...] }
        return Array(fields.joined(separator: [0x2C]))
    }

    private static func isAddress(_ field: ArraySlice<UInt8>) -> Bool {
        let bare = field.filter { $0 != 0x22 }
        let isFour = bare.filter { $0 == 0x2E }.count == 3 && bare.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
        return isFour || bare.starts(with: "2001:db8:".utf8)
    }

    private static func isTime(_ field: ArraySlice<UInt8>) -> Bool {
        let bare = field.filter { $0 != 0x22 }
        return bare.count == 19 && bare.filter { $0 == 0x3A }.count == 2 && bare.filter { $0 == 0x2D }.count == 2
    }
}
