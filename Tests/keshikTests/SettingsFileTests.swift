import Testing

@testable import keshik

@Suite("Configuration")
struct SettingsFileTests {
    @Test("a good file has no mistakes")
    func good() {
        let text = """
            data: /srv/keshik
            ingest:
              workers: 4
              deduplicate: {window: 86400, fields: [source.ip, classification.type]}
            warning-lists: {rfc1918: drop, cdn: off}
            findings: {quiet-after: 2, fixed-after: 5}
            store:
              retention: ["shadowserver/* 365"]
            """
        #expect(SettingsFile.check(text).isEmpty)
        #expect(SettingsFile.check("").isEmpty)
        #expect(SettingsFile.check("# nothing\n").isEmpty)
    }

    @Test("every wrong key is named with its line and what is known there")
    func wrongKeys() {
        let text = """
            date: var
            ingest:
              worker: 4
            warning-lists:
              rfc1918: delete
            findings:
              quiet-after: soon
            """
        let mistakes = SettingsFile.check(text)
        #expect(mistakes.map(\.line) == [1, 3, 5, 7])
        #expect(mistakes.first?.message.hasPrefix("there is no key `date`; known here: data, ingest") ?? false)
        #expect(mistakes.last?.message == "`findings.quiet-after` takes a whole number from 1 to 1000")
    }

    @Test("what is not YAML is said to be none, with its line")
    func notYAML() {
        let mistakes = SettingsFile.check("data: [var\nfindings: {")
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.message.hasPrefix("this is not YAML") ?? false)
    }
}

@Suite("Figures for people")
struct FiguresTests {
    @Test(
        "thousands are set apart",
        arguments: [(0, "0"), (999, "999"), (1000, "1 000"), (1_234_567, "1 234 567"), (-1000, "-1 000")] as [(Int64, String)])
    func thousands(number: Int64, text: String) { #expect(grouped(number) == text) }

    @Test("sizes have units", arguments: [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (33_554_432, "32.0 MiB")] as [(Int64, String)])
    func sizes(count: Int64, text: String) { #expect(bytes(count) == text) }

    @Test("JSON text escapes what must be escaped and nothing else")
    func json() {
        let value = JSONText.object([("a", .text("\"ə\\\n\u{1}")), ("b", .list([.number(1), .flag(true), .null, .real(1.5)]))])
        #expect(value.line == "{\"a\":\"\\\"ə\\\\\\n\\u0001\",\"b\":[1,true,null,1.5]}")
    }
}
