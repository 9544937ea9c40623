internal import Events
internal import Parquet

/// The events that come first in an order, by where they are: what one worker has found so far.
// Unchecked because it is filled by one worker, then handed on to the one that puts the parts together.
final class EventRanking: @unchecked Sendable {
    /// Where an event is.
    struct Place: Sendable {
        var segment: UInt32
        var rowGroup: UInt32
        /// Its number in the row group.
        var row: UInt32
    }

    /// What events without a value have in place of one: they come last.
    private static let missing = Int64.max

    private let order: [QueryOrder]
    private let wanted: Int
    /// Values of keys that are no moments, as numbers of their interner.
    private let interners: [ValueInterner]
    /// For each event a key for each part of the order: a moment (negated where the latest comes first), or an interner's number.
    private var keys: [Int64] = []
    private(set) var places: [Place] = []
    /// The first key that still matters, once enough events are known.
    private(set) var bar: Int64?

    /// - Parameter wanted: How many events are kept.
    init(_ order: [QueryOrder], wanted: Int) {
        self.order = order
        self.wanted = wanted
        interners = order.map { ValueInterner(holdsAddresses: $0.item.kind == .address) }
    }

    /// Whether moments between these bounds may still matter; the first part of the order is by that field.
    func mayMatter(_ bounds: ClosedRange<Int64>) -> Bool {
        guard let bar, isMoment(0) else { return true }
        return (order[0].isDescending ? -bounds.upperBound : bounds.lowerBound) <= bar
    }

    private func isMoment(_ part: Int) -> Bool { order[part].item.kind == .time }

    /// Takes rows of a row group.
    func take(
        _ rows: UnsafeBufferPointer<UInt32>, from scan: RowGroupScan, segment: Int, rowGroup: Int
    ) throws(ParquetError) {
        let width = order.count
        let start = keys.count
        keys += repeatElement(Self.missing, count: rows.count * width)
        for (part, key) in order.enumerated() {
            guard case .field(let field) = key.item else { continue }
            if isMoment(part) {
                guard let column = try MomentColumn(field, scan) else { continue }
                for (index, row) in rows.enumerated() where column.codes[Int(row)] != 0 {
                    let moment = column.moments[Int(column.codes[Int(row)]) - 1]
                    keys[start + index * width + part] = key.isDescending ? -max(moment, -Int64.max) : moment
                }
            } else {
                try number(rows, field, part, start, scan)
            }
        }
        let first = scan.window.lowerBound
        for row in rows {
            places.append(Place(segment: UInt32(segment), rowGroup: UInt32(rowGroup), row: UInt32(first) + row))
        }
        if places.count >= wanted * 2 + 65_536 { trim() }
    }

    private func number(
        _ rows: UnsafeBufferPointer<UInt32>, _ field: QueryField, _ part: Int, _ start: Int, _ scan: RowGroupScan
    ) throws(ParquetError) {
        guard let key = field.key, let column = scan.place(of: key) else { return }
        let type = scan.file.schema[column].type
        let width = order.count
        switch try scan.content(column) {
        case .empty: return
        case .constant(let value):
            let number = Int64(interners[part].number(of: value, type))
            for index in 0..<rows.count { keys[start + index * width + part] = number }
        case .vector(let vector):
            let values = vector.values
            let known = scan.space.zeroes(values.count + 1, of: UInt32.self)
            for (index, row) in rows.enumerated() {
                let code = Int(vector.codes[Int(row)])
                if code == 0 { continue }
                if known[code] == 0 { known[code] = interners[part].number(of: values, code - 1, type) }
                keys[start + index * width + part] = Int64(known[code])
            }
        }
    }

    private func precedes(_ one: Int, _ other: Int) -> Bool {
        let width = order.count
        for part in 0..<width {
            let (left, right) = (keys[one * width + part], keys[other * width + part])
            if left == right { continue }
            if isMoment(part) || left == Self.missing || right == Self.missing { return left < right }
            let difference = interners[part].order(UInt32(left), UInt32(right))
            if difference != 0 { return order[part].isDescending ? difference > 0 : difference < 0 }
        }
        let (left, right) = (places[one], places[other])
        return (left.segment, left.rowGroup, left.row) < (right.segment, right.rowGroup, right.row)
    }

    /// Keeps the first of the order and forgets the others.
    func trim() {
        let width = order.count
        let kept = Smallest.first(min(wanted, places.count), of: places.count, by: precedes)
        keys = kept.flatMap { keys[($0 * width)..<($0 * width + width)] }
        places = kept.map { places[$0] }
        if places.count == wanted, wanted > 0, width > 0 { bar = keys[(wanted - 1) * width] }
    }

    /// Bytes it takes, about.
    var byteCount: Int { keys.capacity * 8 + places.capacity * 12 + interners.reduce(0) { $0 + $1.byteCount } }

    /// Takes in what another worker found.
    func absorb(_ other: EventRanking) {
        let width = order.count
        for (index, place) in other.places.enumerated() {
            for part in 0..<width {
                let key = other.keys[index * width + part]
                let isNumber = !isMoment(part) && key != Self.missing
                keys.append(isNumber ? Int64(interners[part].number(of: UInt32(key), in: other.interners[part])) : key)
            }
            places.append(place)
        }
    }
}
