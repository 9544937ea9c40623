import Testing

@testable import Centre

@Suite("Views as templates read them")
struct ViewTreeTests {
    private struct Mark {
        let label: String
        var title: String?
    }

    private enum Kind: String { case quiet, loud }

    private struct Row {
        let text: String?
        let missing: String?
        let count: Int
        let isStrong: Bool
        let marks: [Mark]
        let first: Mark?
        let names: [String]
        let kind: Kind
        let words: [String: String]
    }

    private let row = Row(
        text: "Şəki", missing: nil, count: 7, isStrong: true, marks: [Mark(label: "one"), Mark(label: "two", title: "second")],
        first: Mark(label: "one"), names: ["a", "b"], kind: .loud, words: ["key": "value"])

    private func tree() throws -> ViewTree { try #require(ViewTree.view(of: row) as? ViewTree) }

    @Test("a view gives its values by their names, what is missing is not there")
    func values() throws {
        let tree = try tree()
        #expect(tree.child(named: "text") as? String == "Şəki")
        #expect(tree.child(named: "missing") == nil && tree.child(named: "unheard") == nil)
        #expect(tree.child(named: "count") as? Int == 7)
        #expect(tree.child(named: "isStrong") as? Bool == true)
        #expect(tree.child(named: "names") as? [String] == ["a", "b"])
        #expect(tree.child(named: "kind") as? Kind == .loud)
        #expect(tree.child(named: "words") as? [String: String] == ["key": "value"])
    }

    @Test("views within views and lists of them are taken apart as well")
    func nesting() throws {
        let marks = try #require(try tree().child(named: "marks") as? [Any])
        #expect(marks.count == 2)
        #expect((marks[1] as? ViewTree)?.child(named: "title") as? String == "second")
        #expect((marks[0] as? ViewTree)?.child(named: "title") == nil)
        #expect((try tree().child(named: "first") as? ViewTree)?.child(named: "label") as? String == "one")
    }

    @Test("a value that is no text reads as it describes itself")
    func description() throws {
        struct Version: CustomStringConvertible {
            let major: Int
            var description: String { "v\(major)" }
        }
        #expect((ViewTree.view(of: Version(major: 3)) as? ViewTree)?.renderText == "v3")
    }
}
