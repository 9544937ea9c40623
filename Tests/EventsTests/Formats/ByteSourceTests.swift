import CArchive
import Events
import Foundation
import Testing

@Suite("Sources of bytes")
struct ByteSourceTests {
    private let report = Array((0..<20_000).map { "192.0.2.\($0 % 256),\($0 &* 2_654_435_761 % 99_991)\n" }.joined().utf8)

    /// Reads to the end or the first error.
    private func read(_ source: ByteSource, buffer: Int = 10_000) -> (bytes: [UInt8], error: SourceError?) {
        var result: [UInt8] = []
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer, alignment: 16)
        defer { memory.deallocate() }
        while true {
            do throws(SourceError) {
                let count = try source.read(into: memory)
                if count == 0 { return (result, nil) }
                result += memory[..<count]
            } catch {
                return (result, error)
            }
        }
    }

    private func temporaryFile(_ bytes: [UInt8], _ name: String = "report") throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test("a report comes out the same whatever it is packed in", arguments: Packing.allCases, [4, 17, 10_000, 1 << 20])
    func packed(packing: Packing, buffer: Int) throws {
        let packed = try packing.pack([("scan.csv", report)])
        let path = try temporaryFile(packed)
        defer { unlink(path) }
        let fromFile = try ByteSource.open(path)
        #expect(read(fromFile, buffer: buffer).bytes == report)
        let fromMemory = try ByteSource.memory(packed, name: "mail/report")
        #expect(read(fromMemory, buffer: buffer).bytes == report)
        if packing != .zip {
            #expect(fromFile.totalBytes == Int64(packed.count))
            #expect(fromFile.consumedBytes == Int64(packed.count))
        } else {
            #expect(fromFile.totalBytes == Int64(report.count))
        }
    }

    @Test("each file of a ZIP archive is a source of its own, in any order")
    func members() throws {
        let contents = (0..<5).map { ("day/\($0)-scan_é.csv", Array(report.prefix(1000 * $0))) }
        let packed = try Packing.zip.pack(contents)
        let path = try temporaryFile(packed, "reports.zip")
        defer { unlink(path) }
        let sources = try ByteSource.members(of: path)
        #expect(sources.map(\.name) == contents.map { path + "/" + $0.0 })
        #expect(sources.map(\.file.reportName) == contents.map { String($0.0.dropFirst(4)) })
        for (source, content) in zip(sources, contents).reversed() { #expect(read(source).bytes == content.1) }
        #expect(throws: SourceError.severalMembers(name: path, count: 5)) { try ByteSource.open(path) }
    }

    @Test("a member that is itself compressed is unpacked too")
    func nested() throws {
        let packed = try Packing.zip.pack([("scan.csv.gz", Packing.gzip.pack([("", report)]))])
        let source = try ByteSource.memory(packed, name: "reports.zip")
        #expect(source.file.reportName == "scan.csv")
        #expect(read(source).bytes == report)
    }

    @Test("what was unpacked before the data ended is passed on, and the error says where", arguments: [Packing.gzip, .bzip2, .xz, .zstd])
    func truncated(packing: Packing) throws {
        let packed = try packing.pack([("scan.csv", report)])
        let source = try ByteSource.memory(Array(packed.dropLast(packed.count / 3)), name: "report")
        let (bytes, error) = read(source)
        #expect(report.starts(with: bytes))
        guard case .truncated(_, let consumed, let unpacked) = error else {
            Issue.record("expected the data to end too early, got \(String(describing: error))")
            return
        }
        #expect(consumed == Int64(packed.count - packed.count / 3))
        #expect(unpacked == Int64(bytes.count))
        if packing == .gzip { #expect(bytes.count > report.count / 2) }
        #expect(read(source).error == error, "the error stays")
    }

    @Test("damage inside compressed data is said to be damage", arguments: [Packing.gzip, .bzip2, .xz, .zstd, .zip])
    func damaged(packing: Packing) throws {
        var packed = try packing.pack([("scan.csv", report)])
        for offset in 0..<40 { packed[packed.count / 2 + offset] ^= 0xA5 }
        let (bytes, error) = read(try ByteSource.memory(packed, name: "report"))
        #expect(bytes != report)
        switch error {
        case .damaged, .truncated: break
        default: Issue.record("expected damage, got \(String(describing: error))")
        }
    }

    @Test("gzip files joined to one are read to the end, and other bytes behind them are reported")
    func joined() throws {
        let one = try Packing.gzip.pack([("", report)])
        #expect(read(try ByteSource.memory(one + one + [0, 0, 0], name: "x")).bytes == report + report)
        let (bytes, error) = read(try ByteSource.memory(one + Array("tail".utf8), name: "x"))
        #expect(bytes == report)
        #expect(error?.description.contains("something else follows") == true)
    }

    @Test("a bomb is stopped soon after it has begun", arguments: [Packing.gzip, .bzip2, .xz, .zstd, .zip])
    func bombs(packing: Packing) throws {
        let bomb = try packing.pack([("zero", [UInt8](repeating: 0, count: 8_000_000))])
        let limits = UnpackLimits(ratio: 100, freeBytes: 1_000_000)
        do {
            let (bytes, error) = read(try ByteSource.memory(bomb, name: "bomb", limits: limits))
            guard case .tooLarge = error else {
                Issue.record("not stopped: \(String(describing: error))")
                return
            }
            #expect(bytes.count < 3_000_000)
        } catch SourceError.tooLarge {
            #expect(packing == .zip, "only an archive tells beforehand")
        }
        #expect(read(try ByteSource.memory(bomb, name: "trusted", limits: UnpackLimits(ratio: 1_000_000))).bytes.count == 8_000_000)
        let absolute = UnpackLimits(ratio: .max, maximumBytes: 1_000_000)
        let (_, error) = read(try ByteSource.memory(bomb, name: "long", limits: absolute))
        #expect(error?.description.contains("the limit is 1000000 bytes") == true)
    }

    @Test(
        "marks are dropped and UTF-16 becomes UTF-8",
        arguments: [
            ([0xEF, 0xBB, 0xBF] + Array("ə,1\n".utf8), "ə,1\n"),
            ([0xFF, 0xFE] + utf16("ə😀,1\n", isBigEndian: false), "ə😀,1\n"),
            ([0xFE, 0xFF] + utf16("ə😀,1\n", isBigEndian: true), "ə😀,1\n"),
            (utf16("ip,port,é\n", isBigEndian: false), "ip,port,é\n"), (utf16("ip,port,é\n", isBigEndian: true), "ip,port,é\n"),
            ([0xFF, 0xFE, 0x3D, 0xD8, 0x41, 0x00, 0x42], "\u{FFFD}A\u{FFFD}"), ([0xEF, 0xBB, 0xBF], ""), ([0xFF, 0xFE], ""), ([], ""),
            (Array("caf\u{e9}".unicodeScalars.map { UInt8($0.value) }), "caf\u{FFFD}"),
        ] as [([UInt8], String)])
    func encodings(bytes: [UInt8], text: String) throws {
        for buffer in [4, 7, 100] {
            let (read, error) = read(try ByteSource.memory(bytes, name: "x"), buffer: buffer)
            #expect(String(decoding: read, as: UTF8.self) == text)
            #expect(error == nil)
        }
        let packed = try Packing.gzip.pack([("", bytes)])
        #expect(String(decoding: read(try ByteSource.memory(packed, name: "x")).bytes, as: UTF8.self) == text)
    }

    @Test("long UTF-16 is the same whatever the buffer")
    func longUTF16() throws {
        let text = (0..<30_000).map { ["a", "ə", "語", "😀"][$0 * 7 % 4] }.joined()
        let bytes = [0xFF, 0xFE] + utf16(text, isBigEndian: false)
        for buffer in [4, 5, 1001, 65_536] {
            #expect(read(try ByteSource.memory(bytes, name: "x"), buffer: buffer).bytes == Array(text.utf8))
        }
    }

    @Test("other archives, UTF-32, folders and files that are not there are refused with a reason")
    func refused() throws {
        var tar = [UInt8](repeating: 0, count: 1024)
        tar.replaceSubrange(257..<262, with: Array("ustar".utf8))
        for (bytes, reason) in [
            (tar, "a tar archive"), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"), ([0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0], "UTF-32"),
        ] {
            let error = read(try ByteSource.memory(bytes, name: "x")).error
            #expect(error?.description.contains(reason) == true)
        }
        let inside = try Packing.gzip.pack([("", Packing.zip.pack([("a", report)]))])
        #expect(read(try ByteSource.memory(inside, name: "x")).error?.description.contains("a ZIP archive inside compressed data") == true)
        #expect(throws: SourceError.self) { try ByteSource.open("/nonexistent/report.csv") }
        #expect(throws: SourceError.cannotOpen(name: "/", reason: "it is a folder")) { try ByteSource.open("/") }
    }

    @Test("a pipe gives what it has, and an archive in a pipe is read too")
    func pipes() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let line = Array((String(repeating: "x", count: 100) + "\n").utf8)
        #expect(write(ends[1], line, line.count) == line.count)
        let source = try #require(try ByteSource.members(ofDescriptor: ends[0], name: "pipe").first)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { memory.deallocate() }
        #expect(try source.read(into: memory) == line.count, "without waiting for a full buffer")
        #expect(source.totalBytes == nil)
        close(ends[1])
        #expect(try source.read(into: memory) == 0)
        close(ends[0])

        let packed = try Packing.zip.pack([("a.csv", Array("1\n".utf8)), ("b.csv", Array("2\n".utf8))])
        #expect(pipe(&ends) == 0)
        #expect(write(ends[1], packed, packed.count) == packed.count)
        close(ends[1])
        let members = try ByteSource.members(ofDescriptor: ends[0], name: "pipe")
        close(ends[0])
        #expect(members.map { read($0).bytes } == [Array("1\n".utf8), Array("2\n".utf8)])
    }

    @Test("random damage to packed bytes never stops the program", arguments: Packing.allCases)
    func mutations(packing: Packing) throws {
        var numbers = SeededNumbers(3)
        let packed = try packing.pack([("a.csv", Array(report.prefix(3000))), ("b.csv", Array(report.prefix(50)))])
        for _ in 0..<150 {
            let damaged = mutated(packed, using: &numbers)
            guard let members = try? ByteSource.members(ofMemory: damaged, name: "x") else { continue }
            for member in members { #expect(read(member).bytes.count < 100_000_000) }
        }
    }
}

private func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
}

