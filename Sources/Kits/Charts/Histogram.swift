/// Upright bars over an axis of time or numbers: how many in each interval. With several series the counts stand upon each other.
public struct Histogram: Chart {
    /// What the intervals are measured in.
    public enum Axis: Sendable, Hashable {
        /// Seconds since 1970 UTC.
        case time
        /// Numbers.
        case number
    }

    /// One interval.
    public struct Bin: Sendable, Hashable {
        /// Where it begins and ends; the end is not within.
        public var lower: Double
        /// Where it ends; the end is not within.
        public var upper: Double
        /// A count for each series.
        public var counts: [Double]
        /// Where it leads: the same query, narrowed to the interval.
        public var address: String?

        /// An interval with a count for each series.
        public init(lower: Double, upper: Double, counts: [Double], address: String? = nil) {
            self.lower = lower
            self.upper = upper
            self.counts = counts
            self.address = address
        }
    }

    /// What the chart is about.
    public var head: ChartHead
    /// How its numbers and words are written.
    public var format: ChartFormat
    /// What the intervals are measured in.
    public var axis: Axis
    /// The intervals, rising.
    public var bins: [Bin]
    /// What the counts of each interval are.
    public var series: [BarChart.Series]
    /// Units from the highest to zero.
    public var plotHeight: Double
    /// Writes an end of an interval in the table.
    public var endName: @Sendable (Double) -> String

    /// - Parameters:
    ///   - bins: intervals, rising; those without counts may be left out
    ///   - series: labels of the counts; one without a legend where empty
    ///   - endName: writes an end of an interval in the table
    public init(
        head: ChartHead, axis: Axis, bins: [Bin], series: [BarChart.Series] = [], plotHeight: Double = 140,
        format: ChartFormat = ChartFormat(), endName: (@Sendable (Double) -> String)? = nil
    ) {
        self.head = head
        self.axis = axis
        self.bins = bins.filter { $0.lower.isFinite && $0.upper.isFinite && $0.upper >= $0.lower }
        self.series = series.isEmpty ? [BarChart.Series(label: format.words.value)] : series
        self.plotHeight = plotHeight
        self.format = format
        let number = format.number
        self.endName = endName ?? { axis == .time ? CivilTime.text(Int64(min(max($0, -1e14), 1e14))) : number($0) }
    }

    /// What its colours mean.
    public var legend: [LegendEntry] {
        guard series.count > 1 else { return [] }
        return series.enumerated().map { LegendEntry(label: $0.element.label, sample: .fill(class: $0.element.fill, hatch: $0.offset)) }
    }

    /// Its values as a table.
    public var table: DataTable {
        DataTable(
            columns: [format.words.from, format.words.to] + series.map(\.label),
            rows: bins.map { bin in
                [endName(bin.lower), endName(bin.upper)] + series.indices.map { format.number(count(bin, $0)) }
            })
    }

    /// Draws it.
    public func draw(on canvas: inout Canvas) {
        guard let first = bins.first, let last = bins.last else { return }
        let bottom = 8 + plotHeight
        canvas.height = bottom + 22
        let sums = bins.map { bin in series.indices.reduce(0) { $0 + count(bin, $1) } }
        let up = LinearScale.nice(over: sums, start: bottom, end: 8, ticks: 3)
        let ticks = up.ticks(3)
        let left = (ticks.map { TextFit.width(format.number($0)) }.max() ?? 0) + 8
        let across = LinearScale(lower: first.lower, upper: max(last.upper, first.lower), start: left, end: canvas.width - 8)
        Axes.values(ticks, scale: up, from: left, to: canvas.width, format: format, on: &canvas)
        switch axis {
        case .time:
            let limited = { (end: Double) in Int64(min(max(end, -8e12), 8e12)) }
            let times = TimeScale(
                from: limited(first.lower), to: limited(last.upper), start: left, end: canvas.width - 8, zoneOffset: format.zoneOffset)
            Axes.times(times, at: bottom, room: canvas.width - left, format: format, on: &canvas)
        case .number:
            for tick in across.ticks(max(2, Int((canvas.width - left) / 80))) {
                canvas.line(x1: across(tick), y1: bottom, x2: across(tick), y2: bottom + 4, class: "axis")
                canvas.text(format.number(tick), x: across(tick), y: bottom + 17, anchor: .middle)
            }
        }
        for (place, bin) in bins.enumerated() where sums[place] > 0 { draw(bin, sum: sums[place], across, up, &canvas) }
    }

    private func draw(_ bin: Bin, sum: Double, _ across: LinearScale, _ up: LinearScale, _ canvas: inout Canvas) {
        let (x1, x2) = (across(bin.lower), across(bin.upper))
        let gap = x2 - x1 > 4 ? 1.0 : 0
        let name = "\(endName(bin.lower))–\(endName(bin.upper))"
        canvas.link(bin.address, label: "\(name): \(format.number(sum))") { canvas in
            var below = 0.0
            for place in series.indices {
                let count = self.count(bin, place)
                guard count > 0 else { continue }
                let (y1, y2) = (up(below + count), up(below))
                below += count
                let label = series.count > 1 ? "\(name), \(series[place].label)" : name
                canvas.rectangle(
                    x: x1, y: min(y1, y2 - 1), width: max(x2 - x1 - gap, 0.5), height: max(y2 - y1, 1), class: series[place].fill,
                    hatch: series.count > 1 ? place : nil, title: "\(label): \(format.number(count))")
            }
        }
    }

    private func count(_ bin: Bin, _ place: Int) -> Double {
        guard place < bin.counts.count, bin.counts[place].isFinite else { return 0 }
        return min(max(bin.counts[place], 0), 1e300)
    }
}
