import Events
import Foundation
import GRDB
import Glibc
import Testing
import Vocabulary

@testable import EventStore

@Suite("What a store survives")
struct SurvivalTests {
    let folder: ScratchFolder
    let store: EmbeddedStore

    init() throws {
        folder = try ScratchFolder()
        store = try folder.store()
    }

    private func fill(pieces: Int = 3) throws {
        for piece in 0..<pieces {
            try store.take((1...50).map { openDoor("192.0.2.\($0)", at: monday + Int64(piece) * oneDay) }, piece: piece)
        }
    }

    @Test("what a crash leaves behind is removed by the next ingest, and nothing else")
    func leftovers() throws {
        try fill()
        let before = try store.storedFiles()
        let sealed = try store.seal(batch([openDoor("192.0.2.1", at: monday)]), feed: .daily())
        #expect(try store.storedFiles().count == before.count + 2)
        // A crash between the renaming and the transaction: the files have their names, but no row has.
        let segment = try #require(sealed.segment)
        try FileActions.rename(store.path + "/" + segment.path + ".tmp", to: store.path + "/" + segment.path)
        let note = store.path + "/events/2026-03/README.txt"
        try Data("mine".utf8).write(to: URL(fileURLWithPath: note))
        try store.close()

        let again = try EmbeddedStore.open(at: store.path)
        try again.lockForIngest()
        #expect(try again.storedFiles() == before)
        #expect(FileManager.default.fileExists(atPath: note))
        #expect(try again.verify().problems == [])
        #expect(try again.take((1...50).map { openDoor("192.0.2.\($0)", at: monday) }, piece: 0) == .alreadyKnown)
    }

    @Test("a crash after a merge, before the old files are gone, leaves the same events")
    func crashAfterMerge() throws {
        for piece in 0..<8 { try store.take([openDoor("192.0.2.\(piece)", at: monday)], piece: piece) }
        let old = try store.storedFiles()
        for file in old { try FileActions.linkOrCopy(store.path + "/" + file, to: store.path + "/kept-" + file.replacing("/", with: "-")) }
        try store.compactIfNeeded()
        for file in old { try FileActions.rename(store.path + "/kept-" + file.replacing("/", with: "-"), to: store.path + "/" + file) }
        try store.close()
        let again = try EmbeddedStore.open(at: store.path)
        try again.lockForIngest()
        #expect(try again.storedFiles().count == 2)
        #expect(try again.allFindings().count == 8)
        #expect(try again.verify().problems == [])
    }

    /// Flips one bit of a file.
    private func damage(_ file: String, at offset: Int) throws {
        let url = URL(fileURLWithPath: store.path + "/" + file)
        var bytes = try Data(contentsOf: url)
        bytes[bytes.startIndex + offset] ^= 1
        try bytes.write(to: url)
    }

    @Test("one flipped bit anywhere in a file is found, with the file's name", arguments: ["segment", "run"])
    func flippedBits(kind: String) throws {
        try fill(pieces: 1)
        let file = try #require(try store.storedFiles().first { $0.hasSuffix(kind == "run" ? ".run" : ".parquet") })
        let size = try #require(try FileActions.size(store.path + "/" + file))
        for offset in stride(from: 0, to: size, by: max(1, size / 150)) {
            try damage(file, at: offset)
            let problems = try store.verify().problems
            #expect(problems.count == 1 && problems[0].path == store.path + "/" + file, "byte \(offset) of \(size): \(problems)")
            try damage(file, at: offset)
        }
        #expect(try store.verify().problems == [])
    }

    @Test("a file that is missing or cut short is found")
    func missingFile() throws {
        try fill(pieces: 1)
        let files = try store.storedFiles()
        try FileActions.remove(store.path + "/" + files[0])
        truncate(store.path + "/" + files[1], 100)
        let problems = try store.verify().problems
        #expect(problems.map(\.path) == files.map { store.path + "/" + $0 })
        #expect(problems[0].reason == "it is missing")
        #expect(problems[1].reason.hasPrefix("it has 100 bytes"))
    }

    @Test("a catalogue whose sums do not agree is found")
    func sums() throws {
        try fill(pieces: 1)
        try store.writing("test") { try $0.execute(sql: "INSERT INTO rollup_country VALUES (1, 0, 1)") }
        let problems = try store.verify().problems
        #expect(problems.map(\.place) == ["the counts by country"])
    }

    @Test("a store written by a newer program is refused with the reason")
    func newer() throws {
        try store.writing("test") { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 something new')") }
        try store.close()
        #expect(throws: StoreError.newer(path: store.path + "/catalogue.sqlite", migration: "999 something new")) {
            try EmbeddedStore.open(at: store.path)
        }
    }

