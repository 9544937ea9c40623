internal import Events

/// The groups that one worker has found so far, and what is counted of each.
// Unchecked because it is filled by one worker, then handed on to the one that puts the parts together.
final class GroupTotals: @unchecked Sendable {
    /// Moments that no event has, for groups without any.
    private static let noFirst = Int64.max
    private static let noLast = Int64.min

    /// The distinct values of a field in each group.
    final class Distinct {
        let interner: ValueInterner
        /// The numbers of the values of each group.
        let members = NumberSets()
        /// How many values the one group of a query without keys has: they need no set.
        fileprivate(set) var soleCount: Int?

        init(_ item: QueryItem) {
            interner = ValueInterner(holdsAddresses: item.isOfAddresses)
        }
    }

    /// A step from a group of fewer keys to one of one more: previous group in the upper half, the key's value in the lower.
    private final class Step {
        var table = NumberTable()
    }

    let groupItems: [QueryItem]
    let aggregates: [QueryItem]
    /// The values of each key.
    let keys: [ValueInterner]
    private let steps: [Step]
    /// Used only so that reading ahead is not left out.
    private var touchedSum: UInt32 = 0
    private(set) var counts: [Int64] = []
    /// For each aggregate that is a first or last moment, one a group.
    private(set) var moments: [[Int64]]
    /// For each aggregate that counts distinct values.
    let distincts: [Distinct?]

    init(_ query: Query) {
        groupItems = query.groups
        aggregates = query.aggregates
        keys = query.groups.map { ValueInterner(holdsAddresses: $0.isOfAddresses) }
        steps = query.groups.dropFirst().map { _ in Step() }
        moments = query.aggregates.map { _ in [] }
        distincts = query.aggregates.map { if case .distinct = $0 { Distinct($0) } else { nil } }
        // Without keys there is one group even of no events.
        if groupItems.isEmpty { add(group: newGroup(), count: 0) }
    }

    /// Bytes it takes, about.
    var byteCount: Int {
        keys.reduce(0) { $0 + $1.byteCount } + steps.reduce(0) { $0 + $1.table.byteCount } + counts.capacity * 8
            + moments.reduce(0) { $0 + $1.capacity * 8 }
            + distincts.reduce(0) { $0 + ($1.map { $0.interner.byteCount + $0.members.byteCount } ?? 0) }
    }

    /// The group of a value for each key.
    func group(_ values: UnsafePointer<UInt32>) -> Int {
        if steps.isEmpty { return keys.isEmpty ? 0 : group(ofSole: values[0]) }
        var group = values[0]
        for (index, step) in steps.enumerated() {
            group = step.table.place(of: UInt64(group) << 32 | UInt64(values[index + 1]))
        }
        return Int(group) == counts.count ? newGroup() : Int(group)
    }

    /// The groups of many combinations of values, one behind the other.
    /// - Parameter body: Called with the combination's place and its group.
    func groups(_ values: UnsafeBufferPointer<UInt32>, count: Int, _ body: (Int, Int) -> Void) {
        guard let start = values.baseAddress else { return }
        let width = max(1, keys.count)
        if let first = steps.first {
            var touched: UInt32 = 0
            for place in 0..<count {
                touched &+= first.table.touch(UInt64(start[place * width]) << 32 | UInt64(start[place * width + 1]))
            }
            touchedSum = touched
        }
        for place in 0..<count { body(place, group(start + place * width)) }
    }

    /// The groups of a sole key are numbered as its values are, so that none has to be looked up.
    private func group(ofSole number: UInt32) -> Int {
        while counts.count <= Int(number) { _ = newGroup() }
        return Int(number)
    }

    /// The groups that have events; without keys the one there is.
    var occupied: [Int] { keys.isEmpty ? [0] : counts.indices.filter { counts[$0] > 0 } }

