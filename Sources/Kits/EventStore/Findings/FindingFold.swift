internal import Events
internal import Vocabulary

/// Folds the rows of a batch into findings: one record a key, with its episodes and what the latest sight said.
// Not Sendable: it lives within one call of one worker.
struct FindingFold {
    /// All rows of one key.
    private struct Group {
        var key: KeyHash
        var first: Int64
        var last: Int64
        var count: UInt32
        /// The row of the latest sight.
        var row: UInt32
    }

    private let attributes: FindingAttributes
    private var groups: [Group] = []
    private var groupOfRow: [UInt32] = []
    /// Sights this far apart, in microseconds, are still one episode.
    private let joinedGap: Int64
    private let feed: RunFeed

    /// Folds all rows.
    /// - Parameter times: When each row was seen, microseconds.
    init(_ batch: EventBatch, feed: RunFeed, times: UnsafeBufferPointer<Int64>) {
        attributes = FindingAttributes(batch)
        self.feed = feed
        joinedGap = Int64(feed.interval) * 1_000_000 * Episode.joinedIntervals
        let rows = batch.rowCount
        var capacity = 64
        while capacity < rows * 2 { capacity *= 2 }
        groups.reserveCapacity(rows)
        groupOfRow = [UInt32](unsafeUninitializedCapacity: rows) { numbers, count in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: capacity) { slots in
                slots.initialize(repeating: 0)
                let mask = capacity - 1
                BatchKeys(batch).forEach(rows) { row, key in
                    let time = times[row]
                    var slot = Int(truncatingIfNeeded: key.low) & mask
                    while true {
                        let number = Int(slots[slot])
                        if number == 0 {
                            groups.append(Group(key: key, first: time, last: time, count: 1, row: UInt32(row)))
                            slots[slot] = UInt32(groups.count)
                            numbers.initializeElement(at: row, to: UInt32(groups.count &- 1))
                            return
                        }
                        let place = number &- 1
                        if groups[place].key == key {
                            take(row, time, in: place)
                            numbers.initializeElement(at: row, to: UInt32(place))
                            return
                        }
                        slot = (slot &+ 1) & mask
                    }
                }
            }
            count = rows
        }
    }

    @inline(__always)
    private mutating func take(_ row: Int, _ time: Int64, in place: Int) {
        groups[place].count &+= 1
        if time > groups[place].last {
            groups[place].last = time
            groups[place].row = UInt32(row)
        } else if time == groups[place].last {
            if attributes.isGreater(row, than: Int(groups[place].row)) { groups[place].row = UInt32(row) }
        } else if time < groups[place].first {
            groups[place].first = time
        }
    }

    /// Writes the findings as a run, in order of their keys.
    ///
    /// Records are put together in the order their rows came, so that codes and values are read one behind the other, and only then
    /// brought into the order of the keys: going straight through the groups in that order took three times as long, waiting for memory.
    func write(to path: String, times: UnsafeBufferPointer<Int64>) throws(StoreError) -> RunWriter.Summary {
        var writer = try RunWriter(path: path, feeds: [feed])
        let several = episodesOfLongGroups(times)
        var arena = ByteSink(capacity: groups.count * 40)
        var ends: [UInt32] = []
        ends.reserveCapacity(groups.count)
        attributes.withRows { rows in
            var memo = ProfileMemo()
            var profile = ByteSink()
            for (place, group) in groups.enumerated() {
                let row = Int(group.row)
                rows.writeProfileReference(of: row, memo: &memo, profile: &profile, writer: writer, to: &arena)
                // One feed, the only one in the table.
                arena.append(1)
                arena.append(0)
                if !several.isEmpty, let episodes = several[UInt32(place)] {
                    EpisodeCoding.write(episodes, to: &arena)
                } else {
                    EpisodeCoding.write(first: group.first, last: group.last, count: Int64(group.count), to: &arena)
                }
                rows.writeRest(of: row, to: &arena)
                ends.append(UInt32(truncatingIfNeeded: arena.count))
            }
        }
        for place in sortedGroups() {
            let group = groups[Int(place)]
            let start = place == 0 ? 0 : Int(ends[Int(place) - 1])
            let payload = UnsafeRawBufferPointer(rebasing: arena.bytes[start..<Int(ends[Int(place)])])
            try writer.append(key: group.key.bits, events: UInt64(group.count), payload: payload)
        }
        return try writer.finish()
    }

    /// How many findings.
    var count: Int { groups.count }

    /// The groups in order of their keys. Keys are hashes, so after dealing them out by their highest bits each heap holds a few.
    private func sortedGroups() -> [UInt32] {
        var bits = 4
        while bits < 17, 1 << bits < groups.count / 4 { bits += 1 }
        let shift = UInt64(64 - bits)
        var ends = [Int](repeating: 0, count: (1 << bits) + 1)
        for group in groups { ends[Int(group.key.high >> shift) + 1] += 1 }
        for heap in 1..<ends.count { ends[heap] += ends[heap - 1] }
        var starts = ends
        return [UInt32](unsafeUninitializedCapacity: groups.count) { order, count in
            for (place, group) in groups.enumerated() {
                let heap = Int(group.key.high >> shift)
                var target = starts[heap]
                starts[heap] += 1
                while target > ends[heap] {
                    let before = groups[Int(order[target - 1])].key
                    if (before.high, before.low) < (group.key.high, group.key.low) { break }
                    order[target] = order[target - 1]
                    target -= 1
                }
                order[target] = UInt32(place)
            }
            count = groups.count
        }
    }

    /// Episodes of the groups whose sights lie so far apart that there may be more than one.
    private func episodesOfLongGroups(_ times: UnsafeBufferPointer<Int64>) -> [UInt32: [Episode]] {
        var sights: [UInt32: [Episode]] = [:]
        for (place, group) in groups.enumerated() where group.last - group.first > joinedGap { sights[UInt32(place)] = [] }
        if sights.isEmpty { return sights }
        for (row, place) in groupOfRow.enumerated() {
            let group = groups[Int(place)]
            if group.last - group.first > joinedGap {
                sights[place, default: []].append(Episode(first: times[row], last: times[row], count: 1))
            }
        }
        for place in sights.keys {
            sights[place]?.sort { $0.first < $1.first }
            sights[place]?.join(within: joinedGap)
        }
        return sights
    }
}

