internal import FoundationEssentials
internal import GRDB

extension EmbeddedStore {
    /// Enters a decision about a finding. Decisions are never changed or removed; a later one supersedes it.
    /// - Parameter at: Microseconds since 1970 UTC.
    @discardableResult
    public func decide(
        _ kind: Decision.Kind, about finding: FindingID, by person: String, note: String, at: Int64
    ) throws -> Decision {
        var until: Int64?
        if case .accept(let time) = kind {
            guard time > at else { throw StoreError.misuse("a risk is accepted until a time to come") }
            until = time
        }
        return try writing("enter a decision") { db in
            try db.execute(
                sql: "INSERT INTO decision (finding, kind, until, by, note, at) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [finding.blob, kind.name, until, person, note, at])
            return Decision(id: db.lastInsertedRowID, finding: finding, kind: kind, by: person, note: note, at: at)
        }
    }

    /// The decisions about a finding, oldest first.
    public func decisions(about finding: FindingID) throws -> [Decision] {
        try reading { db in
            try Self.decisions(
                Row.fetchAll(
                    db, sql: "SELECT id, finding, kind, until, by, note, at FROM decision WHERE finding = ? ORDER BY at, id",
                    arguments: [finding.blob]))
        }
    }

    /// All decisions by finding, oldest first: as many as people made.
    func allDecisions() throws -> [FindingID: [Decision]] {
        let all = try reading { db in
            try Self.decisions(Row.fetchAll(db, sql: "SELECT id, finding, kind, until, by, note, at FROM decision ORDER BY at, id"))
        }
        return Dictionary(grouping: all, by: \.finding)
    }

    private static func decisions(_ rows: [Row]) -> [Decision] {
        rows.compactMap { row in
            guard let finding = FindingID(blob: row[1]) else { return nil }
            let kind: Decision.Kind? =
                switch row[2] as String {
                case "accept": (row[3] as Int64?).map { .accept(until: $0) }
                case "dispute": .dispute
                case "verify-fixed": .verifyFixed
                case "withdraw": .withdraw
                default: nil
                }
            guard let kind else { return nil }
            return Decision(id: row[0], finding: finding, kind: kind, by: row[4], note: row[5], at: row[6])
        }
    }
}
