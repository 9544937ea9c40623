internal import Centre

extension Cases {
    static let tables = [
        Migration(
            name: "cases-001-tables",
            sql: """
                CREATE TABLE cases_case (
                    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, sequence INTEGER NOT NULL, origin TEXT UNIQUE,
                    title TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, closing TEXT, type TEXT, severity INTEGER NOT NULL,
                    score INTEGER, answers TEXT, tlp INTEGER NOT NULL, pap INTEGER NOT NULL, organisation TEXT, sector TEXT, lead TEXT,
                    assignee TEXT, language TEXT, urgency TEXT, path TEXT, received INTEGER NOT NULL, opened INTEGER NOT NULL,
                    acknowledged INTEGER, acted INTEGER, closed INTEGER, due INTEGER, embargo INTEGER,
                    parent INTEGER REFERENCES cases_case, merged_into INTEGER REFERENCES cases_case, root INTEGER NOT NULL,
                    touched INTEGER NOT NULL, summary TEXT,
                    is_open INTEGER NOT NULL GENERATED ALWAYS AS (state IN ('new', 'open', 'waiting')) VIRTUAL,
                    priority INTEGER NOT NULL GENERATED ALWAYS AS (severity + CASE WHEN urgency IS NULL THEN 0 ELSE 10 END) VIRTUAL
                ) STRICT;
                CREATE UNIQUE INDEX cases_case_sequence ON cases_case (year, sequence);
                -- What is still to be done, in the order of the queue; the columns behind the order answer every other filter.
                CREATE INDEX cases_case_open ON cases_case (
                    is_open, priority, id, state, kind, type, severity, tlp, assignee, organisation, sector, due);
                CREATE INDEX cases_case_state ON cases_case (
                    state, id, kind, type, severity, tlp, assignee, organisation, sector, is_open);
                CREATE INDEX cases_case_type ON cases_case (type, id, state, kind, severity, tlp, assignee, sector, is_open);
                CREATE INDEX cases_case_severity ON cases_case (severity, id, state, kind, tlp, assignee, sector, is_open);
                CREATE INDEX cases_case_kind ON cases_case (kind, id, state, tlp, assignee, sector, is_open);
                CREATE INDEX cases_case_tlp ON cases_case (tlp, id, state, is_open);
                CREATE INDEX cases_case_assignee ON cases_case (assignee, id, state, is_open);
                CREATE INDEX cases_case_organisation ON cases_case (organisation, id, state, is_open);
                CREATE INDEX cases_case_sector ON cases_case (sector, id, state, is_open);
                CREATE INDEX cases_case_urgency ON cases_case (urgency, id, state, is_open) WHERE urgency IS NOT NULL;
                CREATE INDEX cases_case_due ON cases_case (due, id, is_open, type, severity, tlp, assignee) WHERE due IS NOT NULL;
                CREATE INDEX cases_case_root ON cases_case (root);
                CREATE INDEX cases_case_merged ON cases_case (merged_into) WHERE merged_into IS NOT NULL;
                CREATE INDEX cases_case_parent ON cases_case (parent) WHERE parent IS NOT NULL;
                CREATE INDEX cases_case_received ON cases_case (received);
                CREATE INDEX cases_case_touched ON cases_case (touched);
                CREATE TABLE cases_entry (
                    id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases_case, moment INTEGER NOT NULL, person TEXT NOT NULL,
                    kind TEXT NOT NULL, field TEXT, earlier TEXT, later TEXT, text TEXT NOT NULL DEFAULT '', party INTEGER,
                    mark TEXT UNIQUE, files TEXT, source INTEGER, trust TEXT
                ) STRICT;
                CREATE INDEX cases_entry_case ON cases_entry (case_id, id);
                CREATE INDEX cases_entry_party ON cases_entry (party, id) WHERE party IS NOT NULL;
                -- Entries are never changed, so that their words need not be kept twice.
                CREATE VIRTUAL TABLE cases_words USING fts5 (text, content = '', prefix = '3', tokenize = 'unicode61 remove_diacritics 2');
                CREATE TABLE cases_observable (
                    id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases_case, type TEXT NOT NULL, value TEXT NOT NULL,
                    is_indicator INTEGER NOT NULL DEFAULT 1, moment INTEGER NOT NULL, person TEXT NOT NULL, entry INTEGER,
                    UNIQUE (case_id, type, value)
                ) STRICT;
                CREATE INDEX cases_observable_value ON cases_observable (value, type, case_id);
                CREATE TABLE cases_file (
                    case_id INTEGER NOT NULL REFERENCES cases_case, vault TEXT NOT NULL, moment INTEGER NOT NULL, person TEXT NOT NULL,
                    PRIMARY KEY (case_id, vault)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE cases_watcher (
                    case_id INTEGER NOT NULL REFERENCES cases_case, person TEXT NOT NULL, PRIMARY KEY (case_id, person)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX cases_watcher_person ON cases_watcher (person, case_id);
                -- Who works here: known since they first opened a page.
                CREATE TABLE cases_person (id TEXT PRIMARY KEY, name TEXT NOT NULL, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                CREATE TABLE cases_view (
                    id INTEGER PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, is_shared INTEGER NOT NULL,
                    made INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX cases_view_person ON cases_view (person);
                CREATE TABLE cases_merge (
                    id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases_case, target INTEGER NOT NULL REFERENCES cases_case,
                    person TEXT NOT NULL, moment INTEGER NOT NULL, earlier TEXT NOT NULL, undone INTEGER, undone_by TEXT
                ) STRICT;
                CREATE INDEX cases_merge_case ON cases_merge (case_id);
                CREATE TABLE cases_party (
                    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, case_id INTEGER NOT NULL REFERENCES cases_case, role TEXT NOT NULL,
                    name TEXT NOT NULL, reference TEXT, organisation TEXT, contact TEXT, email TEXT, language TEXT, openpgp TEXT,
                    certificate TEXT, stance TEXT, stance_moment INTEGER, told INTEGER, heard INTEGER, made INTEGER NOT NULL,
                    person TEXT NOT NULL
                ) STRICT;
                CREATE INDEX cases_party_case ON cases_party (case_id);
                CREATE INDEX cases_party_organisation ON cases_party (organisation, id) WHERE organisation IS NOT NULL;
                CREATE INDEX cases_party_reference ON cases_party (reference) WHERE reference IS NOT NULL;
                CREATE TABLE cases_task (
                    id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases_case, playbook TEXT, version INTEGER, step TEXT,
                    title TEXT NOT NULL, text TEXT NOT NULL DEFAULT '', state TEXT NOT NULL, assignee TEXT, due INTEGER, done INTEGER,
                    done_by TEXT, result TEXT NOT NULL DEFAULT '', made INTEGER NOT NULL, person TEXT NOT NULL
                ) STRICT;
                CREATE INDEX cases_task_case ON cases_task (case_id);
                CREATE INDEX cases_task_assignee ON cases_task (assignee, state);
                CREATE TABLE cases_deadline (
                    id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases_case, kind TEXT NOT NULL, label TEXT NOT NULL DEFAULT '',
                    due INTEGER NOT NULL, met INTEGER, alarm INTEGER NOT NULL DEFAULT 0, made INTEGER NOT NULL, person TEXT NOT NULL
                ) STRICT;
                CREATE INDEX cases_deadline_case ON cases_deadline (case_id);
                CREATE INDEX cases_deadline_due ON cases_deadline (due) WHERE met IS NULL;
                CREATE TABLE cases_assistance (
                    id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases_case, party INTEGER REFERENCES cases_party,
                    kind TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL, offered INTEGER NOT NULL, person TEXT NOT NULL,
                    decided INTEGER, given INTEGER, result TEXT NOT NULL DEFAULT ''
                ) STRICT;
                CREATE INDEX cases_assistance_case ON cases_assistance (case_id);
                CREATE TABLE cases_shift (
                    id INTEGER PRIMARY KEY, starts INTEGER NOT NULL, ends INTEGER NOT NULL, person TEXT NOT NULL, place TEXT NOT NULL,
                    made INTEGER NOT NULL, made_by TEXT NOT NULL
                ) STRICT;
                CREATE INDEX cases_shift_ends ON cases_shift (ends);
                CREATE TABLE cases_handover (
                    id INTEGER PRIMARY KEY, moment INTEGER NOT NULL, person TEXT NOT NULL, since INTEGER NOT NULL, text TEXT NOT NULL,
                    figures TEXT NOT NULL, receiver TEXT, received INTEGER
                ) STRICT;
                """)
    ]
}
