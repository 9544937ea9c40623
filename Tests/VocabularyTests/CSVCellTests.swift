import Testing
import Vocabulary

@Suite("Cells of comma separated values")
struct CSVCellTests {
    @Test(
        "what a spreadsheet would run gets an apostrophe in front",
        arguments: [
            ("=1+1", "'=1+1"), ("=HYPERLINK(\"http://example.org\")", "\"'=HYPERLINK(\"\"http://example.org\"\")\""),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""),
            ("\n=1", "\"'\n=1\""), ("\u{FF1D}1", "'\u{FF1D}1"), ("-", "'-"), ("+", "'+"), ("-inf", "'-inf"), ("-0x1F", "'-0x1F"),
            ("+1e", "'+1e"),
            ("-1.2.3", "'-1.2.3"), ("+994 12 000", "'+994 12 000"),
        ])
    func formulas(text: String, cell: String) {
        #expect(CSVCell.text(text) == cell)
        #expect(CSVCell.isFormula(text))
    }

    @Test(
        "numbers and other texts stay as they are",
        arguments: [
            "", "-12.5", "+3", "-0", "-1e5", "-1.5E-3", "+994120000000", "-.5", "12", "192.0.2.1", "a=b", "open port", "'quoted", "ƏSAS",
            "\u{FFFD}x",
        ])
    func plain(text: String) {
        #expect(CSVCell.text(text) == text)
        #expect(!CSVCell.isFormula(text))
    }

    @Test(
        "cells with separators, quotation marks or line ends are quoted",
        arguments: [
            ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""), ("x;=1", "\"x;=1\""),
        ])
    func quoted(text: String, cell: String) { #expect(CSVCell.text(text) == cell) }

    @Test(
        "bytes become the same cells as texts", arguments: ["=1", "-2+3", "-5", "a,=b", "\u{FF0B}1", "\u{FFFD}", "", "=a\"b", "+1e5", "\t"])
    func bytes(text: String) {
        var bytes: [UInt8] = []
        CSVCell.append(Array(text.utf8), to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == CSVCell.text(text))
    }

    @Test("a line parts its cells by commas and ends with CR LF")
    func line() { #expect(CSVCell.line(["a", "=b", "c,d"]) == "a,'=b,\"c,d\"\r\n") }
}
