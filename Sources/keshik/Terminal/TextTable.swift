/// A table for people: columns line up, numbers stand right.
struct TextTable {
    private let titles: [String]
    private let numbers: Set<Int>
    private var rows: [[String]] = []

    /// - Parameter numbers: places of the columns that hold numbers.
    init(_ titles: [String], numbers: Set<Int> = []) {
        self.titles = titles
        self.numbers = numbers
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// The table; the last column is cut where the terminal is narrower.
    var text: String {
        var widths = titles.map(\.count)
        for row in rows { for (place, cell) in row.enumerated() { widths[place] = max(widths[place], cell.count) } }
        if let width = Terminal.width, let last = widths.indices.last {
            let others = widths.dropLast().reduce(0) { $0 + $1 + 2 }
            widths[last] = max(8, min(widths[last], width - others))
        }
        let head = Terminal.bold(line(titles, widths))
        return ([head] + rows.map { line($0, widths) }).joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var parts: [String] = []
        for (place, cell) in cells.enumerated() {
            let width = widths[place]
            let shown = cell.count > width ? cell.prefix(max(0, width - 1)) + "…" : cell[...]
            let padding = String(repeating: " ", count: max(0, width - shown.count))
            if numbers.contains(place) {
                parts.append(padding + shown)
            } else {
                parts.append(place == cells.count - 1 ? String(shown) : shown + padding)
            }
        }
        return parts.joined(separator: "  ")
    }
}
