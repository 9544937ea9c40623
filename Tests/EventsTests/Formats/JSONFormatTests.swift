import Events
import Testing

@Suite("JSON documents")
struct JSONFormatTests {
    private func read(_ text: String, paths: [String] = [], optional: Bool = false, buffer: Int = .max) -> ReadRecords {
        ReadRecords(JSONFormat(.init(paths: paths, optional: optional)), text, buffer: buffer)
    }

    @Test("an array of records, one record, and several documents one after another")
    func shapes() {
        #expect(read(#" [ {"a":1} , {"a":2} ] "#).rows == [["a": "1"], ["a": "2"]])
        #expect(read("{\n  \"a\": 1\n}\n").rows == [["a": "1"]])
        #expect(read(#"{"a":1}{"a":2}"# + "\n" + #"{"a":3}"#).rows == [["a": "1"], ["a": "2"], ["a": "3"]])
        #expect(read("[]").rows.isEmpty && read("[]").rejections.isEmpty)
        #expect(read("").rejections.isEmpty)
    }

    @Test("a long array is read in pieces and gives what it gives at once", arguments: [16, 50, 333, 4096])
    func pieces(buffer: Int) {
        let elements = (0..<200).map { #"{"n":\#($0),"t":"},{ [\"\#(String(repeating: "]", count: $0 % 7))","o":{"x":[{},[]]}}"# }
        let text = "[\n" + elements.joined(separator: ",\n") + "\n]\n"
        let whole = read(text)
        #expect(whole.rows.count == 200)
        let pieces = read(text, buffer: buffer)
        #expect(pieces.rows == whole.rows)
        #expect(pieces.rejections.isEmpty)
        #expect(pieces.rowTexts == elements)
    }

    @Test("the first and the last piece of an array end where an element does")
    func cuts() {
        let format = JSONFormat()
        let text = Array(#"[{"a":"x,y"},{"b":[1,2]},{"c":"#.utf8)
        text.withUnsafeBytes { bytes in
            let prologue = format.prologue(bytes)
            #expect(prologue.length == 1)
            let rest = UnsafeRawBufferPointer(rebasing: bytes[1...])
            #expect(format.cut(rest, prologue: prologue, isLast: false) == #"{"a":"x,y"},{"b":[1,2]},"#.utf8.count)
            #expect(format.cut(UnsafeRawBufferPointer(rebasing: rest[..<10]), prologue: prologue, isLast: false) == nil)
        }
    }

    @Test("a broken element costs itself and not its neighbours")
    func brokenElements() {
        let records = read("[\n{\"a\":1},\n{\"a\":,\"b\":[1,2]},\n{\"a\":2},\n7,\n{\"a\" \"x},\n{\"a\":3}]")
        #expect(records.rows == [["a": "1"], ["a": "2"], ["a": "3"]])
        #expect(records.rejectedTexts == ["{\"a\":,\"b\":[1,2]}", "7", "{\"a\" \"x},"])
        #expect(records.rejections.first?.reason == "column 6: expected a value")
    }

    @Test("what follows behind the array is said to be too much")
    func trailing() {
        let records = read(#"[{"a":1}] {"b":2}"#)
        #expect(records.rows == [["a": "1"]])
        #expect(records.rejections.map(\.reason) == ["column 1: something follows where the line or the array should end"])
    }

    @Test("the line of a mistake is counted from the start of its record")
    func places() {
        #expect(read("{\n\"a\": 1,\n\"b\" 2}").rejections.map(\.reason) == ["line 3 of the record, column 5: expected ':' after a key"])
    }

    @Test("an event's attributes and those of its objects are records that know both")
    func misp() {
        let document = """
            {"Event": {"info": "campaign", "Orgc": {"name": "org"}, "Tag": [{"name": "tlp:green"}],
              "Attribute": [{"value": "192.0.2.1", "type": "ip-dst"}],
              "Object": [{"name": "file", "Attribute": [{"value": "a"}, {"value": "b"}]}, {"name": "none", "Attribute": []}],
              "date": "2026-01-02"}}
            """
        let paths = ["Event.Attribute[]", "Event.Object[].Attribute[]"]
        let event = ["info": "campaign", "Orgc.name": "org", "Tag": #"[{"name":"tlp:green"}]"#, "date": "2026-01-02"]
        func around(_ prefix: String, _ cells: [String: String]) -> [String: String] {
            Dictionary(uniqueKeysWithValues: cells.map { (prefix + $0.key, $0.value) })
        }
        let outer = around("^^.", event)
        let records = read(document, paths: paths)
        #expect(records.rejections.isEmpty)
        #expect(records.rows.count == 3)
        #expect(records.rows.first == outer.merging(around("^.", event)) { $1 }.merging(["value": "192.0.2.1", "type": "ip-dst"]) { $1 })
        #expect(records.rows.dropFirst().map { $0["value"] } == ["a", "b"])
        #expect(records.rows.last == outer.merging(["^.name": "file", "value": "b"]) { $1 })
        // The same event in an array, and in the envelope of a search, is the same.
        #expect(read("[\(document)]", paths: paths).rows == records.rows)
        #expect(read("{\"response\":[\(document)]}", paths: paths.map { "response[].\($0)" }).rows == records.rows)
    }

    @Test("a path that begins with [] applies to the elements of the array")
    func elementPaths() {
        let text = #"[{"id":1,"hosts":["192.0.2.1","192.0.2.2"]},{"id":2,"hosts":[]},{"id":3}]"#
        let records = read(text, paths: ["[].hosts[]"], optional: true)
        #expect(
            records.rows == [
                ["value": "192.0.2.1", "^.id": "1"], ["value": "192.0.2.2", "^.id": "1"], ["^.id": "2"], ["^.id": "3"],
            ])
        #expect(read(#"[{"a":1},{"a":2}]"#, paths: ["[]"]).rows == [["a": "1"], ["a": "2"]])
    }

    @Test("members of an object are records with their keys where the path has a star")
    func members() {
        let records = read(#"{"17":[{"ioc":"x"}],"18":[{"ioc":"y"},{"ioc":"z"}]}"#, paths: ["*[]"])
        #expect(records.rows == [["*": "17", "ioc": "x"], ["*": "18", "ioc": "y"], ["*": "18", "ioc": "z"]])
    }

    @Test("a document without anything at the path is rejected and says which")
    func missing() {
        let records = read(#"{"error":"quota"}"#, paths: ["data[]", "items[]"])
        #expect(records.rejections.map(\.reason) == ["column 1: nothing at data[] or items[]"])
        #expect(read(#"{"data":[],"error":null}"#, paths: ["data[]"]).rejections.isEmpty)
    }

    @Test("a document that is no array is asked for whole, up to the limit, and then rejected once")
    func limit() {
        let format = JSONFormat(documentLimit: 10_000)
        var bytes = Array("{\"a\":[".utf8)
        bytes.withUnsafeBytes { #expect(format.cut($0, prologue: format.prologue($0), isLast: false) == nil) }
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: 10_000)
        bytes.withUnsafeBytes { bytes in
            let prologue = format.prologue(bytes)
            #expect(format.cut(bytes, prologue: prologue, isLast: false) == bytes.count)
            let batch = RawBatch()
            format.read(bytes, prologue: prologue, into: batch)
            #expect(batch.rowCount == 0)
            #expect(
                batch.rejections.map(\.reason) == ["column 1: the document is longer than 10000 bytes; split it, or give it as JSON lines"])
            #expect(batch.rejections.map(\.length) == [bytes.count])
        }
    }

    @Test("random damage never stops the reader, at any buffer length")
    func mutations() {
        var numbers = SeededNumbers(11)
        let text = Array(#"[{"a":"x\n","o":[{"v":1},{"v":"2"}]},{"a":{"b":[]},"o":[]},{"o":null}]"#.utf8)
        let document = Array(#"{"m":1,"o":[{"v":[{"w":1},2]}],"p":{"q":"r"}}"#.utf8)
        let formats = [JSONFormat(), JSONFormat(.init(paths: ["[].o[]", "o[].v[]", "*"], optional: true))]
        for seed in [text, document] {
            for format in formats {
                for _ in 0..<1500 {
                    let damaged = mutated(seed, using: &numbers)
                    let whole = ReadRecords(format, damaged)
                    let pieces = ReadRecords(format, damaged, buffer: Int.random(in: 1...40, using: &numbers))
                    #expect(pieces.rows.count >= 0 && whole.rejections.allSatisfy { $0.offset + $0.length <= damaged.count })
                }
            }
        }
    }
}
