internal import GRDB

extension Register {
    /// The register's form; a step that was released is never edited.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("owners") { database in
            try database.execute(
                sql: """
                    CREATE TABLE register (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        revision INTEGER NOT NULL,
                        has_profile INTEGER NOT NULL DEFAULT 0,
                        name TEXT,
                        is_sample INTEGER NOT NULL DEFAULT 0,
                        networks TEXT
                    ) STRICT;
                    INSERT INTO register (id, revision) VALUES (1, 0);
                    CREATE TABLE lifted_list (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
                    -- AUTOINCREMENT: the age of owners decides between equals, so a number is never used again.
                    CREATE TABLE owner (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        slug TEXT NOT NULL UNIQUE,
                        sector TEXT,
                        is_critical INTEGER NOT NULL,
                        parent TEXT REFERENCES owner (slug) DEFERRABLE INITIALLY DEFERRED,
                        priority INTEGER NOT NULL,
                        notes TEXT
                    ) STRICT;
                    CREATE INDEX owner_parent ON owner (parent);
                    CREATE TABLE owner_name (
                        owner INTEGER NOT NULL REFERENCES owner ON DELETE CASCADE,
                        language TEXT NOT NULL,
                        name TEXT NOT NULL,
                        folded TEXT NOT NULL,
                        PRIMARY KEY (owner, language)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX owner_name_folded ON owner_name (folded);
                    CREATE TABLE owner_network (
                        owner INTEGER NOT NULL REFERENCES owner ON DELETE CASCADE,
                        network TEXT NOT NULL,
                        PRIMARY KEY (owner, network)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE owner_asn (
                        owner INTEGER NOT NULL REFERENCES owner ON DELETE CASCADE,
                        asn INTEGER NOT NULL,
                        PRIMARY KEY (owner, asn)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE owner_domain (
                        owner INTEGER NOT NULL REFERENCES owner ON DELETE CASCADE,
                        domain TEXT NOT NULL,
                        PRIMARY KEY (owner, domain)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE owner_country (
                        owner INTEGER NOT NULL REFERENCES owner ON DELETE CASCADE,
                        country TEXT NOT NULL,
                        PRIMARY KEY (owner, country)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE contact (
                        owner INTEGER NOT NULL REFERENCES owner ON DELETE CASCADE,
                        position INTEGER NOT NULL,
                        purpose TEXT NOT NULL,
                        name TEXT,
                        email TEXT,
                        language TEXT,
                        phone TEXT,
                        PRIMARY KEY (owner, position)
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("contacts-agreements-history") { database in
            try database.execute(
                sql: """
                    -- The revision in which an owner was last written: who holds a copy asks for what is newer.
                    ALTER TABLE owner ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
                    CREATE INDEX owner_changed ON owner (changed);
                    CREATE INDEX owner_sector ON owner (sector);
                    CREATE INDEX owner_network_network ON owner_network (network);
                    CREATE INDEX owner_domain_domain ON owner_domain (domain);
                    CREATE TABLE new_contact (
                        id TEXT PRIMARY KEY,
                        owner INTEGER NOT NULL REFERENCES owner ON DELETE CASCADE,
                        position INTEGER NOT NULL,
                        purpose TEXT NOT NULL,
                        name TEXT,
                        email TEXT,
                        language TEXT,
                        phone TEXT,
                        interval TEXT,
                        format TEXT,
                        minimum_severity TEXT,
                        channels TEXT NOT NULL DEFAULT '',
                        openpgp TEXT,
                        certificate TEXT,
                        standing TEXT NOT NULL DEFAULT 'unverified' CHECK (standing IN ('unverified', 'verified', 'bounced')),
                        since INTEGER,
                        reason TEXT
                    ) STRICT, WITHOUT ROWID;
                    INSERT INTO new_contact (id, owner, position, purpose, name, email, language, phone)
                        SELECT 'c' || lower(hex(randomblob(6))), owner, position, purpose, name, email, language, phone FROM contact;
                    DROP TABLE contact;
                    ALTER TABLE new_contact RENAME TO contact;
                    CREATE INDEX contact_owner ON contact (owner, position);
                    CREATE INDEX contact_email ON contact (lower(email));
                    CREATE INDEX contact_standing ON contact (standing, since);
                    CREATE TABLE agreement (
                        owner INTEGER NOT NULL REFERENCES owner ON DELETE CASCADE,
                        position INTEGER NOT NULL,
                        kind TEXT NOT NULL,
                        ceiling TEXT,
                        first_day TEXT,
                        last_day TEXT,
                        note TEXT,
                        PRIMARY KEY (owner, position)
                    ) STRICT, WITHOUT ROWID;
                    -- By slug: the history of an owner stays when the owner goes.
                    CREATE TABLE history (
                        id INTEGER PRIMARY KEY,
                        moment INTEGER NOT NULL,
                        person TEXT NOT NULL,
                        name TEXT,
                        owner TEXT NOT NULL,
                        kind TEXT NOT NULL CHECK (kind IN ('added', 'changed', 'removed')),
                        field TEXT NOT NULL DEFAULT '',
                        removed TEXT NOT NULL DEFAULT '',
                        added TEXT NOT NULL DEFAULT ''
                    ) STRICT;
                    CREATE INDEX history_owner ON history (owner, id);
                    """)
        }
        migrator.registerMigration("proposals-and-verification") { database in
            try database.execute(
                sql: """
                    CREATE TABLE proposal (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        owner TEXT NOT NULL,
                        moment INTEGER NOT NULL,
                        person TEXT NOT NULL,
                        name TEXT,
                        changes TEXT NOT NULL,
                        note TEXT,
                        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')),
                        decided INTEGER,
                        decider TEXT,
                        reason TEXT
                    ) STRICT;
                    CREATE INDEX proposal_state ON proposal (state, id);
                    CREATE INDEX proposal_owner ON proposal (owner, id);
                    CREATE TABLE verification_round (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        made INTEGER NOT NULL,
                        author TEXT NOT NULL,
                        state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'dropped')),
                        decided INTEGER,
                        decider TEXT,
                        -- Whether later rounds by timetable go out without being asked for.
                        repeats INTEGER NOT NULL DEFAULT 0
                    ) STRICT;
                    CREATE TABLE verification (
                        round INTEGER NOT NULL REFERENCES verification_round ON DELETE CASCADE,
                        contact TEXT NOT NULL,
                        email TEXT NOT NULL,
                        sent INTEGER,
                        answered INTEGER,
                        outcome TEXT CHECK (outcome IN ('confirmed', 'corrected')),
                        PRIMARY KEY (round, contact)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX verification_contact ON verification (contact, round);
                    """)
        }
        migrator.registerMigration("quiet-hours") { database in
            try database.execute(sql: "ALTER TABLE contact ADD COLUMN quiet TEXT")
        }
        return migrator
    }
}
