import Foundation
import GRDB
import Testing

@testable import Centre

@Suite("Backup, restore and check of records")
struct BackupTests {
    static let steps = [NotesCapability.first, NotesCapability.second]

    @Test("a backup made while records are in use is one whole file with what was confirmed")
    func backup() async throws {
        let folder = DataFolder()
        let records = try folder.open(Self.steps)
        try await records.note("one")
        let inside = try records.backup(now: TestClock.start)
        try await records.note("two")
        let outside = try Records.backup(data: folder.path, to: folder.path + "/elsewhere.sqlite", now: TestClock.start)
        #expect(inside == folder.path + "/backups/records-20260301T120000Z.sqlite")
        #expect(try texts(inside) == ["one"])
        #expect(try texts(outside) == ["one", "two"])
        #expect(!FileManager.default.fileExists(atPath: outside + "-wal"))
        #expect(throws: RecordsError.self) { try Records.backup(data: folder.path, to: outside, now: TestClock.start) }
        #expect(try records.backup(now: TestClock.start).hasSuffix("records-20260301T120000Z-2.sqlite"))
    }

    @Test("restoring puts the backup in the place of the records, and the records aside")
    func restore() async throws {
        let folder = DataFolder()
        let records = try folder.open(Self.steps)
        try await records.note("old")
        let backup = try records.backup(now: TestClock.start)
        try await records.note("new")
        #expect(throws: RecordsError.inUse(path: records.path)) {
            try Records.restore(data: folder.path, from: backup, migrations: Self.steps, now: TestClock.start)
        }
        try records.close()
        let aside = try #require(
            try Records.restore(data: folder.path, from: backup, migrations: Self.steps, now: TestClock.start))
        #expect(try await folder.open(Self.steps).notes() == ["old"])
        #expect(try texts(aside) == ["old", "new"])
    }

    @Test("what a killed program left in the write-ahead log goes aside with the records, not into what is restored")
    func restoreOverLog() async throws {
        let folder = DataFolder()
        let other = DataFolder()
        let records = try folder.open(Self.steps)
        try await records.note("a")
        let backup = try records.backup(now: TestClock.start)
        try await records.note("b")
        // The files as a kill leaves them: database and log without the last checkpoint.
        try FileManager.default.createDirectory(atPath: other.path, withIntermediateDirectories: true)
        for side in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: folder.path + "/records.sqlite" + side, toPath: other.path + "/records.sqlite" + side)
        }
        let aside = try #require(try Records.restore(data: other.path, from: backup, migrations: Self.steps, now: TestClock.start))
        #expect(try await other.open(Self.steps).notes() == ["a"])
        #expect(try texts(aside) == ["a", "b"])
    }

    @Test("damaged records go aside as they are")
    func restoreOverDamage() async throws {
        let folder = DataFolder()
        let records = try folder.open(Self.steps)
        try await records.note("a")
        let backup = try records.backup(now: TestClock.start)
        try records.close()
        try Data(repeating: 0x41, count: 10_000).write(to: URL(filePath: folder.path + "/records.sqlite"))
        let aside = try #require(try Records.restore(data: folder.path, from: backup, migrations: Self.steps, now: TestClock.start))
        #expect(try await folder.open(Self.steps).notes() == ["a"])
        #expect(try Data(contentsOf: URL(filePath: aside)) == Data(repeating: 0x41, count: 10_000))
    }

    @Test("a file that is no backup, a damaged one and a newer one are not restored")
    func notRestorable() async throws {
        let folder = DataFolder()
        let records = try folder.open(Self.steps)
        for number in 0..<200 { try await records.note("note \(number) \(String(repeating: "x", count: 200))") }
        let backup = try records.backup(now: TestClock.start)
        try records.close()

        let text = folder.path + "/text.sqlite"
        try Data("no database".utf8).write(to: URL(filePath: text))
        let empty = folder.path + "/empty.sqlite"
        try Data().write(to: URL(filePath: empty))
        let damaged = folder.path + "/damaged.sqlite"
        var bytes = try Data(contentsOf: URL(filePath: backup))
        bytes.replaceSubrange(bytes.count - 9_000..<bytes.count - 1_000, with: Data(repeating: 0xFF, count: 8_000))
        try bytes.write(to: URL(filePath: damaged))
        for path in [text, empty, damaged, folder.path + "/nothing"] {
            #expect { try Records.restore(data: folder.path, from: path, migrations: Self.steps, now: TestClock.start) } throws: {
                if case RecordsError.notRestorable(path, _)? = $0 as? RecordsError { true } else { false }
            }
        }
        #expect {
            try Records.restore(data: folder.path, from: backup, migrations: [NotesCapability.first], now: TestClock.start)
        } throws: {
            "\($0)".contains("newer Keshik")
        }
        #expect(try await folder.open(Self.steps).notes().count == 200)
    }

    @Test("sound records have nothing to say")
    func sound() throws {
        let folder = DataFolder()
        let records = try folder.open(Self.steps)
        #expect(try Records.check(data: folder.path, migrations: Self.steps).mistakes == [])
        try records.close()
        #expect(try Records.check(data: folder.path, migrations: Self.steps).isSound)
    }

    @Test("the check names what should not be, what is missing, what differs, and what points nowhere")
    func mistakes() async throws {
        let folder = DataFolder()
        try folder.open(Self.steps).close()
        let intruder = try DatabaseQueue(path: folder.path + "/records.sqlite")
        try await intruder.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA foreign_keys = OFF;
                    CREATE TABLE stranger (x);
                    DROP INDEX notes_answer_note;
                    DROP INDEX jobs_settled_age;
                    CREATE INDEX jobs_settled_age ON jobs_settled (kind);
                    INSERT INTO notes_answer (note, text) VALUES (99, 'x');
                    """)
        }
        try intruder.close()
        let third = Migration(name: "notes-003-more", sql: "")
        let check = try Records.check(data: folder.path, migrations: Self.steps + [third])
        #expect(
            Set(check.mistakes) == [
                .loose(table: "stranger"), .unknown(kind: "table", name: "stranger"), .missing(kind: "index", name: "notes_answer_note"),
                .changed(kind: "index", name: "jobs_settled_age"), .brokenReference(table: "notes_answer", row: 1, missing: "notes_note"),
                .pending(migration: "notes-003-more"),
            ])
        let older = try Records.check(data: folder.path, migrations: [NotesCapability.first])
        #expect(older.mistakes.contains(.newer(migration: "notes-002-answer")))
    }

    @Test("without a database check and backup say how to get one")
    func absent() {
        let folder = DataFolder()
        #expect(throws: RecordsError.absent(path: folder.path + "/records.sqlite")) {
            try Records.check(data: folder.path, migrations: [])
        }
        #expect(throws: RecordsError.absent(path: folder.path + "/records.sqlite")) {
            try Records.backup(data: folder.path, now: TestClock.start)
        }
    }

    private func texts(_ path: String) throws -> [String] {
        let copy = try DatabaseQueue(path: path)
        return try copy.read { try String.fetchAll($0, sql: "SELECT text FROM notes_note ORDER BY id") }
    }
}
