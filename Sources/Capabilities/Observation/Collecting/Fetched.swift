internal import EventStore
internal import Events

/// What a collector brought.
struct Fetched: Sendable {
    var sources: [IngestSource] = []
    /// How far it came with them; kept once they are stored.
    var mark: [String: String] = [:]
    /// Called once they are stored: files are moved away.
    var whenStored: @Sendable () throws -> Void = {}
    /// What lies on disk for them and is removed afterwards.
    var temporary: [String] = []
}
