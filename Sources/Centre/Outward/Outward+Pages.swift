internal import GRDB
internal import Vocabulary

extension Outward {
    /// One dispatch.
    public func delivery(_ id: DispatchID) async throws -> Delivery? { try await records.read { try Outbox.find(id, $0) } }

    /// Dispatches, the newest first.
    public func deliveries(_ filter: DeliveryFilter = DeliveryFilter(), limit: Int = 50) async throws -> [Delivery] {
        var clauses: [String] = []
        var arguments = StatementArguments()
        for (column, value) in [("capability", filter.capability), ("reference", filter.reference), ("channel", filter.channel)] {
            guard let value else { continue }
            clauses.append("\(column) = ?")
            arguments += [value]
        }
        if let states = filter.states {
            clauses.append("state IN (\(databaseQuestionMarks(count: states.count)))")
            arguments += StatementArguments(states.map(\.rawValue).sorted())
        }
        if let before = filter.before {
            clauses.append("number < ?")
            arguments += [before]
        }
        let condition = clauses.isEmpty ? "" : "WHERE " + clauses.joined(separator: " AND ")
        arguments += [limit]
        return try await records.read { [arguments] database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM outward_dispatch \(condition) ORDER BY number DESC LIMIT ?", arguments: arguments
            ).map(Delivery.init)
        }
    }

    /// The steps of a dispatch, the first first.
    public func steps(of id: DispatchID) async throws -> [DeliveryStep] {
        try await records.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT s.* FROM outward_step s JOIN outward_dispatch d ON d.number = s.number WHERE d.id = ? ORDER BY s.id
                    """, arguments: [id.description]
            ).map { row in
                DeliveryStep(
                    moment: Instant(microseconds: row["moment"]), state: DeliveryState(rawValue: row["state"]) ?? .doubtful,
                    person: row["person"], note: row["note"])
            }
        }
    }

    /// What was or will be handed over; `nil` once it was forgotten.
    public func content(of id: DispatchID) async throws -> [UInt8]? {
        try await records.read { database in try Outbox.find(id, database).flatMap { try Outbox.content($0.number, database) } }
    }

    /// How many dispatches of each channel are in each state, by channel and state.
    public func counts() async throws -> [DeliveryCount] {
        try await records.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT channel, state, count(*) AS count, min(since) AS oldest FROM outward_dispatch GROUP BY channel, state
                    ORDER BY channel, state
                    """
            ).map { row in
                DeliveryCount(
                    channel: row["channel"], state: DeliveryState(rawValue: row["state"]) ?? .doubtful, count: row["count"],
                    oldest: Instant(microseconds: row["oldest"]))
            }
        }
    }
}
