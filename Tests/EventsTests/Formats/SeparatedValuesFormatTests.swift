import Testing

@testable import Events

/// Rows of a batch as text, empty cells as "".
private func rows(_ batch: RawBatch) -> [[String]] {
    batch.finish()
    return (0..<batch.rowCount).map { row in
        batch.columns.map { $0.codes[row] == 0 ? "" : $0.texts.string($0.codes[row]) }
    }
}

private func read(_ text: String, _ layout: FormatSpecification.SeparatedValues = .init()) -> RawBatch {
    let format = SeparatedValuesFormat(layout)
    let bytes = Array(text.utf8)
    let batch = RawBatch()
    bytes.withUnsafeBytes { bytes in
        let prologue = format.prologue(bytes)
        format.read(UnsafeRawBufferPointer(rebasing: bytes[prologue.length...]), prologue: prologue, into: batch)
    }
    return batch
}

@Suite("Separated values")
struct SeparatedValuesFormatTests {
    @Test(
        "cells are read as RFC 4180 and the providers write them",
        arguments: [
            ("a,b\n1,2\n", [["1", "2"]]),
            ("a,b\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]]),
            ("a,b\r1,2\r3,4\r", [["1", "2"], ["3", "4"]]),
            ("a,b\n1,2", [["1", "2"]]),
            ("\"a\",\"b\"\n\"x,y\",\"say \"\"no\"\"\"\n", [["x,y", "say \"no\""]]),
            ("a,b\n\"two\nlines\",2\n3,4\n", [["two\nlines", "2"], ["3", "4"]]),
            ("a,b\n\"two\r\nlines\",2\r\n", [["two\r\nlines", "2"]]),
            ("a,b\n,\n\n1,\n", [["", ""], ["1", ""]]),
            ("a,b\n1,2,,\n", [["1", "2"]]),
            ("a,b\nx\"y,2\n", [["x\"y", "2"]]),
            ("a,b\n\"x\"y,2\n", [["\"x\"y", "2"]]),
            ("a,b\nə ğ ı,\"ö ü ş ç\"\n", [["ə ğ ı", "ö ü ş ç"]]),
            ("a,b\n\"\",\"\"\n", [["", ""]]),
            ("\n\na,b\n1,2\n", [["1", "2"]]),
        ])
    func cells(text: String, expected: [[String]]) {
        let batch = read(text)
        #expect(rows(batch) == expected)
        #expect(batch.rejections.isEmpty)
    }

    @Test(
        "a row with another number of cells is refused with the reason, and the rest goes on",
        arguments: [
            ("a,b,c\n1,2\n4,5,6\n", "the row has 2 cells where the header names 3", [["4", "5", "6"]]),
            ("a,b\n1,2,3\n4,5\n", "the row has 3 cells where the header names 2", [["4", "5"]]),
            ("a,b\nonly\n4,5\n", "the row has 1 cell where the header names 2", [["4", "5"]]),
        ])
    func refusedRows(text: String, reason: String, expected: [[String]]) {
        let batch = read(text)
        #expect(rows(batch) == expected)
        #expect(batch.rejections.map(\.reason) == [reason])
    }

    @Test("a refused row is known by its place, so that it can be kept whole")
    func placeOfRefusedRow() throws {
        let text = "a,b\n1,2\nbroken\n3,4\n"
        let batch = read(text)
        let rejection = try #require(batch.rejections.first)
        let body = Array(text.utf8.dropFirst(4))
        #expect(String(decoding: body[rejection.offset..<rejection.offset + rejection.length], as: UTF8.self) == "broken")
    }

    @Test("a quote that is never closed costs its own line, not the rest of the file")
    func unclosedQuote() {
        let batch = read("a,b\n1,\"2\n3,4\n5,6\n")
        #expect(rows(batch).suffix(2) == [["3", "4"], ["5", "6"]])
    }

    @Test("a stray quote that swallows lines up to the next quote costs its own line only")
    func strayQuote() {
        let batch = read("a,b,c\n1,\"x,3\n\"4\",5,6\n7,8,9\n")
        #expect(rows(batch).suffix(1) == [["7", "8", "9"]])
        #expect(batch.rejections.count + batch.rowCount == 3)
    }

    @Test("abuse.ch names its columns in the last comment before the first record")
    func headerInComment() {
        var layout = FormatSpecification.SeparatedValues()
        layout.comment = "#"
        layout.header = .lastComment
        let batch = read("####\n# About, the list\n#\n# \"first_seen\",\"dst_ip\"\n\"2026-01-01\",\"192.0.2.1\"\n# end\n", layout)
        #expect(batch.columns.map(\.name) == ["first_seen", "dst_ip"])
        #expect(rows(batch) == [["2026-01-01", "192.0.2.1"]])
    }

    @Test("a list without header may have fewer and more cells than were named")
    func fixedHeader() {
        var layout = FormatSpecification.SeparatedValues()
        layout.header = .fixed(["ip", "note"])
        let batch = read("192.0.2.1\n192.0.2.2,x,more\n192.0.2.3,y\n", layout)
        #expect(batch.columns.map(\.name) == ["ip", "note", "column-3"])
        #expect(rows(batch) == [["192.0.2.1", "", ""], ["192.0.2.2", "x", "more"], ["192.0.2.3", "y", ""]])
    }

    @Test("columns without a name and columns of the same name are all kept")
    func sameNames() {
        let batch = read("a,a,,a\n1,2,3,4\n")
        #expect(batch.columns.map(\.name) == ["a", "a-2", "column-3", "a-3"])
        #expect(rows(batch) == [["1", "2", "3", "4"]])
    }

    @Test("ten thousand columns are read")
    func manyColumns() {
        let names = (0..<10_000).map { "c\($0)" }.joined(separator: ",")
        let values = (0..<10_000).map { "\($0)" }.joined(separator: ",")
        let batch = read(names + "\n" + values + "\n")
        #expect(batch.rowCount == 1)
        #expect(batch.columns.count == 10_000)
    }

    @Test("more columns than can be kept are a clear refusal of each row")
    func tooManyColumns() {
        let names = (0..<20_000).map { "c\($0)" }.joined(separator: ",")
        let batch = read(names + "\n" + String(repeating: ",", count: 19_999) + "\nx\n")
        #expect(batch.rowCount == 0)
        #expect(
            batch.rejections.map(\.reason) == Array(repeating: "the header names 20000 columns; no more than 16384 can be kept", count: 2))
    }

