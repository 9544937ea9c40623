internal import GRDB
public import Vocabulary

/// Why a change of the register was refused.
public enum RegisterRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such owner (any more).
    case noOwner(String)
    /// An owner with this slug is there already.
    case ownerExists(String)
    /// Somebody else wrote the owner after it was read.
    case changedMeanwhile(String)
    /// The parent does not exist.
    case noParent(String)
    /// The owner would be above itself.
    case parentCircle(String)
    /// Others belong to the owner, so that it cannot go.
    case hasParts([String])

    /// What was refused and what to do.
    public var description: String {
        switch self {
        case .noOwner(let id): "There is no owner `\(id)`."
        case .ownerExists(let id): "There is an owner `\(id)` already; take another id."
        case .changedMeanwhile(let id): "The owner `\(id)` was changed meanwhile; look at it again."
        case .noParent(let id): "There is no owner `\(id)` that could be the parent."
        case .parentCircle(let id): "With the parent `\(id)` the owner would be above itself."
        case .hasParts(let ids): "Owners belong to it: \(ids.joined(separator: ", ")); give them another parent first."
        }
    }
}

/// An owner together with the revision in which it was last written: what an edit is based on.
public struct OwnerEntry: Sendable, Hashable {
    /// The owner.
    public let owner: Owner
    /// The register's revision that wrote it.
    public let version: Int64
}

/// Single changes of the register, each within a transaction of the caller.
enum RegisterEditing {
    static func entry(_ id: String, _ database: Database) throws -> OwnerEntry? {
        guard let owner = try RegisterTables.owners(database, id: id).first else { return nil }
        let version = try Int64.fetchOne(database, sql: "SELECT changed FROM owner WHERE slug = ?", arguments: [id]) ?? 0
        return OwnerEntry(owner: owner, version: version)
    }

    static func add(_ owner: Owner, by author: RegisterAuthor, at moment: Instant, _ database: Database) throws {
        if try Bool.fetchOne(database, sql: "SELECT 1 FROM owner WHERE slug = ?", arguments: [owner.id]) == true {
            throw RegisterRefusal.ownerExists(owner.id)
        }
        try checkParent(of: owner, database)
        try RegisterTables.write(owner, revision: RegisterTables.advanceRevision(database), database)
        try RegisterHistory.Writer(author: author, moment: moment, database: database).added(owner)
    }

    /// Changes an owner; gives false where nothing differs.
    /// - Parameter basis: the version the change is based on; nil where it does not matter
    @discardableResult static func change(
        _ id: String, by author: RegisterAuthor, at moment: Instant, basis: Int64? = nil, _ database: Database,
        _ body: (inout Owner) throws -> Void
    ) throws -> Bool {
        guard let entry = try entry(id, database) else { throw RegisterRefusal.noOwner(id) }
        if let basis, basis != entry.version { throw RegisterRefusal.changedMeanwhile(id) }
        var owner = entry.owner
        try body(&owner)
        let changes = entry.owner.changes(to: owner)
        if changes.isEmpty { return false }
        try checkParent(of: owner, database)
        try RegisterTables.write(owner, revision: RegisterTables.advanceRevision(database), database)
        try RegisterHistory.Writer(author: author, moment: moment, database: database).changed(id, changes)
        return true
    }

    static func remove(_ id: String, by author: RegisterAuthor, at moment: Instant, _ database: Database) throws {
        guard let owner = try RegisterTables.owners(database, id: id).first else { throw RegisterRefusal.noOwner(id) }
        let parts = try String.fetchAll(database, sql: "SELECT slug FROM owner WHERE parent = ? ORDER BY slug LIMIT 20", arguments: [id])
        if !parts.isEmpty { throw RegisterRefusal.hasParts(parts) }
        try RegisterTables.delete(id, database)
        _ = try RegisterTables.advanceRevision(database)
        try RegisterHistory.Writer(author: author, moment: moment, database: database).removed(owner)
    }

