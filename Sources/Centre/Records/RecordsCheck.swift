internal import GRDB

/// What `keshik db check` finds.
public struct RecordsCheck: Sendable, Hashable {
    /// The file that was looked at.
    public let path: String
    /// What is wrong; empty for a sound database in the form this program expects.
    public let mistakes: [RecordsMistake]
    /// True where no migration was ever applied.
    let isEmpty: Bool

    /// True where nothing is wrong.
    public var isSound: Bool { mistakes.isEmpty }
}

/// One thing that is wrong with the records.
public enum RecordsMistake: Sendable, Hashable, CustomStringConvertible {
    /// SQLite finds the file inconsistent (`PRAGMA integrity_check`).
    case damaged(String)
    /// A row names another that is not there (`PRAGMA foreign_key_check`).
    case brokenReference(table: String, row: Int64?, missing: String)
    /// A table takes any value in any column.
    case loose(table: String)
    /// A table, index, trigger or view that no step of this program makes.
    case unknown(kind: String, name: String)
    /// One that a step makes and that is not there.
    case missing(kind: String, name: String)
    /// One that has another form than its step gives it.
    case changed(kind: String, name: String)
    /// A step this program does not know.
    case newer(migration: String)
    /// A step that was not applied yet.
    case pending(migration: String)

    /// What, where, and what to do.
    public var description: String {
        switch self {
        case .damaged(let text): "the file is damaged: \(text); restore a backup"
        case .brokenReference(let table, let row, let missing):
            "\(table)\(row.map { " row \($0)" } ?? ""): refers to a row of \(missing) that is not there"
        case .loose(let table): "table \(table) is not STRICT"
        case .unknown(let kind, let name): "\(kind) \(name) was made by something else; remove it or find out who needs it"
        case .missing(let kind, let name): "\(kind) \(name) is missing; restore a backup"
        case .changed(let kind, let name): "\(kind) \(name) has another form than this program gives it"
        case .newer(let migration): "migration \(migration) is of a newer program; use that one"
        case .pending(let migration): "migration \(migration) was not applied yet: keshik db migrate"
        }
    }
}

extension Records {
    /// Looks through the records of a data folder, whether a centre uses them or not: `keshik db check`.
    public static func check(data: String, migrations: [Migration]) throws(RecordsError) -> RecordsCheck {
        let plan = try MigrationPlan(migrations)
        let place = RecordsPlace(data)
        let reader = try openReader(place.database)
        return try RecordsError.naming(place.database) {
            let check = try RecordsCheck(reader, plan, place.database)
            try reader.close()
            return check
        }
    }
}

extension RecordsCheck {
    init(_ reader: DatabaseQueue, _ plan: MigrationPlan, _ path: String) throws {
        let (mistakes, isEmpty) = try reader.read { database in
            var mistakes: [RecordsMistake] = []
            let integrity = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
            if integrity != ["ok"] { mistakes += integrity.map { .damaged($0) } }
            for row in try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").prefix(20) {
                mistakes.append(.brokenReference(table: row[0], row: row[1], missing: row[2]))
            }
            let tables = try TableList(database)
            mistakes += tables.loose.map { .loose(table: $0) }
            let state = try plan.state(of: database)
            let applied = try plan.migrator().appliedIdentifiers(database)
            let found = try SchemaObject.all(in: database)
            let wanted = try SchemaObject.expected(plan, applied)
            for (object, sql) in found where wanted[object] != sql {
                let isKnown = wanted.keys.contains(object)
                mistakes.append(isKnown ? .changed(kind: object.kind, name: object.name) : .unknown(kind: object.kind, name: object.name))
            }
            mistakes += wanted.keys.filter { !found.keys.contains($0) }.map { .missing(kind: $0.kind, name: $0.name) }
            mistakes += state.unknown.map { .newer(migration: $0) }
            mistakes += state.pending.map { .pending(migration: $0) }
            return (mistakes.sorted { "\($0)" < "\($1)" }, applied.isEmpty)
        }
        self.init(path: path, mistakes: mistakes, isEmpty: isEmpty)
    }
}

/// A table, index, trigger or view of the schema.
private struct SchemaObject: Hashable {
    let kind: String
    let name: String

    /// Everything that migrations make, with the statement that made it; indexes that SQLite makes by itself have none.
    static func all(in database: Database) throws -> [SchemaObject: String?] {
        var objects: [SchemaObject: String?] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT type, name, sql FROM sqlite_master") {
            let object = SchemaObject(kind: row[0], name: row[1])
            if object.name.hasPrefix("sqlite_") || object.name == "grdb_migrations" { continue }
            objects[object] = .some(row[2])
        }
        return objects
    }

    /// What a new database has after the same steps.
    static func expected(_ plan: MigrationPlan, _ applied: Set<String>) throws -> [SchemaObject: String?] {
        let model = try DatabaseQueue()
        try plan.migrator(only: applied).migrate(model)
        return try model.read { try all(in: $0) }
    }
}
