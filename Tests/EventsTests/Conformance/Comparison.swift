import Events
import Vocabulary

/// One field of one event that is not what IntelMQ gives.
struct Difference: Hashable, CustomStringConvertible {
    /// Number of the event in its case, from 1; 0 for the case as a whole.
    var event: Int
    /// The field, or `events` where the numbers of events differ.
    var field: String
    var expected: String
    var found: String

    var description: String { "event \(event), \(field): expected \(expected), found \(found)" }
}

/// Compares events with those that a test of IntelMQ expects.
struct Comparison {
    /// Fields that are no part of any comparison: what IntelMQ keeps the row in, the moment of the run, and what its collectors add.
    static let neverCompared: Set<String> = [
        "raw", "raw_decoded", "__type", "time.observation", "feed.code", "feed.provider", "feed.url", "feed.accuracy.collector",
    ]
    /// Fields that are compared only where the expectation has them: every event of ours has them.
    static let addedByUs: Set<String> = ["classification.taxonomy", "feed.documentation", "feed.name"]

    /// What the collector had put into the report; it is not expected of a feed's definition.
    var given: [String: JSONValue] = [:]
    /// Whether columns that IntelMQ drops may be kept.
    var keepsMore = false

    func differences(_ found: [Event], _ expected: [[String: JSONValue]]) -> [Difference] {
        var differences: [Difference] = []
        if found.count != expected.count {
            differences.append(Difference(event: 0, field: "events", expected: "\(expected.count)", found: "\(found.count)"))
        }
        // Events of one record may come in another order: each expectation is held against the event that is nearest to it.
        let found = found.map { event in Dictionary(uniqueKeysWithValues: event.fields.map { ($0.key.name, JSONValue($0.value)) }) }
        var left = Array(found.indices)
        for (number, expectation) in expected.enumerated() {
            var best: (place: Int, differences: [Difference])?
            for place in left {
                let these = self.differences(found[place], expectation, number: number + 1)
                if these.count < best?.differences.count ?? Int.max { best = (place, these) }
                if these.isEmpty { break }
            }
            guard let best else { break }
            left.removeAll { $0 == best.place }
            differences += best.differences
        }
        return differences
    }

    private func differences(_ found: [String: JSONValue], _ expected: [String: JSONValue], number: Int) -> [Difference] {
        let fields = Set(found.keys).union(expected.keys).subtracting(Self.neverCompared)
        return fields.sorted().compactMap { field in
            let one = expected[field].flatMap { $0 == .null ? nil : $0 }
            if one == nil, Self.addedByUs.contains(field) || keepsMore && field.hasPrefix("extra.") { return nil }
            if let one, given[field] == one { return nil }
            if isSame(one, found[field], field: field) { return nil }
            return Difference(
                event: number, field: field, expected: one?.description ?? "nothing", found: found[field]?.description ?? "nothing")
        }
    }

    private func isSame(_ one: JSONValue?, _ other: JSONValue?, field: String) -> Bool {
        if one == other { return true }
        guard case .text(let one)? = one, case .text(let other)? = other else { return false }
        if field.hasPrefix("time.") || EventField(name: field)?.kind == .time {
            return Instant(one) != nil && Instant(one) == Instant(other)
        }
        return false
    }
}
