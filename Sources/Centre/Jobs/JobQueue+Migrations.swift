extension JobQueue {
    /// The tables of jobs.
    static let migrations = [
        Migration(
            name: "jobs-001-queue",
            sql: """
                CREATE TABLE jobs_kind (
                    name TEXT PRIMARY KEY,
                    expression TEXT,
                    zone TEXT,
                    next INTEGER,
                    is_paused INTEGER NOT NULL DEFAULT 0,
                    last_done INTEGER
                ) STRICT, WITHOUT ROWID;
                -- AUTOINCREMENT: pages and outcomes name a job by its number, which no other may get.
                CREATE TABLE jobs_job (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    kind TEXT NOT NULL,
                    key TEXT,
                    payload TEXT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'givenUp')),
                    is_forced INTEGER NOT NULL DEFAULT 0,
                    queued INTEGER NOT NULL,
                    scheduled INTEGER,
                    due INTEGER NOT NULL,
                    attempt INTEGER NOT NULL DEFAULT 0,
                    holder TEXT,
                    lease INTEGER,
                    started INTEGER,
                    error TEXT,
                    CHECK ((state = 'running') = (holder IS NOT NULL)),
                    CHECK ((state = 'running') = (lease IS NOT NULL))
                ) STRICT;
                CREATE INDEX jobs_job_due ON jobs_job (kind, state, due);
                CREATE INDEX jobs_job_lease ON jobs_job (lease) WHERE state = 'running';
                CREATE UNIQUE INDEX jobs_job_key ON jobs_job (kind, key) WHERE key IS NOT NULL;
                CREATE TABLE jobs_settled (
                    kind TEXT NOT NULL,
                    key TEXT NOT NULL,
                    settled INTEGER NOT NULL,
                    PRIMARY KEY (kind, key)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX jobs_settled_age ON jobs_settled (settled);
                CREATE TABLE jobs_outcome (
                    id INTEGER PRIMARY KEY,
                    kind TEXT NOT NULL,
                    is_bad INTEGER NOT NULL,
                    job INTEGER NOT NULL,
                    key TEXT,
                    attempt INTEGER NOT NULL,
                    started INTEGER NOT NULL,
                    ended INTEGER NOT NULL,
                    result TEXT NOT NULL,
                    text TEXT NOT NULL
                ) STRICT;
                CREATE INDEX jobs_outcome_kind ON jobs_outcome (kind, is_bad, id);
                """)
    ]
}
