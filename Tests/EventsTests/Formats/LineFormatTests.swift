import Events
import Testing

@Suite("Lines and pairs")
struct LineFormatTests {
    private func match(_ patterns: [String], _ text: String) -> ReadRecords {
        ReadRecords(LinePatternFormat(.init(patterns: patterns, comment: "#")), text)
    }

    @Test(
        "a hole takes the shortest text up to what follows it",
        arguments: [
            ("{ip} - {reason}", "192.0.2.1 - open - relay", ["ip": "192.0.2.1", "reason": "open - relay"]),
            ("{ip} - {reason}", "  192.0.2.1\t -   open relay  ", ["ip": "192.0.2.1", "reason": "open relay"]),
            ("127.0.0.1 {host}", "127.0.0.1\tevil.example", ["host": "evil.example"]),
            ("{ip}:{port}", "198.51.100.1:80", ["ip": "198.51.100.1", "port": "80"]),
            (
                "[{time}] {_} \"{method} {path}\"", "[2026-01-02 03:04] x y \"GET /a b\"",
                ["time": "2026-01-02 03:04", "method": "GET", "path": "/a b"]
            ),
            ("{a};{b}", ";x", ["b": "x"]), ("{network} ; {id}", "198.51.100.0/24 ; SBL1", ["network": "198.51.100.0/24", "id": "SBL1"]),
            ("{user}@{host} failed", "a@b failed failed", ["user": "a", "host": "b failed"]),
            ("{name}", "everything there is", ["name": "everything there is"]), ("ə{x}ş", "əlifş", ["x": "lif"]),
        ])
    func holes(pattern: String, line: String, cells: [String: String]) {
        #expect(match([pattern], line + "\n").rows == [cells])
    }

    @Test("the first pattern that fits gives the cells, comments and blank lines are passed over, and other lines are rejected")
    func lines() {
        let records = match(["{ip} - {reason}", "host {name}"], "# list\r\n\r\n192.0.2.1 - spam\r\nhost x\r\n  # more\r\nnothing\r\n")
        #expect(records.rows == [["ip": "192.0.2.1", "reason": "spam"], ["name": "x"]])
        #expect(records.rowTexts == ["192.0.2.1 - spam", "host x"])
        #expect(records.rejectedTexts == ["nothing"])
        #expect(records.rejections.map(\.reason) == ["the line does not fit “{ip} - {reason}” or “host {name}”"])
    }

    @Test("a line of a million blanks is no trouble")
    func manyBlanks() {
        let records = match(["{a} - {b} - {c}"], "x" + String(repeating: " ", count: 1_000_000) + "y\n")
        #expect(records.rejections.count == 1)
    }

    @Test(
        "pairs become cells, and parts without a sign between are passed over",
        arguments: [
            (" ", "=", "srcip=192.0.2.1 type=test", ["srcip": "192.0.2.1", "type": "test"]),
            (" ", "=", "Jan 2 fw: srcip=192.0.2.1   type=test done", ["srcip": "192.0.2.1", "type": "test"]),
            (" ", ":", "srcip:192.0.2.1 type:test", ["srcip": "192.0.2.1", "type": "test"]),
            ("|", "=", "srcip=192.0.2.1|type = two words |x=", ["srcip": "192.0.2.1", "type": "two words"]),
            (
                " ", "=", #"a="two words" b="say \"no\"" c="C:\dir\\" d="open e=1"#,
                ["a": "two words", "b": "say \"no\"", "c": "C:\\dir\\", "d": "\"open", "e": "1"]
            ),
            (" ", "=", #"a="" b="x"y"#, ["b": "\"x\"y"]),
            (", ", ": ", "ip: 192.0.2.1, url: http://example.com/a: b", ["ip": "192.0.2.1", "url": "http://example.com/a: b"]),
            (" ", "=", "a=1 a=2 =3", ["a": "2"]),
        ])
    func pairs(pairs: String, assign: String, line: String, cells: [String: String]) {
        let records = ReadRecords(KeyValueFormat(pairSeparator: pairs, keyValueSeparator: assign, comment: "#"), "# x=y\n\(line)\n")
        #expect(records.rows == [cells])
        #expect(records.rejections.isEmpty)
    }

    @Test("a line without any pair is rejected")
    func noPairs() {
        let records = ReadRecords(KeyValueFormat(), "nothing here\na=1\n")
        #expect(records.rejections.map(\.reason) == ["the line has no pair of a key and a value"])
        #expect(records.rows == [["a": "1"]])
    }
}
