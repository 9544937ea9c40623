public import Events
internal import GRDB

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The register of owners, kept in `<data>/register.sqlite`.
public final class Register: Sendable {
    /// Where it lies.
    public let path: String
    // A queue and no write-ahead log: the register is small, seldom written, and can then be read on a full disk.
    let database: DatabaseQueue

    private init(path: String, database: DatabaseQueue) {
        self.path = path
        self.database = database
    }

    /// Opens the register, made empty where it did not exist.
    public static func open(_ path: String) throws(RegisterError) -> Register {
        var configuration = Configuration()
        configuration.label = "register"
        configuration.busyMode = .timeout(10)
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            do {
                try migrator.migrate(database)
            } catch is DatabaseError {
                // Another program may have made the tables in the same moment; then there is nothing left to do.
                try migrator.migrate(database)
            }
            return Register(path: path, database: database)
        } catch {
            throw .unusable(path: path, reason: reason(error))
        }
    }

    /// Opens the register where there is one; nil where nothing was imported yet.
    public static func openIfPresent(_ path: String) throws(RegisterError) -> Register? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var configuration = Configuration()
        configuration.label = "register"
        configuration.busyMode = .timeout(10)
        configuration.readonly = true
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            if try database.read(migrator.hasCompletedMigrations) { return Register(path: path, database: database) }
        } catch {
            throw .unusable(path: path, reason: reason(error))
        }
        return try open(path)
    }

    /// A number that grows with every import: who holds an index asks whether it is still the newest.
    public func revision() throws(RegisterError) -> Int64 { try read { try RegisterTables.revision($0) } }

    /// What the register says of itself, nil where nothing was imported that does.
    public func profile() throws(RegisterError) -> RegisterProfile? { try read { try RegisterTables.profile($0) } }

    /// All owners, the oldest first.
    public func owners() throws(RegisterError) -> [Owner] { try read { try RegisterTables.owners($0) } }

    /// The owner with a slug.
    public func owner(_ id: String) throws(RegisterError) -> Owner? { try read { try RegisterTables.owners($0, id: id).first } }

    /// The owner above, the one above that, and so on, without the owner itself.
    public func parents(of id: String) throws(RegisterError) -> [Owner] {
        try read { database in
            var parents: [Owner] = []
            var next = try RegisterTables.owners(database, id: id).first?.parent
            while let current = next, current != id, !parents.contains(where: { $0.id == current }) {
                guard let owner = try RegisterTables.owners(database, id: current).first else { break }
                parents.append(owner)
                next = owner.parent
            }
            return parents
        }
    }

    /// The index that enrichment asks.
    public func ownerIndex() throws(RegisterError) -> OwnerIndex { OwnerIndex(try owners().map(\.scope)) }

    /// The slugs of owners that go by a name in any language, or have it as their slug; without exact ones those whose name holds all
    /// of its words.
    public func ids(named name: String) throws(RegisterError) -> [String] {
        try read { database in
            let folded = OwnerNames.folded(name)
            let exact = try RegisterTables.ids(database, slug: name, folded: folded)
            if !exact.isEmpty || folded.isEmpty { return exact }
            let words = folded.split(separator: " ")
            var found: [String] = []
            for (id, name) in try RegisterTables.foldedNames(database) where !found.contains(id) {
                if words.allSatisfy({ name.contains($0) }) { found.append(id) }
            }
            return found
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(RegisterError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw .unusable(path: path, reason: Self.reason(error))
        }
    }

    static func reason(_ error: any Error) -> String {
        (error as? DatabaseError).map { $0.message ?? "SQLite error \($0.resultCode.rawValue)" } ?? "\(error)"
    }
}

/// Why the register could not be used.
public enum RegisterError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file cannot be opened, read or written.
    case unusable(path: String, reason: String)
    /// A plan has problems that must be solved in the imported files first.
    case unsound([String])
    /// The register changed after the plan was made.
    case changedMeanwhile

    /// What, where and what to do.
    public var description: String {
        switch self {
        case .unusable(let path, let reason): "\(path): the register cannot be used: \(reason)"
        case .unsound(let problems): problems.joined(separator: "\n")
        case .changedMeanwhile: "The register changed since the import was prepared; prepare it again."
        }
    }
}
