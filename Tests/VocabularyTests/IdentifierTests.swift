import Testing
import Vocabulary

@Suite("Identifiers")
struct IdentifierTests {
    @Test(
        "a CVE identifier reads back in its canonical form",
        arguments: [
            ("CVE-2014-0160", "CVE-2014-0160"), ("cve-2021-44228", "CVE-2021-44228"), ("CVE-1999-0001", "CVE-1999-0001"),
            ("CVE-2024-1234567", "CVE-2024-1234567"), ("CVE-2024-9999999999999999999", "CVE-2024-9999999999999999999"),
        ])
    func cve(text: String, expected: String) {
        #expect(CVEID(text)?.description == expected)
    }

    @Test(
        "what is no CVE identifier is refused",
        arguments: [
            "", "CVE", "CVE-2014-160", "CVE-2014-00160", "CVE-14-0160", "CVE-1998-0160", "CVE-2014-0160 ", "CVE-2014-0160a",
            "CVE 2014 0160",
            "CVE-2014-10000000000000000000", "CVE-2014-", "XVE-2014-0160", "CVE-2O14-0160",
        ])
    func noCVE(text: String) {
        #expect(CVEID(text) == nil)
    }

    @Test("CVE identifiers sort by number, not by text, and random ones read back")
    func cveProperties() throws {
        #expect(try #require(CVEID("CVE-2021-9999")) < #require(CVEID("CVE-2021-44228")))
        var random = SeededGenerator(seed: 13)
        for round in 0..<2_000 {
            let number = UInt64.random(in: 0...(round % 2 == 0 ? 20_000 : 9_999_999_999_999_999_999), using: &random)
            let id = try #require(CVEID(year: .random(in: 1999...9999, using: &random), number: number))
            #expect(CVEID(id.description) == id)
        }
        #expect(CVEID(year: 1998, number: 1) == nil)
        #expect(CVEID(year: 2024, number: .max) == nil)
    }

    @Test("a CWE identifier reads back, others are refused")
    func cwe() throws {
        var random = SeededGenerator(seed: 14)
        for _ in 0..<1_000 {
            let id = try #require(CWEID(number: .random(in: 1...999_999, using: &random)))
            #expect(CWEID(id.description) == id)
        }
        #expect(CWEID("cwe-79")?.description == "CWE-79")
        for text in ["", "CWE-", "CWE-0", "CWE-079", "CWE79", "CWE-1000000", "79", "CWE-79x", "CWE-7 9"] {
            #expect(CWEID(text) == nil)
        }
        #expect(CWEID(number: 0) == nil)
    }

    @Test("a digest is told by its length and kept in lower case", arguments: MalwareHash.Algorithm.allCases)
    func digest(algorithm: MalwareHash.Algorithm) throws {
        var random = SeededGenerator(seed: 15)
        for _ in 0..<200 {
            let text = random.text("0123456789abcdefABCDEF", length: algorithm.digits...algorithm.digits)
            let hash = try #require(MalwareHash(text))
            #expect(hash.algorithm == algorithm)
            #expect(hash.description == text.lowercased())
            #expect(MalwareHash(hash.description) == hash)
        }
        #expect(MalwareHash(String(repeating: "a", count: algorithm.digits - 1)) == nil)
        #expect(MalwareHash(String(repeating: "a", count: algorithm.digits - 1) + "g") == nil)
    }

    @Test("a country code is two letters in upper case")
    func country() throws {
        #expect(CountryCode("az")?.description == "AZ")
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for first in letters {
            for second in letters { #expect(CountryCode("\(first)\(second)")?.description == "\(first)\(second)") }
        }
        #expect(try #require(CountryCode("AZ")) < #require(CountryCode("BA")))
        for text in ["", "A", "AZE", "A1", "??", "a ", "ə"] { #expect(CountryCode(text) == nil) }
    }

    @Test(
        "a language tag takes the recommended letter case",
        arguments: [
            ("AZ", "az"), ("en", "en"), ("az-latn-az", "az-Latn-AZ"), ("ZH-CMN-HANS-CN", "zh-cmn-Hans-CN"), ("es-419", "es-419"),
            ("sl-ROZAJ-biske", "sl-rozaj-biske"), ("de-1996", "de-1996"), ("en-a-bbb-x-a-ccc", "en-a-bbb-x-a-ccc"),
            ("x-WHATEVER", "x-whatever"),
            ("de-CH-x-phonebk", "de-CH-x-phonebk"),
        ])
    func language(text: String, expected: String) {
        let tag = LanguageTag(text)
        #expect(tag?.description == expected)
        #expect(tag == nil || LanguageTag(tag?.description ?? "") == tag)
    }

    @Test(
        "a malformed language tag is refused",
        arguments: [
            "", "a", "-", "az-", "-az", "az--AZ", "az_AZ", "a-b", "x", "en-x", "en-a", "en-US-US", "abcdefghi", "de-1996-1996",
            "en-a-bb-a-cc", "123", "azə",
        ])
    func noLanguage(text: String) {
        #expect(LanguageTag(text) == nil)
    }

    @Test("a language tag gives language, script and region")
    func languageParts() throws {
        let tag = try #require(LanguageTag("az-latn-az-x-latn"))
        #expect((tag.language, tag.script, tag.region) == ("az", "Latn", "AZ"))
        #expect(LanguageTag.az.script == nil)
        #expect(LanguageTag("en-a-us")?.region == nil)
        #expect(LanguageTag("en") == .en)
        #expect(LanguageTag("RU") == .ru)
    }
}
