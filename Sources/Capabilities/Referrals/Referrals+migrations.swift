internal import Centre

extension Referrals {
    static let tables = [
        Migration(
            name: "referrals-001-tables",
            sql: """
                CREATE TABLE referrals_counter (
                    kind TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (kind, year)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE referrals_referral (
                    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
                    title TEXT NOT NULL, type TEXT, authority TEXT NOT NULL, bases TEXT NOT NULL, facts TEXT NOT NULL, language TEXT NOT NULL,
                    case_id TEXT, case_number TEXT, terms TEXT NOT NULL, kinds TEXT NOT NULL, author TEXT NOT NULL, author_name TEXT NOT NULL,
                    created INTEGER NOT NULL, bundle TEXT, bundle_name TEXT, bundle_size INTEGER, bundle_sha256 TEXT, sealed INTEGER,
                    sealed_by TEXT, signer TEXT, approver TEXT, dispatch TEXT UNIQUE
                ) STRICT;
                CREATE INDEX referrals_referral_state ON referrals_referral (state, row);
                CREATE TABLE referrals_item (
                    id INTEGER PRIMARY KEY, referral TEXT NOT NULL REFERENCES referrals_referral (id), label TEXT NOT NULL, text TEXT,
                    file TEXT, chosen INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX referrals_item_referral ON referrals_item (referral, id);
                -- The chain of custody: who did what with it, only ever added to. The subject is the id of a referral or a request.
                CREATE TABLE referrals_step (
                    id INTEGER PRIMARY KEY, subject TEXT NOT NULL, moment INTEGER NOT NULL, person TEXT NOT NULL, what TEXT NOT NULL,
                    note TEXT NOT NULL
                ) STRICT;
                CREATE INDEX referrals_step_subject ON referrals_step (subject, id);
                CREATE TABLE referrals_request (
                    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
                    authority TEXT NOT NULL, officer TEXT NOT NULL, reference TEXT NOT NULL, asked TEXT NOT NULL, basis TEXT NOT NULL,
                    received INTEGER NOT NULL, author TEXT NOT NULL, holds INTEGER, check_words TEXT, checker TEXT, checked INTEGER,
                    answer TEXT, refusal TEXT, dispatch TEXT UNIQUE
                ) STRICT;
                CREATE TABLE referrals_preservation (
                    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE, party TEXT NOT NULL,
                    address TEXT NOT NULL, language TEXT NOT NULL, what TEXT NOT NULL, until INTEGER NOT NULL, author TEXT NOT NULL,
                    created INTEGER NOT NULL, state TEXT NOT NULL, dispatch TEXT UNIQUE
                ) STRICT;
                """)
    ]
}