    /// The owner that a contact belongs to.
    static func owner(ofContact id: String, _ database: Database) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT slug FROM owner JOIN contact ON contact.owner = owner.id WHERE contact.id = ?", arguments: [id])
    }

    /// Changes one contact; nothing happens where there is none of that name (any more).
    @discardableResult static func changeContact(
        _ id: String, by author: RegisterAuthor, at moment: Instant, _ database: Database, _ body: (inout Owner.Contact) throws -> Void
    ) throws -> Bool {
        guard let owner = try owner(ofContact: id, database) else { return false }
        return try change(owner, by: author, at: moment, database) { owner in
            for place in owner.contacts.indices where owner.contacts[place].id == id { try body(&owner.contacts[place]) }
        }
    }

    private static func checkParent(of owner: Owner, _ database: Database) throws {
        guard let parent = owner.parent else { return }
        if parent == owner.id { throw RegisterRefusal.parentCircle(parent) }
        let above = try String.fetchAll(
            database,
            sql: """
                WITH RECURSIVE above (slug) AS (
                    SELECT slug FROM owner WHERE slug = ?
                    UNION SELECT owner.parent FROM owner JOIN above ON owner.slug = above.slug WHERE owner.parent IS NOT NULL
                ) SELECT slug FROM above
                """, arguments: [parent])
        if above.isEmpty { throw RegisterRefusal.noParent(parent) }
        if above.contains(owner.id) { throw RegisterRefusal.parentCircle(parent) }
    }
}

extension Register {
    /// Reads without holding up a thread.
    func inspect<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        do { return try await database.read(body) } catch let error as DatabaseError {
            throw RegisterError.unusable(path: path, reason: Self.reason(error))
        }
    }

    /// Writes in one transaction without holding up a thread.
    func edit<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        do { return try await database.write(body) } catch let error as DatabaseError {
            throw RegisterError.unusable(path: path, reason: Self.reason(error))
        }
    }

    /// The owner with a slug, and the version an edit is based on.
    public func entry(_ id: String) async throws -> OwnerEntry? { try await inspect { try RegisterEditing.entry(id, $0) } }

    /// Adds an owner.
    /// - Throws: ``RegisterRefusal``, ``RegisterError``
    public func add(_ owner: Owner, by author: RegisterAuthor, at moment: Instant) async throws {
        try await edit { try RegisterEditing.add(owner, by: author, at: moment, $0) }
    }

    /// Changes an owner as the closure says; gives false where nothing differs.
    /// - Parameter basis: the version that was read; nil where it does not matter
    /// - Throws: ``RegisterRefusal``, ``RegisterError``, or what the closure throws
    @discardableResult public func change(
        _ id: String, by author: RegisterAuthor, at moment: Instant, basis: Int64? = nil,
        _ body: @Sendable @escaping (inout Owner) throws -> Void
    ) async throws -> Bool {
        try await edit { try RegisterEditing.change(id, by: author, at: moment, basis: basis, $0, body) }
    }

    /// Removes an owner that no other belongs to; its history stays.
    /// - Throws: ``RegisterRefusal``, ``RegisterError``
    public func remove(_ id: String, by author: RegisterAuthor, at moment: Instant) async throws {
        try await edit { try RegisterEditing.remove(id, by: author, at: moment, $0) }
    }

    /// Notes that mail to a contact came back, or arrived again (nil); a later note of the same replaces nothing.
    public func mark(contact id: String, bounced reason: String?, by author: RegisterAuthor, at moment: Instant) async throws {
        try await edit { try RegisterEditing.mark(contact: id, bounced: reason, by: author, at: moment, $0) }
    }
}

extension RegisterEditing {
    static func mark(
        contact id: String, bounced reason: String?, by author: RegisterAuthor, at moment: Instant, _ database: Database
    ) throws {
        try changeContact(id, by: author, at: moment, database) { contact in
            switch (contact.knownStanding, reason) {
            case (.bounced, .some), (.unverified, nil), (.verified, nil): break
            case (_, let reason?): contact.standing = .bounced(reason: String(reason.prefix(500)), moment)
            // That mail arrives says nothing of who reads it.
            case (.bounced, nil): contact.standing = .unverified
            }
        }
    }
}
