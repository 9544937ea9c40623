import Foundation
import Testing
import Vocabulary

@Suite("Coding")
struct CodingTests {
    private func roundTrip<Value: ASCIIParsable & Equatable>(_ type: Value.Type, _ text: String) throws {
        let value = try #require(Value(text))
        let json = try JSONEncoder().encode([value])
        #expect(String(decoding: json, as: UTF8.self).contains(value.description.split(separator: "/")[0]))
        #expect(try JSONDecoder().decode([Value].self, from: json) == [value])
    }

    @Test("every word is coded as its text")
    func texts() throws {
        try roundTrip(IPAddress.self, "2001:db8::1")
        try roundTrip(IPPrefix.self, "192.0.2.0/24")
        try roundTrip(ASN.self, "AS64496")
        try roundTrip(Instant.self, "2024-01-31T02:03:04+00:00")
        try roundTrip(IncidentType.self, "infected-system")
        try roundTrip(Taxonomy.self, "malicious-code")
        try roundTrip(DomainName.self, "www.example.com")
        try roundTrip(EmailAddress.self, "abuse@example.com")
        try roundTrip(URLText.self, "tcp://www.example.com")
        try roundTrip(TLP.self, "TLP:AMBER+STRICT")
        try roundTrip(PAP.self, "PAP:RED")
        try roundTrip(Severity.self, "high")
        try roundTrip(CVEID.self, "CVE-2014-0160")
        try roundTrip(CWEID.self, "CWE-79")
        try roundTrip(CountryCode.self, "AZ")
        try roundTrip(LanguageTag.self, "az-Latn")
        try roundTrip(MalwareHash.self, String(repeating: "0a", count: 16))
    }

    @Test("a text that is no such word fails to decode and says which text it was")
    func refused() {
        #expect {
            try JSONDecoder().decode([IPAddress].self, from: Data(#"["192.0.2.999"]"#.utf8))
        } throws: { error in
            "\(error)".contains("192.0.2.999")
        }
    }
}
