/// One file of the sample nation, as it was written.
public struct Written: Sendable, Equatable {
    /// Path below the chosen folder, for example `feeds/shadowserver/2026-03-01-scan_adb-odlar-geo.csv`.
    public let name: String
    /// Data rows, good and broken: lines without header and comments, elements of a JSON array, or mails.
    public let rows: Int
    /// Rows among `rows` that are broken on purpose.
    public let broken: Int
    /// Size of the file.
    public let bytes: Int
}

/// What `SampleNation.write` left on disk.
public struct Summary: Sendable, Equatable {
    /// The feed files in the order they were written.
    public let feeds: [Written]
    /// Data rows over all feeds; equals the number asked for.
    public let rows: Int
    /// Rows that are broken on purpose.
    public let broken: Int
    /// Bytes over all feed files.
    public let bytes: Int
    /// Different addresses of the nation that appear as the subject of a row.
    public let distinctAddresses: Int
    /// Owners in the register.
    public let owners: Int
    /// Network operators among the owners.
    public let operators: Int
}
