import Testing
import Vocabulary

@testable import Advisories

@Suite("chance and damage")
struct RatingTests {
    private func rating(_ chance: [Int], _ damage: [Int]) -> RiskRating {
        var rating = RiskRating()
        for (question, answer) in zip(RiskRating.chance, chance) { rating.answers[question.name] = answer }
        for (question, answer) in zip(RiskRating.damage, damage) { rating.answers[question.name] = answer }
        return rating
    }

    @Test(
        "the ten answers add up to a level",
        arguments: [
            // The least there is, 10; 18; 19; 27; 28; the most, 38.
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], RiskRating.Level.low), ([1, 2, 1, 0, 0, 0, 0, 0, 0, 0], .low),
            ([1, 2, 2, 0, 0, 0, 0, 0, 0, 0], .medium), ([1, 2, 2, 2, 2, 0, 0, 0, 0, 0], .medium),
            ([1, 2, 2, 2, 2, 1, 0, 0, 0, 0], .high), ([1, 2, 2, 2, 2, 2, 2, 2, 1, 2], .high),
        ] as [([Int], RiskRating.Level)])
    func chance(_ answers: [Int], _ level: RiskRating.Level) { #expect(rating(answers, [0, 0, 0, 0, 0]).computedChance == level) }

    @Test(
        "the greatest of the five answers is the damage", arguments: [([0, 0, 0, 0, 0], 0), ([0, 0, 0, 1, 0], 1), ([0, 2, 0, 0, 1], 2)])
    func damage(_ answers: [Int], _ level: Int) {
        #expect(rating([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], answers).computedDamage?.rawValue == level)
    }

    @Test("a level that differs from the answers needs a reason")
    func reason() {
        var rating = rating([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0])
        #expect(rating.isWhole && rating.severity == .info)
        rating.chosenDamage = .high
        #expect(rating.deviates && !rating.isWhole && rating.severity == .medium)
        rating.reason = "A hospital uses it."
        #expect(rating.isWhole)
        rating.chosenDamage = .low
        #expect(!rating.deviates)
    }

    @Test("a question without answer leaves the level open")
    func open() {
        var rating = rating([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0])
        rating.answers["access"] = nil
        #expect(rating.computedChance == nil && rating.open.map(\.name) == ["access"] && !rating.isWhole)
        rating.answers["access"] = 7
        #expect(rating.computedChance == nil)
    }

    @Test("differences are shown word by word")
    func differences() {
        let pieces = TextDifference.between("install version 2.4 now", "install version 2.4.1 now")
        #expect(pieces.filter { $0.kind != .added }.map(\.text).joined() == "install version 2.4 now")
        #expect(pieces.filter { $0.kind != .removed }.map(\.text).joined() == "install version 2.4.1 now")
        #expect(pieces.filter { $0.kind == .added }.map(\.text) == ["2.4.1 "])
    }

    @Test("short sentences read easily, long ones do not")
    func reading() throws {
        let easy = String(repeating: "Do not open the link. Call your bank. ", count: 5)
        let hard = String(
            repeating:
                "Notwithstanding comprehensive organisational countermeasures, administrators responsible for infrastructure must immediately reconfigure authentication mechanisms ",
            count: 3)
        #expect(try #require(ReadingLevel(easy, language: "en")).verdict == .easy)
        #expect(try #require(ReadingLevel(hard, language: "en")).verdict == .hard)
        #expect(ReadingLevel("Too short.", language: "en") == nil)
    }

    @Test(
        "names of advisories follow the scheme",
        arguments: [("AZ-CERT-{year}-{number}", "AZ-CERT-2026-0007"), ("{number}_{year}", "0007_2026")])
    func scheme(_ pattern: String, _ name: String) throws {
        #expect(try #require(TrackingScheme(pattern)).id(year: 2026, number: 7) == name)
    }

    @Test(
        "a scheme that could not name a file is refused",
        arguments: ["AZ-CERT", "AZ/{year}-{number}", "-{year}{number}", "{year} {number}"])
    func badScheme(_ pattern: String) { #expect(TrackingScheme(pattern) == nil) }
}
