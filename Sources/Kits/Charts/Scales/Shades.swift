/// Sorts values into a few shades of one colour, `step-1` to `step-6`; `step-0` is zero, `none` is no value.
struct Shades: Sendable, Hashable {
    /// The lowest value of each shade, rising.
    let bounds: [Double]
    let highest: Double
    let hasZero: Bool
    let hasGap: Bool
    private let classes: [Int]

    /// - Parameters:
    ///   - steps: at most so many shades; equal values never fall into different ones, so there may be fewer
    ///   - isEven: steps of equal width; otherwise with about equally many values each (quantiles)
    init(values: [Double], steps: Int, isEven: Bool, hasGap: Bool = false) {
        let finite = values.filter { $0.isFinite && $0 > 0 }.sorted()
        hasZero = values.contains { $0.isFinite && $0 <= 0 }
        self.hasGap = hasGap || values.contains { !$0.isFinite }
        highest = finite.last ?? 0
        guard let low = finite.first, let high = finite.last else {
            bounds = []
            classes = []
            return
        }
        var bounds: [Double] = []
        for step in 0..<steps {
            let share = Double(step) / Double(steps)
            let bound = isEven ? low + (high - low) * share : finite[min(Int(Double(finite.count) * share), finite.count - 1)]
            if bounds.last != bound { bounds.append(bound) }
        }
        self.bounds = bounds
        // Few shades lie as far apart as many: 1, 3, 6 rather than 1, 2, 3.
        let count = bounds.count
        classes = bounds.indices.map { count == 1 ? 4 : 1 + Int((Double($0) * 5 / Double(count - 1)).rounded()) }
    }

    func `class`(of value: Double?) -> String {
        guard let value, value.isFinite else { return "none" }
        guard let place = bounds.lastIndex(where: { $0 <= value }) else { return "step-0" }
        return "step-\(classes[place])"
    }

    /// Whether text upon the shade is light in light mode.
    func isDark(_ value: Double?) -> Bool {
        guard let step = Int(self.class(of: value).dropFirst(5)) else { return false }
        return step >= 4
    }

    func legend(format: ChartFormat) -> [LegendEntry] {
        var entries: [LegendEntry] = []
        if hasGap { entries.append(LegendEntry(label: format.words.gap, sample: .fill(class: "none", hatch: nil))) }
        if hasZero { entries.append(LegendEntry(label: format.number(0), sample: .fill(class: "step-0", hatch: nil))) }
        for (place, bound) in bounds.enumerated() {
            let end = place + 1 < bounds.count ? bounds[place + 1] : highest
            let label = bound == end ? format.number(bound) : "\(format.number(bound))–\(format.number(end))"
            entries.append(LegendEntry(label: label, sample: .fill(class: "step-\(classes[place])", hatch: nil)))
        }
        return entries
    }
}
