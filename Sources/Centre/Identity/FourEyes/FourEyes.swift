public import GRDB
internal import Synchronization
public import Vocabulary

/// What one person alone may not do: a request is written down, and a second person who may confirms it. It is then done in the same
/// transaction as the confirmation.
///
/// ```swift
/// identity.fourEyes.add(FourEyesKind("notices.release-all", confirm: .noticesApprove) { request, database in … })
/// try await fourEyes.ask("notices.release-all", subject: "round 12", payload: "12", reason: form["reason"] ?? "", by: request.asker())
/// ```
public final class FourEyes: Sendable {
    /// How long a request waits for its second person.
    public static let life: Duration = .seconds(7 * 86_400)

    private let records: Records
    private let clock: @Sendable () -> Instant
    private let kinds = Mutex<[String: FourEyesKind]>([:])

    init(_ house: House) {
        records = house.records
        clock = house.clock
    }

    /// Names something that needs two; before the centre runs.
    public func add(_ kind: FourEyesKind) { kinds.withLock { $0[kind.name] = kind } }

    /// Writes a request down and gives its id. The same request of the same person, still waiting, is not written twice.
    /// - Throws: ``FourEyesError/unknownKind(_:)``
    @discardableResult public func ask(
        _ kind: String, subject: String, payload: String, reason: String, by person: Principal
    ) async throws -> String {
        try await records.write { try self.ask(kind, subject: subject, payload: payload, reason: reason, by: person, in: $0) }
    }

