#if canImport(CArchive)
    import CArchive
    import Foundation
    import Logging
    import Testing
    import Vocabulary

    @testable import Centre

    @Suite("The archive with the usual password")
    struct LockedArchiveTests {
        let folder = DataFolder()

        @Test("files come out under the password alone, two of one name side by side, sealed with AES-256")
        func opens() async throws {
            let clock = TestClock()
            let house = try await House.open(
                data: folder.path, capabilities: [], key: .file(folder.path + "/keys/secrets.key"), zone: .utc,
                logger: .init(label: "test"),
                clock: clock.read)
            let contents = [[UInt8](repeating: 66, count: 150_000), Array("second".utf8)]
            for content in contents {
                let arrived = try house.vault.arrive(content, named: "bad.exe")
                try await house.records.write { try house.vault.keep(arrived, from: "reporter", for: "report:1", in: $0) }
                clock.advance(by: .seconds(1))
            }
            let stream = house.vault.archive(try await house.vault.files(of: "report:1"), named: "report.zip")
            let collected = Collected()
            try await stream.write(StreamWriter { await collected.add($0) })
            let bytes = await collected.bytes
            #expect(Data(bytes).range(of: Data(repeating: 66, count: 64)) == nil)
            #expect(try unpacked(bytes, password: "infected").map(\.0) == ["bad.exe", "2-bad.exe"])
            #expect(try unpacked(bytes, password: "infected").map(\.1) == contents)
            #expect(throws: Refused.self) { try unpacked(bytes, password: "wrong") }
            // The extra field 0x9901 with strength 3 says AES-256 (WinZip AE).
            #expect(Data(bytes).range(of: Data([0x01, 0x99, 0x07, 0x00])) != nil)
        }

        private actor Collected {
            var bytes: [UInt8] = []
            func add(_ piece: [UInt8]) { bytes += piece }
        }

        private struct Refused: Error {}

        private func unpacked(_ bytes: [UInt8], password: String) throws -> [(String, [UInt8])] {
            let archive = archive_read_new()
            defer { archive_read_free(archive) }
            archive_read_support_format_zip(archive)
            archive_read_add_passphrase(archive, password)
            guard archive_read_open_memory(archive, bytes, bytes.count) == ARCHIVE_OK else { throw Refused() }
            var files: [(String, [UInt8])] = []
            var entry: OpaquePointer?
            while archive_read_next_header(archive, &entry) == ARCHIVE_OK {
                let name = archive_entry_pathname(entry).map { String(cString: $0) } ?? ""
                var content: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 4_096)
                while true {
                    let count = archive_read_data(archive, &buffer, buffer.count)
                    guard count >= 0 else { throw Refused() }
                    if count == 0 { break }
                    content += buffer[..<count]
                }
                files.append((name, content))
            }
            return files
        }
    }
#endif
