extension Secrets {
    /// The table of secrets.
    static let migrations = [
        Migration(
            name: "secrets-001-sealed",
            sql: """
                CREATE TABLE secrets_sealed (
                    name TEXT PRIMARY KEY,
                    key TEXT NOT NULL,
                    sealed BLOB NOT NULL,
                    changed INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                """)
    ]
}
