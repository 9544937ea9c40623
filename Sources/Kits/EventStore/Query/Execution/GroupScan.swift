internal import Events
internal import Parquet

/// Folds the rows of one row group into a worker's totals.
struct GroupScan {
    private let scan: RowGroupScan
    private let totals: GroupTotals
    private let rowCount: Int
    /// The numbers of the rows that are meant, nil for all.
    private let rows: UnsafeBufferPointer<UInt32>?
    private var space: ScanSpace { scan.space }

    /// Prepares to fold the selected rows; nil where there are none.
    init?(_ scan: RowGroupScan, _ selection: RowSelection, into totals: GroupTotals) {
        self.scan = scan
        self.totals = totals
        switch selection {
        case .none: return nil
        case .all:
            rows = nil
            rowCount = scan.rowCount
        case .some:
            let room = scan.space.room(scan.rowCount + 1, of: UInt32.self)
            rowCount = selection.rows(of: scan.rowCount, into: room)
            rows = UnsafeBufferPointer(rebasing: room[..<rowCount])
        }
        if rowCount == 0 { return nil }
    }

    /// Folds them.
    func run() throws(ParquetError) {
        var keys: [LocalKey] = []
        var local = LocalGroups(rows: rowCount)
        for (index, item) in totals.groupItems.enumerated() {
            let key = try LocalKey(item, scan, totals.keys[index])
            keys.append(key)
            if case .coded(let codes, let map, let count) = key.rows {
                local.add(key: index, codes: selected(codes), map: map, count: count, space)
            }
        }
        let counts = count(local)
        let groups = groups(local, keys, counts)
        for group in 0..<local.count where counts[group] > 0 {
            totals.add(group: Int(groups[group]), count: Int64(counts[group]))
        }
        for (index, aggregate) in totals.aggregates.enumerated() {
            switch aggregate {
            case .first(let field), .last(let field): try foldMoments(field, index, local, groups, counts)
            case .distinct(let field): try foldDistinct(field, index, local, groups, counts)
            case .field, .period, .count: break
            }
        }
    }

    /// The codes of the rows that are meant.
    private func selected(_ codes: UnsafeBufferPointer<UInt32>) -> UnsafeBufferPointer<UInt32> {
        guard let rows else { return codes }
        let room = space.room(rowCount, of: UInt32.self)
        for index in 0..<rowCount { room[index] = codes[Int(rows[index])] }
        return UnsafeBufferPointer(room)
    }

    private func count(_ local: LocalGroups) -> UnsafeMutableBufferPointer<UInt32> {
        guard let numbers = local.numbers else {
            let counts = space.room(1, of: UInt32.self)
            counts[0] = UInt32(truncatingIfNeeded: rowCount)
            return counts
        }
        let counts = space.zeroes(local.count, of: UInt32.self)
        if local.count > 1 << 15 {
            for row in 0..<rowCount { counts[Int(numbers[row])] &+= 1 }
            return counts
        }
        // Neighbours are often in the same group, and adding to what was just written waits for it: four counters in turn.
        let others = space.zeroes(local.count * 3, of: UInt32.self)
        let (second, third, fourth) = (0, local.count, local.count * 2)
        var row = 0
        while row &+ 4 <= rowCount {
            counts[Int(numbers[row])] &+= 1
            others[second &+ Int(numbers[row &+ 1])] &+= 1
            others[third &+ Int(numbers[row &+ 2])] &+= 1
            others[fourth &+ Int(numbers[row &+ 3])] &+= 1
            row &+= 4
        }
        while row < rowCount {
            counts[Int(numbers[row])] &+= 1
            row &+= 1
        }
        for group in 0..<local.count {
            counts[group] &+= others[second &+ group] &+ others[third &+ group] &+ others[fourth &+ group]
        }
        return counts
    }

    /// The group in the totals of each local group that has rows.
    private func groups(
        _ local: LocalGroups, _ keys: [LocalKey], _ counts: UnsafeMutableBufferPointer<UInt32>
    ) -> UnsafeMutableBufferPointer<UInt32> {
        let groups = space.room(local.count, of: UInt32.self)
        let occupied = space.room(local.count, of: UInt32.self)
        var count = 0
        for group in 0..<local.count where counts[group] > 0 {
            occupied[count] = UInt32(truncatingIfNeeded: group)
            count += 1
        }
        lookUpKeys(local, keys, UnsafeBufferPointer(rebasing: occupied[..<count]))
        // In portions, so that what the totals must fetch for them is fetched together.
        let portion = 64
        let width = max(1, keys.count)
        let values = space.room(portion * width, of: UInt32.self)
        for (index, key) in keys.enumerated() {
            guard case .constant(let number) = key.rows else { continue }
            for place in 0..<portion { values[place * width + index] = number }
        }
        var start = 0
        while start < count {
            let end = min(start + portion, count)
            for place in start..<end {
                local.keys(of: Int(occupied[place])) { index, dense in
                    values[(place - start) * width + index] = keys[index].number(dense)
                }
            }
            totals.groups(UnsafeBufferPointer(rebasing: values[..<((end - start) * width)]), count: end - start) { place, group in
                groups[Int(occupied[start + place])] = UInt32(truncatingIfNeeded: group)
            }
            start = end
        }
        return groups
    }

