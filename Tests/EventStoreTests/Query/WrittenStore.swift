import Events
import Foundation
import Parquet
import Vocabulary

@testable import EventStore

/// Segments written to a folder of their own, and the events in them as they were, to hold answers against.
// Unchecked because it is filled before it is shared.
final class WrittenStore: QueryableStore, @unchecked Sendable {
    let folder: String
    private(set) var events: [Event] = []
    private(set) var all: [Segment] = []

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("query-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Writes events of one feed as a segment, sorted by address.
    func write(_ events: [Event], feed: String) throws {
        let sorted = events.sorted { ($0[.sourceIP]?.text ?? "") < ($1[.sourceIP]?.text ?? "") }
        let batch = EventBatch()
        for event in sorted { batch.append(event) }
        let name = "\(all.count).parquet"
        let outcome = try SegmentWriter.write(batch, order: nil, feed: feed, to: folder + "/" + name)
        all.append(
            Segment(
                id: Int64(all.count), path: name, feed: feed, tlp: nil, rowCount: outcome.rowCount, byteCount: outcome.byteCount,
                time: outcome.time, observation: outcome.observation, address: outcome.address, hasUntimedRows: outcome.hasUntimedRows,
                columns: outcome.columns, blooms: outcome.blooms))
        self.events += sorted
    }

    func segments(_ selection: SegmentSelection) throws -> [Segment] {
        all.filter { segment in
            if let range = selection.time, !segment.hasUntimedRows {
                guard let time = segment.time, time.lowerBound < range.upperBound, time.upperBound >= range.lowerBound else { return false }
            }
            if let address = selection.address { return segment.address?.contains(address) ?? false }
            return true
        }
    }

    func path(of segment: Segment) -> String { folder + "/" + segment.path }

    func hourlyCounts(by dimension: RollupDimension, hours: Range<Int64>) throws -> HourlyCounts {
        let field: EventField =
            switch dimension {
            case .type: .classificationType
            case .asn: .sourceASN
            case .country: .sourceGeolocationCC
            case .owner: .constituency
            case .feed: .feedCode
            }
        var counts = HourlyCounts()
        var places: [Value?: UInt32] = [:]
        for event in events {
            guard let moment = event.moment, hours.contains(TimeUnit.hour.number(moment)) else { continue }
            if places[event[field]] == nil { places[event[field]] = counts.add(value: event[field]) }
            counts.add(hour: TimeUnit.hour.number(moment), place: places[event[field]] ?? 0, count: 1)
        }
        return counts
    }
}

extension Event {
    /// When it happened, as queries mean it.
    var moment: Int64? {
        if case .time(let moment)? = self[.timeSource] ?? self[.timeObservation] { moment } else { nil }
    }
}

/// Random numbers that are the same each time.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func roll(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(truncatingIfNeeded: state >> 33) % bound
    }
}

extension WrittenStore {
    /// A few days of three feeds with columns of every kind, gaps in all of them, and moments missing here and there.
    static func varied(rows: Int = 250, seed: UInt64 = 1) throws -> WrittenStore {
        let store = try WrittenStore()
        var dice = Dice(seed)
        let start: Int64 = 1_772_323_200_000_000  // 2026-03-01
        for segment in 0..<9 {
            let feed = ["example/scan", "example/infected", "example/phish"][segment % 3]
            var events: [Event] = []
            for _ in 0..<rows { events.append(event(&dice, segment: segment, feed: feed, start: start)) }
            try store.write(events, feed: feed)
        }
        return store
    }

    private static func event(_ dice: inout Dice, segment: Int, feed: String, start: Int64) -> Event {
        var event = Event()
        event[.feedCode] = .text(feed)
        event[.classificationType] = .text(["vulnerable-system", "infected-system", "phishing"][segment % 3])
        if dice.roll(9) > 0 { event[.sourceIP] = .text(address(&dice)) }
        if dice.roll(7) > 0 { event[.sourceASN] = .integer(Int64(64_496 + dice.roll(12))) }
        if dice.roll(5) > 0 { event[.sourcePort] = .integer([22, 23, 80, 443, 1024, 5555][dice.roll(6)]) }
        if dice.roll(4) > 0 { event[.constituency] = .text(["telecom", "bank", "university"][dice.roll(3)]) }
        if dice.roll(3) > 0 { event[.sourceGeolocationCC] = .text(["AZ", "GE"][dice.roll(2)]) }
        let moment = start + Int64(segment / 3) * 86_400_000_000 + Int64(dice.roll(86_400)) * 1_000_000 + Int64(dice.roll(2) * 500)
        if segment != 5, dice.roll(10) > 0 { event[.timeSource] = .time(moment) }
        if dice.roll(10) > 0 { event[.timeObservation] = .time(moment + 3_600_000_000) }
        if segment % 3 == 1 {
            event[.malwareName] = .text(["mirai", "Mirai.B", "qakbot", "ünnamed"][dice.roll(4)])
            event[.sourceTorNode] = .boolean(dice.roll(2) == 0)
        }
        if segment % 3 == 2 {
            let host = ["www.example.com", "example.com", "bexample.com", "login.example.org"][dice.roll(4)]
            event[.sourceFQDN] = .text(host)
            event[.sourceURL] = .text("http://\(host)/a?b=\(dice.roll(30))")
            event[.feedAccuracy] = .real(Double(dice.roll(4)) * 25)
        }
        if dice.roll(2) == 0 { event[.extra("tag")] = .text(["ssh;iot", "telnet", "cve-2021-44228,log4j"][dice.roll(3)]) }
        // The same name with other kinds of values in other segments.
        event[.extra("score")] = segment % 2 == 0 ? .integer(Int64(dice.roll(10))) : .text("\(dice.roll(10))")
        return event
    }

    private static func address(_ dice: inout Dice) -> String {
        switch dice.roll(4) {
        case 0: "192.0.2.\(dice.roll(40))"
        case 1: "198.18.\(dice.roll(3)).\(dice.roll(20))"
        case 2: "2001:db8::\(String(dice.roll(30) + 1, radix: 16))"
        default: "10.\(dice.roll(2)).0.\(dice.roll(9))"
        }
    }
}
