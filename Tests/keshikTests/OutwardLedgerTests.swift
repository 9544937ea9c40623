import Foundation
import Ledger
import Logging
import Synchronization
import Testing
import Vocabulary

@testable import Centre
@testable import keshik

/// Every way out of the real centre.
@Suite("What leaves is in the ledger")
struct OutwardLedgerTests {
    @Test("through no channel of the program an act is handed over whose entry is not on the disk")
    func channels() async throws {
        try await InsideCentre.use { inside in
            let house = inside.centre.house
            let folder = house.data + "/ledger"
            let start = try Ledger.reading(folder).size
            var planned: [DispatchID] = []
            for name in house.outward.channels {
                let real = try #require(house.outward.channel(name))
                // Everything of the channel but its hand-over, which would need the world.
                house.outward.add(StandIn(name: name, acts: real.acts, reach: real.reach, repetition: real.repetition, ledger: folder))
                for act in real.acts {
                    let id = try #require(DispatchID("test-\(name)-\(act.rawValue)"))
                    try await house.outward.plan(
                        Dispatch(
                            id: id, act: act, tlp: .clear, audience: real.reach, channel: name, recipient: "somebody", subject: "s",
                            content: Array("\(id)".utf8), mediaType: "text/plain", capability: "tests", reference: "r", author: "staff:x"))
                    planned.append(id)
                }
            }
            #expect(planned.count >= 7)
            let all = planned
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await JobRunner(house.jobs, kinds: house.outward.jobs, logger: Logger(label: "test")).run() }
                for _ in 0..<600 {
                    let deliveries = try await house.outward.deliveries(DeliveryFilter(capability: "tests"), limit: 1_000)
                    if deliveries.allSatisfy({ $0.state.isSettled }) { break }
                    try await Task.sleep(for: .milliseconds(20))
                }
                group.cancelAll()
                while let _ = await group.nextResult() {}
            }
            for id in all {
                let delivery = try #require(try await house.outward.delivery(id))
                #expect(delivery.state == .accepted, "\(id): \(delivery.note)")
            }
            let entries = try Ledger.reading(folder).entries(start..<Int.max)
            #expect(entries.count == all.count)
            for act in Act.allCases {
                #expect(
                    entries.filter { $0.statement.deed == act.rawValue }.count
                        == all.filter { $0.description.hasSuffix("-\(act.rawValue)") }.count)
            }
            #expect(try Ledger.verify(folder).isClean)
        }
    }

    /// Takes a dispatch only where the log on the disk has as many entries as were handed over.
    private final class StandIn: OutwardChannel {
        let name: String
        let acts: Set<Act>
        let reach: Audience
        let repetition: Repetition
        let ledger: String
        private let count = Mutex(0)

        init(name: String, acts: Set<Act>, reach: Audience, repetition: Repetition, ledger: String) {
            self.name = name
            self.acts = acts
            self.reach = reach
            self.repetition = repetition
            self.ledger = ledger
        }

        func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> DeliveryOutcome {
            let taken = count.withLock { count in
                count += 1
                return count
            }
            let size = (try? Ledger.reading(ledger).size) ?? 0
            return size >= taken ? .accepted(receipt: "") : .refused(reason: "\(size) entries for \(taken) acts")
        }
    }
}
