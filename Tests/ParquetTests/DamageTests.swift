import Foundation
import Parquet
import Testing

@Suite("Damaged files are refused, never trusted")
struct DamageTests {
    /// A small file that has everything in it: several pages, dictionaries, plain pages, page indexes, bloom filters.
    static func file(level: Int32) throws -> [UInt8] {
        try Samples.mixed(rows: 70).written(
            options: WriterOptions(zstdLevel: level, pageRows: 32, bloomColumns: [0, 9])
        ).bytes
    }

    @Test("a file cut short anywhere is refused")
    func truncation() throws {
        let bytes = try Self.file(level: 1)
        for length in stride(from: 0, to: bytes.count, by: 97) {
            #expect(throws: ParquetError.self) { try ParquetFile(bytes: Array(bytes[..<length]), name: "cut").verify() }
        }
    }

    @Test("a flipped bit gives an error or the same values, never a crash", arguments: [0, 1] as [Int32])
    func flips(level: Int32) throws {
        let bytes = try Self.file(level: level)
        let table = Samples.mixed(rows: 70)
        var dice = Dice(seed: 7)
        var found = 0
        var unnoticed = 0
        for _ in 0..<1500 {
            let position = dice.below(bytes.count)
            var flipped = bytes
            flipped[position] ^= 1 << UInt8(dice.below(8))
            do {
                let file = try ParquetFile(bytes: flipped, name: "flipped", verifiesChecksums: true)
                _ = try file.verify()
                let read = try Table(file)
                unnoticed += 1
                // Names and logical types in the footer have no checksum; the cells have.
                let isEqual = read.columns.map(\.cells) == table.columns.map(\.cells)
                #expect(isEqual, "byte \(position)")
            } catch let error as ParquetError {
                found += 1
                #expect(!error.description.isEmpty)
            }
        }
        #expect(found > unnoticed)
    }

    @Test("a footer that ends too early is not a smaller file")
    func earlyEnd() throws {
        var bytes = try Self.file(level: 1)
        let length = bytes.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        bytes[bytes.count - 8 - length] = 0
        #expect(throws: ParquetError.self) { try ParquetFile(bytes: bytes, name: "emptied") }
    }

    @Test("any byte of a small file may be anything", arguments: [2, 3, 127, 128, 200, 255] as [UInt8])
    func anyByte(value: UInt8) throws {
        // Two entries fill their one-bit codes, so only the runs themselves could name a third.
        let cells = (0..<200).map { Table.Cell?.some(.text($0 < 100 ? "open" : "fixed")) }
        let bytes = try Table([.init(name: "state", type: .utf8, cells: cells)]).written(options: WriterOptions(zstdLevel: 0)).bytes
        var refused = 0
        for position in bytes.indices {
            var changed = bytes
            changed[position] = value
            do {
                _ = try ParquetFile(bytes: changed, name: "changed").verify()
            } catch {
                refused += 1
            }
        }
        #expect(refused > bytes.count / 2)
    }

    @Test("without checksums too, whatever a file claims is checked", arguments: [0, 1] as [Int32])
    func unchecked(level: Int32) throws {
        let bytes = try Self.file(level: level)
        var dice = Dice(seed: 11)
        var refused = 0
        for _ in 0..<1500 {
            var flipped = bytes
            for _ in 0...dice.below(3) { flipped[dice.below(bytes.count)] = UInt8(dice.below(256)) }
            do {
                _ = try ParquetFile(bytes: flipped, name: "flipped").verify()
            } catch {
                refused += 1
            }
        }
        #expect(refused > 500)
    }

    @Test("verification finds one flipped bit in a page that otherwise reads well, and says where")
    func checksum() throws {
        let table = Table([.init(name: "feed", type: .utf8, cells: Array(repeating: .text("scanner"), count: 10))])
        var bytes = try table.written(options: WriterOptions(zstdLevel: 0)).bytes
        let position = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("scanner".utf8)) })
        bytes[position] ^= 1
        let unchecked = try Table(ParquetFile(bytes: bytes, name: "feeds.parquet"))
        #expect(unchecked.columns[0].cells[0] == .text("rcanner"))
        let error = #expect(throws: ParquetError.self) {
            _ = try ParquetFile(bytes: bytes, name: "feeds.parquet", verifiesChecksums: true).verify()
        }
        guard case .damaged("feeds.parquet", "row group 0, column feed", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        "what is not Parquet is named so",
        arguments: ["", "PAR1", "a,b,c\n1,2,3\n and more of that", "PAR1 a file that was never finished"])
    func notParquet(text: String) {
        let error = #expect(throws: ParquetError.self) { try ParquetFile(bytes: Array(text.utf8), name: "report.csv") }
        guard case .notParquet("report.csv", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a missing file is named with the reason")
    func missing() {
        let error = #expect(throws: ParquetError.self) { try ParquetFile(path: "/nonexistent/a.parquet") }
        #expect(error == .system(operation: "open", path: "/nonexistent/a.parquet", code: ENOENT))
    }

    @Test("a full disk is an error when the bytes no longer fit", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func fullDisk() throws {
        let writer = try ParquetWriter(path: "/dev/full", schema: [ColumnSchema(name: "a", type: .utf8)])
        try writer.writeRowGroup(rowCount: 5, columns: [.null])
        let error = #expect(throws: ParquetError.self) { _ = try writer.finish() }
        #expect(error == .system(operation: "write", path: "/dev/full", code: ENOSPC))
        #expect(throws: ParquetError.self) { try writer.writeRowGroup(rowCount: 5, columns: [.null]) }
    }

    @Test("what cannot be written is refused before anything is lost")
    func misuse() throws {
        #expect(throws: ParquetError.self) { try ParquetWriter(schema: []) }
        let twice = [ColumnSchema(name: "a", type: .utf8), ColumnSchema(name: "a", type: .utf8)]
        #expect(throws: ParquetError.self) { try ParquetWriter(schema: twice) }
        let writer = try ParquetWriter(schema: [ColumnSchema(name: "a", type: .int32)])
        let codes: [UInt32] = [1, 2, 3]
        let values: [Int64] = [1, 1 << 40]
        codes.withUnsafeBufferPointer { codes in
            values.withUnsafeBufferPointer { values in
                let beyond = ColumnChunk.coded(codes: codes, values: .int64(values))
                #expect(throws: ParquetError.self) { try writer.writeRowGroup(rowCount: 3, columns: [beyond]) }
                let short = ColumnChunk.coded(codes: UnsafeBufferPointer(rebasing: codes[..<2]), values: .int64(values))
                #expect(throws: ParquetError.self) { try writer.writeRowGroup(rowCount: 3, columns: [short]) }
                #expect(throws: ParquetError.self) { try writer.writeRowGroup(rowCount: 2, columns: [short]) }
                #expect(throws: ParquetError.self) { try writer.writeRowGroup(rowCount: 2, columns: [short, short]) }
            }
        }
        #expect(try writer.finish().rowCount == 0)
        #expect(throws: ParquetError.self) { try writer.writeRowGroup(rowCount: 1, columns: [.null]) }
        #expect(try ParquetFile(bytes: writer.contents, name: "memory").verify().rowCount == 0)
    }
}
