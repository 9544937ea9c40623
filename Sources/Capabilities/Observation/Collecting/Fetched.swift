internal import EventStore
internal import Events

/// What a collector brought.
struct Fetched: Sendable {
    var sources: [IngestSource] = []
    /// How far it came with them; kept once they are stored.
    var mark: [String: String] = [:]
    /// What did not come, for people; what came is stored all the same.
    var problems: [String] = []
    /// The Message-IDs of the mails that were read.
    var mails: [String] = []
    /// Called once they are stored: files are moved away.
    var whenStored: @Sendable () throws -> Void = {}
    /// Called with the names of sources that cannot be read, where they are put aside and collecting goes on behind them; nil where
    /// everything is tried again.
    var setAside: (@Sendable (Set<String>) throws -> Void)?
    /// What lies on disk for them and is removed afterwards.
    var temporary: [String] = []
}
