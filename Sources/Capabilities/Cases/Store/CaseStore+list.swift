internal import Centre
internal import GRDB
internal import Vocabulary

/// Which cases a list shows; nil does not restrict.
struct CaseWish: Sendable, Hashable {
    /// The part of the queue.
    enum Place: String, Sendable, Hashable, CaseIterable {
        /// Nobody has looked yet.
        case new
        /// The asker works on them.
        case mine
        /// Somebody still has to do something, the most urgent first.
        case open
        /// A deadline has passed.
        case overdue
        case closed
        case all
    }

    var place: Place = .open
    var state: Case.State?
    var kind: Case.Kind?
    var type: IncidentType?
    var severity: Severity?
    var tlp: TLP?
    var assignee: String?
    /// Nobody works on them.
    var isUnassigned = false
    var organisation: String?
    var sector: String?
    var urgency: String?
    var watcher: String?
    var search: String?
    /// The person for ``Place/mine``.
    var me: String?
}

/// Where a page of a list goes on: behind a case.
struct CaseMark: Sendable, Hashable {
    let priority: Int64
    let id: Int64
    /// Of the overdue: the deadline, in microseconds.
    let due: Int64

    init(_ row: Case) {
        due = row.due?.microseconds ?? 0
        priority = Int64(row.severity.rawValue) + (row.urgency == nil ? 0 : 10)
        id = row.id
    }

    /// As it stands in an address: `13-4711-1772452800000000`.
    init?(_ text: String?) {
        let parts = text?.split(separator: "-").compactMap { Int64($0) } ?? []
        guard parts.count == 3 else { return nil }
        (priority, id, due) = (parts[0], parts[1], parts[2])
    }

    var text: String { "\(priority)-\(id)-\(due)" }
}

extension CaseStore {
    /// Cases of a list. Every filter is answered by an index, and pages go on behind the last row, so that the last page is as quick as the
    /// first.
    static func list(_ wish: CaseWish, after mark: CaseMark?, limit: Int, now: Instant, _ database: Database) throws -> [Case] {
        let (sql, arguments) = statement(wish, after: mark, limit: limit, now: now)
        return try Row.fetchAll(database, sql: sql, arguments: arguments).map(read)
    }

    /// Whether the list is in the order of urgency; others show the newest first.
    static func isByPriority(_ wish: CaseWish) -> Bool {
        wish.search == nil && wish.watcher == nil && [.new, .mine, .open].contains(wish.place)
    }

    /// Whether the list is in the order of the deadlines that have passed.
    static func isByDeadline(_ wish: CaseWish) -> Bool { wish.search == nil && wish.watcher == nil && wish.place == .overdue }

