public import Events

/// The answer to a query for groups.
public struct GroupTable: Sendable {
    /// A column: what it shows, and what its values are.
    public struct Column: Sendable, Hashable {
        /// What it shows.
        public var item: QueryItem
        /// What its values are; nil where they may be anything.
        public var kind: ValueKind?

        /// The name above the column.
        public var name: String { item.description }
    }

    /// The keys of the groups, then the aggregates.
    public var columns: [Column]
    /// One value for each column, nil where there is none. The start of a period is a time.
    public var rows: [[Value?]]
    /// How many groups there are, of which `rows` may be the first few.
    public var groupCount: Int
}

extension GroupTable {
    /// The groups in the query's order, and no more than it wants.
    init(_ totals: GroupTotals, _ query: Query) {
        columns = (query.groups + query.aggregates).map { Column(item: $0, kind: $0.kind) }
        let groups = totals.occupied
        groupCount = groups.count
        let keyCount = query.groups.count
        var numbers: [UInt32] = []
        numbers.reserveCapacity(groupCount * keyCount)
        for group in groups { numbers += totals.keyNumbers(of: group) }

        var order: [(key: Int?, aggregate: Int?, isDescending: Bool)] = Self.order(query).map { key in
            (query.groups.firstIndex(of: key.item), query.aggregates.firstIndex(of: key.item), key.isDescending)
        }
        // Groups that are alike so far stand in the order of their keys, so that the same question has the same answer.
        order += query.groups.indices.map { ($0, nil, false) }
        func precedes(_ one: Int, _ other: Int) -> Bool {
            for (key, aggregate, isDescending) in order {
                var difference = 0
                if let key {
                    let (left, right) = (numbers[one * keyCount + key], numbers[other * keyCount + key])
                    difference = totals.keys[key].order(left, right)
                    // No value is last either way.
                    if isDescending, left != 0, right != 0 { difference = -difference }
                } else if let aggregate {
                    difference = totals.order(of: aggregate, groups[one], groups[other])
                    if isDescending { difference = -difference }
                }
                if difference != 0 { return difference < 0 }
            }
            return one < other
        }
        let limit = min(query.limit ?? groupCount, groupCount)
        rows = Smallest.first(limit, of: groupCount, by: precedes).map { place in
            query.groups.indices.map { totals.keys[$0].value(numbers[place * keyCount + $0]) }
                + query.aggregates.indices.map { totals.value(of: $0, in: groups[place]) }
        }
    }

    /// What is asked for; else periods rising, then the first aggregate falling.
    private static func order(_ query: Query) -> [QueryOrder] {
        if !query.order.isEmpty { return query.order }
        let periods = query.groups.filter { if case .period = $0 { true } else { false } }
        return periods.map { QueryOrder($0) } + query.aggregates.prefix(1).map { QueryOrder($0, isDescending: true) }
    }
}

extension QueryItem {
    /// What the values of such a column are; nil where they may be anything.
    public var kind: ValueKind? {
        switch self {
        case .field(let field): field.kind
        case .period, .first, .last: .time
        case .count, .distinct: .integer
        }
    }
}

extension GroupTotals {
    /// Which of two groups has the smaller value of an aggregate: negative, 0 or positive.
    fileprivate func order(of aggregate: Int, _ one: Int, _ other: Int) -> Int {
        let (left, right): (Int64, Int64) =
            switch aggregates[aggregate] {
            case .distinct: (Int64(distinctCount(aggregate, one)), Int64(distinctCount(aggregate, other)))
            case .first, .last: (moments[aggregate][one], moments[aggregate][other])
            case .count, .field, .period: (counts[one], counts[other])
            }
        return left < right ? -1 : left > right ? 1 : 0
    }
}

/// The first few of many in an order, without sorting all.
enum Smallest {
    /// The numbers below `count` that come first, in order.
    static func first(_ wanted: Int, of count: Int, by precedes: (Int, Int) -> Bool) -> [Int] {
        if wanted * 4 >= count { return Array((0..<count).sorted(by: precedes).prefix(wanted)) }
        // A heap whose root comes last of those kept.
        var heap: [Int] = []
        heap.reserveCapacity(wanted)
        func sink(_ start: Int) {
            var place = start
            while true {
                var last = place
                for child in [place * 2 + 1, place * 2 + 2] where child < heap.count && precedes(heap[last], heap[child]) { last = child }
                if last == place { return }
                heap.swapAt(place, last)
                place = last
            }
        }
        for number in 0..<count {
            if heap.count < wanted {
                heap.append(number)
                if heap.count == wanted { for start in stride(from: wanted / 2, through: 0, by: -1) { sink(start) } }
            } else if wanted > 0, precedes(number, heap[0]) {
                heap[0] = number
                sink(0)
            }
        }
        return heap.sorted(by: precedes)
    }
}
