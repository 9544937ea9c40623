internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// The tables of collectors.
struct CollectorStore: Sendable {
    let records: Records

    func collectors() async throws -> [Collector] {
        try await records.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM observation_collector ORDER BY name, id").compactMap(Self.collector)
        }
    }

    func collector(_ id: String) async throws -> Collector? {
        try await records.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM observation_collector WHERE id = ?", arguments: [id]).flatMap(Self.collector)
        }
    }

    /// Enters a collector, or what was changed in it. How far it came is kept unless its place changed.
    func save(_ collector: Collector, by person: String, at now: Instant) async throws {
        let settings = try Self.text(collector.settings)
        let mark = try Self.text(collector.mark)
        try await records.write { db in
            try db.execute(
                sql: """
                    INSERT INTO observation_collector
                        (id, name, kind, feed, settings, schedule, is_enabled, mark, created_at, changed_at, changed_by)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10)
                    ON CONFLICT (id) DO UPDATE SET name = ?2, feed = ?4, settings = ?5, schedule = ?6, is_enabled = ?7, mark = ?8,
                        changed_at = ?9, changed_by = ?10
                    """,
                arguments: [
                    collector.id, collector.name, collector.kind.rawValue, collector.feed, settings, collector.schedule,
                    collector.isEnabled,
                    mark, now.microseconds, person,
                ])
        }
    }

    func remove(_ id: String) async throws {
        try await records.write {
            try $0.execute(sql: "DELETE FROM observation_collector WHERE id = ?", arguments: [id])
            try $0.execute(sql: "DELETE FROM observation_mail WHERE collector = ?", arguments: [id])
        }
    }

    /// Keeps how far a collector came, and which mails it read.
    func keep(mark: [String: String], mails: [String] = [], of id: String, at now: Instant) async throws {
        let text = try Self.text(mark)
        try await records.write { db in
            try db.execute(sql: "UPDATE observation_collector SET mark = ? WHERE id = ?", arguments: [text, id])
            for mail in mails {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO observation_mail (collector, message, at) VALUES (?, ?, ?)",
                    arguments: [id, mail, now.microseconds])
            }
            // The numbering of a mailbox changes seldom, and then old mails are seldom in it.
            let old = (now - .seconds(400 * 86_400)).microseconds
            try db.execute(sql: "DELETE FROM observation_mail WHERE collector = ? AND at < ?", arguments: [id, old])
        }
    }

    /// The Message-IDs of all mails that a collector read.
    func knownMails(of id: String) async throws -> Set<String> {
        try await records.read {
            Set(try String.fetchAll($0, sql: "SELECT message FROM observation_mail WHERE collector = ?", arguments: [id]))
        }
    }

    /// Notes what became of a collection; the last thousand of each collector stay.
    func enter(_ collection: Collection) async throws {
        try await records.write { db in
            try db.execute(
                sql: """
                    INSERT INTO observation_collection
                        (collector, way, by, feeds, started_at, ended_at, result, text, files, events, rejected, known_bytes)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    collection.collector, collection.way.rawValue, collection.by, collection.feeds.joined(separator: " "),
                    collection.started.microseconds, collection.ended.microseconds, collection.result.rawValue,
                    String(collection.text.prefix(4_000)), collection.files, collection.events, collection.rejected, collection.knownBytes,
                ])
            try db.execute(
                sql: """
                    DELETE FROM observation_collection WHERE collector IS ?1 AND id <= (
                        SELECT id FROM observation_collection WHERE collector IS ?1 ORDER BY id DESC LIMIT 1 OFFSET 1000)
                    """, arguments: [collection.collector])
        }
    }

    /// The latest first.
    /// - Parameter collector: only of this one
    func collections(of collector: String? = nil, limit: Int = 50) async throws -> [Collection] {
        try await records.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM observation_collection WHERE ?1 IS NULL OR collector = ?1 ORDER BY id DESC LIMIT ?2",
                arguments: [collector, limit]
            ).compactMap(Self.collection)
        }
    }

    /// The last collection of each collector.
    func latest() async throws -> [String: Collection] {
        try await records.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM observation_collection WHERE id IN (
                        SELECT max(id) FROM observation_collection WHERE collector IS NOT NULL GROUP BY collector)
                    """)
            return Dictionary(rows.compactMap(Self.collection).compactMap { one in one.collector.map { ($0, one) } }) { first, _ in first }
        }
    }

    /// How the last collection of each feed ended, where its collector names the feed or brought it.
    func marks() async throws -> [String: CollectionMark] {
        var marks: [String: CollectionMark] = [:]
        let enabled = Set(try await collectors().filter(\.isEnabled).map(\.id))
        for (collector, collection) in try await latest() where enabled.contains(collector) {
            for feed in collection.feeds {
                switch collection.result {
                case .done, .unchanged: marks[feed] = .done
                case .empty: marks[feed] = .empty
                case .failed: marks[feed] = .failed(String(collection.text.prefix(200)))
                }
            }
        }
        return marks
    }

    // MARK: Batches of programs

    /// What a program sent under a key before: digest and answer.
    func batch(_ key: String, of program: String) async throws -> (digest: String, answer: String)? {
        try await records.read { db in
            try Row.fetchOne(
                db, sql: "SELECT digest, answer FROM observation_batch WHERE program = ? AND key = ?", arguments: [program, key]
            ).map { ($0[0], $0[1]) }
        }
    }

    /// Keeps the answer for a month.
    func keep(answer: String, digest: String, key: String, of program: String, at now: Instant) async throws {
        try await records.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO observation_batch (program, key, digest, answer, at) VALUES (?, ?, ?, ?, ?)",
                arguments: [program, key, digest, answer, now.microseconds])
            try db.execute(
                sql: "DELETE FROM observation_batch WHERE at < ?", arguments: [(now - .seconds(31 * 86_400)).microseconds])
        }
    }

    // MARK: Rows

    private static func collector(_ row: Row) -> Collector? {
        guard let kind = Collector.Kind(rawValue: row["kind"]) else { return nil }
        return Collector(
            id: row["id"], name: row["name"], kind: kind, feed: row["feed"], settings: value(row["settings"]) ?? .init(),
            schedule: row["schedule"], isEnabled: row["is_enabled"], mark: value(row["mark"]) ?? [:])
    }

    private static func collection(_ row: Row) -> Collection? {
        guard let way = Collection.Way(rawValue: row["way"]), let result = Collection.Result(rawValue: row["result"]) else { return nil }
        return Collection(
            id: row["id"], collector: row["collector"], way: way, by: row["by"],
            feeds: (row["feeds"] as String).split(separator: " ").map(String.init), started: Instant(microseconds: row["started_at"]),
            ended: Instant(microseconds: row["ended_at"]), result: result, text: row["text"], files: row["files"], events: row["events"],
            rejected: row["rejected"], knownBytes: row["known_bytes"])
    }

    private static func value<Value: Decodable>(_ text: String) -> Value? { try? JSONDecoder().decode(Value.self, from: Data(text.utf8)) }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
