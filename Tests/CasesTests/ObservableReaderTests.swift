import Testing
import Vocabulary

@testable import Cases

@Suite("observables in what people write")
struct ObservableReaderTests {
    @Test(
        "each kind is found, plain or defanged, whatever stands around it",
        arguments: [
            ("from 192.0.2.7.", [Observable(kind: .ip, value: "192.0.2.7")]),
            ("(192[.]0[.]2[.]8)", [Observable(kind: .ip, value: "192.0.2.8")]),
            ("2001[:]db8[:][:]1,", [Observable(kind: .ip, value: "2001:db8::1")]),
            ("host 203.0.113.9:8080!", [Observable(kind: .ip, value: "203.0.113.9")]),
            ("net 198.51.100.0/24", [Observable(kind: .network, value: "198.51.100.0/24")]),
            ("www[.]bank-example[.]com", [Observable(kind: .domain, value: "www.bank-example.com")]),
            (
                "hxxps://evil[.]example/a?b=c",
                [
                    Observable(kind: .url, value: "https://evil.example/a?b=c"), Observable(kind: .domain, value: "evil.example"),
                ]
            ),
            (
                "<http://192.0.2.3/x.exe>",
                [Observable(kind: .url, value: "http://192.0.2.3/x.exe"), Observable(kind: .ip, value: "192.0.2.3")]
            ),
            ("\"info[at]bank[.]example\"", [Observable(kind: .email, value: "info@bank.example")]),
            ("d41d8cd98f00b204e9800998ecf8427e", [Observable(kind: .md5, value: "d41d8cd98f00b204e9800998ecf8427e")]),
            (
                "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                [
                    Observable(kind: .sha256, value: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                ]
            ),
            ("see CVE-2026-12345;", [Observable(kind: .cve, value: "CVE-2026-12345")]),
            ("AS64500", [Observable(kind: .asn, value: "AS64500")]),
        ] as [(String, [Observable])])
    func found(_ text: String, _ expected: [Observable]) { #expect(ObservableReader.observables(in: text) == expected) }

    @Test(
        "what only looks like one is left alone",
        arguments: [
            "see setup.py and run.sh", "version 1.2.3", "e.g. this", "end.Next sentence", "12:30", "a/b", "invoice.pdf", "ask@", "AS well",
        ])
    func nothing(_ text: String) { #expect(ObservableReader.observables(in: text).isEmpty, "\(ObservableReader.observables(in: text))") }

    @Test("the same twice is one")
    func once() { #expect(ObservableReader.observables(in: "192.0.2.7 192[.]0[.]2[.]7").count == 1) }

    @Test("a search takes what stands on a page and asks for every word")
    func search() {
        #expect(SearchText.query("login[.]bank-example[.]com phish") == "\"login.bank-example.com\" \"phish\"*")
        #expect(SearchText.query(" \" ' ") == nil)
        #expect(SearchText.query("a\"b OR c*") == "\"a\" \"b\" \"OR\" \"c*\"")
    }
}
