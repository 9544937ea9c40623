internal import Foundation
internal import GRDB
internal import Vocabulary

/// The tables of the vault.
enum VaultStore {
    static let migrations = [
        Migration(
            name: "vault-001-files",
            sql: """
                CREATE TABLE vault_file (
                    id TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, sha1 TEXT NOT NULL,
                    md5 TEXT NOT NULL, media TEXT NOT NULL, label TEXT NOT NULL, danger TEXT NOT NULL, also TEXT NOT NULL,
                    giver TEXT NOT NULL, reference TEXT NOT NULL, received INTEGER NOT NULL, key BLOB NOT NULL,
                    scanned INTEGER, matches TEXT, failure TEXT
                ) STRICT;
                CREATE INDEX vault_file_reference ON vault_file (reference, received, id);
                CREATE INDEX vault_file_sha256 ON vault_file (sha256);
                CREATE TABLE vault_sealed (
                    reference TEXT PRIMARY KEY, sealed BLOB NOT NULL, changed INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE vault_opening (
                    id INTEGER PRIMARY KEY, reference TEXT NOT NULL, person TEXT NOT NULL, reason TEXT NOT NULL, moment INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX vault_opening_reference ON vault_opening (reference, id);
                """)
    ]

    static func insert(_ file: ArrivedFile, giver: String, reference: String, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO vault_file (id, name, size, sha256, sha1, md5, media, label, danger, also, giver, reference, received, key)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                file.id, file.name, file.size, file.sha256, file.sha1, file.md5, file.type.media, file.type.label,
                file.type.danger.rawValue, file.type.also.joined(separator: " "), giver, reference, now.microseconds, Data(file.key),
            ])
    }

    static func file(_ id: String, _ database: Database) throws -> VaultFile? {
        try Row.fetchOne(database, sql: "SELECT * FROM vault_file WHERE id = ?", arguments: [id]).map(file)
    }

    static func files(of reference: String, _ database: Database) throws -> [VaultFile] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM vault_file WHERE reference = ? ORDER BY received, id LIMIT 1000", arguments: [reference]
        ).map(file)
    }

    static func key(of id: String, _ database: Database) throws -> [UInt8]? {
        try Data.fetchOne(database, sql: "SELECT key FROM vault_file WHERE id = ?", arguments: [id]).map { Array($0) }
    }

    static func has(_ id: String, _ database: Database) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM vault_file WHERE id = ?)", arguments: [id]) ?? false
    }

    static func remove(_ id: String, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM vault_file WHERE id = ?", arguments: [id])
    }

    static func set(scan: VaultScan, of id: String, _ database: Database) throws {
        let (moment, matches, failure): (Instant?, String?, String?) =
            switch scan {
            case .none: (nil, nil, nil)
            case .clean(let moment): (moment, "", nil)
            case .matched(let rules, let moment): (moment, rules.joined(separator: "\n"), nil)
            case .failed(let reason, let moment): (moment, nil, reason)
            }
        try database.execute(
            sql: "UPDATE vault_file SET scanned = ?, matches = ?, failure = ? WHERE id = ?",
            arguments: [moment?.microseconds, matches, failure, id])
    }

    private static func file(_ row: Row) -> VaultFile {
        let also: String = row["also"]
        let type = ContentType(
            row["media"], row["label"], ContentType.Danger(rawValue: row["danger"]) ?? .active,
            also: also.split(separator: " ").map(String.init))
        var scan = VaultScan.none
        if let microseconds = row["scanned"] as Int64? {
            let moment = Instant(microseconds: microseconds)
            if let failure = row["failure"] as String? {
                scan = .failed(failure, moment)
            } else {
                let matches = (row["matches"] as String? ?? "").split(separator: "\n").map(String.init)
                scan = matches.isEmpty ? .clean(moment) : .matched(matches, moment)
            }
        }
        return VaultFile(
            id: row["id"], name: row["name"], size: row["size"], sha256: row["sha256"], sha1: row["sha1"], md5: row["md5"], type: type,
            giver: row["giver"], reference: row["reference"], received: Instant(microseconds: row["received"]), scan: scan)
    }
}
