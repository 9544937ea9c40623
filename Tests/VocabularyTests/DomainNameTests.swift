import Testing
import Vocabulary

@Suite("Domain names")
struct DomainNameTests {
    @Test(
        "a name becomes lower-case ASCII without dots at the ends",
        arguments: [
            ("Example.COM", "example.com"),
            ("www.example.com.", "www.example.com"),
            (".example.com", "example.com"),
            ("_dmarc.example.com", "_dmarc.example.com"),
            ("r3---sn-a.example.net", "r3---sn-a.example.net"),
            ("localhost", "localhost"),
            ("1.2.3.4.example", "1.2.3.4.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.example", "xn--bcher-kva.example"),
            ("straße.example", "xn--strae-oqa.example"),
            ("şəki.example", "xn--ki-eta41h.example"),
            ("пример.example", "xn--e1afmkfd.example"),
            ("例え。example", "xn--r8jz45g.example"),
        ])
    func canonical(text: String, expected: String) {
        #expect(DomainName(text)?.ascii == expected)
    }

    @Test(
        "an address, a URL and broken text are no domain name",
        arguments: [
            "", ".", "..", "192.0.2.1", "2001:db8::1", "10.0.0.1:8080", "example.com:80", "http://example.com", "example.com/path",
            "example..com",
            "exa mple.com", "example.com ", "*.example.com", "user@example.com", "1234", "example.123", "a\0.example", "bü cher.example",
            "\u{2028}.example", String(repeating: "a", count: 64) + ".example", String(repeating: "a.", count: 127) + "example",
        ])
    func refused(text: String) {
        #expect(DomainName(text) == nil)
    }

    @Test("bytes that are no UTF-8 are no domain name")
    func brokenEncoding() {
        let bytes: [UInt8] = [0x62, 0xFC, 0x2E, 0x65, 0x78]
        #expect(bytes.withUnsafeBytes { DomainName(ascii: $0) } == nil)
    }

    @Test(
        "suffix and registered name follow the public suffix list",
        arguments: [
            ("www.example.com", "com", "example.com"),
            ("example.com", "com", "example.com"),
            ("a.b.example.co.uk", "co.uk", "example.co.uk"),
            ("www.example.com.az", "com.az", "example.com.az"),
            ("example.gov.az", "gov.az", "example.gov.az"),
            ("www.city.kawasaki.jp", "kawasaki.jp", "city.kawasaki.jp"),
            ("a.b.ck", "b.ck", "a.b.ck"),
            ("www.example.unknowntld", "unknowntld", "example.unknowntld"),
            ("www.xn--bcher-kva.xn--p1ai", "xn--p1ai", "xn--bcher-kva.xn--p1ai"),
        ])
    func suffixes(name: String, suffix: String, registrable: String) throws {
        let domain = try #require(DomainName(name))
        #expect(domain.publicSuffix?.ascii == suffix)
        #expect(domain.registrable?.ascii == registrable)
    }

    @Test("nobody registers a public suffix itself", arguments: ["com", "co.uk", "com.az"])
    func suffixAlone(name: String) throws {
        #expect(try #require(DomainName(name)).registrable == nil)
    }

    @Test("a name lies below its parents only")
    func family() throws {
        let parent = try #require(DomainName("example.com"))
        let child = try #require(DomainName("mail.example.com"))
        let namesake = try #require(DomainName("badexample.com"))
        #expect(child.isSubdomain(of: parent))
        #expect(!parent.isSubdomain(of: parent))
        #expect(parent.isWithin(parent))
        #expect(!namesake.isWithin(parent))
        #expect(!parent.isWithin(child))
        #expect(child.parent == parent)
        #expect(child.parent?.parent?.parent == nil)
        #expect(child.labels == ["mail", "example", "com"])
    }

    @Test(
        "the form for people reads back as the same name", arguments: ["bücher.example", "şəki.example", "пример.example", "plain.example"])
    func unicode(text: String) throws {
        let name = try #require(DomainName(text))
        #expect(name.unicode == text)
        #expect(DomainName(name.unicode) == name)
    }

    @Test("an A-label that does not decode is shown as it is")
    func undecodable() {
        #expect(DomainName("xn--999999999.example")?.unicode == "xn--999999999.example")
    }

    @Test("a random name reads back as it prints, and in upper case")
    func roundTrip() {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<3_000 {
            let labels = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                random.text("abcdefghijklmnopqrstuvwxyz0123456789-_", length: 1...63)
            }
            let text = (labels + ["example"]).joined(separator: ".")
            let name = DomainName(text)
            #expect((name != nil) == (text.utf8.count <= 253))
            #expect(name == nil || DomainName(name?.description ?? "") == name)
            #expect(DomainName(text.uppercased()) == name)
        }
    }
}