    @Test("a second ingest waits until the first has finished, and says so")
    func secondIngest() async throws {
        let second = try EmbeddedStore.open(at: store.path)
        let waiting = AsyncStream<Void>.makeStream()
        let done = Task.detached {
            try second.lockForIngest { waiting.continuation.yield() }
            return try second.take([openDoor("192.0.2.1", at: monday)], piece: 1)
        }
        for await _ in waiting.stream { break }
        #expect(try store.take([openDoor("192.0.2.1", at: monday)], piece: 1) == .stored)
        store.unlockIngest()
        #expect(try await done.value == .alreadyKnown)
    }

    @Test("old events go with their segments; findings, counts and the sums stay right")
    func retention() throws {
        try fill()
        try store.take([openDoor("203.0.113.1", at: monday)], feed: .daily("example/red", tlp: .red), piece: 50)
        let findings = try store.allFindings()
        #expect(try store.retain(feed: "example/scan", marking: .only(.red), since: monday + 9 * oneDay).rows == 0)
        let report = try store.retain(marking: .only(.amber), since: monday + 2 * oneDay)
        #expect(report.segments == 2)
        #expect(report.rows == 100)
        #expect(try store.segments().map(\.rowCount).sorted() == [1, 50])
        #expect(try store.storedFiles().count { $0.hasSuffix(".parquet") } == 2)
        #expect(try store.allFindings() == findings)
        #expect(try store.totals(by: .type) == ["vulnerable-system": 151])
        #expect(try store.verify().problems == [])
        #expect(try store.statistics().eventsRetired == 100)
    }

    @Test("a backup made while the store is written to is a store of its own that verifies")
    func backup() throws {
        try fill()
        let target = folder.path + "/backup"
        let findings = try store.allFindings()
        try store.backup(to: target)
        for piece in 10..<20 { try store.take([openDoor("198.51.100.1", at: monday + 9 * oneDay)], piece: piece) }
        try store.compact()
        let copy = try EmbeddedStore.open(at: target)
        #expect(try copy.verify().problems == [])
        #expect(try copy.allFindings() == findings)
        try copy.lockForIngest()
        #expect(try copy.take([openDoor("192.0.2.1", at: monday)], piece: 30) == .stored)
        #expect(try store.verify().problems == [])
        #expect(throws: StoreError.self) { try store.backup(to: target) }
    }

    @Test("on a full disk the store says so, stays whole, and goes on when there is space again", .enabled(if: SmallDisk.isPermitted))
    func fullDisk() throws {
        let disk = try SmallDisk(megabytes: 3)
        defer { withExtendedLifetime(disk) {} }
        let store = try EmbeddedStore.open(at: disk.path + "/store")
        try store.lockForIngest()
        func report(_ piece: Int) -> [Event] {
            (0..<3000).map { number in
                var event = openDoor("198.18.\(number / 250).\(number % 250)", at: monday + Int64(piece) * oneDay)
                event[.extra("banner")] = .text("\(piece) \(number &* 2_654_435_761 &+ piece &* 40_503)")
                return event
            }
        }
        var stored = 0
        var full: StoreError?
        while full == nil, stored < 200 {
            do {
                try store.take(report(stored), piece: stored)
                stored += 1
            } catch let error as StoreError {
                full = error
            }
        }
        guard case .diskFull = full else {
            Issue.record("the disk did not become full: \(String(describing: full))")
            return
        }
        #expect(stored > 0)
        #expect(try store.storedFiles().count == 2 * stored)
        #expect(try store.verify().problems == [])
        try disk.grow(megabytes: 30)
        #expect(try store.take(report(stored), piece: stored) == .stored)
        #expect(try store.take(report(0), piece: 0) == .alreadyKnown)
        #expect(try store.totals(by: .feed) == ["example/scan": Int64(3000 * (stored + 1))])
        #expect(try store.verify().problems == [])
        try store.close()
    }
}

/// A file system in memory of a few megabytes, where the one who runs the tests may mount one.
final class SmallDisk {
    let path: String

    static let isPermitted: Bool = {
        guard let disk = try? SmallDisk(megabytes: 1) else { return false }
        return withExtendedLifetime(disk) { true }
    }()

    init(megabytes: Int) throws {
        path = FileManager.default.temporaryDirectory.path + "/keshik-disk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            rmdir(path)
            throw StoreError.system(operation: "mount", path: path, code: errno)
        }
    }

    func grow(megabytes: Int) throws {
        guard mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT), "size=\(megabytes)m") == 0 else {
            throw StoreError.system(operation: "remount", path: path, code: errno)
        }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
        rmdir(path)
    }
}