extension [Episode] {
    /// Makes one of those that lie no further apart than `gap` microseconds; they must be sorted. Episodes within an episode are taken in.
    mutating func join(within gap: Int64) {
        guard count > 1 else { return }
        var kept = 0
        for index in 1..<count {
            if self[index].first - self[kept].last <= gap {
                self[kept].last = Swift.max(self[kept].last, self[index].last)
                self[kept].count += self[index].count
            } else {
                kept += 1
                self[kept] = self[index]
            }
        }
        removeLast(count - kept - 1)
    }
}

/// How episodes stand in a record: newest first, so that the latest sight comes first.
enum EpisodeCoding {
    @inline(__always)
    static func write(first: Int64, last: Int64, count: Int64, to sink: inout ByteSink) {
        sink.append(varint: 1)
        sink.append(varint: UInt64(zigzag: last &- RunFormat.epoch))
        sink.append(varint: UInt64(bitPattern: last &- first))
        sink.append(varint: UInt64(bitPattern: count))
    }

    /// - Parameter episodes: Sorted, oldest first.
    static func write(_ episodes: [Episode], to sink: inout ByteSink) {
        sink.append(varint: UInt64(episodes.count))
        var newer: Int64?
        for episode in episodes.reversed() {
            if let newer {
                sink.append(varint: UInt64(bitPattern: newer &- episode.last))
            } else {
                sink.append(varint: UInt64(zigzag: episode.last &- RunFormat.epoch))
            }
            sink.append(varint: UInt64(bitPattern: episode.last &- episode.first))
            sink.append(varint: UInt64(bitPattern: episode.count))
            newer = episode.first
        }
    }

    /// Adds the episodes of a record to a list, newest first.
    @inline(__always)
    static func read(_ cursor: inout ByteCursor, into episodes: inout [Episode]) {
        let count = cursor.varint()
        var newer: Int64 = 0
        for number in 0..<count {
            let step = cursor.varint()
            let last = number == 0 ? Int64(unzigzag: step) &+ RunFormat.epoch : newer &- Int64(bitPattern: step)
            let first = last &- Int64(bitPattern: cursor.varint())
            episodes.append(Episode(first: first, last: last, count: Int64(bitPattern: cursor.varint())))
            newer = first
            if cursor.isShort { return }
        }
    }
}
