import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Centre

@Suite("Steps of the records database")
struct MigrationTests {
    @Test(
        "a step's name says whose it is",
        arguments: [
            ("notices-001-rules", "notices"), ("site-check-012-runs", "site-check"), ("a1-000-x", "a1"),
        ])
    func capability(name: String, capability: String) {
        #expect(Migration(name: name, sql: "").capability == capability)
    }

    @Test(
        "a step whose name does not say so is refused",
        arguments: [
            "", "rules", "notices-rules", "notices-1-rules", "001-rules", "notices-001", "notices-001-", "Notices-001-rules",
            "notices-0001-rules",
            "notices_001_rules", "notices--001-rules", "notices-001-rules'",
        ])
    func malformed(name: String) {
        let folder = DataFolder()
        #expect(Migration(name: name, sql: "").capability == nil)
        #expect { try folder.open([Migration(name: name, sql: "")]) } throws: { error in
            if case RecordsError.wrongMigration(name, _)? = error as? RecordsError { true } else { false }
        }
    }

    @Test("a name used twice is refused")
    func twice() {
        let folder = DataFolder()
        #expect(throws: RecordsError.self) { try folder.open([NotesCapability.first, NotesCapability.first]) }
    }

    @Test("a step that makes a table without STRICT is refused and leaves nothing behind")
    func loose() async throws {
        let folder = DataFolder()
        let loose = Migration(name: "notes-002-loose", sql: "CREATE TABLE notes_loose (id INTEGER PRIMARY KEY, text TEXT)")
        #expect(
            throws: RecordsError.wrongMigration(name: "notes-002-loose", reason: "not STRICT: notes_loose; end CREATE TABLE with STRICT")
        ) {
            try folder.open([NotesCapability.first, loose])
        }
        let records = try folder.open([NotesCapability.first])
        #expect(try await records.read { try $0.tableExists("notes_note") })
        #expect(try await records.read { try $0.tableExists("notes_loose") } == false)
    }

    @Test("a step cannot take a name of another capability")
    func foreign() {
        let folder = DataFolder()
        let foreign = Migration(name: "notes-001-x", sql: "CREATE TABLE jobs_note (id INTEGER PRIMARY KEY) STRICT")
        #expect { try folder.open([foreign]) } throws: { "\($0)".contains("must begin with notes_") }
    }

    @Test("a full-text index is allowed although it cannot be STRICT")
    func fullText() throws {
        let folder = DataFolder()
        _ = try folder.open([Migration(name: "notes-001-search", sql: "CREATE VIRTUAL TABLE notes_search USING fts5 (text)")])
    }

    @Test("steps are applied once, in order, and the report says which")
    func order() async throws {
        let folder = DataFolder()
        let first = try folder.open([NotesCapability.first])
        #expect(first.migrated.applied.last == "notes-001-note")
        #expect(first.migrated.backup == nil)
        try await first.note("kept")
        try first.close()
        let second = try folder.open([NotesCapability.first, NotesCapability.second])
        #expect(second.migrated.applied == ["notes-002-answer"])
        #expect(try await second.notes() == ["kept"])
        try second.close()
        let third = try folder.open([NotesCapability.first, NotesCapability.second])
        #expect(third.migrated.applied.isEmpty)
        #expect(folder.backups.count == 1)
    }

    @Test("before an existing database is changed it is copied as it was")
    func backup() async throws {
        let folder = DataFolder()
        let old = try folder.open([NotesCapability.first])
        try await old.note("before")
        try old.close()
        let new = try folder.open([NotesCapability.first, NotesCapability.second])
        #expect(folder.backups == ["records-20260301T120000Z-before-notes-002-answer.sqlite"])
        let path = try #require(new.migrated.backup)
        let copy = try DatabaseQueue(path: path)
        let (texts, hasAnswers) = try await copy.read { database in
            (try String.fetchAll(database, sql: "SELECT text FROM notes_note"), try database.tableExists("notes_answer"))
        }
        #expect(texts == ["before"])
        #expect(!hasAnswers)
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(rights == 0o600)
    }

    @Test("only the last automatic backups are kept, and all made by hand")
    func pruning() throws {
        let folder = DataFolder()
        var steps = [NotesCapability.first]
        let records = try folder.open(steps)
        _ = try records.backup(now: TestClock.start)
        try records.close()
        for number in 2...6 {
            steps.append(
                Migration(name: "notes-00\(number)-more", sql: "CREATE TABLE notes_more\(number) (id INTEGER PRIMARY KEY) STRICT"))
            try Records.open(
                data: folder.path, migrations: steps, options: RecordsOptions(backupsKept: 2), now: TestClock.start + .seconds(number)
            ).close()
        }
        #expect(
            folder.backups == [
                "records-20260301T120000Z.sqlite", "records-20260301T120005Z-before-notes-005-more.sqlite",
                "records-20260301T120006Z-before-notes-006-more.sqlite",
            ])
    }

    @Test("a step that fails is undone, and the error names the backup to go back to")
    func failure() async throws {
        let folder = DataFolder()
        let old = try folder.open([NotesCapability.first])
        try await old.note("safe")
        try old.close()
        let bad = Migration(name: "notes-002-bad", sql: "DELETE FROM notes_note; CREATE TABLE notes_note (id INTEGER) STRICT")
        #expect { try folder.open([NotesCapability.first, bad]) } throws: { error in
            guard case RecordsError.migrationFailed("notes-002-bad", _, let backup?)? = error as? RecordsError else { return false }
            return FileManager.default.fileExists(atPath: backup) && "\(error)".contains("keshik db restore \(backup)")
        }
        #expect(try await folder.open([NotesCapability.first]).notes() == ["safe"])
    }

    @Test("a step that breaks a reference is undone")
    func references() async throws {
        let folder = DataFolder()
        let steps = [NotesCapability.first, NotesCapability.second]
        let old = try folder.open(steps)
        try await old.note("a")
        try await old.write { try $0.execute(sql: "INSERT INTO notes_answer (note, text) VALUES (1, 'b')") }
        try old.close()
        let bad = Migration(name: "notes-003-bad", sql: "DELETE FROM notes_note")
        #expect(throws: RecordsError.self) { try folder.open(steps + [bad]) }
        #expect(try await folder.open(steps).notes() == ["a"])
    }

    @Test("a database that a newer program made is refused with what to do, and is not touched")
    func newer() throws {
        let folder = DataFolder()
        try folder.open([NotesCapability.first, NotesCapability.second]).close()
        #expect(throws: RecordsError.newer(path: folder.path + "/records.sqlite", migrations: ["notes-002-answer"])) {
            try folder.open([NotesCapability.first])
        }
        #expect("\(RecordsError.newer(path: "x", migrations: ["y"]))".contains("keshik db restore"))
        try folder.open([NotesCapability.first, NotesCapability.second]).close()
    }

    @Test("a database that another process uses in its old form is not changed under its feet")
    func inUse() async throws {
        let folder = DataFolder()
        let old = try folder.open([NotesCapability.first])
        #expect(throws: RecordsError.inUse(path: folder.path + "/records.sqlite")) {
            try folder.open([NotesCapability.first, NotesCapability.second])
        }
        try await old.note("still works")
        try old.close()
        #expect(try folder.open([NotesCapability.first, NotesCapability.second]).migrated.applied == ["notes-002-answer"])
    }

    @Test("two programs that start at once migrate once and both open")
    func race() async throws {
        let folder = DataFolder()
        try folder.open().close()
        let steps = [NotesCapability.first, NotesCapability.second]
        let opened = try await withThrowingTaskGroup(of: Records.self) { group in
            for _ in 0..<2 { group.addTask { try folder.open(steps, options: RecordsOptions(patience: 20)) } }
            var opened: [Records] = []
            for try await records in group { opened.append(records) }
            return opened
        }
        #expect(opened.map(\.migrated.applied.count).sorted() == [0, 2])
        #expect(folder.backups.count == 1)
    }
}
