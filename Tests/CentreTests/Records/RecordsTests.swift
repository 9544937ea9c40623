import Foundation
import GRDB
import Testing

@testable import Centre

@Suite("Reading and writing records")
struct RecordsTests {
    @Test("what was confirmed is there when the program starts again")
    func lasting() async throws {
        let folder = DataFolder()
        do {
            let records = try folder.open([NotesCapability.first])
            try await records.note("one")
        }
        #expect(try await folder.open([NotesCapability.first]).notes() == ["one"])
    }

    @Test("closed records are one file")
    func closing() async throws {
        let folder = DataFolder()
        let records = try folder.open([NotesCapability.first])
        try await records.note("one")
        #expect(try await records.notes() == ["one"])
        try records.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["records.lock", "records.sqlite"])
        await #expect(throws: RecordsError.self) { try await records.note("two") }
    }

    @Test("every commit goes to the disk, references are checked, and only the owner may read the file")
    func settings() async throws {
        let folder = DataFolder()
        let records = try folder.open([NotesCapability.first])
        let pragmas = try await records.write { database in
            try ["journal_mode", "synchronous", "foreign_keys", "trusted_schema", "secure_delete"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)") ?? ""
            }
        }
        #expect(pragmas == ["wal", "2", "1", "0", "1"])
        try await records.note("x")
        for file in ["records.sqlite", "records.sqlite-wal", "records.lock"] {
            let rights = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + file)[.posixPermissions] as? Int
            #expect(rights == 0o600, "\(file)")
        }
    }

    @Test("a transaction whose body throws changes nothing, and the body's own error comes out")
    func rollback() async throws {
        struct Refusal: Error {}
        let folder = DataFolder()
        let records = try folder.open([NotesCapability.first])
        await #expect(throws: Refusal.self) {
            try await records.write { database in
                try database.execute(sql: "INSERT INTO notes_note (text) VALUES ('gone')")
                throw Refusal()
            }
        }
        #expect(try await records.notes().isEmpty)
    }

    @Test("a broken rule of the tables comes out as a conflict")
    func conflict() async throws {
        let folder = DataFolder()
        let records = try folder.open([NotesCapability.first, NotesCapability.second])
        await #expect { try await records.write { try $0.execute(sql: "INSERT INTO notes_answer (note, text) VALUES (7, 'x')") } } throws: {
            if case RecordsError.conflict? = $0 as? RecordsError { true } else { false }
        }
        await #expect {
            try await records.write { try $0.execute(sql: "INSERT INTO notes_note (id, text) VALUES ('seven', 'x')") }
        } throws: {
            if case RecordsError.conflict? = $0 as? RecordsError { true } else { false }
        }
    }

    @Test("a file that is no database is refused with a sentence")
    func noDatabase() throws {
        let folder = DataFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try Data("certainly not a database, but long enough to be looked at as one".utf8).write(
            to: URL(filePath: folder.path + "/records.sqlite"))
        #expect { try folder.open() } throws: { "\($0)".contains("keshik db check") }
    }
}
