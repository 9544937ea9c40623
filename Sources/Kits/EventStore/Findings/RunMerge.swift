/// Walks through several runs at once in order of keys: at each step it stands at one key and knows which runs have it.
// Not Sendable: one owner at a time.
final class RunMerge {
    let cursors: [RunCursor]

    /// Where it stands. Behind a pointer, because the checks that come with changing a class's properties cost more than a step does.
    private struct State {
        var key: UInt128 = 0
        /// Cursors in the heap.
        var heapCount = 0
        /// Cursors at the key; those before the end of `sources`.
        var sourceCount = 0
        /// Whether the one source still is on top of the heap.
        var isTopInUse = false
    }

    private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
    /// Places of cursors, the one with the smallest key first, as a binary heap.
    private let heap: UnsafeMutablePointer<Int>
    private let keys: UnsafeMutablePointer<UInt128>
    private let sourceList: UnsafeMutablePointer<Int>

    /// The key it stands at.
    @inline(__always)
    var key: UInt128 { state.pointee.key }
    /// The runs that have the key, as places in `cursors`.
    @inline(__always)
    var sources: UnsafeBufferPointer<Int> { UnsafeBufferPointer(start: sourceList, count: state.pointee.sourceCount) }

    /// - Parameter start: Begins at the first key not below it.
    init(_ files: [RunFile], keysOnly: Bool = false, from start: UInt128 = 0) throws(StoreError) {
        var cursors: [RunCursor] = []
        for file in files { cursors.append(try RunCursor(file, keysOnly: keysOnly, from: start)) }
        self.cursors = cursors
        state.initialize(to: State())
        heap = .allocate(capacity: cursors.count + 1)
        keys = .allocate(capacity: cursors.count + 1)
        sourceList = .allocate(capacity: cursors.count + 1)
        for place in cursors.indices {
            (keys + place).initialize(to: cursors[place].key)
            if cursors[place].isValid { push(place) }
        }
    }

    deinit {
        state.deallocate()
        heap.deallocate()
        keys.deallocate()
        sourceList.deallocate()
    }

    /// Goes on to the next key; false when there is none.
    func next() throws(StoreError) -> Bool {
        if state.pointee.isTopInUse {
            let top = heap[0]
            let cursor = cursors[top]
            try cursor.advance()
            if cursor.isValid {
                keys[top] = cursor.key
            } else {
                state.pointee.heapCount &-= 1
                heap[0] = heap[state.pointee.heapCount]
            }
            siftDown()
        } else {
            for place in sources {
                let cursor = cursors[place]
                try cursor.advance()
                guard cursor.isValid else { continue }
                keys[place] = cursor.key
                push(place)
            }
        }
        state.pointee.sourceCount = 0
        state.pointee.isTopInUse = false
        let count = state.pointee.heapCount
        if count == 0 { return false }
        let key = keys[heap[0]]
        state.pointee.key = key
        if (count < 2 || keys[heap[1]] != key) && (count < 3 || keys[heap[2]] != key) {
            state.pointee.isTopInUse = true
            sourceList[0] = heap[0]
            state.pointee.sourceCount = 1
            return true
        }
        while state.pointee.heapCount > 0, keys[heap[0]] == key {
            sourceList[state.pointee.sourceCount] = heap[0]
            state.pointee.sourceCount &+= 1
            state.pointee.heapCount &-= 1
            heap[0] = heap[state.pointee.heapCount]
            siftDown()
        }
        return true
    }

    /// Goes on to the first key not below `key`, never back; ``next()`` then stands at it.
    func seek(_ key: UInt128) throws(StoreError) {
        state.pointee.heapCount = 0
        state.pointee.sourceCount = 0
        state.pointee.isTopInUse = false
        for place in cursors.indices {
            let cursor = cursors[place]
            try cursor.seek(key)
            guard cursor.isValid else { continue }
            keys[place] = cursor.key
            push(place)
        }
    }

    private func push(_ place: Int) {
        var child = state.pointee.heapCount
        heap[child] = place
        state.pointee.heapCount = child &+ 1
        while child > 0 {
            let parent = (child &- 1) / 2
            if keys[heap[parent]] <= keys[heap[child]] { break }
            (heap[parent], heap[child]) = (heap[child], heap[parent])
            child = parent
        }
    }

