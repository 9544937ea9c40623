import Testing

@testable import Observation

@Suite("What is usual")
struct NormalTests {
    @Test("two days say nothing about what is usual")
    func tooFew() { #expect(Normal([3, 4]) == nil) }

    @Test("the median and what lies around it is usual, a flood is not")
    func flood() throws {
        let normal = try #require(Normal([100, 104, 96, 101, 99, 5_000]))
        #expect(normal.median == 100.5)
        #expect(normal.contains(110))
        #expect(!normal.contains(5_000))
        #expect(!normal.contains(0))
    }

    @Test("a Monday is held against Mondays where there are three of them")
    func weekdays() throws {
        // Weekends are quiet.
        var counts: [Int64: Int] = [:]
        for day in Int64(0)..<50 { counts[day] = day % 7 >= 5 ? 10 : 100 }
        let monday = try #require(Normal(day: 49, counts: counts, first: 0))
        #expect(monday.median == 100)
        let saturday = try #require(Normal(day: 47, counts: counts, first: 0))
        #expect(saturday.median == 10)
    }
}
