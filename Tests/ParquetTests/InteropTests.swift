import Foundation
import Parquet
import Testing

/// The peers that prove the format: a Python with pyarrow and DuckDB, named by `KESHIK_PYTHON` or else `python3`.
enum Peers {
    static let python: String = ProcessInfo.processInfo.environment["KESHIK_PYTHON"] ?? "python3"

    /// Whether both peers can be imported. Where they cannot, the interop tests are reported as skipped.
    static let arePresent = run(["-c", "import pyarrow, duckdb"]).status == 0

    static let scripts = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "interop")

    static func run(_ arguments: [String]) -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        do {
            try process.run()
        } catch {
            return (-1, "\(error)")
        }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    static func withDirectory<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appending(path: "parquet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        return try body(directory)
    }
}

@Suite(
    "pyarrow and DuckDB agree with us",
    .enabled(if: Peers.arePresent, "pyarrow and duckdb are not importable; set KESHIK_PYTHON to a Python that has them"))
struct InteropTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var rows: Int
        var options = WriterOptions()
        var groupRows = 131_072
        var testDescription: String { "\(rows) rows, level \(options.zstdLevel), groups of \(groupRows)" }
    }

    @Test(
        "pyarrow and DuckDB read from our files what we wrote",
        arguments: [
            Sample(rows: 0), Sample(rows: 1), Sample(rows: 9), Sample(rows: 131_072),
            Sample(rows: 20_000, options: WriterOptions(zstdLevel: 0, pageRows: 1000, bloomColumns: [0, 1, 2, 6, 8, 9])),
            Sample(rows: 20_000, options: WriterOptions(zstdLevel: 9, pageRows: 777), groupRows: 6000),
        ])
    func ours(sample: Sample) throws {
        try Peers.withDirectory { directory in
            let table = Samples.mixed(rows: sample.rows)
            let file = directory.appending(path: "ours.parquet")
            let expected = directory.appending(path: "ours.txt")
            try Data(table.written(options: sample.options, groupRows: sample.groupRows).bytes).write(to: file)
            try Data(table.cellText.utf8).write(to: expected)
            let (status, output) = Peers.run([
                Peers.scripts.appending(path: "read_ours.py").path, file.path, expected.path,
            ])
            #expect(status == 0, "\(output)")
            if !sample.options.bloomColumns.isEmpty { #expect(output.contains("6 bloom filters")) }
        }
    }

    /// Rows chosen through a page index that pyarrow wrote are the right ones.
    private func checkPageIndex(_ file: ParquetFile) throws {
        let whole = ColumnVector()
        let part = ColumnVector()
        for column in file.schema.indices {
            try file.read(rowGroup: 0, column: column, into: whole)
            try file.read(rowGroup: 0, column: column, rows: 12_345..<12_400, into: part)
            #expect(part.cells == Array(whole.cells[12_345..<12_400]), "\(file.schema[column].name)")
        }
        #expect(try file.pages(rowGroup: 0, column: 0).count > 3)
    }

    @Test("we read from their files what they wrote, and name what we do not read")
    func theirs() throws {
        try Peers.withDirectory { directory in
            let (status, output) = Peers.run([Peers.scripts.appending(path: "write_theirs.py").path, directory.path])
            try #require(status == 0, "\(output)")
            try checkPageIndex(ParquetFile(path: directory.appending(path: "arrow-small-pages.parquet").path))
            let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasSuffix(".parquet") }
            #expect(names.count > 25)
            for name in names.sorted() {
                let path = directory.appending(path: name).path
                if name.hasPrefix("unsupported") {
                    let error = #expect(throws: ParquetError.self) { _ = try ParquetFile.verify(path: path) }
                    guard case .unsupported(_, _, let feature) = error else {
                        Issue.record("\(name) gives \(String(describing: error))")
                        continue
                    }
                    let word = name.dropLast(".parquet".count).split(separator: "-")[1].uppercased()
                    #expect(feature.uppercased().contains(word))
                    continue
                }
                let table = try Table(ParquetFile(path: path, verifiesChecksums: true))
                let expected = try String(contentsOfFile: path.replacing(".parquet", with: ".txt"), encoding: .utf8)
                // Not handed to #expect, which would print megabytes.
                let isEqual = table.cellText == expected
                #expect(isEqual, "\(name) was read differently")
                #expect(try ParquetFile.verify(path: path).rowCount == table.rowCount, "\(name)")
            }
        }
    }
}

extension Table {
    /// The table in the text form described in interop/cells.py.
    var cellText: String {
        var text = ""
        for column in columns {
            text += "column \(Self.hex(Array(column.name.utf8))) \(column.type) \(column.cells.count)\n"
            for cell in column.cells {
                switch cell {
                case nil: text += "-"
                case .bytes(let bytes): text += "x" + Self.hex(bytes)
                case .int64(let value): text += String(value)
                case .double(let pattern): text += Self.hex((0..<8).map { UInt8(truncatingIfNeeded: pattern >> (56 - 8 * $0)) })
                case .bool(let value): text += value ? "true" : "false"
                }
                text += "\n"
            }
        }
        return text
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
