internal import Centre

extension Reporting {
    static let tables = [
        Migration(
            name: "reporting-001-tables",
            sql: """
                CREATE TABLE reporting_report (
                    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, submission TEXT UNIQUE, letter TEXT UNIQUE,
                    way TEXT NOT NULL, language TEXT NOT NULL, happening TEXT, type TEXT NOT NULL, type_source TEXT NOT NULL,
                    care TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, target TEXT, occurred TEXT, ongoing INTEGER NOT NULL,
                    sharing TEXT NOT NULL, has_contact INTEGER NOT NULL, mailbox BLOB, mailbox_place TEXT UNIQUE, state TEXT NOT NULL,
                    received INTEGER NOT NULL, seen INTEGER, case_id TEXT, case_number TEXT, case_path TEXT, closed_reason TEXT,
                    waiting INTEGER NOT NULL DEFAULT 0
                ) STRICT;
                CREATE INDEX reporting_report_state ON reporting_report (state, number);
                CREATE INDEX reporting_report_type ON reporting_report (type, number);
                CREATE INDEX reporting_report_care ON reporting_report (number) WHERE care <> '' AND state IN ('new', 'open');
                CREATE TABLE reporting_message (
                    id INTEGER PRIMARY KEY, subject TEXT NOT NULL, author TEXT NOT NULL, way TEXT NOT NULL, name TEXT NOT NULL,
                    text TEXT NOT NULL, moment INTEGER NOT NULL, letter TEXT UNIQUE, ticket TEXT UNIQUE, dispatch TEXT
                ) STRICT;
                CREATE INDEX reporting_message_subject ON reporting_message (subject, id);
                -- What could be read out of a mail by machine, one IDF object a line.
                CREATE TABLE reporting_event (
                    id INTEGER PRIMARY KEY, report TEXT NOT NULL REFERENCES reporting_report (id), line TEXT NOT NULL
                ) STRICT;
                CREATE INDEX reporting_event_report ON reporting_event (report, id);
                CREATE VIRTUAL TABLE reporting_search USING fts5 (
                    subject UNINDEXED, words, tokenize = 'unicode61 remove_diacritics 2'
                );
                """),
        Migration(
            name: "reporting-002-duty",
            sql: """
                CREATE TABLE reporting_incident (
                    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, owner_name TEXT NOT NULL,
                    sector TEXT, reference TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, type TEXT NOT NULL, aware INTEGER NOT NULL,
                    cross_border TEXT NOT NULL, personal_data TEXT NOT NULL, laws TEXT NOT NULL, state TEXT NOT NULL, opened INTEGER NOT NULL,
                    reported INTEGER, joined TEXT REFERENCES reporting_incident (id), answer_due INTEGER, answered INTEGER, answered_by TEXT,
                    case_id TEXT, case_number TEXT, case_path TEXT, UNIQUE (owner, reference)
                ) STRICT;
                CREATE INDEX reporting_incident_owner ON reporting_incident (owner, number);
                CREATE INDEX reporting_incident_state ON reporting_incident (state, number);
                CREATE INDEX reporting_incident_clock ON reporting_incident (answer_due) WHERE answered IS NULL AND answer_due IS NOT NULL;
                CREATE INDEX reporting_incident_reported ON reporting_incident (reported);
                CREATE INDEX reporting_incident_joined ON reporting_incident (joined) WHERE joined IS NOT NULL;
                -- A draft is a stage that was not submitted. A correction is a further version; none is ever changed.
                CREATE TABLE reporting_stage (
                    incident TEXT NOT NULL REFERENCES reporting_incident (id), stage TEXT NOT NULL, version INTEGER NOT NULL,
                    body TEXT NOT NULL, saved INTEGER NOT NULL, submitted INTEGER, author TEXT NOT NULL, due INTEGER,
                    PRIMARY KEY (incident, stage, version)
                ) STRICT, WITHOUT ROWID;
                -- What is said of an incident by which others may be the same.
                CREATE TABLE reporting_mark (
                    incident TEXT NOT NULL REFERENCES reporting_incident (id), value TEXT NOT NULL, PRIMARY KEY (value, incident)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE reporting_alarm (
                    incident TEXT NOT NULL, level TEXT NOT NULL, moment INTEGER NOT NULL, PRIMARY KEY (incident, level)
                ) STRICT, WITHOUT ROWID;
                """),
    ]
}
