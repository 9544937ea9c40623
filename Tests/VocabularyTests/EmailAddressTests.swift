import Testing
import Vocabulary

@Suite("Mail addresses")
struct EmailAddressTests {
    @Test(
        "an address keeps its local part and canonises its host",
        arguments: [
            ("abuse@Example.COM", "abuse@example.com"),
            ("First.Last+tag@example.org", "First.Last+tag@example.org"),
            ("\"a b\\\"c\"@example.org", "\"a b\\\"c\"@example.org"),
            ("\"a@b\"@example.org", "\"a@b\"@example.org"),
            ("müller@example.org", "müller@example.org"),
            ("info@bücher.example", "info@xn--bcher-kva.example"),
            ("root@[192.0.2.1]", "root@[192.0.2.1]"),
            ("root@[IPv6:2001:DB8::1]", "root@[IPv6:2001:db8::1]"),
        ])
    func canonical(text: String, expected: String) throws {
        let address = try #require(EmailAddress(text))
        #expect(address.description == expected)
        #expect(EmailAddress(expected) == address)
    }

    @Test(
        "broken addresses are refused",
        arguments: [
            "", "@", "abuse", "abuse@", "@example.com", "a b@example.com", ".a@example.com", "a.@example.com", "a..b@example.com",
            "a@b@example.com",
            "a@192.0.2.1", "a@[192.0.2.1", "a@[2001:db8::1]", "a@[IPv6:192.0.2.1]", "a@[]", "\"a@example.com", "\"a\"b\"@example.com",
            "\"\\\"@example.com",
            "a@example..com", "Name <a@example.com>", "a@example.com ", String(repeating: "a", count: 65) + "@example.com",
            "a\n@example.com",
        ])
    func refused(text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test("a random address reads back as it prints")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 10)
        for _ in 0..<2_000 {
            let local = random.text("abcXYZ019!#$%&'*+-/=?^_`{|}~", length: 1...32) + "." + random.text("abcüə", length: 1...5)
            let text = local + "@" + random.text("abc019", length: 1...20) + ".example"
            let address = try #require(EmailAddress(text))
            #expect(address.local == local)
            #expect(EmailAddress(address.description) == address)
        }
    }
}
