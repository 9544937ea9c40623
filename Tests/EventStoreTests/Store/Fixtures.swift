import Events
import Foundation
import Testing
import Vocabulary

@testable import EventStore

/// A folder that goes away with its owner.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/keshik-store-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A new store in a folder of its own; `body` is done with it when it returns.
    static func withStore<Result>(_ body: (EmbeddedStore) throws -> Result) throws -> Result {
        let folder = try ScratchFolder()
        return try withExtendedLifetime(folder) { try body(folder.store()) }
    }

    /// A new store in the folder, locked for ingest.
    func store(limits: StoreLimits = StoreLimits()) throws -> EmbeddedStore {
        let store = try EmbeddedStore.open(at: path + "/store", limits: limits)
        try store.lockForIngest()
        return store
    }
}

let oneDay: Int64 = 86_400_000_000
let oneHour: Int64 = 3_600_000_000
/// 2026-03-02T00:00:00Z.
let monday: Int64 = 1_772_409_600_000_000

extension FeedContext {
    static func daily(_ code: String = "example/scan", tlp: TLP? = .amber) -> FeedContext {
        FeedContext(code: code, name: code, intervalSeconds: 86_400, tlp: tlp, receivedAt: monday)
    }
}

extension PieceID {
    /// An identity made of one number.
    static func numbered(_ number: Int) -> PieceID {
        PieceID(bytes: (0..<32).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 8)) ^ $0) }) ?? root
    }

    // 32 bytes always make an identity.
    static let root = PieceID(bytes: [UInt8](repeating: 0, count: 32)).unsafelyUnwrapped
}

extension Piece {
    static func numbered(_ number: Int, length: Int64 = 100) -> Piece {
        Piece(id: .numbered(number), parent: .root, length: length, source: "report-\(number).csv")
    }
}

/// An open door at an address.
func openDoor(
    _ ip: String, port: Int64 = 23, at time: Int64, identifier: String = "open-telnet", owner: String? = nil, asn: Int64 = 64_500
) -> Event {
    var event = Event()
    event[.timeSource] = .time(time)
    event[.classificationType] = .text("vulnerable-system")
    event[.classificationIdentifier] = .text(identifier)
    event[.sourceIP] = .text(ip)
    event[.sourcePort] = .integer(port)
    event[.protocolTransport] = .text("tcp")
    event[.sourceASN] = .integer(asn)
    event[.sourceGeolocationCC] = .text("AZ")
    if let owner { event[.constituency] = .text(owner) }
    return event
}

func batch(_ events: [Event]) -> EventBatch {
    let batch = EventBatch()
    for event in events { batch.append(event) }
    return batch
}

extension EmbeddedStore {
    /// Seals and commits events as one piece.
    @discardableResult
    func take(
        _ events: [Event], feed: FeedContext = .daily(), piece: Int, rejections: [RejectedRow] = []
    ) throws -> CommitOutcome {
        try commit(seal(batch(events), feed: feed), as: .numbered(piece), rejections: rejections)
    }

    /// All findings as they stand.
    func allFindings(now: Int64 = monday, policy: FindingPolicy = FindingPolicy()) throws -> [Finding] {
        var all: [Finding] = []
        try findings(now: now, policy: policy) { finding, _ in
            all.append(finding)
            return true
        }
        return all
    }

    /// All counts of a dimension by value.
    func totals(by dimension: RollupDimension) throws -> [String: Int64] {
        try counts(by: dimension, hours: -1_000_000..<2_000_000, span: .day).reduce(into: [:]) { $0[$1.value, default: 0] += $1.count }
    }

    /// Every event of every segment, sorted.
    func allEvents() throws -> [String] {
        try segments().flatMap { segment in
            let batch = try read(segment)
            return (0..<batch.rowCount).map { row in
                batch.event(at: row).fields.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
            }
        }.sorted()
    }
}
