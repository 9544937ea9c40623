internal import GRDB

/// The catalogue's tables. A migration that was ever released is never edited; changes are new ones with the next number.
enum CatalogueMigrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 ledger, segments, findings, rollups") { db in try db.execute(sql: first) }
        migrator.registerMigration("002 key of piece identities") { db in
            try db.execute(sql: "CREATE TABLE piece_key (id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL) STRICT")
            try PieceDigest.makeKey(db)
        }
        return migrator
    }

    /// The identifier of the first migration in a catalogue that this program does not know.
    static func unknownMigration(in db: Database) throws -> String? {
        let known = Set(migrator.migrations)
        return try migrator.appliedIdentifiers(db).subtracting(known).min()
    }

    private static let first = """
        CREATE TABLE feed (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            interval INTEGER NOT NULL,      -- seconds
            latest INTEGER                  -- latest time of an event, microseconds
        ) STRICT;

        -- The ledger: every piece of every source that was ever taken in.
        CREATE TABLE piece (
            id BLOB NOT NULL PRIMARY KEY,
            parent BLOB NOT NULL,
            length INTEGER NOT NULL,
            is_tail INTEGER NOT NULL,
            feed INTEGER NOT NULL REFERENCES feed,
            source TEXT NOT NULL,
            rows INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            stored_at INTEGER NOT NULL,
            columns TEXT                    -- where rows were refused: what they need to be read by themselves
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX piece_parent ON piece (parent);

        CREATE TABLE segment_columns (
            id INTEGER PRIMARY KEY,
            columns TEXT NOT NULL UNIQUE    -- a line for each: type, blank, name
        ) STRICT;

        CREATE TABLE segment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice: the ids tell how much was written since
            path TEXT NOT NULL UNIQUE,
            feed INTEGER NOT NULL REFERENCES feed,
            tlp TEXT,
            month TEXT NOT NULL,
            rows INTEGER NOT NULL,
            tier INTEGER NOT NULL,          -- power of eight below rows
            bytes INTEGER NOT NULL,
            first_time INTEGER,
            last_time INTEGER,
            first_observation INTEGER,
            last_observation INTEGER,
            first_address TEXT,
            last_address TEXT,
            has_untimed INTEGER NOT NULL,
            checksum INTEGER NOT NULL,      -- of the whole file
            columns INTEGER NOT NULL REFERENCES segment_columns,
            blooms BLOB NOT NULL            -- row group, column, offset, bytes as varints, one after the other
        ) STRICT;
        CREATE INDEX segment_feed ON segment (feed, month);
        -- What could be merged, looked at after every commit.
        CREATE INDEX segment_small ON segment (feed, tlp, month, tier) WHERE rows < 65536;

        CREATE TABLE finding_run (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            records INTEGER NOT NULL,
            events INTEGER NOT NULL,
            bytes INTEGER NOT NULL
        ) STRICT;

        -- What retention took away, so that the sums still add up.
        CREATE TABLE retired (
            id INTEGER PRIMARY KEY,
            feed INTEGER NOT NULL REFERENCES feed,
            tlp TEXT,
            segments INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            before INTEGER NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE name (
            id INTEGER PRIMARY KEY,
            text TEXT NOT NULL UNIQUE
        ) STRICT;
        INSERT INTO name (id, text) VALUES (0, '');

        -- Counts by hour that are not in the tables below yet, batch by batch, see PendingCounts.
        CREATE TABLE rollup_pending (
            id INTEGER PRIMARY KEY,
            counts BLOB NOT NULL
        ) STRICT;
        CREATE TABLE rollup_type (hour INTEGER, name INTEGER, count INTEGER NOT NULL, PRIMARY KEY (hour, name)) STRICT, WITHOUT ROWID;
        CREATE TABLE rollup_asn (hour INTEGER, name INTEGER, count INTEGER NOT NULL, PRIMARY KEY (hour, name)) STRICT, WITHOUT ROWID;
        CREATE TABLE rollup_country (hour INTEGER, name INTEGER, count INTEGER NOT NULL, PRIMARY KEY (hour, name)) STRICT, WITHOUT ROWID;
        CREATE TABLE rollup_owner (hour INTEGER, name INTEGER, count INTEGER NOT NULL, PRIMARY KEY (hour, name)) STRICT, WITHOUT ROWID;
        CREATE TABLE rollup_feed (hour INTEGER, name INTEGER, count INTEGER NOT NULL, PRIMARY KEY (hour, name)) STRICT, WITHOUT ROWID;

        CREATE TABLE dead_letter (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            feed INTEGER NOT NULL REFERENCES feed,
            source TEXT NOT NULL,
            piece BLOB NOT NULL,
            offset INTEGER NOT NULL,
            line INTEGER,
            reason TEXT NOT NULL,
            length INTEGER NOT NULL,
            stored_at INTEGER NOT NULL,
            raw BLOB NOT NULL
        ) STRICT;

        CREATE TABLE dead_letter_count (
            feed INTEGER PRIMARY KEY REFERENCES feed,
            kept INTEGER NOT NULL,
            counted_only INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE decision (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            finding BLOB NOT NULL,          -- 16 bytes
            kind TEXT NOT NULL CHECK (kind IN ('accept', 'dispute', 'verify-fixed', 'withdraw')),
            until INTEGER,
            by TEXT NOT NULL,
            note TEXT NOT NULL,
            at INTEGER NOT NULL,
            CHECK ((kind = 'accept') = (until IS NOT NULL))
        ) STRICT;
        CREATE INDEX decision_finding ON decision (finding);
        CREATE TRIGGER decision_is_never_changed BEFORE UPDATE ON decision
            BEGIN SELECT RAISE(ABORT, 'a decision is never changed; add another'); END;
        CREATE TRIGGER decision_is_never_removed BEFORE DELETE ON decision
            BEGIN SELECT RAISE(ABORT, 'a decision is never removed; withdraw it'); END;
        """
}
