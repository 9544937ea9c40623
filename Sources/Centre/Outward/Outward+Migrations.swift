extension Outward {
    /// The tables of what leaves.
    static let migrations = [
        Migration(
            name: "outward-001-dispatches",
            sql: """
                CREATE TABLE outward_dispatch (
                    number INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    realm TEXT NOT NULL,
                    act TEXT NOT NULL,
                    tlp INTEGER NOT NULL,
                    audience INTEGER NOT NULL,
                    channel TEXT NOT NULL,
                    recipient TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    media_type TEXT NOT NULL,
                    digest BLOB NOT NULL,
                    size INTEGER NOT NULL,
                    capability TEXT NOT NULL,
                    reference TEXT NOT NULL,
                    author TEXT NOT NULL,
                    approval TEXT NOT NULL,
                    approver TEXT,
                    planned INTEGER NOT NULL,
                    state TEXT NOT NULL,
                    since INTEGER NOT NULL,
                    attempts INTEGER NOT NULL DEFAULT 0,
                    doubts INTEGER NOT NULL DEFAULT 0,
                    note TEXT NOT NULL DEFAULT ''
                ) STRICT;
                CREATE INDEX outward_dispatch_state ON outward_dispatch (state, number);
                CREATE INDEX outward_dispatch_reference ON outward_dispatch (capability, reference);
                -- Apart, so that lists do not read past contents, and contents can go while the record stays.
                CREATE TABLE outward_content (
                    number INTEGER PRIMARY KEY REFERENCES outward_dispatch ON DELETE CASCADE,
                    content BLOB NOT NULL
                ) STRICT;
                CREATE TABLE outward_step (
                    id INTEGER PRIMARY KEY,
                    number INTEGER NOT NULL REFERENCES outward_dispatch ON DELETE CASCADE,
                    moment INTEGER NOT NULL,
                    state TEXT NOT NULL,
                    person TEXT,
                    note TEXT NOT NULL
                ) STRICT;
                CREATE INDEX outward_step_dispatch ON outward_step (number, id);
                """)
    ]
}
