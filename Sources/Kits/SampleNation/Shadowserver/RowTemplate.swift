/// A report's row with everything fixed already written: literal runs of bytes with holes between them.
struct RowTemplate {
    enum Piece {
        case literal([UInt8])
        case fill(Fill)
    }

    let pieces: [Piece]

    init(report: Report, columns: [String], variant: [String: Cell]) {
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        for (index, column) in columns.enumerated() {
            if index > 0 { literal.append(0x2C) }
            let cell = variant[column] ?? report.common[column] ?? Fill.byColumn[column].map { Cell.fill($0) }
            switch cell {
            case nil: break
            case .text(let text)?: literal += RowTemplate.quoted(text)
            case .number(let number)?: literal += Array(number.utf8)
            case .fill(let fill)?:
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = []
                pieces.append(.fill(fill))
            }
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        self.pieces = pieces
    }

    /// Text in double quotes; quotes inside are doubled (RFC 4180, section 2).
    static func quoted(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = [0x22]
        for byte in text.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        return bytes + [0x22]
    }
}
