internal import Centre
internal import GRDB
internal import Vocabulary

/// Help that the centre offered a party, whether it was wanted, and what came of it.
struct Assistance: Sendable, Hashable, Identifiable {
    enum Kind: String, Sendable, Hashable, CaseIterable { case advice, analysis, coordination, recovery, onsite, monitoring }
    enum State: String, Sendable, Hashable, CaseIterable { case offered, accepted, declined, given }

    let id: Int64
    let caseID: Int64
    let party: Int64?
    let kind: Kind
    let text: String
    let state: State
    let offered: Instant
    let given: Instant?
    let result: String

    init(_ row: Row) {
        id = row["id"]
        caseID = row["case_id"]
        party = row["party"]
        kind = Kind(rawValue: row["kind"]) ?? .advice
        text = row["text"]
        state = State(rawValue: row["state"]) ?? .offered
        offered = Instant(microseconds: row["offered"])
        given = (row["given"] as Int64?).map(Instant.init(microseconds:))
        result = row["result"]
    }
}

extension Assistance.State {
    /// The states that may follow.
    var next: [Assistance.State] {
        switch self {
        case .offered: [.accepted, .declined]
        case .accepted: [.given]
        case .declined: [.accepted]
        case .given: []
        }
    }
}

extension CaseStore {
    static func assistance(of id: Int64, _ database: Database) throws -> [Assistance] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM cases_assistance WHERE case_id IN \(circle) ORDER BY id LIMIT 500", arguments: [id]
        ).map(Assistance.init)
    }

    static func offer(
        _ kind: Assistance.Kind, text: String, to party: Int64?, in id: Int64, by person: String, at now: Instant, _ database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO cases_assistance (case_id, party, kind, text, state, offered, person) VALUES (?, ?, ?, ?, 'offered', ?, ?)",
            arguments: [id, party, kind.rawValue, text, now.microseconds, person])
        try add(
            NewEntry(.assistance, field: "offered", earlier: kind.rawValue, text: text, party: party), to: id, by: person, at: now, database
        )
        try act(id, by: person, at: now, database)
    }

    /// Writes down what became of an offer.
    static func set(
        _ state: Assistance.State, of assistance: Int64, result: String, in id: Int64, by person: String, at now: Instant,
        _ database: Database
    ) throws {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM cases_assistance WHERE id = ? AND case_id IN \(circle)", arguments: [assistance, id])
        else { throw CaseMistake.unknown("\(assistance)") }
        let before = Assistance(row)
        guard before.state.next.contains(state) else { return }
        try database.execute(
            sql: "UPDATE cases_assistance SET state = ?, \(state == .given ? "given" : "decided") = ?, result = ? WHERE id = ?",
            arguments: [state.rawValue, now.microseconds, result, assistance])
        try add(
            NewEntry(.assistance, field: state.rawValue, earlier: before.kind.rawValue, text: result, party: before.party),
            to: before.caseID, by: person, at: now, database)
    }
}
