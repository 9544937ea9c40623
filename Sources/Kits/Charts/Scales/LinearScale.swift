/// Lays numbers along an axis, with ticks at round ones (1, 2 or 5 times a power of ten).
public struct LinearScale: Sendable, Hashable {
    /// The numbers at the ends.
    public let lower: Double
    /// The number at the other end.
    public let upper: Double
    /// The units at the ends.
    public let start: Double
    /// The unit at the other end.
    public let end: Double

    /// A scale over these numbers; both ends equal make one of extent 1 around them.
    public init(lower: Double, upper: Double, start: Double, end: Double) {
        let (low, high) = (min(lower, upper), max(lower, upper))
        let isUsable = low.isFinite && high.isFinite
        self.lower = isUsable ? low : 0
        self.upper = isUsable ? (high > low ? high : low + max(1, low.magnitude * 1e-6)) : 1
        self.start = start
        self.end = end
    }

    /// A scale whose ends are ticks, from zero or below it.
    public static func nice(over values: some Sequence<Double>, start: Double, end: Double, ticks: Int = 5) -> LinearScale {
        let finite = values.lazy.filter(\.isFinite).map { min(max($0, -1e300), 1e300) }
        let low = min(0, finite.min() ?? 0)
        let high = max(0, finite.max() ?? 0)
        guard high > low else { return LinearScale(lower: 0, upper: 1, start: start, end: end) }
        let step = Self.step(from: low, to: high, ticks: ticks)
        return LinearScale(lower: (low / step).rounded(.down) * step, upper: (high / step).rounded(.up) * step, start: start, end: end)
    }

    /// Where a number lies; numbers beyond the ends lie at them, NaN at the start.
    public func callAsFunction(_ value: Double) -> Double {
        guard !value.isNaN else { return start }
        // Halves, so that the difference of huge numbers stays finite.
        let share = (value / 2 - lower / 2) / (upper / 2 - lower / 2)
        return start + min(max(share, 0), 1) * (end - start)
    }

    /// Round numbers within the ends, about so many.
    public func ticks(_ count: Int = 5) -> [Double] {
        let step = Self.step(from: lower, to: upper, ticks: count)
        guard step > 0, step.isFinite else { return [lower] }
        let first = (lower / step).rounded(.up)
        let last = (upper / step + 1e-9).rounded(.down)
        guard last >= first, last - first < 1000 else { return [lower, upper] }
        return (0...Int(last - first)).map { number in
            let place = first + Double(number)
            // By division where the step is a fraction: 3 * 0.1 is not 0.3.
            return step < 1 && (1 / step).isFinite ? place / (1 / step).rounded() : place * step
        }
    }

    static func step(from low: Double, to high: Double, ticks: Int) -> Double {
        let rough = (high / 2 - low / 2) * 2 / Double(max(ticks, 1))
        guard rough > 0, rough.isFinite else { return 1 }
        var power = 1.0
        if rough >= 1 {
            while power * 10 <= rough { power *= 10 }
        } else {
            while power > rough { power /= 10 }
        }
        let times = rough / power
        // Where 1/power is whole the fraction below is exact: 0.2, not 0.2000…1.
        return times <= 1.0001 ? power : times <= 2 ? 2 * power : times <= 5 ? 5 * power : 10 * power
    }
}