    private func newGroup() -> Int {
        counts.append(0)
        for (index, aggregate) in aggregates.enumerated() {
            switch aggregate {
            case .first: moments[index].append(Self.noFirst)
            case .last: moments[index].append(Self.noLast)
            case .distinct: distincts[index]?.members.addSet()
            case .field, .period, .count: break
            }
        }
        return counts.count - 1
    }

    /// The numbers of a group's key values.
    func keyNumbers(of group: Int) -> [UInt32] {
        if steps.isEmpty { return keys.isEmpty ? [] : [UInt32(group)] }
        var numbers = [UInt32](repeating: 0, count: keys.count)
        var place = group
        for index in steps.indices.reversed() {
            let key = steps[index].table[place]
            numbers[index + 1] = UInt32(truncatingIfNeeded: key)
            place = Int(key >> 32)
        }
        numbers[0] = UInt32(place)
        return numbers
    }

    @inline(__always)
    func add(group: Int, count: Int64) { counts[group] += count }

    /// Takes a moment into an aggregate that is a first or last one.
    func add(group: Int, aggregate: Int, moment: Int64) {
        if case .first = aggregates[aggregate] {
            moments[aggregate][group] = min(moments[aggregate][group], moment)
        } else {
            moments[aggregate][group] = max(moments[aggregate][group], moment)
        }
    }

    /// Takes a value into an aggregate that counts distinct ones.
    @inline(__always)
    func add(group: Int, distinct: Distinct, value: UInt32) {
        distinct.members.insert(value, into: group, universe: distinct.interner.count)
    }

    /// Counts the values of the one group of a query without keys: they themselves are the answer.
    func countDistinct(_ distinct: Distinct) { distinct.soleCount = distinct.interner.count - 1 }

    /// Takes in what another worker found.
    func absorb(_ other: GroupTotals) {
        var translations: [[UInt32]] = []
        for (own, theirs) in zip(keys, other.keys) {
            translations.append((0..<theirs.count).map { own.number(of: UInt32($0), in: theirs) })
        }
        var groups = [Int](repeating: 0, count: other.counts.count)
        var values = [UInt32](repeating: 0, count: keys.count + 1)
        let occupied = other.occupied
        for group in occupied {
            for (index, number) in other.keyNumbers(of: group).enumerated() { values[index] = translations[index][Int(number)] }
            let place = values.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { self.group($0) } ?? 0 }
            groups[group] = place
            add(group: place, count: other.counts[group])
            for index in aggregates.indices where !other.moments[index].isEmpty {
                add(group: place, aggregate: index, moment: other.moments[index][group])
            }
        }
        for case (let own?, let theirs?) in zip(distincts, other.distincts) {
            let translation = (0..<theirs.interner.count).map { own.interner.number(of: UInt32($0), in: theirs.interner) }
            if keys.isEmpty { countDistinct(own) }
            for group in occupied {
                theirs.members.forEach(in: group) { add(group: groups[group], distinct: own, value: translation[Int($0)]) }
            }
        }
    }

    /// How many distinct values an aggregate has in a group.
    func distinctCount(_ aggregate: Int, _ group: Int) -> Int {
        distincts[aggregate].map { $0.soleCount ?? $0.members.count(group) } ?? 0
    }

    /// The value of an aggregate in a group.
    func value(of aggregate: Int, in group: Int) -> Value? {
        switch aggregates[aggregate] {
        case .count: .integer(counts[group])
        case .distinct: .integer(Int64(distinctCount(aggregate, group)))
        case .first: moments[aggregate][group] == Self.noFirst ? nil : .time(moments[aggregate][group])
        case .last: moments[aggregate][group] == Self.noLast ? nil : .time(moments[aggregate][group])
        case .field, .period: nil
        }
    }
}

extension QueryItem {
    /// Whether its values, or those it counts, are addresses.
    fileprivate var isOfAddresses: Bool {
        switch self {
        case .field(let field), .distinct(let field): field.kind == .address
        case .period, .count, .first, .last: false
        }
    }
}
