import Synchronization

/// How far an ingest is; shared by its workers and whoever shows it.
public final class IngestProgress: Sendable {
    /// A moment's figures.
    public struct Snapshot: Sendable, Hashable {
        /// Records read so far.
        public var rows: Int64 = 0
        /// Dead letters so far.
        public var rejected: Int64 = 0
        /// Bytes taken from files so far, compressed where they are.
        public var consumedBytes: Int64 = 0
        /// Bytes of all files; nil where unknown (standard input).
        public var totalBytes: Int64?
        /// The file read now.
        public var source = ""
    }

    private let state = Mutex(Snapshot())
    private let stop = Atomic(false)

    /// Nothing done yet.
    public init() {}

    /// The figures now.
    public var snapshot: Snapshot { state.withLock { $0 } }

    /// Asks the ingest to stop: pieces under way are finished, no new one is begun.
    public func requestStop() { stop.store(true, ordering: .relaxed) }

    /// Whether a stop was asked for.
    public var isStopRequested: Bool { stop.load(ordering: .relaxed) }

    func update(_ body: (inout Snapshot) -> Void) { state.withLock { body(&$0) } }
}