    @inline(__always)
    private func siftDown() {
        let count = state.pointee.heapCount
        guard count > 1 else { return }
        let moving = heap[0]
        let key = keys[moving]
        var hole = 0
        while true {
            var child = hole &* 2 &+ 1
            if child >= count { break }
            if child &+ 1 < count, keys[heap[child &+ 1]] < keys[heap[child]] { child &+= 1 }
            if key <= keys[heap[child]] { break }
            heap[hole] = heap[child]
            hole = child
        }
        heap[hole] = moving
    }
}

/// The feeds of several runs as one table, sorted by code, with the longest interval each was ever said to have.
struct FeedTable: Sendable {
    let feeds: [RunFeed]
    /// Their intervals, in seconds.
    let intervals: [Int]
    /// For each run, its feeds' places in `feeds`. Runs have their feeds sorted too, so rising numbers stay rising.
    let places: [[UInt32]]

    init(_ files: [RunFile]) {
        var intervals: [String: Int] = [:]
        for feed in files.flatMap(\.feeds) { intervals[feed.code] = max(intervals[feed.code] ?? 0, feed.interval) }
        let feeds = intervals.map { RunFeed(code: $0.key, interval: $0.value) }.sorted { $0.code < $1.code }
        let numbers = Dictionary(uniqueKeysWithValues: feeds.enumerated().map { ($1.code, UInt32($0)) })
        self.feeds = feeds
        self.intervals = feeds.map(\.interval)
        places = files.map { $0.feeds.map { numbers[$0.code] ?? 0 } }
    }
}

/// The records of one key in several runs made one. The operation is associative and commutative: whichever runs are merged first, the
/// outcome is the same.
struct MergedRecord {
    private let table: FeedTable
    /// Places in the feed table, rising.
    private(set) var feeds: [UInt32] = []
    /// Oldest first.
    private(set) var episodes: [Episode] = []
    /// Seconds.
    private(set) var interval = 0
    /// The run whose record has the latest sight.
    private(set) var latestSource = 0
    private(set) var latest: RunPayload?
    /// What the latest sight said: flags, address, port, texts.
    private(set) var attributes = UnsafeRawBufferPointer(start: nil, count: 0)

    init(_ table: FeedTable) {
        self.table = table
    }

    /// Takes in the records the merge stands at.
    mutating func take(_ merge: RunMerge) throws(StoreError) {
        feeds.removeAll(keepingCapacity: true)
        episodes.removeAll(keepingCapacity: true)
        latest = nil
        var latestTime = Int64.min
        for source in merge.sources {
            let cursor = merge.cursors[source]
            let payload = try cursor.payload()
            takeFeeds(of: payload, source)
            var rest = ByteCursor(payload.rest)
            let before = episodes.count
            EpisodeCoding.read(&rest, into: &episodes)
            guard !rest.isShort, episodes.count > before else {
                let id = FindingID(bits: merge.key).description
                throw StoreError.damaged(path: cursor.file.path, place: id, reason: "its episodes cannot be read")
            }
            let time = episodes[before].last
            if let latest {
                if time < latestTime { continue }
                if time == latestTime {
                    let other = latest.profile(in: merge.cursors[latestSource].file)
                    let isGreater = payload.profile(in: cursor.file).isGreater(than: other) ?? rest.rest.isGreater(than: attributes)
                    guard isGreater ?? false else { continue }
                }
            }
            latestTime = time
            latest = payload
            latestSource = source
            attributes = rest.rest
        }
        interval = 1
        for feed in feeds { interval = max(interval, table.intervals[Int(feed)]) }
        if episodes.count > 1 {
            episodes.sort { ($0.first, $0.last) < ($1.first, $1.last) }
            episodes.join(within: Int64(interval) * 1_000_000 * Episode.joinedIntervals)
        }
    }

    private mutating func takeFeeds(of payload: RunPayload, _ source: Int) {
        var cursor = ByteCursor(payload.feedNumbers)
        for _ in 0..<payload.feedCount {
            let place = table.places[source][Int(cursor.varint())]
            if feeds.isEmpty {
                feeds.append(place)
                continue
            }
            if feeds.contains(place) { continue }
            feeds.insert(place, at: feeds.firstIndex { $0 > place } ?? feeds.count)
        }
    }
}
