internal import Centre
internal import EventStore
internal import Foundation
internal import GRDB
internal import Vocabulary

/// Takes answers down and lets them change findings.
struct AnswerDesk: Sendable {
    let office: NoticeOffice

    /// What somebody answers.
    struct Word: Sendable {
        let notice: Notice.ID
        /// Nil for all findings of the notice.
        var findings: [FindingID]?
        let kind: NoticeAnswer.Kind
        let way: NoticeAnswer.Way
        let who: String
        var text = ""
        var until: Instant?
        /// The letter it came in, so that the same letter taken twice is one answer.
        var letter: String?
        /// The Message-ID of the letter, for the thread.
        var message: String?
    }

    /// Writes an answer down, with what it is to change; false where it was taken before.
    @discardableResult
    func take(_ word: Word) async throws -> Bool {
        let now = office.house.clock()
        let isNew = try await office.house.records.write { database in
            try Self.enter(word, at: now, database)
        }
        if isNew { try await change() }
        return isNew
    }

    private static func enter(_ word: Word, at now: Instant, _ database: Database) throws -> Bool {
        if let letter = word.letter,
            try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM notices_answer WHERE letter = ?)", arguments: [letter]) == true
        {
            return false
        }
        let all = try FindingID.told(in: word.notice, database)
        let meant = word.findings.map { Set($0).intersection(all) } ?? all
        let isWhole = word.findings == nil || meant.count == all.count
        for finding in isWhole ? [nil] : meant.sorted().map(Optional.some) {
            try database.execute(
                sql: """
                    INSERT INTO notices_answer (notice, finding, kind, way, who, text, until, moment, letter, message)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    word.notice, finding?.stored, word.kind.rawValue, word.way.rawValue, word.who, word.text, word.until?.microseconds,
                    now.microseconds, word.letter, word.message,
                ])
            guard word.kind.decision(until: word.until) != nil else { continue }
            let answer = database.lastInsertedRowID
            for changed in finding.map({ [$0] }) ?? all.sorted() {
                try database.execute(
                    sql: "INSERT INTO notices_change (answer, finding) VALUES (?, ?)", arguments: [answer, changed.stored])
            }
        }
        guard word.kind != .automatic, word.kind != .reply else { return true }
        try database.execute(
            sql: "UPDATE notices_notice SET answered = coalesce(answered, ?1), read = coalesce(read, ?1) WHERE id = ?2",
            arguments: [now.microseconds, word.notice])
        for finding in meant {
            try database.execute(
                sql: "UPDATE notices_track SET answer = ?, answered = ? WHERE finding = ?",
                arguments: [word.kind.rawValue, now.microseconds, finding.stored])
        }
        return true
    }

    /// After this time what somebody took is taken for left undone.
    private static let patience = Duration.seconds(300)

    /// Carries answers over to the findings, which lie in another database: each once, also where the process was killed in between. Who
    /// takes a change has it alone.
    @discardableResult
    func change() async throws -> Int {
        let now = office.house.clock()
        let open = try await office.house.records.write { database in
            let open = try Row.fetchAll(
                database,
                sql: """
                    SELECT c.id, c.finding, a.notice, a.kind, a.who, a.text, a.until, a.moment FROM notices_change c
                    JOIN notices_answer a ON a.id = c.answer
                    WHERE c.done IS NULL AND coalesce(c.taken, 0) < ? ORDER BY c.id LIMIT 5000
                    """, arguments: [(now - Self.patience).microseconds]
            ).map(OpenChange.init)
            for one in open {
                try database.execute(sql: "UPDATE notices_change SET taken = ? WHERE id = ?", arguments: [now.microseconds, one.id])
            }
            return open
        }
        guard !open.isEmpty else { return 0 }
        let store = office.store
        try await withTaskExecutorPreference(office.threads) {
            for one in open {
                guard let finding = one.finding, let kind = one.kind else { continue }
                let earlier = try store.decisions(about: finding)
                if earlier.contains(where: { $0.at == one.time && $0.kind == kind && $0.by == one.who }) { continue }
                try store.decide(kind, about: finding, by: one.who, note: one.note, at: one.time)
            }
        }
        try await office.house.records.write { database in
            for one in open {
                try database.execute(sql: "UPDATE notices_change SET done = ? WHERE id = ?", arguments: [now.microseconds, one.id])
            }
        }
        return open.count
    }

    private struct OpenChange: Sendable {
        let id: Int64
        let finding: FindingID?
        let kind: Decision.Kind?
        let who: String
        let note: String
        let time: Int64

        init(_ row: Row) {
            id = row["id"]
            finding = FindingID(stored: row["finding"])
            let until = (row["until"] as Int64?).map(Instant.init(microseconds:))
            kind = NoticeAnswer.Kind(rawValue: row["kind"])?.decision(until: until)
            who = row["who"]
            let text: String = row["text"]
            note = "\(row["notice"] as String)" + (text.isEmpty ? "" : ": \(text)")
            time = row["moment"]
        }
    }

    /// Does again what a killed process left undone.
    var changing: JobKind {
        JobKind(name: "notices.change", schedule: JobSchedule("*/15 * * * *")) { _ in
            .done("\(try await change()) findings changed by answers")
        }
    }

    /// The conversation about a notice, the first word first.
    static func conversation(_ notice: Notice.ID, _ database: Database) throws -> [NoticeAnswer] {
        try Row.fetchAll(database, sql: "SELECT * FROM notices_answer WHERE notice = ? ORDER BY id", arguments: [notice]).map(
            NoticeAnswer.init)
    }

    /// The Message-ID of the last letter of an owner about a notice: what a reply answers.
    static func lastMessage(_ notice: Notice.ID, _ database: Database) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT message FROM notices_answer WHERE notice = ? AND message IS NOT NULL ORDER BY id DESC",
            arguments: [notice])
    }
}

extension NoticeAnswer {
    init(_ row: Row) {
        self.init(
            id: row["id"], notice: row["notice"], finding: (row["finding"] as Data?).flatMap(FindingID.init(stored:)),
            kind: Kind(rawValue: row["kind"]) ?? .word, way: Way(rawValue: row["way"]) ?? .mail, who: row["who"], text: row["text"],
            until: (row["until"] as Int64?).map(Instant.init(microseconds:)), time: Instant(microseconds: row["moment"]))
    }
}

extension FindingID {
    /// What a notice told.
    fileprivate static func told(in notice: Notice.ID, _ database: Database) throws -> Set<FindingID> {
        Set(
            try Data.fetchAll(
                database,
                sql: "SELECT i.finding FROM notices_item i JOIN notices_notice n ON n.number = i.notice WHERE n.id = ?", arguments: [notice]
            ).compactMap(FindingID.init(stored:)))
    }
}
