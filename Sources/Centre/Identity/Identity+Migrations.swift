extension Identity {
    /// The tables of accounts, sessions, links, tokens, and what happened with them.
    public static let migrations = [
        Migration(
            name: "identity-001-accounts",
            sql: """
                CREATE TABLE identity_account (
                    id TEXT PRIMARY KEY,
                    kind TEXT NOT NULL CHECK (kind IN ('staff', 'portal')),
                    -- What is typed to sign in, folded: a name for staff, a mail address in the portal.
                    login TEXT NOT NULL,
                    name TEXT NOT NULL,
                    email TEXT,
                    language TEXT,
                    roles TEXT NOT NULL DEFAULT '',
                    password TEXT,
                    -- Counts changes of what is needed to sign in; what was made for an older state no longer holds.
                    generation INTEGER NOT NULL DEFAULT 0,
                    totp BLOB,
                    totp_step INTEGER NOT NULL DEFAULT 0,
                    subject TEXT UNIQUE,
                    locked INTEGER,
                    created INTEGER NOT NULL,
                    signed_in INTEGER,
                    UNIQUE (kind, login)
                ) STRICT;
                CREATE TABLE identity_recovery (
                    account TEXT NOT NULL REFERENCES identity_account ON DELETE CASCADE,
                    digest BLOB NOT NULL,
                    used INTEGER,
                    PRIMARY KEY (account, digest)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE identity_session (
                    id INTEGER PRIMARY KEY,
                    name TEXT NOT NULL UNIQUE,
                    face TEXT NOT NULL,
                    account TEXT NOT NULL REFERENCES identity_account ON DELETE CASCADE,
                    factors TEXT NOT NULL,
                    digest BLOB NOT NULL UNIQUE,
                    previous BLOB UNIQUE,
                    rotated INTEGER NOT NULL,
                    due INTEGER NOT NULL DEFAULT 0,
                    created INTEGER NOT NULL,
                    seen INTEGER NOT NULL,
                    agent TEXT NOT NULL,
                    address TEXT NOT NULL
                ) STRICT;
                CREATE INDEX identity_session_account ON identity_session (account);
                CREATE TABLE identity_link (
                    digest BLOB PRIMARY KEY,
                    purpose TEXT NOT NULL,
                    account TEXT REFERENCES identity_account ON DELETE CASCADE,
                    subject TEXT NOT NULL DEFAULT '',
                    path TEXT NOT NULL DEFAULT '/',
                    generation INTEGER NOT NULL DEFAULT 0,
                    created INTEGER NOT NULL,
                    expires INTEGER NOT NULL,
                    used INTEGER
                ) STRICT;
                CREATE TABLE identity_token (
                    id TEXT PRIMARY KEY,
                    digest BLOB NOT NULL UNIQUE,
                    kind TEXT NOT NULL CHECK (kind IN ('program', 'owner')),
                    name TEXT NOT NULL,
                    scope TEXT NOT NULL,
                    account TEXT NOT NULL REFERENCES identity_account ON DELETE CASCADE,
                    created INTEGER NOT NULL,
                    expires INTEGER NOT NULL,
                    used INTEGER,
                    revoked INTEGER
                ) STRICT;
                CREATE INDEX identity_token_account ON identity_token (account);
                CREATE TABLE identity_request (
                    id TEXT PRIMARY KEY,
                    kind TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    payload TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    asked_by TEXT NOT NULL,
                    asker TEXT NOT NULL,
                    asked INTEGER NOT NULL,
                    expires INTEGER NOT NULL,
                    outcome TEXT,
                    decided_by TEXT,
                    decider TEXT,
                    decided INTEGER
                ) STRICT;
                CREATE INDEX identity_request_waiting ON identity_request (expires) WHERE outcome IS NULL;
                CREATE TABLE identity_event (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    moment INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    -- Texts, not references: what happened stays when an account goes.
                    account TEXT NOT NULL,
                    name TEXT NOT NULL,
                    actor TEXT NOT NULL,
                    address TEXT NOT NULL,
                    agent TEXT NOT NULL,
                    note TEXT NOT NULL
                ) STRICT;
                CREATE INDEX identity_event_account ON identity_event (account, id);
                CREATE INDEX identity_event_kind ON identity_event (kind, id);
                """),
        // Whether the browser has shown that it got the session's present value.
        Migration(name: "identity-002-session-use", sql: "ALTER TABLE identity_session ADD COLUMN used INTEGER"),
    ]
}
