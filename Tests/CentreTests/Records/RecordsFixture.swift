import Foundation
import GRDB
import Synchronization
import Vocabulary

@testable import Centre

/// A data folder that goes with its test.
final class DataFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/keshik-records-" + UUID().uuidString

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The records of the folder. Each call stands for a program that starts.
    func open(_ migrations: [Migration] = [], options: RecordsOptions = RecordsOptions(patience: 0.2)) throws -> Records {
        try Records.open(data: path, migrations: migrations, options: options, now: TestClock.start)
    }

    var backups: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path + "/backups")) ?? []).sorted() }
}

/// A clock that stands until it is set forward.
final class TestClock: Sendable {
    /// Sunday 2026-03-01 12:00 UTC.
    static let start = Instant(seconds: 1_772_366_400)
    private let moment = Mutex(TestClock.start)

    var now: Instant { moment.withLock { $0 } }

    var read: @Sendable () -> Instant { { self.now } }

    func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }

    func set(_ instant: Instant) { moment.withLock { $0 = instant } }
}

/// Values put down by closures of a test, in order.
final class Notebook<Value: Sendable>: Sendable {
    private let entries = Mutex<[Value]>([])

    func note(_ value: Value) { entries.withLock { $0.append(value) } }

    var all: [Value] { entries.withLock { $0 } }
}

/// The steps of a capability that keeps notes.
enum NotesCapability {
    static let first = Migration(
        name: "notes-001-note", sql: "CREATE TABLE notes_note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
    static let second = Migration(
        name: "notes-002-answer",
        sql: """
            CREATE TABLE notes_answer (id INTEGER PRIMARY KEY, note INTEGER NOT NULL REFERENCES notes_note, text TEXT NOT NULL) STRICT;
            CREATE INDEX notes_answer_note ON notes_answer (note);
            """)
}

extension Records {
    func note(_ text: String) async throws {
        try await write { try $0.execute(sql: "INSERT INTO notes_note (text) VALUES (?)", arguments: [text]) }
    }

    func notes() async throws -> [String] {
        try await read { try String.fetchAll($0, sql: "SELECT text FROM notes_note ORDER BY id") }
    }
}
