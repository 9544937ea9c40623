@testable import Events
import Testing

@Suite("A definition file with mistakes")
struct FeedFileCheckTests {
    @Test("is told every mistake with its place")
    func everyMistake() {
        let text = """
            provider: Example CERT
            intervall: 1d
            tlp: purple
            format: {type: csv, delimter: ";"}
            columns:
              ip: source.ipp | address !
              seen: time.source | timestmp
              port: source.port | split(":")
              note: extra | capture("(unclosed")
              kind:
                to: classification.type
                map: {drone: infected-sistem}
              junk: ignore !
            feeds:
              - code: list
                constants: {source.asn: many, classification.type: c2server}
                use: missing
              - code: list
                name: Twice
              - name: Nameless
            """
        let mistakes = FeedFile.check(Array(text.utf8), path: "example.yaml")
        let expected: [(line: Int, column: Int, part: String, hint: String)] = [
            (2, 1, "no key “intervall”", "interval"),
            (3, 6, "no TLP marking", "amber"),
            (4, 21, "no option “delimter”", "delimiter"),
            (6, 7, "no field “source.ipp”", "source.ip"),
            (7, 23, "no transform “timestmp”", "timestamp"),
            (8, 23, "“split” is written split(SEPARATOR, INDEX)", ""),
            (9, 25, "not a regular expression", ""),
            (12, 10, "no incident type “infected-sistem”", "infected-system"),
            (13, 9, "cannot be required", ""),
            (16, 29, "“many” is no value of source.asn", ""),
            (16, 56, "no incident type “c2server”", "c2-server"),
            (17, 10, "no set “missing”", ""),
            (18, 11, "already that of the feed in line 15", ""),
            (20, 5, "needs a `code`", ""),
        ]
        for mistake in expected {
            let found = mistakes.first { $0.line == mistake.line && $0.message.contains(mistake.part) }
            #expect(found != nil, "line \(mistake.line): \(mistake.part)")
            #expect(found?.column == mistake.column, "\(found.map(\.description) ?? "")")
            #expect(mistake.hint.isEmpty || found?.suggestion?.contains(mistake.hint) == true, "\(found.map(\.description) ?? "")")
        }
        #expect(mistakes.count == expected.count, "\(mistakes.map(\.description).joined(separator: "\n"))")
    }

    @Test(
        "that is no YAML is told where it stops being it",
        arguments: [("provider: [a, b\nfeeds: []\n", 2), ("provider: a\nprovider: b\n", 1)])
    func noYAML(_ text: String, _ line: Int) {
        let mistakes = FeedFile.check(Array(text.utf8), path: "broken.yaml")
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.line == line, "\(mistakes)")
    }

    @Test("that is empty, no mapping or no text is told so", arguments: [[], Array("- a\n- b\n".utf8), [0xFF, 0xFE, 0x00]])
    func noMapping(_ bytes: [UInt8]) {
        #expect(FeedFile.check(bytes, path: "broken.yaml").count == 1)
    }

    @Test("a mistake is shown with its place and what was meant")
    func shown() {
        let mistake = Mistake(line: 12, column: 5, message: "There is no field “source.ipp”.", suggestion: "Did you mean “source.ip”?")
        #expect("\(mistake)" == "12:5: There is no field “source.ipp”. Did you mean “source.ip”?")
        #expect("\(UnusableFeedFile(path: "a.yaml", mistakes: [mistake]))".hasPrefix("a.yaml:12:5: "))
    }
}
