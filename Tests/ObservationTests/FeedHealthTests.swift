import Centre
import Testing
import Vocabulary

@testable import Observation

@Suite("How feeds are")
struct FeedHealthTests {
    private let days = LocalDays(.utc, at: World.noon)
    private var today: Int64 { days.day(World.noon) }

    private func health(
        _ byDay: [Int64: Int], lastHour: Int64, dead: Int = 0, mark: CollectionMark? = nil, change: SchemaChange? = nil
    ) -> [FeedHealth.Trouble] {
        let examination = FeedExamination(
            now: World.noon, days: days, summaries: [:], deadLetters: ["x/y": dead], changes: [:],
            collections: mark.map { ["x/y": $0] } ?? [:])
        return examination.health("x/y", Pulse.FeedCounts(total: 1, byDay: byDay, lastHour: lastHour)).troubles
    }

    private func days(_ counts: [Int]) -> [Int64: Int] {
        Dictionary(uniqueKeysWithValues: counts.enumerated().map { (today - Int64($0.offset) - 1, $0.element) })
    }

    @Test("a daily feed that came yesterday is well")
    func well() { #expect(health(days([100, 98, 102, 99, 101, 100, 103]), lastHour: World.noon.hour - 13).isEmpty) }

    @Test("a daily feed that is silent for more than two days is late, and its volume is not complained about as well")
    func late() {
        let troubles = health(
            [today - 5: 10, today - 6: 100, today - 7: 100, today - 8: 100, today - 9: 100, today - 10: 100],
            lastHour: World.noon.hour - 120)
        #expect(troubles == [.late(seconds: 119 * 3600)])
    }

    @Test("a fifth of the usual volume is too little, four times as much too much")
    func volume() {
        let few = health(days([20, 98, 102, 99, 101, 100, 103]), lastHour: World.noon.hour - 13)
        #expect(few.map(\.name) == ["few"])
        let many = health(days([400, 98, 102, 99, 101, 100, 103]), lastHour: World.noon.hour - 13)
        #expect(many.map(\.name) == ["many"])
    }

    @Test("three days say nothing about the usual volume")
    func young() { #expect(health(days([20, 98, 102]), lastHour: World.noon.hour - 13).isEmpty) }

    @Test("a failed collection and rows that could not be read are told")
    func others() {
        let troubles = health(days([100]), lastHour: World.noon.hour - 13, dead: 7, mark: .failed("the host is unknown"))
        #expect(troubles == [.failed("the host is unknown"), .deadLetters(7)])
    }
}
