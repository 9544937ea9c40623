import CSAF
import Testing

@Suite("JSON documents")
struct JSONTreeTests {
    @Test("order, unknown members and the text of numbers are kept")
    func kept() throws {
        let tree = try JSONTree(#"{"z":1.50,"a":[true,null,"x\u00e9\ud83d\ude00\n"],"n":-0.1e+2,"":{}}"#)
        #expect(tree.root.children.map(\.key) == ["z", "a", "n", ""])
        #expect(tree.root["z"]?.raw == "1.50")
        #expect(tree.root["z"]?.number == 1.5)
        #expect(tree.root["a"]?[2]?.text == "xé😀\n")
        #expect(tree.root["a"]?[0]?.flag == true)
        #expect(tree.root["n"]?.number == -10)
        #expect(tree.root.member("")?.isObject == true)
        #expect(tree.root["missing"] == nil && tree.root["a"]?[3] == nil && tree.root["z"]?["a"] == nil)
    }

    @Test("a value knows the way to it, and the way leads back", arguments: ["", "/a/1/b~1c~0", "/a/0", "/d"])
    func pointers(pointer: String) throws {
        let tree = try JSONTree(#"{"a":[1,{"b/c~":2}],"d":"e"}"#)
        let value = try #require(tree.root.value(at: pointer))
        #expect(value.pointer == pointer)
        #expect(tree.root.value(at: pointer + "/nothing") == nil)
    }

    @Test(
        "what is no JSON is refused with line and column",
        arguments: [
            ("", JSONError.Problem.unexpectedEnd, 1, 1),
            ("{", .unexpectedEnd, 1, 2),
            ("{\"a\":1,\n  \"b\" 2}", .expectedColon, 2, 7),
            ("{\"a\":1 \"b\":2}", .expectedCommaOrEnd, 1, 8),
            ("{a:1}", .expectedKey, 1, 2),
            ("[1,]", .expectedValue, 1, 4),
            ("[01]", .invalidNumber, 1, 2),
            ("[1.]", .invalidNumber, 1, 2),
            ("[1e]", .invalidNumber, 1, 2),
            ("[-]", .invalidNumber, 1, 2),
            ("[tru]", .expectedValue, 1, 2),
            ("[\"é\",\"a\tb\"]", .controlCharacter(9), 1, 8),
            ("[\"a\\x\"]", .invalidEscape, 1, 4),
            ("[\"\\ud800\"]", .loneSurrogate, 1, 3),
            ("[\"\\udc00\"]", .loneSurrogate, 1, 3),
            ("[\"a", .unclosedText, 1, 2),
            ("1 2", .trailingContent, 1, 3),
            ("{\"a\":1,\"b\":2,\"\\u0061\":3}", .duplicateKey("a"), 1, 15),
            ("[[[[[[]]]]]]", .tooDeep(limit: 5), 1, 7),
        ])
    func refused(text: String, problem: JSONError.Problem, line: Int, column: Int) {
        do {
            _ = try JSONTree(text, limits: JSONLimits(depth: 5))
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.problem == problem)
            #expect(error.line == line && error.column == column, "\(error)")
        }
    }

    @Test("a member that stands twice among many is refused")
    func duplicateAmongMany() {
        let members = (0..<40).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(throws: Never.self) { try JSONTree("{\(members)}") }
        #expect(throws: JSONError.self) { try JSONTree("{\(members),\"k7\":1}") }
    }

    @Test(
        "bytes that are not UTF-8 are refused",
        arguments: [[0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80]] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONTree([0x22] + bytes + [0x22]) }
    }

    @Test("limits on bytes and values hold")
    func limits() {
        #expect(throws: JSONError.self) { try JSONTree("[1,2,3]", limits: JSONLimits(bytes: 6)) }
        #expect(throws: JSONError.self) { try JSONTree("[1,2,3]", limits: JSONLimits(values: 3)) }
        #expect(throws: Never.self) { try JSONTree("[1,2,3]", limits: JSONLimits(bytes: 7, values: 4)) }
    }

    @Test("a byte order mark is passed over")
    func byteOrderMark() throws {
        #expect(try JSONTree([0xEF, 0xBB, 0xBF] + Array("[]".utf8)).root.isArray)
    }

    @Test("a draft changes what it should and nothing else")
    func drafts() throws {
        let tree = try JSONTree(#"{"b":1.10,"a":{"c":"\u0007\"","d":[]}}"#)
        var draft = JSONDraft(tree.root)
        #expect(draft.encoded(indented: false) == #"{"b":1.10,"a":{"c":"\u0007\"","d":[]}}"#)
        draft["a"]?["d"] = ["x", true, 3]
        draft["b"] = nil
        draft["e"] = .value(tree.root["b"] ?? tree.root)
        #expect(draft.encoded(indented: false) == #"{"a":{"c":"\u0007\"","d":["x",true,3]},"e":1.10}"#)
        #expect(JSONDraft(tree.root).sorted.encoded(indented: false).hasPrefix(#"{"a":"#))
        #expect(try JSONTree(draft.bytes()).root["a"]?["d"]?.count == 3)
    }
}
