internal import Foundation
internal import GRDB
internal import Vocabulary

extension ReportStore {
    /// What a list of reports shows.
    struct Wish: Sendable {
        var states: [Report.State] = []
        var type: IncidentType?
        var way: Report.Way?
        var isUrgent = false
        var search: String?
        /// Only those older than this number: how the list goes on.
        var before: Int64?
    }

    /// Reports, the latest first.
    static func reports(_ wish: Wish, limit: Int, _ database: Database) throws -> [Report] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if !wish.states.isEmpty {
            conditions.append("state IN (\(wish.states.map { _ in "?" }.joined(separator: ", ")))")
            arguments += StatementArguments(wish.states.map(\.rawValue))
        }
        if let type = wish.type {
            conditions.append("type = ?")
            arguments += [type.name]
        }
        if let way = wish.way {
            conditions.append("way = ?")
            arguments += [way.rawValue]
        }
        if wish.isUrgent { conditions.append("care <> ''") }
        if let before = wish.before {
            conditions.append("number < ?")
            arguments += [before]
        }
        if let search = wish.search, let query = query(search) {
            conditions.append(
                "id IN (SELECT substr(subject, 8) FROM reporting_search WHERE reporting_search MATCH ? AND subject LIKE 'report:%')")
            arguments += [query]
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try Row.fetchAll(
            database, sql: "SELECT * FROM reporting_report \(condition) ORDER BY number DESC LIMIT ?", arguments: arguments + [limit]
        ).map(report)
    }

    /// How many reports stand how; closed ones are not counted.
    static func counts(_ database: Database) throws -> [Report.State: Int] {
        var counts: [Report.State: Int] = [:]
        let rows = try Row.fetchAll(
            database, sql: "SELECT state, count(*) AS count FROM reporting_report WHERE state IN ('new', 'open') GROUP BY state")
        for row in rows { if let state = Report.State(rawValue: row["state"]) { counts[state] = row["count"] } }
        return counts
    }

    static func urgentCount(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT count(*) FROM reporting_report WHERE care <> '' AND state IN ('new', 'open')") ?? 0
    }

    static func waitingCount(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM reporting_report WHERE state IN ('new', 'open', 'in-case') AND waiting = 1")
            ?? 0
    }

    /// Words as FTS5 looks for them: each as the beginning of one, none as syntax.
    static func query(_ text: String) -> String? {
        let words = text.split { !$0.isLetter && !$0.isNumber }.prefix(8)
        return words.isEmpty ? nil : words.map { "\"\($0)\"*" }.joined(separator: " ")
    }
}
