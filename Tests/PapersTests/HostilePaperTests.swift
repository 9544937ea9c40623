import Foundation
import Testing
import Vocabulary

@testable import Papers

@Suite("A paper of hostile text")
struct HostilePaperTests {
    private func paper(_ blocks: [Block], title: String = "Report") -> Paper {
        Paper(title: title, language: .en, marking: .green, house: "CERT of Examplia", date: Instant(seconds: 0), blocks: blocks)
    }

    @Test(
        "has no characters that control or turn text",
        arguments: [
            ("a\u{0}b", "a\u{FFFD}b"), ("a\u{1B}[31mb", "a\u{FFFD}[31mb"), ("txt.\u{202E}exe", "txt.\u{FFFD}exe"), ("a\r\nb", "a\nb"),
            ("a\u{2028}b", "a\nb"), ("a\tb", "a b"), ("\u{E0041}", "\u{FFFD}"), ("\u{FFFE}", "\u{FFFD}"), ("ə́", "ə́"),
        ])
    func cleaning(text: String, clean: String) {
        #expect(HarmlessText.clean(text) == clean)
    }

    @Test("has few accents on one letter")
    func accents() {
        #expect(HarmlessText.clean("a" + String(repeating: "\u{301}", count: 1_000)).unicodeScalars.count == 9)
    }

    @Test(
        "leads only to the web and to mail",
        arguments: [
            ("https://example.org/?a=1&b=%20", "https://example.org/?a=1&b=%20"), ("mailto:cert@example.org", "mailto:cert@example.org"),
            ("javascript:alert(1)", nil), ("file:///etc/passwd", nil), ("example.org", nil), ("", nil),
            ("https://example.org/') uri='x", "https://example.org/%27%29%20uri=%27x"),
            ("https://example.org/ə", "https://example.org/%C9%99"),
            ("https://example.org/\\)", "https://example.org/%5C%29"),
        ] as [(String, String?)])
    func links(address: String, harmless: String?) {
        #expect(HarmlessText.address(address) == harmless)
    }

    @Test("breaks a word that is longer than a line and loses no letter", .enabled(if: Poppler.isThere))
    func longWord() throws {
        let hash = String((0..<3_000).map { Character(String($0 % 16, radix: 16)) })
        let text = try Poppler.text(of: paper([.text(hash)]).pdf())
        #expect(text.filter { !$0.isWhitespace }.contains(hash))
    }

    @Test("continues a cell of a million letters over many pages", .enabled(if: Poppler.isThere))
    func longCell() throws {
        let long = (0..<100_000).map { "w\($0)" }.joined(separator: " ")
        let table = PaperTable(columns: [.init("short"), .init("long", width: 4)], rows: [["x", long], ["y", "end"]])
        let clock = ContinuousClock()
        let start = clock.now
        let pdf = try paper([.table(table)]).pdf()
        #expect(clock.now - start < .seconds(60))
        let words = Set(try Poppler.text(of: pdf).split(whereSeparator: \.isWhitespace))
        for number in stride(from: 0, to: 100_000, by: 997) { #expect(words.contains("w\(number)")) }
        #expect(words.contains("end"))
    }

    @Test("has a table of 10,000 rows in little memory", .enabled(if: Poppler.isThere))
    func manyRows() throws {
        let table = PaperTable(
            columns: [.init("No", alignment: .end), .init("Address", width: 2), .init("What", width: 4)],
            rows: (0..<10_000).map { ["\($0)", "198.51.100.\($0 % 256)", "open resolver number \($0)"] })
        let paper = paper([.table(table)])
        let before = residentMiB()
        let pdf = try paper.pdf()
        #expect(residentMiB() - before < 256)
        let pages = Int(try Poppler.facts(of: pdf)["Pages"] ?? "") ?? 0
        #expect(pages > 150)
        let last = try Poppler.text(of: pdf, page: pages)
        #expect(last.contains("open resolver number 9999"))
        #expect(last.contains("\(pages)/\(pages)"))
    }

    @Test("is whole whatever its title and headings are", .enabled(if: Poppler.isThere))
    func titles() throws {
        let nasty = ") >> endobj trailer << /Root 1 0 R >> startxref 0 %%EOF \u{0}\u{202E}"
        let pdf = try paper([.heading(level: -3, nasty), .heading(level: 99, ""), .note(title: nasty, PaperText(nasty))], title: nasty)
            .pdf()
        #expect(try Poppler.facts(of: pdf)["Pages"] == "1")
        let huge = String(repeating: "Title ", count: 20_000)
        #expect(Int(try Poppler.facts(of: paper([.text("x")], title: huge).pdf())["Pages"] ?? "") ?? 0 > 10)
        let header = PaperTable(columns: [.init(huge)], rows: [["cell"]])
        #expect(try Poppler.text(of: paper([.table(header)]).pdf()).contains("cell"))
    }

    @Test("says which package has a font where there is none")
    func fonts() {
        #expect(Press.choose(Press.faces, from: ["nimbus sans"]) == nil)
        #expect(Press.choose(Press.faces, from: ["dejavu sans", "noto sans"]) == "Noto Sans")
        #expect(PaperError.noFont(wanted: Press.faces).description.contains("apt install fonts-dejavu-core"))
    }

    /// Resident memory of this process in MiB (proc(5), statm).
    private func residentMiB() -> Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first
        return (Int(pages ?? "") ?? 0) * 4_096 / 1_048_576
    }
}
