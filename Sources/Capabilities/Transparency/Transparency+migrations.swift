internal import Centre

extension Transparency {
    static let tables = [
        Migration(
            name: "transparency-001-book",
            sql: """
                -- What the log's entries are about, for those who may know. A line waits here until the log has it: sequence is then its place.
                CREATE TABLE transparency_line (
                    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, deed TEXT NOT NULL, actor TEXT NOT NULL,
                    approver TEXT NOT NULL, class TEXT NOT NULL, capability TEXT NOT NULL, channel TEXT NOT NULL, reference TEXT NOT NULL,
                    tlp INTEGER NOT NULL, exercise INTEGER NOT NULL, time INTEGER NOT NULL, content BLOB NOT NULL, opening BLOB NOT NULL,
                    pseudonym TEXT NOT NULL, digest BLOB NOT NULL UNIQUE, sequence INTEGER UNIQUE
                ) STRICT;
                CREATE INDEX transparency_line_waiting ON transparency_line (number) WHERE sequence IS NULL;
                CREATE INDEX transparency_line_deed ON transparency_line (deed, number);
                CREATE INDEX transparency_line_actor ON transparency_line (actor, number);
                CREATE INDEX transparency_line_reference ON transparency_line (reference, number);
                -- Entries of the log by month, counted as they are entered and counted again every night.
                CREATE TABLE transparency_count (
                    month TEXT NOT NULL, deed TEXT NOT NULL, class TEXT NOT NULL, exercise INTEGER NOT NULL, count INTEGER NOT NULL,
                    PRIMARY KEY (month, deed, class, exercise)
                ) STRICT, WITHOUT ROWID;
                -- What each nightly look at every byte found.
                CREATE TABLE transparency_check (
                    id INTEGER PRIMARY KEY, moment INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, problems TEXT NOT NULL
                ) STRICT;
                """)
    ]
}
