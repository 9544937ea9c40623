internal import Vocabulary

/// Puts the rows of an index together, in the order of their ids.
struct IndexBuilder: ~Copyable {
    /// Texts, each with its place.
    struct Names: Sendable {
        private(set) var texts: [String] = []
        private var places: [String: Int] = [:]

        mutating func place(of text: String) -> Int {
            if let place = places[text] { return place }
            places[text] = texts.count
            texts.append(text)
            return texts.count - 1
        }
    }

    private(set) var rows: [IndexRows.Row] = []
    private(set) var attributes: [UInt8] = []
    private(set) var profiles: [IndexRows.Profile] = []
    private(set) var types = Names()
    private(set) var owners = Names()
    private(set) var feedSets: [IndexRows.FeedSet] = []

    private let files: [RunFile]
    private let table: FeedTable
    private let policy: FindingPolicy
    private(set) var profilePlaces: [[UInt8]: UInt32] = [:]
    /// For each run and each profile of its table 1 + the number of the profile here; 0 while unknown.
    private var known: [[UInt32]]
    private var feedPlaces: [[UInt32]: UInt32] = [:]
    private var lastFeeds: (feeds: [UInt32], place: UInt32) = ([], 0)

    /// - Parameter room: how many rows there will be, about
    init(_ files: [RunFile], policy: FindingPolicy, room: Int) {
        self.files = files
        self.policy = policy
        table = FeedTable(files)
        known = files.map { [UInt32](repeating: 0, count: $0.profileCount + 1) }
        rows.reserveCapacity(room)
        attributes.reserveCapacity(room * 8)
    }

    var feedTable: FeedTable { table }

    /// By feed code, in seconds.
    var intervals: [String: Int] { Dictionary(uniqueKeysWithValues: zip(table.feeds.map(\.code), table.intervals)) }

    /// Adds a finding that runs say.
    mutating func append(_ record: MergedRecord, key: UInt128) {
        guard let payload = record.latest, let first = record.episodes.first, let last = record.episodes.last else { return }
        let gap = Int64(record.interval) * 1_000_000 * policy.fixedAfter
        let hasReturned = record.episodes.withUnsafeBufferPointer { FindingState.hasReturned($0, after: gap) }
        rows.append(
            IndexRows.Row(
                high: UInt64(truncatingIfNeeded: key >> 64), low: UInt64(truncatingIfNeeded: key), first: first.first, last: last.last,
                count: record.episodes.reduce(0) { $0 &+ $1.count }, attributes: attributes.count,
                profile: profile(payload, of: record.latestSource),
                feedsAndReturn: feedSet(record.feeds) | (hasReturned ? IndexRows.Row.returned : 0)))
        attributes.append(contentsOf: record.attributes)
    }

    /// Takes the rows of an older index as they are; its profiles and sets of feeds must have been taken before.
    mutating func append(_ range: Range<Int>, of old: IndexRows) {
        guard let start = range.first.map({ old.rows[$0].attributes }) else { return }
        let end = range.upperBound < old.rows.count ? old.rows[range.upperBound].attributes : old.attributes.count
        let shift = attributes.count - start
        attributes.append(contentsOf: old.attributes[start..<end])
        let place = rows.count
        rows.append(contentsOf: old.rows[range])
        if shift != 0 { for row in place..<rows.count { rows[row].attributes += shift } }
    }

    /// Takes the profiles and sets of feeds of an older index, under the same numbers.
    mutating func takeTables(of old: IndexRows) {
        profiles = old.profiles
        profilePlaces = old.profilePlaces
        types = old.types
        owners = old.owners
        feedSets = old.feedSets
        let numbers = Dictionary(uniqueKeysWithValues: table.feeds.enumerated().map { ($1.code, UInt32($0)) })
        for (place, set) in feedSets.enumerated() { feedPlaces[set.codes.compactMap { numbers[$0] }] = UInt32(place) }
    }

    private mutating func profile(_ payload: RunPayload, of source: Int) -> UInt32 {
        let number = Int(payload.profileNumber)
        if number != 0, known[source][number] != 0 { return known[source][number] - 1 }
        let bytes = payload.profile(in: files[source])
        let key = [UInt8](bytes)
        var place = profilePlaces[key]
        if place == nil {
            let texts = ProfileTexts(bytes)
            place = UInt32(profiles.count)
            profiles.append(
                IndexRows.Profile(
                    texts: texts, type: types.place(of: texts[.type] ?? ""), owner: owners.place(of: texts[.owner] ?? ""),
                    severity: texts[.severity].flatMap { Severity($0) }.map { UInt8(clamping: $0.rawValue) + 1 } ?? 0))
            profilePlaces[key] = place
        }
        let found = place ?? 0
        if number != 0 { known[source][number] = found + 1 }
        return found
    }

    private mutating func feedSet(_ feeds: [UInt32]) -> UInt32 {
        if feeds == lastFeeds.feeds, !feedSets.isEmpty { return lastFeeds.place }
        var place = feedPlaces[feeds]
        if place == nil {
            place = UInt32(feedSets.count)
            let interval = feeds.reduce(1) { max($0, table.intervals[Int($1)]) }
            feedSets.append(IndexRows.FeedSet(codes: feeds.map { table.feeds[Int($0)].code }, interval: Int64(interval) * 1_000_000))
            feedPlaces[feeds] = place
        }
        lastFeeds = (feeds, place ?? 0)
        return lastFeeds.place
    }
}
