internal import GRDB

/// The whole list of steps a program knows, in order: the centre's own, then those of each capability.
struct MigrationPlan: Sendable {
    let migrations: [Migration]

    /// - Throws: ``RecordsError/wrongMigration(name:reason:)`` for a name without the agreed form or used twice.
    init(_ capabilities: [Migration]) throws(RecordsError) {
        migrations = JobQueue.migrations + Secrets.migrations + VaultStore.migrations + Outward.migrations + capabilities
        var names: Set<String> = []
        for migration in migrations {
            guard migration.capability != nil else {
                throw .wrongMigration(
                    name: migration.name, reason: "name it <capability>-<three digits>-<what> in small letters, such as notices-001-rules")
            }
            guard names.insert(migration.name).inserted else {
                throw .wrongMigration(name: migration.name, reason: "the name is used twice; give the later step a name of its own")
            }
        }
    }

    /// GRDB's migrator for the steps, or for those of them named in `only`.
    func migrator(only: Set<String>? = nil) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in migrations where only?.contains(migration.name) ?? true {
            migrator.registerMigration(migration.name) { database in
                let before = try TableList(database)
                try migration.body(database)
                try TableList(database).check(against: before, migration: migration)
            }
        }
        return migrator
    }

    /// How a database stands to the list: what is still to be done, in order, and what this program does not know.
    struct State {
        let pending: [String]
        let unknown: [String]
    }

    /// How a database stands.
    func state(of database: Database) throws -> State {
        let applied = try migrator().appliedIdentifiers(database)
        let known = Set(migrations.map(\.name))
        return State(pending: migrations.map(\.name).filter { !applied.contains($0) }, unknown: applied.subtracting(known).sorted())
    }
}

/// The tables of a database, as far as a migration answers for them.
struct TableList {
    /// Whether each table is STRICT; virtual tables and what belongs to them cannot be.
    let isStrict: [String: Bool]

    init(_ database: Database) throws {
        var isStrict: [String: Bool] = [:]
        let rows = try Row.fetchAll(database, sql: "SELECT name, type, strict FROM pragma_table_list WHERE schema = 'main'")
        for row in rows {
            let name: String = row["name"]
            let type: String = row["type"]
            guard type == "table" || type == "virtual", !name.hasPrefix("sqlite_"), name != "grdb_migrations" else { continue }
            isStrict[name] = type == "virtual" || row["strict"] == true
        }
        self.isStrict = isStrict
    }

    /// Names of tables that take any value in any column.
    var loose: [String] { isStrict.filter { !$0.value }.keys.sorted() }

    func check(against before: TableList, migration: Migration) throws(RecordsError) {
        let loose = loose.filter { before.isStrict[$0] == nil }
        guard loose.isEmpty else {
            throw .wrongMigration(
                name: migration.name, reason: "not STRICT: \(loose.joined(separator: ", ")); end CREATE TABLE with STRICT")
        }
        guard let prefix = migration.tablePrefix else { return }
        let strangers = isStrict.keys.filter { before.isStrict[$0] == nil && $0 != prefix && !$0.hasPrefix(prefix + "_") }.sorted()
        guard strangers.isEmpty else {
            throw .wrongMigration(
                name: migration.name,
                reason: "its tables must begin with \(prefix)_ so that nobody else uses the name: \(strangers.joined(separator: ", "))")
        }
    }
}
