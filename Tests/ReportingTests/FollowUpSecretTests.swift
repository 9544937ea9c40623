import Centre
import CentreTesting
import Foundation
import Testing
import Vocabulary

@testable import Reporting

@Suite("The words that open a mailbox")
struct FollowUpSecretTests {
    @Test(
        "nine words of 512 different ones are more than 77 bits, in every language, in letters of every keyboard",
        arguments: ["az", "en", "ru"])
    func lists(code: String) async throws {
        try await ReportingHouse.use { house async throws in
            let path = ResourceFolder.of("Reporting").path + "/Words/\(code).txt"
            let words = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(Set(words).count == 512)
            #expect(words.allSatisfy { word in word.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A } && (3...10).contains(word.count) })
            #expect(Double(FollowUpSecret.count) * log2(512.0) >= 77)
            let secret = house.reporting.office.secret.words(of: "abc", language: code)
            #expect(secret.split(separator: "-").count == 9)
            #expect(secret.split(separator: "-").allSatisfy { words.contains($0) })
        }
    }

    @Test("different submissions get different words, and every word of the list comes up")
    func spread() async throws {
        try await ReportingHouse.use { house async throws in
            let secret = house.reporting.office.secret
            let all = (0..<2_000).map { secret.words(of: "submission-\($0)", language: "en") }
            #expect(Set(all).count == 2_000)
            #expect(Set(all.flatMap { $0.split(separator: "-") }).count == 512)
        }
    }

    @Test("capital letters, blanks and line ends do not matter; a missing word does")
    func normalised() async throws {
        try await ReportingHouse.use { house async throws in
            let secret = house.reporting.office.secret
            let words = secret.words(of: "abc", language: "en")
            #expect(secret.digest(of: words.uppercased().replacing("-", with: " \n ")) == secret.digest(of: words))
            #expect(secret.digest(of: words.split(separator: "-").dropLast().joined(separator: "-")) == nil)
            #expect(secret.digest(of: words + "-extra") == nil)
        }
    }

    @Test("who keeps guessing waits longer and longer, and nobody else does")
    func pace() {
        let pace = AttemptPace()
        for _ in 0..<4 { pace.failed("198.51.100.1", now: noon) }
        #expect(pace.wait("198.51.100.1", now: noon) == nil)
        pace.failed("198.51.100.1", now: noon)
        let first = pace.wait("198.51.100.1", now: noon) ?? 0
        pace.failed("198.51.100.1", now: noon)
        #expect((pace.wait("198.51.100.1", now: noon) ?? 0) > first)
        #expect(pace.wait("198.51.100.2", now: noon) == nil)
        #expect(pace.wait("198.51.100.1", now: noon + .seconds(1_000)) == nil)
    }
}
