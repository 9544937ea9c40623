/// A grid of values as shades, such as the hours of the days of a week.
public struct HeatMap: Chart {
    /// What the chart is about.
    public var head: ChartHead
    /// How its numbers and words are written.
    public var format: ChartFormat
    /// Names of the rows from above.
    public var rows: [String]
    /// Names of the columns from the left; those that do not fit are left out.
    public var columns: [String]
    /// Values by row and column; nil and NaN are missing.
    public var values: [[Double?]]
    /// How many shades, 2 to 6.
    public var steps: Int

    /// - Parameters:
    ///   - values: by row, then column
    ///   - steps: how many shades, 2 to 6
    public init(
        head: ChartHead, rows: [String], columns: [String], values: [[Double?]], steps: Int = 6, format: ChartFormat = ChartFormat()
    ) {
        self.head = head
        self.rows = rows
        self.columns = columns
        self.values = values
        self.steps = min(max(steps, 2), 6)
        self.format = format
    }

    private var shades: Shades { Shades(values: values.flatMap { $0.compactMap { $0 } }, steps: steps, isEven: true) }

    /// What its colours mean.
    public var legend: [LegendEntry] { shades.legend(format: format) }

    /// Its values as a table.
    public var table: DataTable {
        let isEmpty = values.allSatisfy { $0.allSatisfy { $0?.isFinite != true } }
        return DataTable(
            columns: [head.title] + columns,
            rows: isEmpty ? [] : rows.indices.map { row in [rows[row]] + columns.indices.map { format.number(orGap: value(row, $0)) } })
    }

    /// Draws it.
    public func draw(on canvas: inout Canvas) {
        let shades = shades
        let left = min((rows.map(TextFit.width).max() ?? 0) + 8, canvas.width * 0.3)
        let cell = (canvas.width - left) / Double(max(columns.count, 1))
        let rowHeight = min(max(cell, 16), 26)
        canvas.height = 18 + Double(rows.count) * rowHeight
        var free = -Double.infinity
        for (place, column) in columns.enumerated() {
            let x = left + (Double(place) + 0.5) * cell
            let half = TextFit.width(column) / 2
            guard x - half > free, x + half <= canvas.width + 4 else { continue }
            canvas.text(column, x: x, y: 12, anchor: .middle)
            free = x + half + 4
        }
        for row in rows.indices {
            let y = 18 + Double(row) * rowHeight
            canvas.text(TextFit.shortened(rows[row], to: left - 8), x: left - 8, y: y + rowHeight / 2 + 4, anchor: .end)
            for column in columns.indices {
                let value = value(row, column)
                canvas.rectangle(
                    x: left + Double(column) * cell, y: y, width: cell - 1, height: rowHeight - 1, class: shades.class(of: value),
                    title: "\(rows[row]), \(columns[column]): \(format.number(orGap: value))")
            }
        }
    }

    private func value(_ row: Int, _ column: Int) -> Double? {
        row < values.count && column < values[row].count ? values[row][column] : nil
    }
}