    /// Looks up the key values that occur in these groups, each once.
    private func lookUpKeys(_ local: LocalGroups, _ keys: [LocalKey], _ occupied: UnsafeBufferPointer<UInt32>) {
        let seen: [UnsafeMutableBufferPointer<UInt8>?] = keys.map { key in
            if case .coded(_, _, let count) = key.rows { space.zeroes(count, of: UInt8.self) } else { nil }
        }
        for group in occupied { local.keys(of: Int(group)) { index, dense in seen[index]?[dense] = 1 } }
        for (index, key) in keys.enumerated() {
            guard let flags = seen[index] else { continue }
            let dense = space.room(flags.count + 1, of: UInt32.self)
            var count = 0
            for number in 0..<flags.count {
                dense[count] = UInt32(truncatingIfNeeded: number)
                count &+= Int(flags[number])
            }
            key.lookUp(UnsafeBufferPointer(rebasing: dense[..<count]))
        }
    }

    private func foldMoments(
        _ field: QueryField, _ aggregate: Int, _ local: LocalGroups, _ groups: UnsafeMutableBufferPointer<UInt32>,
        _ counts: UnsafeMutableBufferPointer<UInt32>
    ) throws(ParquetError) {
        let isFirst = if case .first = totals.aggregates[aggregate] { true } else { false }
        if local.numbers == nil, rows == nil, scan.isWhole, let bounds = try MomentColumn.bounds(field, scan) {
            totals.add(group: Int(groups[0]), aggregate: aggregate, moment: isFirst ? bounds.lowerBound : bounds.upperBound)
            return
        }
        guard let column = try MomentColumn(field, scan) else { return }
        let values = column.moments
        let codes = selected(column.codes)
        let none = isFirst ? Int64.max : Int64.min
        let found = space.room(local.count, of: Int64.self)
        found.update(repeating: none)
        for row in 0..<rowCount where codes[row] != 0 {
            let group = local.numbers.map { Int($0[row]) } ?? 0
            let moment = values[Int(codes[row]) &- 1]
            found[group] = isFirst ? min(found[group], moment) : max(found[group], moment)
        }
        for group in 0..<local.count where counts[group] > 0 && found[group] != none {
            totals.add(group: Int(groups[group]), aggregate: aggregate, moment: found[group])
        }
    }

    private func foldDistinct(
        _ field: QueryField, _ aggregate: Int, _ local: LocalGroups, _ groups: UnsafeMutableBufferPointer<UInt32>,
        _ counts: UnsafeMutableBufferPointer<UInt32>
    ) throws(ParquetError) {
        guard let distinct = totals.distincts[aggregate], let key = field.key, let column = scan.place(of: key) else { return }
        let type = scan.file.schema[column].type
        switch try scan.content(column) {
        case .empty: return
        case .constant(let value):
            let number = distinct.interner.number(of: value, type)
            if totals.keys.isEmpty { return totals.countDistinct(distinct) }
            for group in 0..<local.count where counts[group] > 0 {
                totals.add(group: Int(groups[group]), distinct: distinct, value: number)
            }
        case .vector(let vector):
            let values = vector.values
            let codes = selected(vector.codes)
            let flags = space.zeroes(values.count + 1, of: UInt8.self)
            for code in codes { flags[Int(code)] = 1 }
            let entries = space.room(values.count + 1, of: UInt32.self)
            var count = 0
            for entry in 0..<values.count {
                entries[count] = UInt32(truncatingIfNeeded: entry)
                count &+= Int(flags[entry &+ 1])
            }
            let known = space.room(values.count + 1, of: UInt32.self)
            distinct.interner.lookUp(UnsafeBufferPointer(rebasing: entries[..<count]), of: values, type, into: known)
            if totals.keys.isEmpty { return totals.countDistinct(distinct) }
            forEachPair(codes, codeCount: values.count + 1, local) { group, code in
                totals.add(group: Int(groups[group]), distinct: distinct, value: known[code])
            }
        }
    }

    /// Calls `body` once with each local group and code other than 0 that occur together.
    private func forEachPair(_ codes: UnsafeBufferPointer<UInt32>, codeCount: Int, _ local: LocalGroups, _ body: (Int, Int) -> Void) {
        let (product, overflow) = local.count.multipliedReportingOverflow(by: codeCount)
        if !overflow, product <= max(4096, rowCount * 8) {
            let seen = space.zeroes(product, of: UInt8.self)
            for row in 0..<rowCount {
                let group = local.numbers.map { Int($0[row]) } ?? 0
                seen[group &* codeCount &+ Int(codes[row])] = 1
            }
            for group in 0..<local.count {
                for code in 1..<max(1, codeCount) where seen[group &* codeCount &+ code] != 0 { body(group, code) }
            }
            return
        }
        var pairs = NumberTable(expectedCount: rowCount / 4)
        for row in 0..<rowCount where codes[row] != 0 {
            let group = local.numbers.map { $0[row] } ?? 0
            _ = pairs.place(of: UInt64(group) << 32 | UInt64(codes[row]))
        }
        for place in 0..<pairs.count { body(Int(pairs[place] >> 32), Int(pairs[place] & 0xFFFF_FFFF)) }
    }
}
