public import Logging
public import Vocabulary

/// What a centre gives every capability.
public struct House: Sendable {
    /// What is on record: accounts, rules, notices, cases.
    public let records: Records
    /// Work that is done later, at its time, and again where it failed.
    public let jobs: JobQueue
    /// Passwords and keys of other services, encrypted.
    public let secrets: Secrets
    /// Files from outside.
    public let vault: Vault
    /// Who people are, apart from what they said.
    public let sealed: Sealed
    /// The one place where an act leaves the house.
    public let outward: Outward
    /// The time.
    public let clock: @Sendable () -> Instant
    /// The zone of the centre's clocks.
    public let zone: Zone
    /// The data folder.
    public let data: String
    /// Where log lines go.
    public let logger: Logger
}

extension House {
    /// Opens what a centre keeps in its data folder; the records are brought to the form that the capabilities expect.
    /// - Parameters:
    ///   - capabilities: the kinds of all capabilities, for their migrations
    ///   - key: where the key of the secrets is
    public static func open(
        data: String, capabilities: [any Capability.Type], key: KeySource, zone: Zone, realm: Realm = .real, logger: Logger,
        clock: @escaping @Sendable () -> Instant
    ) async throws -> House {
        let records = try Records.open(data: data, migrations: capabilities.flatMap { $0.migrations }, now: clock())
        let jobs = JobQueue(records: records, clock: clock)
        let secrets = try await Secrets.open(records: records, key: key, clock: clock)
        return House(
            records: records, jobs: jobs, secrets: secrets,
            vault: try Vault(records: records, jobs: jobs, secrets: secrets, data: data, clock: clock),
            sealed: Sealed(records: records, secrets: secrets, clock: clock),
            outward: Outward(records: records, jobs: jobs, realm: realm, clock: clock), clock: clock, zone: zone, data: data,
            logger: logger)
    }
}
