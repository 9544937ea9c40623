import Centre
import CentreTesting
import Crypto
import Foundation
import Ledger
import Synchronization
import Vocabulary

@testable import Transparency

/// A running centre with a book and channels that look into the log at the moment of hand-over.
struct BookHouse {
    let running: RunningCentre
    let book: Transparency
    let probe: ProbeChannel
    var house: House { running.house }

    static func use(_ body: (BookHouse) async throws -> Void) async throws {
        let made = Mutex<(Transparency, ProbeChannel)?>(nil)
        let naming = WebFrame.Naming(full: ["az": "Sınaq mərkəzi", "en": "Test centre", "ru": "Тестовый центр"], short: "TEST")
        try await RunningCentre.use(
            capabilities: [Transparency.self, Identity.self],
            compose: { house in
                let book = try await Transparency(house, site: "https://cert.example", naming: naming)
                let probe = ProbeChannel(ledger: book.ledger)
                house.outward.add(probe)
                made.withLock { $0 = (book, probe) }
                return (OpenDoor(), [book, Operation(house)])
            }
        ) { running in
            guard let (book, probe) = made.withLock({ $0 }) else { return }
            // The minute's job would mend what tests break on purpose.
            try await running.house.jobs.pause("transparency.enter")
            try await body(BookHouse(running: running, book: book, probe: probe))
        }
    }

    /// Plans an act and waits until it has left or was refused.
    @discardableResult
    func act(_ act: Act, _ name: String, tlp: TLP = .clear, author: String = "staff:analyst") async throws -> Delivery? {
        guard let id = DispatchID(name) else { return nil }
        try await house.outward.plan(
            Dispatch(
                id: id, act: act, tlp: tlp, audience: .recipients, channel: "probe", recipient: "somebody", subject: "s",
                content: Array(name.utf8), mediaType: "text/plain", capability: "tests", reference: "thing/\(name)", author: author))
        for _ in 0..<500 {
            if let delivery = try await house.outward.delivery(id), delivery.state.isSettled { return delivery }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try await house.outward.delivery(id)
    }
}

/// Writes down how many entries the log had, on the disk, when something was handed over.
final class ProbeChannel: OutwardChannel {
    let name = "probe"
    let repetition = Repetition.harmless
    let ledger: Ledger
    private let seen = Mutex<[(name: String, entries: Int)]>([])

    init(ledger: Ledger) { self.ledger = ledger }

    var handedOver: [(name: String, entries: Int)] { seen.withLock { $0 } }

    func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> DeliveryOutcome {
        let size = (try? Ledger.reading(ledger.folder).size) ?? -1
        seen.withLock { $0.append((dispatch.id.description, size)) }
        return .accepted(receipt: "taken")
    }
}

/// RFC 9162 section 2.1.1 once more, with nothing of the program.
enum PlainRoot {
    static func of(_ leaves: ArraySlice<Data>) -> Data {
        if leaves.isEmpty { return Data(SHA256.hash(data: Data())) }
        if leaves.count == 1 { return Data(SHA256.hash(data: Data([0]) + leaves[leaves.startIndex])) }
        var half = 1
        while half * 2 < leaves.count { half *= 2 }
        let middle = leaves.startIndex + half
        return Data(SHA256.hash(data: Data([1]) + of(leaves[..<middle]) + of(leaves[middle...])))
    }
}
