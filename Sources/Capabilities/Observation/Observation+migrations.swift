public import Centre

extension Observation {
    /// The tables it keeps in the records.
    public static var migrations: [Migration] {
        [
            Migration(
                name: "observation-001-collectors",
                sql: """
                    CREATE TABLE observation_collector (
                        id TEXT PRIMARY KEY,
                        name TEXT NOT NULL,
                        kind TEXT NOT NULL,
                        feed TEXT,                      -- its feed's code; NULL where each delivery is recognised
                        settings TEXT NOT NULL,         -- JSON
                        schedule TEXT NOT NULL,         -- as in crontab
                        is_enabled INTEGER NOT NULL,
                        mark TEXT NOT NULL,             -- JSON: how far it came
                        created_at INTEGER NOT NULL,
                        changed_at INTEGER NOT NULL,
                        changed_by TEXT NOT NULL
                    ) STRICT;

                    CREATE TABLE observation_collection (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        collector TEXT,                 -- NULL for uploads and programs; collectors may be gone
                        way TEXT NOT NULL CHECK (way IN ('collector', 'upload', 'program')),
                        by TEXT NOT NULL,
                        feeds TEXT NOT NULL,            -- codes, separated by blanks
                        started_at INTEGER NOT NULL,
                        ended_at INTEGER NOT NULL,
                        result TEXT NOT NULL CHECK (result IN ('done', 'empty', 'unchanged', 'failed')),
                        text TEXT NOT NULL,
                        files INTEGER NOT NULL,
                        events INTEGER NOT NULL,
                        rejected INTEGER NOT NULL,
                        known_bytes INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX observation_collection_collector ON observation_collection (collector, id);

                    CREATE TABLE observation_batch (
                        program TEXT NOT NULL,
                        key TEXT NOT NULL,
                        digest TEXT NOT NULL,
                        answer TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        PRIMARY KEY (program, key)
                    ) STRICT;
                    """),
            Migration(
                name: "observation-002-mails",
                sql: """
                    CREATE TABLE observation_mail (
                        collector TEXT NOT NULL,
                        message TEXT NOT NULL,          -- its Message-ID, or a digest of its bytes
                        at INTEGER NOT NULL,
                        PRIMARY KEY (collector, message)
                    ) STRICT, WITHOUT ROWID;
                    """),
        ]
    }
}
