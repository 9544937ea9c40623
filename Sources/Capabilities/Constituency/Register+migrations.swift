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
        return migrator
    }
}
