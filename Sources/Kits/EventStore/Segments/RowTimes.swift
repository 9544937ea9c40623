internal import Events

/// When each row of a batch was seen: `time.source`, without it `time.observation`, without that when the batch was received.
struct RowTimes: Sendable {
    /// Microseconds since 1970 UTC, by row.
    let times: [Int64]
    /// The hours that occur, whole hours since 1970 UTC, rising.
    let hours: [Int64]
    /// Place in `hours`, by row.
    let hourOfRow: [UInt32]
    /// The latest of all.
    let latest: Int64?

    init(_ batch: EventBatch, receivedAt: Int64) {
        let rows = batch.rowCount
        var times: [Int64]
        if let source = batch[.timeSource], source.values.count > 0 {
            times = [Int64](unsafeUninitializedCapacity: rows) { times, count in
                source.values.integers.withUnsafeBufferPointer { values in
                    source.codes.withUnsafeBufferPointer { codes in
                        for row in 0..<rows {
                            times.initializeElement(at: row, to: codes[row] == 0 ? .min : values[Int(codes[row]) &- 1])
                        }
                    }
                }
                count = rows
            }
        } else {
            times = [Int64](repeating: .min, count: rows)
        }
        var latest = Int64.min
        var earliest = Int64.max
        let observation = batch[.timeObservation]
        for row in 0..<rows {
            if times[row] == .min {
                let code = observation?.codes[row] ?? 0
                times[row] = code == 0 ? receivedAt : observation?.values.integers[Int(code) - 1] ?? receivedAt
            }
            latest = max(latest, times[row])
            earliest = min(earliest, times[row])
        }
        self.times = times
        self.latest = rows == 0 ? nil : latest
        let hour: Int64 = 3_600_000_000
        if rows == 0 {
            hours = []
            hourOfRow = []
            return
        }
        let first = earliest.dividedDown(by: hour)
        let span = latest.dividedDown(by: hour) &- first
        if span >= 0, span < 65_536 {
            (hours, hourOfRow) = Self.hoursWithin(first, Int(span) + 1, times)
        } else {
            // Times decades apart in one batch: clocks that are wrong. Rare, so it may cost a sort.
            let all = times.map { $0.dividedDown(by: hour) }
            let sorted = Set(all).sorted()
            let places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, UInt32($0)) })
            hours = sorted
            hourOfRow = all.map { places[$0] ?? 0 }
        }
    }

    private static func hoursWithin(_ first: Int64, _ span: Int, _ times: [Int64]) -> ([Int64], [UInt32]) {
        let base = first * 3_600_000_000
        var places = [UInt32](repeating: 0, count: span)
        var hourOfRow = [UInt32](unsafeUninitializedCapacity: times.count) { hours, count in
            for (row, time) in times.enumerated() {
                // Not negative, so plain unsigned division by a constant will do: a multiplication.
                let hour = UInt64(bitPattern: time &- base) / 3_600_000_000
                places[Int(hour)] = 1
                hours.initializeElement(at: row, to: UInt32(truncatingIfNeeded: hour))
            }
            count = times.count
        }
        var hours: [Int64] = []
        for hour in places.indices where places[hour] == 1 {
            places[hour] = UInt32(hours.count)
            hours.append(first + Int64(hour))
        }
        if hours.count < span {
            for row in hourOfRow.indices { hourOfRow[row] = places[Int(hourOfRow[row])] }
        }
        return (hours, hourOfRow)
    }
}