    @Test("rows of hardly any cells under a wide header do not take all memory: those beyond what can be kept are refused")
    func sparseRows() {
        let names = (0..<1000).map { "c\($0)" }.joined(separator: ",")
        var layout = FormatSpecification.SeparatedValues()
        layout.missingCells = 1000
        let format = SeparatedValuesFormat(layout)
        let text = Array((names + "\n" + (0..<100).map { "\($0)\n" }.joined()).utf8)
        let batch = RawBatch()
        batch.cellLimit = 50_000
        text.withUnsafeBytes { bytes in
            let prologue = format.prologue(bytes)
            format.read(UnsafeRawBufferPointer(rebasing: bytes[prologue.length...]), prologue: prologue, into: batch)
        }
        #expect(batch.rowCount == 50)
        #expect(batch.rejections.count == 50)
        #expect(batch.rejections.first?.reason.contains("smaller files") == true)
    }

    @Test("a file cut into pieces at any size gives the rows of the whole file")
    func pieces() throws {
        var text = "a,b\n"
        for row in 0..<200 { text += row % 7 == 0 ? "\(row),\"line\nend \"\"q\"\" \(row)\"\n" : "\(row),plain\n" }
        let whole = rows(read(text))
        let format = SeparatedValuesFormat(.init())
        let bytes = Array(text.utf8)
        for size in [40, 64, 100, 333, 1000] {
            var found: [[String]] = []
            try bytes.withUnsafeBytes { bytes in
                let prologue = format.prologue(bytes)
                var place = prologue.length
                while place < bytes.count {
                    let end = min(place + size, bytes.count)
                    let piece = UnsafeRawBufferPointer(rebasing: bytes[place..<end])
                    let cut = try #require(format.cut(piece, prologue: prologue, isLast: end == bytes.count))
                    let batch = RawBatch()
                    format.read(UnsafeRawBufferPointer(rebasing: piece[..<cut]), prologue: prologue, into: batch)
                    found += rows(batch)
                    place += cut
                }
            }
            #expect(found == whole, "pieces of \(size) bytes")
        }
    }

    @Test("bytes that make no sense give rows or refusals, never a trap")
    func noise() {
        var state: UInt64 = 42
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let alphabet = Array("\"\",,\n\r\0ab\u{FF}#1".utf8)
        for _ in 0..<2000 {
            let bytes = (0..<Int(next() % 120)).map { _ in alphabet[Int(next()) % alphabet.count] }
            let format = SeparatedValuesFormat(.init())
            bytes.withUnsafeBytes { bytes in
                let prologue = format.prologue(bytes)
                let batch = RawBatch()
                let records = UnsafeRawBufferPointer(rebasing: bytes[min(prologue.length, bytes.count)...])
                format.read(records, prologue: prologue, into: batch)
                batch.finish()
                for column in batch.columns { #expect(column.codes.count == batch.rowCount) }
                for rejection in batch.rejections { #expect(rejection.offset + rejection.length <= records.count) }
                if !records.isEmpty { #expect(format.cut(records, prologue: prologue, isLast: true) == records.count) }
            }
        }
    }
}
