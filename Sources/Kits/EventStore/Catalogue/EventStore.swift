public import Events

/// Where events, findings and their counts are kept. The embedded one is ``EmbeddedStore``; nothing else knows which is in use.
///
/// Taking in a batch has two steps. ``seal(_:feed:)`` does the work and may run on many threads at once; ``commit(_:as:rejections:)``
/// makes it count, in one transaction together with the piece's entry in the ledger. What was not committed never happened.
public protocol EventStore: Sendable {
    /// A batch ready to be committed.
    associatedtype Sealed: Sendable

    /// What the ledger knows of the pieces that follow one.
    func children(of parent: PieceID) throws -> [KnownPiece]

    /// How it tells pieces apart; the same for as long as it exists.
    func pieceDigest() throws -> PieceDigest

    /// Prepares a batch: sorts it, writes what is to be written, folds findings and counts. Touches nothing shared.
    func seal(_ batch: EventBatch, feed: FeedContext) throws -> Sealed

    /// Makes a sealed batch count, once: if the piece is known already, the batch is thrown away and nothing changes.
    func commit(_ sealed: Sealed, as piece: Piece, rejections: [RejectedRow]) throws -> CommitOutcome

    /// Throws away a sealed batch that is not to be committed.
    func discard(_ sealed: Sealed)

    /// How many different findings there are.
    func distinctFindingCount() throws -> Int

    /// Findings in the order of their ids, each with its state.
    /// - Parameters:
    ///   - now: Microseconds since 1970 UTC.
    ///   - body: Called for each; false ends it.
    func findings(
        matching filter: FindingFilter, now: Int64, policy: FindingPolicy, _ body: (Finding, FindingState) throws -> Bool
    ) throws

    /// The finding whose id begins so.
    /// - Throws: ``StoreError/noSuchFinding(_:)``, ``StoreError/ambiguousFinding(_:matches:)``.
    func finding(_ idPrefix: String) throws -> Finding

    /// How many findings there are, by state and type.
    func findingTotals(now: Int64, policy: FindingPolicy) throws -> FindingTotals

    /// Enters a decision about a finding, for good.
    @discardableResult
    func decide(_ kind: Decision.Kind, about finding: FindingID, by person: String, note: String, at: Int64) throws -> Decision

    /// The decisions about a finding, oldest first.
    func decisions(about finding: FindingID) throws -> [Decision]

    /// Events counted by a dimension and by hour or day, sorted by time, then value. `hours` are whole hours since 1970 UTC, the upper
    /// bound not part of it.
    func counts(by dimension: RollupDimension, hours: Range<Int64>, span: RollupSpan) throws -> [RollupCount]
}
