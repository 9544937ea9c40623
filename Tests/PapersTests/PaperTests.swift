import Foundation
import Testing
import Vocabulary

@testable import Papers

@Suite("A paper")
struct PaperTests {
    private func paper(_ blocks: [Block], title: String = "Hesabat", marking: TLP = .amber, language: LanguageTag = .az) -> Paper {
        Paper(
            title: title, language: language, marking: marking, house: "CERT of Examplia", number: "EX-2026-0007",
            date: Instant(seconds: 1_767_225_600), blocks: blocks)
    }

    @Test("has the same bytes each time it is made")
    func deterministic() throws {
        let paper = paper([.heading(level: 1, "Bir"), .text("Mətn"), .pageBreak, .text("Текст")])
        let first = try paper.pdf()
        #expect(first == (try paper.pdf()))
        #expect(first.starts(with: Array("%PDF-1.4".utf8)))
    }

    @Test("has other bytes under another date")
    func dated() throws {
        var other = paper([])
        other.date = Instant(seconds: 0)
        #expect(try paper([]).pdf() != other.pdf())
    }

    @Test("bears its TLP label at the head and the foot of every page", .enabled(if: Poppler.isThere), arguments: TLP.allCases)
    func marking(label: TLP) throws {
        let pdf = try paper([.text("one"), .pageBreak, .text("two")], marking: label).pdf()
        for page in 1...2 {
            let text = try Poppler.text(of: pdf, page: page)
            let labels = text.split(whereSeparator: \.isWhitespace).filter { $0 == label.label[...] }
            #expect(labels.count == 2, "\(text)")
        }
    }

    @Test("numbers its pages", .enabled(if: Poppler.isThere))
    func pages() throws {
        let pdf = try paper([.text("a"), .pageBreak, .text("b"), .pageBreak, .text("c")]).pdf()
        for page in 1...3 { #expect(try Poppler.text(of: pdf, page: page).contains("\(page)/3")) }
    }

    @Test("keeps the letters of Azerbaijani and Russian", .enabled(if: Poppler.isThere))
    func letters() throws {
        let az = "Kəşik ölkənin şəbəkələrini qoruyur: ƏəĞğIıİiÖöÜüÇçŞş"
        let ru = "Съешь же ещё этих мягких французских булок, да выпей чаю"
        let text = try Poppler.text(of: paper([.text(az), .text(ru)], title: "Ə hesabatı").pdf())
        for word in (az + " " + ru + " Ə hesabatı").split(separator: " ") { #expect(text.contains(word)) }
    }

    @Test("says its title, house, language and date, and is tagged", .enabled(if: Poppler.isThere))
    func metadata() throws {
        let pdf = try paper([.heading(level: 1, "Nə oldu"), .text("Mətn")], title: "Həftəlik hesabat").pdf()
        let facts = try Poppler.facts(of: pdf)
        #expect(facts["Title"] == "Həftəlik hesabat")
        #expect(facts["Author"] == "CERT of Examplia")
        #expect(facts["Subject"] == "EX-2026-0007 · TLP:AMBER")
        #expect(facts["Tagged"] == "yes")
        #expect(facts["JavaScript"] == "none" || facts["JavaScript"] == "no")
        #expect(facts["Page size"]?.contains("A4") == true)
        #expect(facts["CreationDate"]?.contains("Thu Jan  1 00:00:00 2026") == true)
        #expect(String(decoding: pdf, as: UTF8.self).contains("/Lang (az)"))
    }

    @Test("tells readers what is a heading, a list, a table", .enabled(if: Poppler.isThere))
    func structure() throws {
        let table = PaperTable(columns: [.init("Ünvan"), .init("Say", alignment: .end)], rows: [["192.0.2.1", "7"]])
        let pdf = try paper([
            .heading(level: 1, "Bir"), .list(ordered: true, ["alma", "armud"]), .table(table), .keyValues([KeyValue("Sahib", "Example")]),
            .paragraph(PaperText([.plain("See "), .link("here", address: "https://example.org/a(b)")])),
        ]).pdf()
        let lines = try Poppler.structure(of: pdf).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        func follows(_ tag: String, _ text: String) -> Bool {
            zip(lines, lines.dropFirst()).contains { $0.hasPrefix(tag) && $1.contains(text) }
        }
        #expect(follows("H1", "Hesabat"))
        #expect(follows("H2", "Bir"))
        #expect(follows("LBody", "alma"))
        #expect(follows("TH", "Ünvan"))
        #expect(follows("TD", "192.0.2.1"))
        #expect(follows("Span", "See here"))
        #expect(lines.contains { $0.hasPrefix("Link") })
        #expect(String(decoding: pdf, as: UTF8.self).contains("(https://example.org/a%28b%29)"))
    }

    @Test("has an outline of its headings", .enabled(if: Poppler.isThere))
    func outline() throws {
        let pdf = String(decoding: try paper([.heading(level: 1, "Alpha"), .heading(level: 2, "Beta"), .text("x")]).pdf(), as: UTF8.self)
        for heading in ["Hesabat", "Alpha", "Beta"] { #expect(pdf.contains("/Title (\(heading))")) }
    }

    @Test("repeats the header of a table on each page it reaches", .enabled(if: Poppler.isThere))
    func header() throws {
        let table = PaperTable(
            columns: [.init("Ünvan"), .init("Tapıntı", width: 3)], rows: (0..<200).map { ["192.0.2.\($0)", "open port"] })
        let pdf = try paper([.table(table)]).pdf()
        let pages = try #require(Int(Poppler.facts(of: pdf)["Pages"] ?? ""))
        #expect(pages > 2)
        for page in 1...pages { #expect(try Poppler.text(of: pdf, page: page).contains("Tapıntı")) }
        let text = try Poppler.text(of: pdf)
        for number in 0..<200 { #expect(text.contains("192.0.2.\(number)")) }
    }

    @Test("is refused where a row does not fit its columns")
    func rows() {
        let table = PaperTable(columns: [.init("a"), .init("b")], rows: [["1", "2"], ["3"]])
        #expect(throws: PaperError.row(number: 2, cells: 1, columns: 2)) { try paper([.table(table)]).pdf() }
        #expect(throws: PaperError.columns(count: 0)) { try paper([.table(PaperTable(columns: [], rows: [[String]]()))]).pdf() }
        let flat = PaperTable(columns: [.init("a", width: .nan)], rows: [[String]]())
        #expect(throws: PaperError.width(column: "a")) { try paper([.table(flat)]).pdf() }
    }

    @Test("is made side by side on many threads", .enabled(if: Poppler.isThere))
    func threads() async throws {
        let paper = paper([.heading(level: 1, "Bir"), .text(String(repeating: "söz ", count: 500))])
        let expected = try paper.pdf()
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { try paper.pdf() } }
            for try await pdf in group { #expect(pdf == expected) }
        }
    }
}
