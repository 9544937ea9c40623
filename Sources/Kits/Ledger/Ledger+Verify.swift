extension Ledger {
    /// Looks at every byte of a ledger and says what is not as its signed head says, and where. Nothing is written, and a process that adds
    /// to it meanwhile does no harm.
    /// - Parameters:
    ///   - verifier: the key one trusts; nil to believe the one in the folder
    ///   - known: heads that somebody kept: the log must have grown out of them
    public static func verify(_ folder: String, verifier: NoteVerifier? = nil, known: [[UInt8]] = []) throws -> LedgerReport {
        let files = LedgerFolder(path: folder)
        guard SmallFile.exists(files.checkpoint) || SmallFile.exists(files.entries) else { throw LedgerError.missing(folder: folder) }
        var check = LedgerCheck(files, trusted: verifier)
        try check.run(known: known)
        return check.report
    }
}

/// What ``Ledger/verify(_:verifier:known:)`` found.
public struct LedgerReport: Sendable, Hashable {
    /// Something that is not as it should be.
    public struct Problem: Sendable, Hashable {
        /// The file.
        public let path: String
        /// Where in it, in bytes; nil where it is about the whole file.
        public let offset: Int?
        /// Which entry it is about.
        public let entry: Int?
        /// What is wrong.
        public let reason: String
    }

    /// Whose log it is.
    public var origin = ""
    /// How many entries the signed head says.
    public var size = 0
    /// The root that the entries give.
    public var root = TreeHash.empty
    /// What is wrong, the first 1,000.
    public var problems: [Problem] = []
    /// How many more problems there are.
    public var further = 0
    /// The sizes of heads that witnesses signed, with the witnesses' names.
    public var witnessed: [Int: [String]] = [:]
    /// Bytes behind the signed head, which a dying process left and the next start cuts off.
    public var unacknowledged = 0

    /// Whether everything is as it was signed.
    public var isClean: Bool { problems.isEmpty }
}
