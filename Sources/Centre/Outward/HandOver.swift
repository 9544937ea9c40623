/// The mark between "nothing left the house yet" and "it may have arrived", set by the channel, on the disk before it returns.
public struct HandOver: Sendable {
    let mark: @Sendable () async throws -> Void
    let markBlocking: @Sendable () throws -> Void

    /// To be called right before the step after which the other side may have the dispatch: for SMTP before the dot that ends DATA.
    /// - Throws: Where the mark could not be written; then nothing may be handed over, and `deliver` answers `.later`.
    public func begin() async throws { try await mark() }

    /// As `begin`, for call backs from C libraries: it blocks the thread for as long as a write takes.
    public func beginBlocking() throws { try markBlocking() }
}
