public import Metrics
internal import Synchronization

/// Counts what the program does and writes it down for Prometheus (text exposition format 0.0.4).
public final class Prometheus: MetricsFactory, Sendable {
    /// The one that ``MetricsSystem`` is given at the start: metrics are a property of the process.
    public static let shared = Prometheus()

    /// Upper bounds of the buckets of times, in seconds.
    static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    struct Key: Hashable {
        let label: String
        let dimensions: String

        init(_ label: String, _ dimensions: [(String, String)]) {
            self.label = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
            self.dimensions = dimensions.sorted { $0.0 < $1.0 }.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        }

        private static func escaped(_ text: String) -> String {
            text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        }
    }

    struct Histogram {
        var buckets = [Int64](repeating: 0, count: Prometheus.bounds.count)
        var count: Int64 = 0
        var sum = 0.0

        mutating func record(_ value: Double) {
            count += 1
            sum += value
            for (place, bound) in Prometheus.bounds.enumerated() where value <= bound { buckets[place] += 1 }
        }
    }

    private struct Values {
        var counters: [Key: Int64] = [:]
        var gauges: [Key: Double] = [:]
        var histograms: [Key: Histogram] = [:]
    }

    private let values = Mutex(Values())

    private final class Count: CounterHandler {
        let key: Key
        let home: Prometheus
        init(_ key: Key, _ home: Prometheus) {
            self.key = key
            self.home = home
        }
        func increment(by amount: Int64) { home.values.withLock { $0.counters[key, default: 0] += amount } }
        func reset() { home.values.withLock { $0.counters[key] = 0 } }
    }

    private final class Gauge: MeterHandler, RecorderHandler {
        let key: Key
        let home: Prometheus
        init(_ key: Key, _ home: Prometheus) {
            self.key = key
            self.home = home
        }
        func set(_ value: Int64) { set(Double(value)) }
        func set(_ value: Double) { home.values.withLock { $0.gauges[key] = value } }
        func increment(by amount: Double) { home.values.withLock { $0.gauges[key, default: 0] += amount } }
        func decrement(by amount: Double) { increment(by: -amount) }
        func record(_ value: Int64) { set(Double(value)) }
        func record(_ value: Double) { set(value) }
    }

    private final class Clock: TimerHandler {
        let key: Key
        let home: Prometheus
        init(_ key: Key, _ home: Prometheus) {
            self.key = key
            self.home = home
        }
        func recordNanoseconds(_ duration: Int64) {
            home.values.withLock { $0.histograms[key, default: Histogram()].record(Double(duration) / 1e9) }
        }
    }

    /// A counter.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { Count(Key(label, dimensions), self) }
    /// A gauge of the last value.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate _: Bool) -> any RecorderHandler {
        Gauge(Key(label, dimensions), self)
    }
    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { Gauge(Key(label, dimensions), self) }
    /// A histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { Clock(Key(label, dimensions), self) }
    /// Nothing: values stay.
    public func destroyCounter(_: any CounterHandler) {}
    /// Nothing: values stay.
    public func destroyMeter(_: any MeterHandler) {}
    /// Nothing: values stay.
    public func destroyRecorder(_: any RecorderHandler) {}
    /// Nothing: values stay.
    public func destroyTimer(_: any TimerHandler) {}

    /// All values, as Prometheus reads them.
    public var text: String {
        let values = values.withLock { $0 }
        var lines: [String] = []
        func family<Value>(_ kind: String, _ all: [Key: Value], _ write: (String, Key, Value) -> Void) {
            for (label, members) in Dictionary(grouping: all, by: \.key.label).sorted(by: { $0.key < $1.key }) {
                let name = label.hasPrefix("keshik_") ? label : "keshik_\(label)"
                lines.append("# TYPE \(name) \(kind)")
                for (key, value) in members.sorted(by: { $0.key.dimensions < $1.key.dimensions }) { write(name, key, value) }
            }
        }
        family("counter", values.counters) { name, key, value in lines.append(Self.line(name, key.dimensions, "\(value)")) }
        family("gauge", values.gauges) { name, key, value in lines.append(Self.line(name, key.dimensions, "\(value)")) }
        family("histogram", values.histograms) { name, key, value in
            let rest = key.dimensions.isEmpty ? "" : key.dimensions + ","
            for (bound, count) in zip(Self.bounds, value.buckets) { lines.append("\(name)_bucket{\(rest)le=\"\(bound)\"} \(count)") }
            lines.append("\(name)_bucket{\(rest)le=\"+Inf\"} \(value.count)")
            lines.append(Self.line(name + "_sum", key.dimensions, "\(value.sum)"))
            lines.append(Self.line(name + "_count", key.dimensions, "\(value.count)"))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ name: String, _ dimensions: String, _ value: String) -> String {
        dimensions.isEmpty ? "\(name) \(value)" : "\(name){\(dimensions)} \(value)"
    }
}
