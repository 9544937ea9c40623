/// A line as small as a word, to stand beside a number that says the same; hidden from screen readers for that reason.
public struct Sparkline: Sendable, Hashable {
    /// The values in their order; nil and NaN are gaps.
    public var values: [Double?]
    /// The number of its colour, 1 to 8.
    public var colour: Int
    /// Fills below the line.
    public var isArea: Bool

    /// A small line through values.
    public init(values: [Double?], colour: Int = 1, isArea: Bool = true) {
        self.values = values
        self.colour = colour
        self.isArea = isArea
    }

    /// The picture, 96 by 24 units; empty where there is no value at all.
    public var svg: String {
        let finite = values.compactMap { $0 }.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return "" }
        let up = LinearScale(lower: min(low, 0), upper: high, start: 22, end: 3)
        let across = LinearScale(lower: 0, upper: Double(max(values.count - 1, 1)), start: 2, end: 94)
        var marks = ""
        var end: (x: Double, y: Double)?
        for run in Runs.of(values.count, where: { values[$0]?.isFinite == true }) {
            var path = PathText()
            for place in run {
                let point = (x: across(Double(place)), y: up(values[place] ?? 0))
                if place == run.lowerBound { path.move(point.x, point.y) } else { path.line(point.x, point.y) }
                end = point
            }
            if isArea, run.count > 1 {
                var area = path
                area.line(across(Double(run.upperBound - 1)), 22)
                area.line(across(Double(run.lowerBound)), 22)
                area.close()
                marks += "<path d=\"\(area.text)\" class=\"area fill-\(colour)\"/>"
            }
            if run.count > 1 { marks += "<path d=\"\(path.text)\" class=\"line line-\(colour)\"/>" }
        }
        if let end {
            marks += "<circle cx=\"\(Markup.number(end.x))\" cy=\"\(Markup.number(end.y))\" r=\"2\" class=\"fill-\(colour)\"/>"
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 96 24\" class=\"spark\" aria-hidden=\"true\">\(marks)</svg>"
    }
}
