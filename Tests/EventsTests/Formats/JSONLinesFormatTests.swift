import Events
import Testing

@Suite("JSON lines")
struct JSONLinesFormatTests {
    private func read(_ text: String, paths: [String] = [], optional: Bool = false) -> ReadRecords {
        ReadRecords(JSONLinesFormat(.init(paths: paths, optional: optional)), text)
    }

    @Test("members become cells, those of nested objects with the keys joined by dots")
    func cells() {
        let records = read(#"{"ip":"192.0.2.1","port":23,"tls":true,"geo":{"cc":"AZ","pos":{"lat":40.4}},"none":null,"empty":""}"#)
        #expect(records.rows == [["ip": "192.0.2.1", "port": "23", "tls": "true", "geo.cc": "AZ", "geo.pos.lat": "40.4"]])
        #expect(records.kinds == [["ip": .text, "port": .number, "tls": .boolean, "geo.cc": .text, "geo.pos.lat": .number]])
        #expect(records.rejections.isEmpty)
    }

    @Test("an array inside a record becomes one cell of JSON without blanks between its tokens")
    func arrays() {
        let records = read(#"{"tags": [ "a b", 1, {"x" : [ ] } ], "none": [ ]}"#)
        #expect(records.rows == [["tags": #"["a b",1,{"x":[]}]"#]])
        #expect(records.kinds == [["tags": .json]])
    }

    @Test(
        "a text is what its escapes stand for",
        arguments: [
            (#""a\"b\\c\/d""#, "a\"b\\c/d"), (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
            (#""\ud83d\ude00!""#, "😀!"), (#""Şəki ə\u0259""#, "Şəki əə"), (#""\u0000x""#, "\0x"),
            (#""long enough to be looked at eight by eight \n and more""#, "long enough to be looked at eight by eight \n and more"),
        ])
    func escapes(written: String, meant: String) {
        #expect(read(#"{"a":\#(written)}"#).rows == [["a": meant]])
    }

    @Test("numbers keep the text they were written in", arguments: ["0", "-0", "12345678901234567890123", "1.50", "-2.5E+10", "1e5"])
    func numbers(text: String) {
        #expect(read(#"{"n":\#(text)}"#).rows == [["n": text]])
    }

    @Test(
        "a broken line is rejected with the place and the reason, and the next goes on",
        arguments: [
            (#"{"a":1,"b" 2}"#, "column 12: expected ':' after a key"), (#"{"a":1"#, "column 7: the text ends in the middle of a value"),
            (#"{"a":1,}"#, "column 8: expected a key in double quotes"), (#"{a:1}"#, "column 2: expected a key in double quotes"),
            (#"{"a":1 "b":2}"#, "column 8: expected ',' or '}' after a member"),
            (#"{"a":[1 2]}"#, "column 9: expected ',' or ']' after an element"),
            (#"{"a":"x}"#, "column 6: a text is not closed by '\"'"), (#"{"a":"\x"}"#, "column 7: there is no such escape in JSON"),
            (#"{"a":"\ud800 "}"#, "column 7: half of a surrogate pair"), (#"{"a":"\udc00"}"#, "column 7: half of a surrogate pair"),
            (#"{"a":"\u12g4"}"#, "column 7: there is no such escape in JSON"),
            ("{\"a\":\"x\ty\"}", "column 8: control character 0x9 in a text must be escaped"),
            (#"{"a":01}"#, "column 6: not a number as JSON writes it"), (#"{"a":1.}"#, "column 6: not a number as JSON writes it"),
            (#"{"a":-}"#, "column 6: not a number as JSON writes it"), (#"{"a":NaN}"#, "column 6: NaN and Infinity are no JSON values"),
            (#"{"a":-Infinity}"#, "column 6: NaN and Infinity are no JSON values"), (#"{"a":tru}"#, "column 6: expected a value"),
            (#"{"a":+1}"#, "column 6: expected a value"),
            (#"{"a":1} x"#, "column 9: something follows where the line or the array should end"),
            ("5", "column 1: expected an object"), ("\"x\"", "column 1: expected an object"), ("not json", "column 1: expected an object"),
            (#"[{"a":1},{"a":}]"#, "column 15: expected a value"), (#"{"é":1,"b" 2}"#, "column 12: expected ':' after a key"),
            ("{\"a\":1\0}", "column 7: expected ',' or '}' after a member"), ("\0", "column 1: expected an object"),
        ])
    func brokenLines(line: String, reason: String) {
        let records = read("{\"ok\":1}\n\(line)\n{\"ok\":2}\n")
        #expect(records.rejections.map(\.reason) == [reason])
        #expect(records.rows.filter { $0["ok"] != nil } == [["ok": "1"], ["ok": "2"]])
    }

    @Test(
        "bytes that are not UTF-8 reject their line",
        arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x28, 0xA1]])
    func invalidUTF8(bytes: [UInt8]) {
        let line = Array(#"{"a":"x"#.utf8) + bytes + Array("\"}\n{\"a\":\"y\"}\n".utf8)
        let records = ReadRecords(JSONLinesFormat(), line)
        #expect(records.rejections.map(\.reason) == ["column 8: bytes that are not UTF-8"])
        #expect(records.rows == [["a": "y"]])
    }

    @Test("lines end in LF, CR LF or CR, and blank lines are none", arguments: ["\n", "\r\n", "\r", "\n\n", " \r\n \r\n"])
    func lineEnds(end: String) {
        let records = read(#"{"a":1}"# + end + #"{"a":2}"# + end)
        #expect(records.rows == [["a": "1"], ["a": "2"]])
        #expect(records.rejections.isEmpty)
        #expect(records.rowTexts == [#"{"a":1}"#, #"{"a":2}"#])
    }

    @Test("a rejection keeps the whole line but for its end")
    func rejectedText() {
        #expect(read("{\"a\":1}\r\n{\"a\"}\r\n").rejectedTexts == ["{\"a\"}"])
    }

    @Test("records that change their shape keep their cells apart")
    func changingShape() {
        let records = read(
            """
            {"a":1,"b":2}
            {"b":3,"a":4}
            {"c":{"d":5},"a":6}
            {"c":7}
            {"c":{"d":8,"e":9}}
            {"\\u0061":10}
            """)
        #expect(
            records.rows == [
                ["a": "1", "b": "2"], ["b": "3", "a": "4"], ["c.d": "5", "a": "6"], ["c": "7"], ["c.d": "8", "c.e": "9"], ["a": "10"],
            ])
    }

    @Test("a key with escapes is never taken for another that is written like it")
    func escapedKeys() {
        let records = read(#"{"a\"":1}"# + "\n" + #"{"a"":1}"# + "\n")
        #expect(records.rows == [["a\"": "1"]])
        #expect(records.rejections.count == 1)
    }

    @Test("64 levels of nesting are read, 65 are rejected")
    func depth() {
        func nested(_ levels: Int) -> String { String(repeating: "{\"a\":", count: levels) + "1" + String(repeating: "}", count: levels) }
        #expect(read(nested(64)).rows.count == 1)
        let records = read(nested(65) + "\n" + "{\"a\":" + String(repeating: "[", count: 100_000) + "\n{\"b\":1}")
        #expect(records.rejections.map(\.reason.isEmpty) == [false, false])
        #expect(records.rejections.first?.reason.hasSuffix("more than 64 levels of nesting") == true)
        #expect(records.rows == [["b": "1"]])
    }

    @Test("a record of 10,000 keys is read, and the usual ones around it")
    func manyKeys() {
        let wide = "{" + (0..<10_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
        let records = read("{\"k0\":\"x\"}\n\(wide)\n{\"k9999\":\"y\"}\n")
        #expect(records.rows.map(\.count) == [1, 10_000, 1])
        #expect(records.rows[1]["k9999"] == "9999")
        #expect(records.rows[2] == ["k9999": "y"])
    }

    @Test("records that each bring other keys are rejected once there are too many, and the rest goes on")
    func everNewKeys() {
        let lines = (0..<2000).map { "{\"k\($0)\":1}" }.joined(separator: "\n")
        let records = ReadRecords(JSONLinesFormat(), Array(lines.utf8), cellLimit: 1_000_000)
        #expect(records.rows.count + records.rejections.count == 2000)
        #expect(records.rejections.allSatisfy { $0.reason.contains("too many different keys") })
        #expect((900..<1600).contains(records.rows.count))
    }

    @Test("one line of 100 MB is one record")
    func longLine() {
        var line = Array(#"{"a":""#.utf8)
        line += [UInt8](repeating: UInt8(ascii: "x"), count: 100_000_000)
        line += Array(#"","b":1}"#.utf8)
        line.withUnsafeBytes { bytes in
            let batch = RawBatch()
            JSONLinesFormat().read(bytes, prologue: Prologue(), into: batch)
            batch.finish()
            #expect(batch.rowCount == 1)
            #expect(batch.column("a")?.texts.bytes(1).count == 100_000_000)
            #expect(batch.column("b")?.codes == [1])
        }
    }

    @Test("every buffer length gives the same records", arguments: [8, 13, 64, 1000])
    func pieces(buffer: Int) {
        let text = (0..<50).map { "{\"n\":\($0),\"t\":\"\(String(repeating: "y", count: $0))\"}\n" }.joined()
        let whole = read(text)
        let pieces = ReadRecords(JSONLinesFormat(), text, buffer: buffer)
        #expect(pieces.rows == whole.rows)
        #expect(pieces.rowTexts == whole.rowTexts)
        #expect(whole.rows.count == 50)
    }

    @Test("each address of a line is a record that knows the line around it")
    func addresses() {
        let records = read(
            #"{"id":"x","address":[{"ip":"192.0.2.1","cc":"AZ"},{"ip":"192.0.2.2"}],"name":"n"}"#, paths: ["address[]"])
        #expect(
            records.rows == [
                ["ip": "192.0.2.1", "cc": "AZ", "^.id": "x", "^.name": "n"], ["ip": "192.0.2.2", "^.id": "x", "^.name": "n"],
            ])
        #expect(Set(records.rowTexts).count == 1, "a row of a path is kept with its whole line")
    }

    @Test(
        "a line without addresses gives one record where they are optional, and is rejected where they are not",
        arguments: [#"{"id":"x"}"#, #"{"id":"x","address":null}"#, #"{"id":"x","address":[]}"#])
    func missingAddresses(line: String) {
        let optional = read(line, paths: ["address[]"], optional: true)
        #expect(optional.rows == [["^.id": "x"]])
        let required = read(line, paths: ["address[]"])
        #expect(required.rows.isEmpty)
        #expect(required.rejections.map(\.reason) == (line.contains("[]") ? [] : ["column 1: nothing at address[]"]))
    }

    @Test("random damage never stops the reader, and every other line is read")
    func mutations() {
        var numbers = SeededNumbers(7)
        let line = Array(#"{"ip":"192.0.2.1","t":"a\u00e9\ud83d\ude00","n":-1.5e3,"o":{"p":[1,{"q":null}],"r":true},"s":"Ş"}"#.utf8)
        for format in [JSONLinesFormat(), JSONLinesFormat(.init(paths: ["o.p[]", "o"], optional: true))] {
            for _ in 0..<3000 {
                let damaged = mutated(line, using: &numbers).filter { $0 != 0x0A }
                let records = ReadRecords(format, damaged + [0x0A] + line + [0x0A])
                #expect(records.rows.contains { $0["ip"] == "192.0.2.1" || $0["^.ip"] == "192.0.2.1" })
            }
        }
    }
}
