internal import Events
internal import GRDB
internal import Vocabulary

/// All owners in memory, with what is asked of all of them at once; kept as long as the register's revision stays.
actor RegisterView {
    /// The owners of one revision.
    struct Snapshot: Sendable {
        let revision: Int64
        /// By age.
        let owners: [Owner]
        let byID: [String: Owner]
        let index: OwnerIndex
    }

    private let register: Register
    private let space: NationalSpace
    private var snapshot: Snapshot?
    private var conflicts: (revision: Int64, conflicts: [RegisterConflict])?
    private var coverage: (revision: Int64, coverage: Coverage)?
    private var loading: Task<Snapshot, any Error>?

    init(register: Register, space: NationalSpace) {
        self.register = register
        self.space = space
    }

    /// The owners as they are now.
    func current() async throws -> Snapshot {
        let revision = try await register.inspect { try RegisterTables.revision($0) }
        if let snapshot, snapshot.revision == revision { return snapshot }
        if let loading { return try await loading.value }
        let old = snapshot
        let register = register
        let task = Task { try await Self.load(register, after: old) }
        loading = task
        defer { loading = nil }
        let new = try await task.value
        snapshot = new
        return new
    }

    /// Only what was written since is read; an edit of one owner must not cost reading a hundred thousand networks.
    private static func load(_ register: Register, after old: Snapshot?) async throws -> Snapshot {
        let (revision, slugs, newer) = try await register.inspect { database in
            (
                try RegisterTables.revision(database), try String.fetchAll(database, sql: "SELECT slug FROM owner ORDER BY id"),
                try RegisterTables.owners(database, .newer(old?.revision ?? -1))
            )
        }
        var byID = old?.byID ?? [:]
        for owner in newer { byID[owner.id] = owner }
        let owners = slugs.compactMap { byID[$0] }
        if byID.count != owners.count { byID = Dictionary(uniqueKeysWithValues: owners.map { ($0.id, $0) }) }
        return Snapshot(revision: revision, owners: owners, byID: byID, index: OwnerIndex(owners.map(\.scope)))
    }

    func lookup(_ subject: RegisterLookup.Subject, networks: NetworkDatabase? = nil) async throws -> RegisterLookup {
        let now = try await current()
        return RegisterLookup(subject, owners: now.owners, index: now.index, byID: now.byID, networks: networks)
    }

    func allConflicts() async throws -> [RegisterConflict] {
        let now = try await current()
        if let conflicts, conflicts.revision == now.revision { return conflicts.conflicts }
        let found = Register.conflicts(now.owners)
        conflicts = (now.revision, found)
        return found
    }

    func nationalCoverage() async throws -> Coverage {
        let now = try await current()
        if let coverage, coverage.revision == now.revision { return coverage.coverage }
        let found = Coverage(of: space, owners: now.owners)
        coverage = (now.revision, found)
        return found
    }
}
