internal import Centre

extension Notices {
    static let tables = [
        Migration(
            name: "notices-001-tables",
            sql: """
                CREATE TABLE notices_rule (
                    id TEXT PRIMARY KEY, position INTEGER NOT NULL, version INTEGER NOT NULL, approved INTEGER NOT NULL DEFAULT 0,
                    body TEXT NOT NULL, changed INTEGER NOT NULL, person TEXT NOT NULL, approver TEXT
                ) STRICT, WITHOUT ROWID;
                -- Every version there ever was: decisions name them.
                CREATE TABLE notices_version (
                    rule TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, changed INTEGER NOT NULL, person TEXT NOT NULL,
                    PRIMARY KEY (rule, version)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE notices_suppression (
                    id INTEGER PRIMARY KEY, owner TEXT, type TEXT, identifier TEXT, network TEXT, finding TEXT, reason TEXT NOT NULL,
                    until INTEGER NOT NULL, person TEXT NOT NULL, made INTEGER NOT NULL, ended INTEGER
                ) STRICT;
                -- Explanations, which many decisions share.
                CREATE TABLE notices_because (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
                CREATE TABLE notices_notice (
                    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, owner TEXT NOT NULL,
                    owner_name TEXT NOT NULL, sector TEXT, contact TEXT NOT NULL, contact_name TEXT NOT NULL, purpose TEXT NOT NULL,
                    address TEXT, language TEXT NOT NULL, type TEXT NOT NULL, severity INTEGER NOT NULL, tlp INTEGER NOT NULL,
                    rule TEXT NOT NULL, rule_version INTEGER NOT NULL, subject TEXT NOT NULL, findings INTEGER NOT NULL,
                    planned INTEGER NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL,
                    sent INTEGER, returned INTEGER, read INTEGER, answered INTEGER,
                    because INTEGER NOT NULL REFERENCES notices_because
                ) STRICT;
                CREATE INDEX notices_notice_owner ON notices_notice (owner, type, number);
                CREATE INDEX notices_notice_state ON notices_notice (state, number);
                CREATE INDEX notices_notice_rule ON notices_notice (rule, state);
                CREATE TABLE notices_item (
                    notice INTEGER NOT NULL REFERENCES notices_notice, finding BLOB NOT NULL, line TEXT NOT NULL, feeds TEXT NOT NULL,
                    PRIMARY KEY (notice, finding)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX notices_item_finding ON notices_item (finding);
                -- Where each finding stands: what was told and when it is looked at next.
                CREATE TABLE notices_track (
                    finding BLOB PRIMARY KEY, owner TEXT NOT NULL, sector TEXT, type TEXT NOT NULL, feeds TEXT NOT NULL,
                    first_seen INTEGER NOT NULL, since INTEGER NOT NULL, outcome TEXT NOT NULL, due INTEGER NOT NULL, rule TEXT,
                    told INTEGER, last_told INTEGER, reminders INTEGER NOT NULL DEFAULT 0, escalated INTEGER NOT NULL DEFAULT 0,
                    upstream INTEGER NOT NULL DEFAULT 0, answer TEXT, answered INTEGER, returned TEXT NOT NULL DEFAULT '', gone INTEGER
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX notices_track_told ON notices_track (told) WHERE told IS NOT NULL;
                CREATE INDEX notices_track_due ON notices_track (outcome, due);
                CREATE TABLE notices_decision (
                    id INTEGER PRIMARY KEY, finding BLOB NOT NULL, moment INTEGER NOT NULL, outcome TEXT NOT NULL, rule TEXT,
                    rule_version INTEGER NOT NULL, contact TEXT, notice TEXT, because INTEGER NOT NULL REFERENCES notices_because
                ) STRICT;
                CREATE INDEX notices_decision_finding ON notices_decision (finding, id);
                CREATE TABLE notices_answer (
                    id INTEGER PRIMARY KEY, notice TEXT NOT NULL REFERENCES notices_notice (id), finding BLOB, kind TEXT NOT NULL,
                    way TEXT NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL, until INTEGER, moment INTEGER NOT NULL,
                    letter TEXT UNIQUE, message TEXT, seen INTEGER
                ) STRICT;
                CREATE INDEX notices_answer_notice ON notices_answer (notice, id);
                -- What an answer changes in the store of findings, which is another database: done again until it is done.
                CREATE TABLE notices_change (
                    id INTEGER PRIMARY KEY, answer INTEGER NOT NULL REFERENCES notices_answer, finding BLOB NOT NULL, taken INTEGER,
                    done INTEGER
                ) STRICT;
                CREATE INDEX notices_change_open ON notices_change (id) WHERE done IS NULL;
                CREATE TABLE notices_webhook (
                    owner TEXT PRIMARY KEY, url TEXT NOT NULL, person TEXT NOT NULL, changed INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE notices_mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                """)
    ]
}
