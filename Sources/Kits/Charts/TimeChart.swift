/// Values over time as lines: one or several series, gaps where a value is missing, a band of what is usual, marks at moments.
public struct TimeChart: Chart {
    /// One line.
    public struct Series: Sendable, Hashable {
        /// What it is.
        public var label: String
        /// A value for each of the chart's moments; nil and NaN are gaps.
        public var values: [Double?]
        /// The number of its colour, 1 to 8.
        public var colour: Int

        /// A series; its colour is the number of `line-1` … `line-8`.
        public init(label: String, values: [Double?], colour: Int = 1) {
            self.label = label
            self.values = values
            self.colour = colour
        }
    }

    /// The usual range at one of the chart's moments.
    public struct Band: Sendable, Hashable {
        /// Between these is usual.
        public var lower: Double
        /// The most that is usual.
        public var upper: Double

        /// A range.
        public init(lower: Double, upper: Double) {
            self.lower = lower
            self.upper = upper
        }
    }

    /// A moment at which something happened.
    public struct Mark: Sendable, Hashable {
        /// Seconds since 1970 UTC.
        public var moment: Int64
        /// What happened.
        public var label: String

        /// A mark.
        public init(moment: Int64, label: String) {
            self.moment = moment
            self.label = label
        }
    }

    /// What the chart is about.
    public var head: ChartHead
    /// How its numbers and words are written.
    public var format: ChartFormat
    /// Seconds since 1970 UTC, rising.
    public var moments: [Int64]
    /// The lines.
    public var series: [Series]
    /// The usual range at each moment; nil at moments without one. Empty for none.
    public var band: [Band?]
    /// What happened when.
    public var marks: [Mark]
    /// Fills below a single line.
    public var isArea: Bool
    /// Units from the highest to the lowest value.
    public var plotHeight: Double
    /// Writes a moment in the table.
    public var momentName: @Sendable (Int64) -> String

    /// - Parameters:
    ///   - moments: seconds since 1970 UTC, rising
    ///   - band: the usual range, one a moment
    ///   - momentName: writes a moment in the table
    public init(
        head: ChartHead, moments: [Int64], series: [Series], band: [Band?] = [], marks: [Mark] = [], isArea: Bool = false,
        plotHeight: Double = 200, format: ChartFormat = ChartFormat(),
        momentName: @escaping @Sendable (Int64) -> String = { CivilTime.text($0) }
    ) {
        self.head = head
        self.moments = moments
        self.series = series
        self.band = band
        self.marks = marks
        self.isArea = isArea
        self.plotHeight = plotHeight
        self.format = format
        self.momentName = momentName
    }

    /// What its colours mean.
    public var legend: [LegendEntry] {
        var entries = series.enumerated().map {
            LegendEntry(label: $0.element.label, sample: .line(class: "line line-\($0.element.colour)", dashes: Self.dashes($0.offset)))
        }
        if series.count == 1, band.isEmpty { entries = [] }
        if !band.isEmpty { entries.append(LegendEntry(label: format.words.normalBand, sample: .fill(class: "band", hatch: nil))) }
        return entries
    }

    /// Its values as a table.
    public var table: DataTable {
        let limits = band.isEmpty ? [] : [format.words.normalBand]
        return DataTable(
            columns: [format.words.from] + series.map(\.label) + limits,
            rows: series.isEmpty
                ? []
                : moments.indices.map { place in
                    var row = [momentName(moments[place])]
                    row += series.map { format.number(orGap: place < $0.values.count ? $0.values[place] : nil) }
                    if !band.isEmpty {
                        row.append(range(at: place).map { "\(format.number($0.lower))–\(format.number($0.upper))" } ?? format.words.gap)
                    }
                    return row
                })
    }

    /// Draws it.
    public func draw(on canvas: inout Canvas) {
        guard let first = moments.first, let last = moments.last else { return }
        let top = marks.isEmpty ? 8.0 : 22.0
        let bottom = top + plotHeight
        canvas.height = bottom + 22
        let values = series.flatMap { $0.values.compactMap { $0 } } + band.compactMap { $0 }.flatMap { [$0.lower, $0.upper] }
        let up = LinearScale.nice(over: values, start: bottom, end: top, ticks: 4)
        let ticks = up.ticks(4)
        let left = (ticks.map { TextFit.width(format.number($0)) }.max() ?? 0) + 8
        let across = TimeScale(from: first, to: max(last, first + 1), start: left, end: canvas.width - 8, zoneOffset: format.zoneOffset)

        Axes.values(ticks, scale: up, from: left, to: canvas.width, format: format, on: &canvas)
        Axes.times(across, at: bottom, room: canvas.width - left, format: format, on: &canvas)
        drawBand(across, up, &canvas)
        for (place, line) in series.enumerated() { draw(line, number: place, across, up, &canvas) }
        for mark in marks where mark.moment >= first && mark.moment <= last {
            let x = across(mark.moment)
            canvas.line(x1: x, y1: top - 6, x2: x, y2: bottom, class: "mark")
            let isLeft = x > canvas.width * 0.6
            let label = TextFit.shortened(mark.label, to: canvas.width * 0.38)
            canvas.text(label, x: isLeft ? x - 4 : x + 4, y: top - 8, anchor: isLeft ? .end : .start, class: "strong")
        }
    }

    static func dashes(_ series: Int) -> String? { [nil, "7 3", "2 3", "9 3 2 3"][series % 4] }

    private func range(at place: Int) -> Band? {
        guard place < band.count, let range = band[place], range.lower.isFinite, range.upper.isFinite else { return nil }
        return range
    }

    private func drawBand(_ across: TimeScale, _ up: LinearScale, _ canvas: inout Canvas) {
        for run in Runs.of(moments.count, where: { range(at: $0) != nil }) {
            var path = PathText()
            for place in run {
                guard let range = range(at: place) else { continue }
                let (x, y) = (across(moments[place]), up(range.upper))
                if place == run.lowerBound { path.move(x, y) } else { path.line(x, y) }
            }
            for place in run.reversed() { if let range = range(at: place) { path.line(across(moments[place]), up(range.lower)) } }
            path.close()
            canvas.path(path, class: "band")
        }
    }

    private func draw(_ line: Series, number: Int, _ across: TimeScale, _ up: LinearScale, _ canvas: inout Canvas) {
        let values = line.values
        let point = { (place: Int) in (across(moments[place]), up(values[place] ?? 0)) }
        for run in Runs.of(min(moments.count, values.count), where: { values[$0]?.isFinite == true }) {
            if run.count == 1 {
                // A value between two gaps has no line; it is a dot.
                let (x, y) = point(run.lowerBound)
                canvas.circle(x: x, y: y, radius: 3, class: "point fill-\(line.colour)")
                continue
            }
            var path = PathText()
            for place in run {
                let (x, y) = point(place)
                if place == run.lowerBound { path.move(x, y) } else { path.line(x, y) }
            }
            if isArea, series.count == 1 {
                var area = path
                area.line(point(run.upperBound - 1).0, up(0))
                area.line(point(run.lowerBound).0, up(0))
                area.close()
                canvas.path(area, class: "area fill-\(line.colour)")
            }
            canvas.path(path, class: "line line-\(line.colour)", dashes: Self.dashes(number))
        }
    }
}

/// Stretches of places without a gap.
enum Runs {
    static func of(_ count: Int, where isThere: (Int) -> Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for place in 0..<max(count, 0) {
            if isThere(place) {
                start = start ?? place
            } else if let begun = start {
                runs.append(begun..<place)
                start = nil
            }
        }
        if let begun = start { runs.append(begun..<count) }
        return runs
    }
}