    /// As `ask`, within a transaction of the caller.
    @discardableResult public func ask(
        _ kind: String, subject: String, payload: String, reason: String, by person: Principal, in database: Database
    ) throws -> String {
        guard known(kind) != nil else { throw FourEyesError.unknownKind(kind) }
        let now = clock()
        let same = try String.fetchOne(
            database,
            sql: """
                SELECT id FROM identity_request WHERE kind = ? AND subject = ? AND payload = ? AND asked_by = ? AND outcome IS NULL
                    AND expires > ?
                """, arguments: [kind, subject, payload, person.id, now.microseconds])
        if let same { return same }
        let id = Token.random(bytes: 9)
        try database.execute(
            sql: """
                INSERT INTO identity_request (id, kind, subject, payload, reason, asked_by, asker, asked, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, kind, subject, payload, String(reason.prefix(500)), person.id, person.name, now.microseconds,
                (now + Self.life).microseconds,
            ])
        try EventStore.add(
            .asked, account: person.id, name: person.name, by: Actor(id: person.id, address: "", agent: ""),
            note: "\(kind): \(subject)", now: now, database)
        return id
    }

    /// Confirms a request, and does it.
    /// - Throws: ``FourEyesError``, or what the doing throws; then the request still waits.
    public func confirm(_ id: String, by person: Principal) async throws {
        let now = clock()
        try await records.write { database in
            let request = try self.waiting(id, now: now, database)
            guard let kind = self.known(request.kind) else { throw FourEyesError.unknownKind(request.kind) }
            guard person.may(kind.confirm) else { throw FourEyesError.notAllowed }
            guard request.askedBy != person.id else { throw FourEyesError.samePerson }
            // Who could sign in as the second person is not a second person.
            let since = now - Self.life
            guard try !EventStore.couldBe(request.askedBy, person.id, since: since, database) else { throw FourEyesError.dependent }
            try kind.perform(request, database)
            try Self.decide(request, .confirmed, person, now: now, database)
        }
        let request = try await find(id)
        if let request { known(request.kind)?.done(request) }
    }

    /// Refuses a request; whoever asked may so take it back.
    /// - Throws: ``FourEyesError``
    public func refuse(_ id: String, by person: Principal) async throws {
        let now = clock()
        try await records.write { database in
            let request = try self.waiting(id, now: now, database)
            let mayConfirm = self.known(request.kind).map { person.may($0.confirm) } ?? false
            guard mayConfirm || request.askedBy == person.id else { throw FourEyesError.notAllowed }
            try Self.decide(request, .refused, person, now: now, database)
        }
    }

    /// Requests that wait, the oldest first, and of the others the latest.
    public func requests(waiting: Bool, limit: Int = 100) async throws -> [FourEyesRequest] {
        let now = clock()
        return try await records.read { database in
            let condition = waiting ? "outcome IS NULL AND expires > ?" : "outcome IS NOT NULL OR expires <= ?"
            let order = waiting ? "asked" : "coalesce(decided, expires) DESC"
            return try Row.fetchAll(
                database, sql: "SELECT * FROM identity_request WHERE \(condition) ORDER BY \(order), id LIMIT ?",
                arguments: [now.microseconds, limit]
            ).map(FourEyesRequest.init)
        }
    }

    /// One request.
    public func find(_ id: String) async throws -> FourEyesRequest? {
        try await records.read {
            try Row.fetchOne($0, sql: "SELECT * FROM identity_request WHERE id = ?", arguments: [id]).map(FourEyesRequest.init)
        }
    }

    func known(_ kind: String) -> FourEyesKind? { kinds.withLock { $0[kind] } }

    private func waiting(_ id: String, now: Instant, _ database: Database) throws -> FourEyesRequest {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM identity_request WHERE id = ?", arguments: [id])
        guard let request = row.map(FourEyesRequest.init) else { throw FourEyesError.unknown }
        guard request.outcome == nil, request.expires > now else { throw FourEyesError.over }
        return request
    }

    private static func decide(
        _ request: FourEyesRequest, _ outcome: FourEyesRequest.Outcome, _ person: Principal, now: Instant, _ database: Database
    ) throws {
        try database.execute(
            sql: "UPDATE identity_request SET outcome = ?, decided_by = ?, decider = ?, decided = ? WHERE id = ?",
            arguments: [outcome.rawValue, person.id, person.name, now.microseconds, request.id])
        try EventStore.add(
            outcome == .confirmed ? .confirmed : .refused, account: request.askedBy, name: request.asker,
            by: Actor(id: person.id, address: "", agent: ""), note: "\(request.kind): \(request.subject)", now: now, database)
    }
}

/// Something that needs two people.
public struct FourEyesKind: Sendable {
    /// `notices.release-all`; the catalogue says it under `<capability>.fourEyes.<rest>` with `{{subject}}`.
    public let name: String
    /// What the second person must be allowed to do.
    public let confirm: Permission
    let perform: @Sendable (FourEyesRequest, Database) throws -> Void
    let done: @Sendable (FourEyesRequest) -> Void

    /// - Parameters:
    ///   - perform: does it, in the transaction of the confirmation; what it throws leaves the request waiting
    ///   - done: called after the transaction
    public init(
        _ name: String, confirm: Permission, done: @escaping @Sendable (FourEyesRequest) -> Void = { _ in },
        perform: @escaping @Sendable (FourEyesRequest, Database) throws -> Void
    ) {
        self.name = name
        self.confirm = confirm
        self.perform = perform
        self.done = done
    }

    /// The key of its sentence: `notices.release-all` has `notices.fourEyes.release-all`.
    var key: String {
        guard let dot = name.firstIndex(of: ".") else { return name }
        return name[..<dot] + ".fourEyes" + name[dot...]
    }
}

/// A request for a second person.
public struct FourEyesRequest: Sendable, Hashable, Identifiable {
    /// How a request was decided.
    public enum Outcome: String, Sendable, Hashable { case confirmed, refused }

    /// Its name.
    public let id: String
    /// The name of its ``FourEyesKind``.
    public let kind: String
    /// What people read.
    public let subject: String
    /// What the doing needs to know, in its capability's own words.
    public let payload: String
    /// Why it was asked.
    public let reason: String
    /// The account that asked.
    public let askedBy: String
    /// The name of the person who asked, as it was then.
    public let asker: String
    /// When it was asked.
    public let asked: Instant
    /// When it can no longer be decided.
    public let expires: Instant
    /// How it was decided; nil while it is open.
    public let outcome: Outcome?
    /// Who decided; nil while it is open.
    public let decider: String?
    /// When it was decided; nil while it is open.
    public let decided: Instant?

    init(_ row: Row) {
        id = row["id"]
        kind = row["kind"]
        subject = row["subject"]
        payload = row["payload"]
        reason = row["reason"]
        askedBy = row["asked_by"]
        asker = row["asker"]
        asked = Instant(microseconds: row["asked"])
        expires = Instant(microseconds: row["expires"])
        outcome = (row["outcome"] as String?).flatMap(Outcome.init(rawValue:))
        decider = row["decider"]
        decided = (row["decided"] as Int64?).map(Instant.init(microseconds:))
    }
}

/// Why a request cannot be made or decided.
public enum FourEyesError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No capability has named this kind.
    case unknownKind(String)
    /// There is no such request.
    case unknown
    /// It was decided, or its time is over.
    case over
    /// Who asked cannot confirm.
    case samePerson
    /// The asker made the account of whoever confirms, or a link to it, within the time a request waits.
    case dependent
    /// The person may not decide this.
    case notAllowed

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unknownKind(let kind): "nothing of the kind \(kind) needs two people; its capability must name it first"
        case .unknown: "there is no such request"
        case .over: "the request was decided already or has run out"
        case .samePerson: "whoever asked cannot confirm; another person must"
        case .dependent: "whoever asked made your account or a link to it in the last week; another person must confirm"
        case .notAllowed: "your roles do not allow deciding this"
        }
    }
}
