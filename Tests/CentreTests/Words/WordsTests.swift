@testable import Centre
import Foundation
import Testing
import Vocabulary

@Suite("Texts, numbers and times of each language")
struct WordsTests {
    private let catalogue: Catalogue

    init() throws {
        let folder = ResourceFolder.of("Centre")
        catalogue = try Catalogue(folders: [folder], order: ["az", "en", "ru"])
    }

    @Test("every language has every text")
    func complete() { #expect(catalogue.gaps == []) }

    @Test("templates find all their texts")
    func templates() throws {
        let folder = ResourceFolder.of("Centre")
        #expect(try Templates(folders: [folder], catalogue: catalogue).names.contains("layout"))
    }

    @Test(
        "the browser's wish is followed as far as it goes",
        arguments: [("ru-RU,ru;q=0.9,en;q=0.8", "ru"), ("de,en;q=0.5", "en"), ("tr", "az"), ("", "az"), ("en;q=0, ru;q=0.1", "ru")])
    func negotiation(header: String, code: String) { #expect(catalogue.negotiated(header).code == code) }

    @Test(
        "numbers are written as the language writes them",
        arguments: [("en", 1_234_567, "1,234,567"), ("az", 12_345, "12\u{202F}345"), ("ru", -1234, "\u{2212}1234")])
    func numbers(code: String, value: Int, text: String) { #expect(catalogue[code].number(value) == text) }

    @Test("fractions round and keep their digits", arguments: [(0.05, "0,1"), (12.34, "12,3"), (99.96, "100,0"), (-0.01, "0,0")])
    func fractions(value: Double, text: String) { #expect(catalogue["az"].number(value, digits: 1) == text) }

    @Test("a time shows its zone")
    func times() throws {
        let moment = Instant(seconds: 1_793_000_000)
        let zone = try #require(Zone("Asia/Baku"))
        #expect(catalogue["en"].dateTime(moment, zone: zone).hasSuffix("UTC+4"))
        #expect(Zone("Asia/Nowhere") == nil)
    }

    @Test(
        "Russian has three forms",
        arguments: [(1, "1 минуту назад"), (3, "3 минуты назад"), (11, "11 минут назад"), (21, "21 минуту назад")])
    func plurals(minutes: Int, text: String) {
        let now = Instant(seconds: 1_793_000_000)
        #expect(catalogue["ru"].ago(now - .seconds(minutes * 60), from: now) == text)
    }

    @Test("a text fills its values and forgets what it was not given")
    func filling() { #expect(catalogue["en"].text("centre.problem.bad-request", ["reason": "NUL"]) == "The request cannot be read: NUL") }
}
