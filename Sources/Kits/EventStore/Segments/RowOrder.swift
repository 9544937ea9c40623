internal import Events
internal import Vocabulary

/// The order in which a segment keeps its rows: by the text of `source.ip`, byte by byte, then by `time.source`, then as they came. Rows
/// without an address come first.
enum RowOrder {
    /// Row numbers in order; nil where the rows already are.
    static func sorted(_ batch: EventBatch, times: [Int64]) -> [UInt32]? {
        let rows = batch.rowCount
        guard rows > 1 else { return nil }
        guard let address = batch[.sourceIP], address.values.count > 0 else { return sortedByTime(times) }
        let ranks = TextRanks.ranks(of: address.values)
        return address.codes.withUnsafeBufferPointer { codes in
            times.withUnsafeBufferPointer { times in
                ranks.withUnsafeBufferPointer { ranks in
                    if isSorted(codes, times, ranks) { return nil }
                    var starts = [UInt32](repeating: 0, count: ranks.count + 1)
                    for code in codes { starts[Int(ranks[Int(code)]) &+ 1] &+= 1 }
                    for rank in 1..<starts.count { starts[rank] &+= starts[rank &- 1] }
                    let ends = starts
                    return [UInt32](unsafeUninitializedCapacity: rows) { order, count in
                        for row in 0..<rows {
                            let rank = Int(ranks[Int(codes[row])])
                            order.initializeElement(at: Int(starts[rank]), to: UInt32(truncatingIfNeeded: row))
                            starts[rank] &+= 1
                        }
                        for rank in 0..<ranks.count where ends[rank &+ 1] &- ends[rank] > 1 {
                            sortByTime(UnsafeMutableBufferPointer(rebasing: order[Int(ends[rank])..<Int(ends[rank &+ 1])]), times)
                        }
                        count = rows
                    }
                }
            }
        }
    }

    private static func isSorted(
        _ codes: UnsafeBufferPointer<UInt32>, _ times: UnsafeBufferPointer<Int64>, _ ranks: UnsafeBufferPointer<UInt32>
    ) -> Bool {
        for row in 1..<codes.count {
            let before = ranks[Int(codes[row &- 1])]
            let rank = ranks[Int(codes[row])]
            if before > rank || (before == rank && times[row &- 1] > times[row]) { return false }
        }
        return true
    }

    private static func sortedByTime(_ times: [Int64]) -> [UInt32]? {
        var isSorted = true
        for row in times.indices.dropFirst() where times[row - 1] > times[row] {
            isSorted = false
            break
        }
        if isSorted { return nil }
        var order = times.indices.map { UInt32($0) }
        order.sort { (times[Int($0)], $0) < (times[Int($1)], $1) }
        return order
    }

    /// Most addresses have a handful of rows; those of a flood have thousands.
    private static func sortByTime(_ rows: UnsafeMutableBufferPointer<UInt32>, _ times: UnsafeBufferPointer<Int64>) {
        if rows.count > 24 {
            var rows = rows
            rows.sort { (times[Int($0)], $0) < (times[Int($1)], $1) }
            return
        }
        for next in 1..<rows.count {
            let row = rows[next]
            let time = times[Int(row)]
            var place = next
            while place > 0, times[Int(rows[place &- 1])] > time {
                rows[place] = rows[place &- 1]
                place &-= 1
            }
            rows[place] = row
        }
    }
}

/// The rank of each distinct text among all of them, byte by byte.
enum TextRanks {
    /// By code; that of "no value" is 0.
    static func ranks(of values: ColumnValues) -> [UInt32] {
        let count = values.texts.count
        var order: [UInt32]
        if values.kind == .address, values.addresses.count == count, values.addresses.allSatisfy(\.isIPv4) {
            order = sortedIPv4(values.addresses)
        } else {
            order = sortedTexts(values.texts)
        }
        var ranks = [UInt32](repeating: 0, count: count + 1)
        for (rank, code) in order.enumerated() { ranks[Int(code)] = UInt32(rank + 1) }
        order.removeAll()
        return ranks
    }

    /// Dotted decimal text as a number of 60 bits that orders as the text does: a digit or dot is 4 bits, and nothing comes before a dot,
    /// a dot before a digit.
    private static func sortedIPv4(_ addresses: [IPAddress]) -> [UInt32] {
        // For an octet its text as nibbles, a dot behind it, and how many bits that makes.
        let octets: [(bits: UInt64, width: UInt64)] = (0..<256).map { octet in
            let digits = String(octet).utf8.map { UInt64($0) - 48 + 2 }
            return (digits.reduce(0) { $0 << 4 | $1 } << 4 | 1, UInt64(digits.count + 1) * 4)
        }
        var keys = [UInt64](repeating: 0, count: addresses.count)
        for (index, address) in addresses.enumerated() {
            let bits = UInt32(truncatingIfNeeded: address.low)
            var key: UInt64 = 0
            var width: UInt64 = 0
            for shift: UInt32 in [24, 16, 8, 0] {
                let octet = octets[Int(bits >> shift & 255)]
                key = key << octet.width | octet.bits
                width += octet.width
            }
            // The dot behind the last octet is not in the text.
            key >>= 4
            keys[index] = key << (60 - (width - 4))
        }
        return radixSorted(keys)
    }

    /// Numbers from 1 in the order of their 60-bit keys.
    private static func radixSorted(_ keys: [UInt64]) -> [UInt32] {
        let count = keys.count
        var keys = keys
        var codes = (0..<UInt32(count)).map { $0 + 1 }
        var otherKeys = [UInt64](repeating: 0, count: count)
        var otherCodes = [UInt32](repeating: 0, count: count)
        let changing = keys.reduce(UInt64(0)) { $0 | ($1 ^ keys[0]) }
        for shift: UInt64 in stride(from: 0, to: 60, by: 12) {
            if changing >> shift & 0xFFF == 0 { continue }
            var starts = [UInt32](repeating: 0, count: 4097)
            for key in keys { starts[Int(key >> shift & 0xFFF) &+ 1] &+= 1 }
            for digit in 1..<4097 { starts[digit] &+= starts[digit &- 1] }
            for index in 0..<count {
                let digit = Int(keys[index] >> shift & 0xFFF)
                let target = Int(starts[digit])
                starts[digit] &+= 1
                otherKeys[target] = keys[index]
                otherCodes[target] = codes[index]
            }
            swap(&keys, &otherKeys)
            swap(&codes, &otherCodes)
        }
        return codes
    }

    private static func sortedTexts(_ texts: ByteDictionary) -> [UInt32] {
        let base = texts.base
        struct Entry {
            var prefix: UInt64
            var code: UInt32
        }
        var entries: [Entry] = []
        entries.reserveCapacity(texts.count)
        for (index, range) in texts.ranges.enumerated() {
            let bytes = UnsafeRawBufferPointer(start: base + Int(range.offset), count: Int(range.length))
            var prefix: UInt64 = 0
            for place in 0..<8 { prefix = prefix << 8 | UInt64(place < bytes.count ? bytes[place] : 0) }
            entries.append(Entry(prefix: prefix, code: UInt32(index + 1)))
        }
        entries.sort { one, other in
            if one.prefix != other.prefix { return one.prefix < other.prefix }
            return texts.bytes(other.code).isGreater(than: texts.bytes(one.code)) ?? false
        }
        return entries.map(\.code)
    }
}