    /// The statement of a list: its plan is looked at by a test.
    static func statement(_ wish: CaseWish, after mark: CaseMark?, limit: Int, now: Instant) -> (sql: String, StatementArguments) {
        var clauses: [String] = []
        var arguments = StatementArguments()
        func add(_ clause: String, _ values: [any DatabaseValueConvertible] = []) {
            clauses.append(clause)
            arguments += StatementArguments(values)
        }
        var indexes: [String] = []
        if let organisation = wish.organisation {
            add("c.organisation = ?", [organisation])
            indexes.append("organisation")
        }
        if let assignee = wish.place == .mine ? wish.me : wish.assignee {
            add("c.assignee = ?", [assignee])
            indexes.append("assignee")
        }
        if let urgency = wish.urgency {
            add("c.urgency = ?", [urgency])
            indexes.append("urgency")
        }
        if let type = wish.type {
            add("c.type = ?", [type.name])
            indexes.append("type")
        }
        if let sector = wish.sector {
            add("c.sector = ?", [sector])
            indexes.append("sector")
        }
        if let tlp = wish.tlp {
            add("c.tlp = ?", [Int64(tlp.rawValue)])
            indexes.append("tlp")
        }
        if let severity = wish.severity {
            add("c.severity = ?", [Int64(severity.rawValue)])
            indexes.append("severity")
        }
        if let kind = wish.kind {
            add("c.kind = ?", [kind.rawValue])
            indexes.append("kind")
        }
        if wish.isUnassigned { add("c.assignee IS NULL") }
        let state: Case.State? = wish.place == .new ? .new : wish.place == .closed ? .closed : wish.state
        if let state {
            add("c.state = ?", [state.rawValue])
            indexes.append("state")
        }
        let isOpen = [.new, .mine, .open, .overdue].contains(wish.place)
        if isOpen { add("c.is_open = 1") }
        if wish.place == .overdue { add("c.due < ?", [now.microseconds]) }
        if wish.place == .all { add("c.state <> 'merged'") }

        let byPriority = isByPriority(wish)
        let byDeadline = isByDeadline(wish)
        if let mark {
            if byDeadline {
                add("(c.due, c.id) > (?, ?)", [mark.due, mark.id])
            } else if byPriority {
                add("(c.priority, c.id) < (?, ?)", [mark.priority, mark.id])
            } else {
                add("c.id < ?", [mark.id])
            }
        } else if !byPriority, !byDeadline {
            add("c.id <= ?", [Int64.max])
        }
        var source = "cases_case c"
        if let search = wish.search.flatMap(SearchText.query) {
            // The newest words first; a case is found by any of them, and by those of the cases that were joined to it. CROSS JOIN keeps
            // SQLite from walking the cases and looking each up among what was found.
            source = """
                (SELECT DISTINCT r.root AS found FROM (
                    SELECT e.case_id FROM cases_words CROSS JOIN cases_entry e ON e.id = cases_words.rowid WHERE cases_words MATCH ?
                    ORDER BY cases_words.rowid DESC LIMIT \(searched)) h CROSS JOIN cases_case r ON r.id = h.case_id) f
                CROSS JOIN cases_case c ON c.id = f.found
                """
            arguments = [search] + arguments
        } else if let watcher = wish.watcher {
            source = "cases_watcher w JOIN cases_case c ON c.id = w.case_id"
            arguments = [watcher] + arguments
            clauses.insert("w.person = ?", at: 0)
        } else if byDeadline {
            source += " INDEXED BY cases_case_due"
        } else if isOpen, indexes.first.map({ !["organisation", "assignee", "urgency"].contains($0) }) ?? true {
            source += " INDEXED BY cases_case_open"
        } else if let index = indexes.first {
            source += " INDEXED BY cases_case_\(index)"
        }
        arguments += [limit]
        let condition = clauses.isEmpty ? "" : "WHERE " + clauses.joined(separator: " AND ")
        let order = byDeadline ? "c.due, c.id" : byPriority ? "c.priority DESC, c.id DESC" : "c.id DESC"
        return ("SELECT c.* FROM \(source) \(condition) ORDER BY \(order) LIMIT ?", arguments)
    }

    /// Entries that a search looks at, the newest first.
    static let searched = 2_000

    /// How many are in the parts of the queue that somebody must look at.
    static func counts(me: String, now: Instant, _ database: Database) throws -> [CaseWish.Place: Int] {
        func count(_ index: String, _ condition: String, _ arguments: StatementArguments) throws -> Int {
            try Int.fetchOne(
                database.cachedStatement(
                    sql: "SELECT count(*) FROM (SELECT 1 FROM cases_case INDEXED BY \(index) WHERE \(condition) LIMIT 10000)"),
                arguments: arguments) ?? 0
        }
        return [
            .new: try count("cases_case_state", "state = 'new'", []),
            .mine: try count("cases_case_assignee", "assignee = ? AND is_open = 1", [me]),
            .overdue: try count("cases_case_due", "due < ? AND is_open = 1", [now.microseconds]),
        ]
    }
}

/// What somebody types into the search.
enum SearchText {
    /// As FTS5 takes it (every word, the last also as the beginning of one); nil where there is no word in it. Defanged marks are taken
    /// back, so that what stands on a page can be pasted.
    static func query(_ text: String) -> String? {
        let words = Defanging.refanged(text).split { $0.isWhitespace || $0 == "\"" }.prefix(12).filter { word in
            word.contains { $0.isLetter || $0.isNumber }
        }
        guard !words.isEmpty else { return nil }
        return words.enumerated().map { place, word in "\"\(word.prefix(80))\"" + (place == words.count - 1 && word.count >= 3 ? "*" : "") }
            .joined(
                separator: " ")
    }
}
