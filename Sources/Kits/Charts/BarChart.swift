/// Horizontal bars, one a category: by type, by sector, by owner. With several series the values of a category stand behind each other.
public struct BarChart: Chart {
    /// One category.
    public struct Bar: Sendable, Hashable {
        /// What it is.
        public var label: String
        /// One value a series; nil and NaN are missing.
        public var values: [Double?]
        /// Where it leads.
        public var address: String?

        /// A category with a value for each series.
        public init(label: String, values: [Double?], address: String? = nil) {
            self.label = label
            self.values = values
            self.address = address
        }

        /// A category with one value.
        public init(label: String, value: Double?, address: String? = nil) {
            self.init(label: label, values: [value], address: address)
        }
    }

    /// One of several values of each category.
    public struct Series: Sendable, Hashable {
        /// What it is.
        public var label: String
        /// The class of its colour.
        public var fill: String

        /// A series; without a class it has the next colour.
        public init(label: String, fill: String? = nil, number: Int = 0) {
            self.label = label
            self.fill = fill ?? "fill-\(number % 8 + 1)"
        }
    }

    /// What the chart is about.
    public var head: ChartHead
    /// How its numbers and words are written.
    public var format: ChartFormat
    /// The categories from above to below.
    public var bars: [Bar]
    /// What the values of each category are.
    public var series: [Series]

    /// - Parameters:
    ///   - series: labels of the values; one without a legend where empty
    public init(head: ChartHead, bars: [Bar], series: [Series] = [], format: ChartFormat = ChartFormat()) {
        self.head = head
        self.format = format
        self.bars = bars
        self.series = series.isEmpty ? [Series(label: format.words.value)] : series
    }

    /// Stacked bars whose series have these labels and the colours in their order.
    public init(head: ChartHead, bars: [Bar], labels: [String], format: ChartFormat = ChartFormat()) {
        self.init(
            head: head, bars: bars, series: labels.enumerated().map { Series(label: $0.element, number: $0.offset) }, format: format)
    }

    /// What its colours mean.
    public var legend: [LegendEntry] {
        guard series.count > 1 else { return [] }
        return series.enumerated().map { LegendEntry(label: $0.element.label, sample: .fill(class: $0.element.fill, hatch: $0.offset)) }
    }

    /// Its values as a table.
    public var table: DataTable {
        DataTable(
            columns: [head.title] + series.map(\.label),
            rows: bars.map { bar in [bar.label] + series.indices.map { format.number(orGap: value(of: bar, $0)) } })
    }

    /// Draws it.
    public func draw(on canvas: inout Canvas) {
        let isNarrow = canvas.width < 460
        let rowHeight = isNarrow ? 40.0 : 26.0
        let barHeight = 16.0
        let widest = bars.map { TextFit.width($0.label) }.max() ?? 0
        let left = isNarrow ? 0 : min(widest + 10, canvas.width * 0.42)
        let sums = bars.map(sum)
        let room = (sums.map { TextFit.width(format.number($0)) }.max() ?? 0) + 12
        let positive = bars.map { bar in bar.values.reduce(0) { $0 + max(usable($1), 0) } }
        let negative = bars.map { bar in bar.values.reduce(0) { $0 + min(usable($1), 0) } }
        let scale = LinearScale(
            lower: negative.min() ?? 0, upper: positive.max() ?? 0, start: left, end: max(canvas.width - room, left + 20))
        canvas.height = Double(bars.count) * rowHeight + 4

        for (row, bar) in bars.enumerated() {
            let top = Double(row) * rowHeight + (isNarrow ? 20 : 5)
            let total = bar.values.contains { $0?.isFinite == true } ? format.number(sums[row]) : format.words.gap
            canvas.link(bar.address, label: "\(bar.label): \(total)") { canvas in
                if isNarrow {
                    canvas.text(TextFit.shortened(bar.label, to: canvas.width), x: 0, y: top - 5, class: "value")
                } else {
                    canvas.text(TextFit.shortened(bar.label, to: left - 8), x: left - 8, y: top + 12, anchor: .end, class: "value")
                }
                var (ahead, behind) = (0.0, 0.0)
                for place in series.indices {
                    let value = usable(self.value(of: bar, place))
                    let from = value >= 0 ? ahead : behind
                    if value >= 0 { ahead += value } else { behind += value }
                    let (x1, x2) = (scale(min(from, from + value)), scale(max(from, from + value)))
                    // What is there is seen, however little it is.
                    let width = value == 0 ? 0 : max(x2 - x1, 1)
                    let name = series.count > 1 ? "\(bar.label), \(series[place].label)" : bar.label
                    canvas.rectangle(
                        x: x1, y: top, width: width, height: barHeight, class: series[place].fill, hatch: series.count > 1 ? place : nil,
                        title: "\(name): \(format.number(orGap: self.value(of: bar, place)))")
                }
                canvas.text(total, x: scale(ahead) + 6, y: top + 12, class: "value")
            }
            // Labels above the bars are not crossed by the line.
            if isNarrow { canvas.line(x1: scale(0), y1: top - 1, x2: scale(0), y2: top + barHeight + 1, class: "zero") }
        }
        if !isNarrow { canvas.line(x1: scale(0), y1: 0, x2: scale(0), y2: canvas.height, class: "zero") }
    }

    private func value(of bar: Bar, _ place: Int) -> Double? { place < bar.values.count ? bar.values[place] : nil }
    private func usable(_ value: Double?) -> Double { value.map { $0.isFinite ? min(max($0, -1e300), 1e300) : 0 } ?? 0 }
    private func sum(_ bar: Bar) -> Double { series.indices.reduce(0) { $0 + usable(value(of: bar, $1)) } }
}
