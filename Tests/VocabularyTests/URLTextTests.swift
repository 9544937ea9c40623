import Testing
import Vocabulary

@Suite("URLs")
struct URLTextTests {
    @Test("a URL gives its parts")
    func parts() throws {
        let url = try #require(URLText("https://user:pw@www.Example.com:8443/a/b.php?x=1&y=?#top?"))
        #expect(url.scheme == "https")
        #expect(url.userInformation == "user:pw")
        #expect(url.hostText == "www.Example.com")
        #expect(url.host?.domain?.ascii == "www.example.com")
        #expect(url.port == 8443)
        #expect(url.path == "/a/b.php")
        #expect(url.query == "x=1&y=?")
        #expect(url.fragment == "top?")
    }

    @Test(
        "what is missing is empty",
        arguments: [
            ("http://example.com", "example.com", 80, ""),
            ("HTTP://192.0.2.1/", "192.0.2.1", 80, "/"),
            ("http://[2001:db8::1]:8080/x", "2001:db8::1", 8080, "/x"),
            ("ftp://example.com:/x@y/", "example.com", 21, "/x@y/"),
            ("http://example.com?email=a@example.org", "example.com", 80, ""),
            ("http://example.com/m@n@/p)/!!/$1 x", "example.com", 80, "/m@n@/p)/!!/$1 x"),
            ("file:///etc/hosts", "", nil, "/etc/hosts"),
            ("tcp://bücher.example:5555", "bücher.example", 5555, ""),
        ] as [(String, String, UInt16?, String)])
    func shapes(text: String, host: String, port: UInt16?, path: String) throws {
        let url = try #require(URLText(text))
        #expect(url.text == text)
        #expect(url.hostText == host)
        #expect(url.effectivePort == port)
        #expect(url.path == path)
    }

    @Test(
        "a text without scheme or host, or with control characters, is no URL",
        arguments: [
            "", "example.com", "/path", "//example.com/", "http:", "http:/example.com", "http://", "http:///x", "http://:80/",
            "http://user@/",
            "http://example.com:65536/", "http://example.com:8x/", "http://[2001:db8::1/", "http://[::1]x/", "http://exa mple.com/",
            " http://example.com/", "1http://example.com/", "http://example.com/\n", "http://example.com/\0", "mailto:a@example.com",
        ])
    func refused(text: String) {
        #expect(URLText(text) == nil)
    }

    @Test(
        "defanged spellings are taken back",
        arguments: [
            ("hxxp://example.com/", "http://example.com/"),
            ("hXXps://www[.]example[.]com/a.php", "https://www.example.com/a.php"),
            ("h**p://example(.)com", "http://example.com"),
            ("hxxp[:]//192[.]0[.]2[.]1[:]8080/x", "http://192.0.2.1:8080/x"),
            ("http[://]example{.}com/", "http://example.com/"),
            ("fxp://user[at]example[DOT]com/", "ftp://user@example.com/"),
            ("hxxp://www(dot)example[.com/", "http://www.example.com/"),
            ("hxxps://example[.]com/login[.]php?u=a[at]example[.]org", "https://example.com/login.php?u=a@example.org"),
            ("hxxp://[2001[:]db8[:][:]1]/", "http://[2001:db8::1]/"),
        ])
    func refanged(text: String, expected: String) {
        #expect(URLText(text)?.text == expected)
    }

    @Test("a plain URL is never rewritten", arguments: ["http://example.com/a[.]b(dot)c", "https://example.com/?q=hxxp://x[.]example"])
    func plain(text: String) {
        #expect(URLText(text)?.text == text)
    }

    @Test(
        "what is shown cannot be clicked",
        arguments: [
            ("https://www.example.com/a.php?b=c.d#e", "hxxps://www[.]example[.]com/a.php?b=c.d#e"),
            ("http://u:p@192.0.2.1:80/", "hxxp://u:p[at]192[.]0[.]2[.]1:80/"),
            ("ftp://[2001:db8::1]/x", "fxp://[2001[:]db8[:][:]1]/x"),
            ("http://example.com", "hxxp://example[.]com"),
        ])
    func defanged(text: String, expected: String) {
        #expect(URLText(text)?.defanged == expected)
    }

    @Test("a random URL reads back from its text and from its defanged text")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 11)
        for round in 0..<3_000 {
            var text = (["http", "https", "ftp", "tcp"].randomElement(using: &random) ?? "http") + "://"
            if round % 5 == 0 { text += random.text("abc:.", length: 0...8) + "@" }
            text +=
                round % 3 == 0
                ? IPAddress(ipv4: .random(in: 0...(.max), using: &random)).description : "a." + random.text("abc", length: 1...9)
            if round % 4 == 0 { text += ":\(UInt16.random(in: 0...(.max), using: &random))" }
            if round % 2 == 0 { text += "/" + random.text("abc/.@:!$&'()*+,;=%~ ə", length: 0...30) }
            if round % 3 == 1 { text += "?" + random.text("a=&?/.@ə", length: 0...20) }
            if round % 7 == 1 { text += "#" + random.text("ab.#?", length: 0...10) }
            let url = try #require(URLText(text))
            #expect(url.text == text)
            #expect(URLText(url.description) == url)
            #expect(URLText(url.defanged) == url)
        }
    }

    @Test("names, addresses and mail addresses are shown defanged and taken back")
    func indicators() throws {
        #expect(DomainName("www.example.com")?.defanged == "www[.]example[.]com")
        #expect(IPAddress("192.0.2.1")?.defanged == "192[.]0[.]2[.]1")
        #expect(IPAddress("2001:db8::1")?.defanged == "2001[:]db8[:][:]1")
        #expect(EmailAddress("info@example.com")?.defanged == "info[at]example[.]com")
        for text in ["www.example.com", "192.0.2.1", "2001:db8::1", "info@example.com"] {
            #expect(Defanging.refanged(text) == text)
        }
        #expect(Defanging.refanged("2001[:]db8[:][:]1") == "2001:db8::1")
        #expect(Defanging.refanged("info[AT]www(dot)example[.]com") == "info@www.example.com")
    }

    @Test("noise never crashes the splitter")
    func noise() {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<20_000 {
            let text = "hxxp" + random.text(":://[].@?#%(dot)ahtp8", length: 0...24)
            if let url = URLText(text) { #expect(URLText(url.text) == url) }
        }
    }
}