/// Ways to pack a report, made by libarchive's writing side.
enum Packing: String, CaseIterable, CustomTestStringConvertible {
    case plain, gzip, bzip2, xz, zstd, lz4, zip

    var testDescription: String { rawValue }

    struct Failure: Error { var step: String }

    func pack(_ files: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
        guard self != .plain, let first = files.first else { return files.first?.bytes ?? [] }
        let archive = archive_write_new()
        defer { archive_write_free(archive) }
        switch self {
        case .plain: break
        case .gzip: archive_write_add_filter_gzip(archive)
        case .bzip2: archive_write_add_filter_bzip2(archive)
        case .xz: archive_write_add_filter_xz(archive)
        case .zstd: archive_write_add_filter_zstd(archive)
        case .lz4: archive_write_add_filter_lz4(archive)
        case .zip: archive_write_add_filter_none(archive)
        }
        if self == .zip {
            archive_write_set_format_zip(archive)
            archive_write_set_options(archive, "zip:hdrcharset=UTF-8")
        } else {
            archive_write_set_format_raw(archive)
        }
        var output = [UInt8](repeating: 0, count: 1 << 20 + files.reduce(0) { $0 + $1.bytes.count } * 2)
        var used = 0
        try output.withUnsafeMutableBytes { buffer in
            archive_write_set_bytes_in_last_block(archive, 1)
            guard archive_write_open_memory(archive, buffer.baseAddress, buffer.count, &used) == ARCHIVE_OK else {
                throw Failure(step: "open")
            }
            for file in self == .zip ? files : [first] {
                let entry = archive_entry_new()
                defer { archive_entry_free(entry) }
                archive_entry_set_pathname_utf8(entry, file.name)
                archive_entry_set_filetype(entry, 0o100000)
                archive_entry_set_size(entry, Int64(file.bytes.count))
                guard archive_write_header(archive, entry) == ARCHIVE_OK else { throw Failure(step: "header") }
                guard archive_write_data(archive, file.bytes, file.bytes.count) == file.bytes.count else { throw Failure(step: "data") }
            }
            guard archive_write_close(archive) == ARCHIVE_OK else { throw Failure(step: "close") }
        }
        return Array(output[..<used])
    }
}
