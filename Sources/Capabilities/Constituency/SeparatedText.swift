/// Rows of cells as text (RFC 4180), for tables small enough to be read whole.
enum SeparatedText {
    struct Row {
        /// The line the row begins in, from 1.
        let line: Int
        let cells: [String]
    }

    /// The rows; blank ones are left out. A quotation mark that never closes ends the table there.
    static func rows(_ text: String, separator: Character) -> (rows: [Row], problem: (line: Int, message: String)?) {
        var rows: [Row] = []
        var cells: [String] = []
        var cell = ""
        var line = 1
        var firstLine = 1
        var isQuoted = false
        var wasQuoted = false
        func endRow() {
            cells.append(cell)
            if cells != [""] { rows.append(Row(line: firstLine, cells: cells)) }
            cells = []
            cell = ""
            wasQuoted = false
        }
        var characters = text[...]
        if characters.first == "\u{FEFF}" { characters.removeFirst() }
        var index = characters.startIndex
        while index < characters.endIndex {
            let character = characters[index]
            index = characters.index(after: index)
            if isQuoted {
                if character == "\"" {
                    if index < characters.endIndex, characters[index] == "\"" {
                        cell.append("\"")
                        index = characters.index(after: index)
                    } else {
                        isQuoted = false
                    }
                } else {
                    if character.isNewline { line += 1 }
                    cell.append(character)
                }
            } else if character == "\"", cell.isEmpty, !wasQuoted {
                isQuoted = true
                wasQuoted = true
            } else if character == separator {
                cells.append(cell)
                cell = ""
                wasQuoted = false
            } else if character.isNewline {
                endRow()
                line += 1
                firstLine = line
            } else {
                cell.append(character)
            }
        }
        if isQuoted { return (rows, (firstLine, "A quotation mark that opens in this row is never closed.")) }
        endRow()
        return (rows, nil)
    }

    /// One row with its line end; cells are quoted where they must be.
    static func row(_ cells: [String], separator: Character) -> String {
        cells.map { cell in
            let needsQuotes = cell.contains { $0 == separator || $0 == "\"" || $0.isNewline } || cell.first?.isWhitespace ?? false
            return needsQuotes
                ? "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : cell
        }.joined(separator: String(separator)) + "\n"
    }
}
