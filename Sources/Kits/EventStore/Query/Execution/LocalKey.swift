internal import Events
internal import Parquet

/// A key of the groups within one row group: its values are numbered densely from 0, and only numbers that occur in the result are
/// looked up among the values of all segments.
final class LocalKey {
    /// What the rows hold.
    enum Rows {
        /// All the same value, by its number in the totals.
        case constant(UInt32)
        /// A code a row; `map` gives each code's dense number, nil where the code is the number itself.
        case coded(codes: UnsafeBufferPointer<UInt32>, map: UnsafeMutableBufferPointer<UInt32>?, count: Int)
    }

    private(set) var rows: Rows = .constant(0)
    private let interner: ValueInterner
    private var known: [UInt32] = []
    /// Fills what is not known of these dense numbers.
    private var resolve: (UnsafeBufferPointer<UInt32>, LocalKey) -> Void = { _, _ in }

    /// Reads the key's column, as far as it must be read.
    init(_ item: QueryItem, _ scan: RowGroupScan, _ interner: ValueInterner) throws(ParquetError) {
        self.interner = interner
        switch item {
        case .period(let unit, let field): try read(field, unit, scan)
        case .field(let field): try read(field, scan)
        case .count, .distinct, .first, .last: break
        }
    }

    /// Looks up the values of these dense numbers, which must be done before ``number(_:)`` is asked of them.
    func lookUp(_ dense: UnsafeBufferPointer<UInt32>) { resolve(dense, self) }

    /// The number in the totals of a dense number that was looked up.
    @inline(__always)
    func number(_ dense: Int) -> UInt32 {
        if case .constant(let number) = rows { return number }
        return known[dense]
    }

    private func read(_ field: QueryField, _ scan: RowGroupScan) throws(ParquetError) {
        guard let key = field.key, let column = scan.place(of: key) else { return }
        let type = scan.file.schema[column].type
        switch try scan.content(column) {
        case .empty: return
        case .constant(let value): rows = .constant(interner.number(of: value, type))
        case .vector(let vector):
            let values = vector.values
            if vector.valuesAreDistinct {
                rows = .coded(codes: vector.codes, map: nil, count: values.count + 1)
                known = [UInt32](repeating: 0, count: values.count + 1)
                let space = scan.space
                resolve = { dense, key in
                    let entries = space.room(dense.count, of: UInt32.self)
                    var count = 0
                    for number in dense where number > 0 {
                        entries[count] = number - 1
                        count += 1
                    }
                    key.known.withUnsafeMutableBufferPointer { known in
                        key.interner.lookUp(UnsafeBufferPointer(rebasing: entries[..<count]), of: values, type, into: known)
                    }
                }
                return
            }
            // The same value under several codes must not make several groups.
            let map = scan.space.room(values.count + 1, of: UInt32.self)
            map[0] = 0
            known = [0]
            var places: [UInt32: UInt32] = [0: 0]
            for entry in 0..<values.count {
                let number = interner.number(of: values, entry, type)
                if let place = places[number] {
                    map[entry + 1] = place
                } else {
                    map[entry + 1] = UInt32(known.count)
                    places[number] = UInt32(known.count)
                    known.append(number)
                }
            }
            rows = .coded(codes: vector.codes, map: map, count: known.count)
        }
    }

    private func read(_ field: QueryField, _ unit: TimeUnit, _ scan: RowGroupScan) throws(ParquetError) {
        if let bounds = try MomentColumn.bounds(field, scan), unit.number(bounds.lowerBound) == unit.number(bounds.upperBound) {
            rows = .constant(interner.number(time: unit.start(unit.number(bounds.lowerBound))))
            return
        }
        guard let column = try MomentColumn(field, scan), !column.moments.isEmpty else { return }
        let moments = column.moments
        let numbers = scan.space.room(moments.count, of: Int64.self)
        unit.numbers(moments, into: numbers)
        var first = numbers[0]
        var last = numbers[0]
        for number in numbers {
            first = min(first, number)
            last = max(last, number)
        }
        let map = scan.space.room(moments.count + 1, of: UInt32.self)
        map[0] = 0
        let (span, isTooWide) = last.subtractingReportingOverflow(first)
        if !isTooWide, span < 1 << 20 {
            for (entry, number) in numbers.enumerated() { map[entry + 1] = UInt32(truncatingIfNeeded: number &- first &+ 1) }
            known = [UInt32](repeating: 0, count: Int(span) + 2)
            resolve = { dense, key in
                for number in dense where number > 0 {
                    key.known[Int(number)] = key.interner.number(time: unit.start(first + Int64(number) - 1))
                }
            }
        } else {
            var places: [Int64: UInt32] = [:]
            known = [0]
            for (entry, number) in numbers.enumerated() {
                if places[number] == nil {
                    places[number] = UInt32(known.count)
                    known.append(interner.number(time: unit.start(number)))
                }
                map[entry + 1] = places[number] ?? 0
            }
        }
        rows = .coded(codes: column.codes, map: map, count: known.count)
    }
}

extension TimeUnit {
    /// The periods' numbers of many moments. The unit is chosen outside the loop, so that its length is a constant inside.
    func numbers(_ moments: UnsafeBufferPointer<Int64>, into numbers: UnsafeMutableBufferPointer<Int64>) {
        switch self {
        case .hour: for index in 0..<moments.count { numbers[index] = TimeUnit.hour.number(moments[index]) }
        case .day: for index in 0..<moments.count { numbers[index] = TimeUnit.day.number(moments[index]) }
        case .week: for index in 0..<moments.count { numbers[index] = TimeUnit.week.number(moments[index]) }
        case .month: for index in 0..<moments.count { numbers[index] = TimeUnit.month.number(moments[index]) }
        }
    }
}
