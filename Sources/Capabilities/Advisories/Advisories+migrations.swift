internal import Centre

extension Advisories {
    static let tables = [
        Migration(
            name: "advisories-001-tables",
            sql: """
                CREATE TABLE advisories_advisory (
                    id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 0, tracking TEXT UNIQUE,
                    edit INTEGER NOT NULL, content TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, severity INTEGER NOT NULL,
                    tlp INTEGER NOT NULL, embargo INTEGER, created INTEGER NOT NULL, changed INTEGER NOT NULL,
                    editor TEXT NOT NULL, editor_name TEXT NOT NULL, submitter TEXT, submitter_name TEXT, approver TEXT, approver_name TEXT
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX advisories_advisory_changed ON advisories_advisory (state, changed);
                -- Every change there ever was, with what it said.
                CREATE TABLE advisories_edit (
                    advisory TEXT NOT NULL REFERENCES advisories_advisory ON DELETE CASCADE, number INTEGER NOT NULL, step TEXT NOT NULL,
                    content TEXT NOT NULL, person TEXT NOT NULL, person_name TEXT NOT NULL, moment INTEGER NOT NULL, note TEXT NOT NULL,
                    PRIMARY KEY (advisory, number)
                ) STRICT, WITHOUT ROWID;
                -- What left the house. Public pages read rows with `shown` from here and nothing else.
                CREATE TABLE advisories_release (
                    number INTEGER PRIMARY KEY AUTOINCREMENT, advisory TEXT NOT NULL, tracking TEXT NOT NULL, version INTEGER NOT NULL,
                    content TEXT NOT NULL, kind TEXT NOT NULL, severity INTEGER NOT NULL, tlp INTEGER NOT NULL,
                    document BLOB, signature BLOB, signer TEXT, first INTEGER NOT NULL, moment INTEGER NOT NULL, shown INTEGER,
                    is_latest INTEGER NOT NULL DEFAULT 0, for_everyone INTEGER NOT NULL, UNIQUE (tracking, version)
                ) STRICT;
                CREATE INDEX advisories_release_latest ON advisories_release (is_latest, tlp, moment) WHERE is_latest = 1;
                CREATE TABLE advisories_sector (
                    sector TEXT NOT NULL, release INTEGER NOT NULL REFERENCES advisories_release, PRIMARY KEY (sector, release)
                ) STRICT, WITHOUT ROWID;
                CREATE VIRTUAL TABLE advisories_word USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2');
                -- Products once published: the product picker knows them.
                CREATE TABLE advisories_product (
                    vendor TEXT NOT NULL, name TEXT NOT NULL, cpe TEXT, PRIMARY KEY (vendor, name)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX advisories_product_name ON advisories_product (name);
                CREATE TABLE advisories_counter (year INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
                """),
        Migration(
            name: "advisories-002-subscribers",
            sql: """
                CREATE TABLE advisories_subscriber (
                    id TEXT PRIMARY KEY, address TEXT NOT NULL, language TEXT NOT NULL, kind TEXT NOT NULL, sector TEXT NOT NULL,
                    minimum INTEGER NOT NULL, product TEXT NOT NULL, made INTEGER NOT NULL, confirmed INTEGER,
                    UNIQUE (address, kind, sector, minimum, product)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE advisories_asked (address TEXT NOT NULL, moment INTEGER NOT NULL) STRICT;
                CREATE INDEX advisories_asked_address ON advisories_asked (address);
                CREATE INDEX advisories_asked_moment ON advisories_asked (moment);
                -- Mails that are planned: a version is told to a subscriber once.
                CREATE TABLE advisories_mailed (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
                """),
        Migration(
            name: "advisories-003-sources",
            sql: """
                CREATE TABLE advisories_source (
                    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL UNIQUE,
                    active INTEGER NOT NULL DEFAULT 1, tried INTEGER, good INTEGER, fresh INTEGER, failures INTEGER NOT NULL DEFAULT 0,
                    problem TEXT NOT NULL DEFAULT '', tag TEXT, modified TEXT, items INTEGER NOT NULL DEFAULT 0
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE advisories_cluster (
                    id INTEGER PRIMARY KEY, title TEXT NOT NULL, last INTEGER NOT NULL, items INTEGER NOT NULL DEFAULT 0,
                    state TEXT NOT NULL DEFAULT 'open', advisory TEXT, hosts INTEGER, hosts_path TEXT, counted INTEGER
                ) STRICT;
                CREATE INDEX advisories_cluster_last ON advisories_cluster (state, last, id);
                CREATE INDEX advisories_cluster_near ON advisories_cluster (last);
                CREATE TABLE advisories_cluster_cve (
                    cve TEXT PRIMARY KEY, cluster INTEGER NOT NULL REFERENCES advisories_cluster
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX advisories_cluster_cve_cluster ON advisories_cluster_cve (cluster);
                CREATE TABLE advisories_item (
                    id INTEGER PRIMARY KEY, source TEXT NOT NULL, guid TEXT NOT NULL, url TEXT, title TEXT NOT NULL, summary TEXT NOT NULL,
                    published INTEGER, found INTEGER NOT NULL, cluster INTEGER NOT NULL REFERENCES advisories_cluster, UNIQUE (source, guid)
                ) STRICT;
                CREATE INDEX advisories_item_cluster ON advisories_item (cluster);
                -- What is known of a vulnerability: since when it is exploited, how probable that is.
                CREATE TABLE advisories_known (cve TEXT PRIMARY KEY, exploited INTEGER, probability REAL) STRICT, WITHOUT ROWID;
                """),
    ]
}
