public import Events
import Synchronization

/// A source to be ingested: a file, standard input, or bytes at hand.
public struct IngestSource: Sendable {
    /// Path, or what to call it.
    public var name: String
    /// Opens it; an archive gives several. Called once, when it is its turn.
    public var open: @Sendable () throws -> [ByteSource]
    /// Size in bytes where known, for the progress.
    public var byteCount: Int64?

    /// A source opened when it is its turn.
    public init(name: String, byteCount: Int64? = nil, open: @escaping @Sendable () throws -> [ByteSource]) {
        self.name = name
        self.byteCount = byteCount
        self.open = open
    }
}

/// The sources still to be read; workers take their next piece here, one at a time.
final class SourceQueue: Sendable {
    /// A worker's next piece and what it needs to read it.
    struct Turn {
        let next: PieceReader.Next
        let feed: FeedDefinition
        let format: any RecordFormat
        let prologue: Prologue
        let given: [GivenValue]
        let queue: SourceQueue
    }

    // Unchecked because byte sources are classes; they are only touched under the lock.
    private struct State: @unchecked Sendable {
        var waiting: [IngestSource]
        var members: [ByteSource] = []
        var reader: PieceReader?
        var summary = IngestSummary()
        var finishedBytes: Int64 = 0
        var rows: Int64 = 0
        var rejected: Int64 = 0
        var sourceSize: Int64 = 0
    }

    private let state: Mutex<State>
    private let registry: FeedRegistry
    private let feed: FeedDefinition?
    private let progress: IngestProgress
    private let pieceBytes: Int
    private let digest: PieceDigest

    init(
        sources: [IngestSource], registry: FeedRegistry, feed: FeedDefinition?, pieceBytes: Int, digest: PieceDigest,
        progress: IngestProgress
    ) {
        self.pieceBytes = pieceBytes
        self.digest = digest
        state = Mutex(State(waiting: sources.reversed()))
        self.registry = registry
        self.feed = feed
        self.progress = progress
        let sizes = sources.map(\.byteCount)
        progress.update { $0.totalBytes = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) } }
    }

    /// Files and failures.
    var summary: IngestSummary { state.withLock { $0.summary } }

    /// Tells how far it is. The queue's lock is let go of before the progress is touched: whoever opens a source holds them the other way round.
    func show(in progress: IngestProgress) {
        let figures = state.withLock { (bytes: $0.finishedBytes + ($0.reader?.consumedBytes ?? 0), rows: $0.rows, rejected: $0.rejected) }
        progress.update { snapshot in
            snapshot.consumedBytes = figures.bytes
            snapshot.rows = figures.rows
            snapshot.rejected = figures.rejected
        }
    }

    func count(rows: Int64, rejected: Int64) {
        state.withLock {
            $0.rows += rows
            $0.rejected += rejected
        }
    }

    /// The next piece of the current source, or of the next one; nil where all are read.
    func next(into buffer: PieceBuffer, children: (PieceID) throws -> [KnownPiece]) throws -> Turn? {
        try state.withLock { state in
            while true {
                guard var reader = state.reader else {
                    guard openNext(&state) else { return nil }
                    continue
                }
                do {
                    let next = try reader.next(into: buffer, children: children)
                    state.reader = reader
                    if case .end = next {
                        finish(&state, failure: nil)
                        continue
                    }
                    return Turn(
                        next: next, feed: reader.feed, format: reader.format, prologue: reader.prologue, given: reader.given, queue: self)
                } catch let error as SourceError {
                    finish(&state, failure: "\(error)")
                }
            }
        }
    }

    private func finish(_ state: inout State, failure: String?) {
        guard let reader = state.reader else { return }
        if let failure { state.summary.failures.append(.init(source: reader.name, reason: failure)) } else { state.summary.files += 1 }
        state.reader = nil
        if state.members.isEmpty { state.finishedBytes += state.sourceSize }
    }

    /// Opens the next source and recognises its feed. A source that cannot be used is noted and passed over.
    private func openNext(_ state: inout State) -> Bool {
        while true {
            if let member = state.members.popLast() {
                do {
                    state.reader = try open(member)
                    return true
                } catch {
                    state.summary.failures.append(.init(source: member.name, reason: "\(error)"))
                    continue
                }
            }
            guard let source = state.waiting.popLast() else { return false }
            progress.update { $0.source = source.name }
            state.sourceSize = source.byteCount ?? 0
            do {
                state.members = try source.open().flatMap { try reports(in: $0) }.reversed()
            } catch {
                state.summary.failures.append(.init(source: source.name, reason: "\(error)"))
            }
        }
    }

    /// A mail that only carries reports as attached files (as Shadowserver sends them) is those files; every other source is itself.
    private func reports(in source: ByteSource) throws -> [ByteSource] {
        guard feed == nil, source.file.reportName.lowercased().hasSuffix(".eml") else { return [source] }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        var count = 0
        while true {
            if count == bytes.count {
                // A larger message is refused by the mail's own reader, with the reason.
                guard count < MailFormat.messageLimit else { break }
                bytes.append(contentsOf: repeatElement(0, count: bytes.count))
            }
            let read = try bytes.withUnsafeMutableBytes { try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...])) }
            if read == 0 { break }
            count += read
        }
        bytes.removeLast(bytes.count - count)
        let files = bytes.withUnsafeBytes { MailFormat.attachments($0) }.filter { file in
            [".csv", ".tsv", ".gz", ".zip", ".bz2", ".zst"].contains { file.name.lowercased().hasSuffix($0) }
        }
        if files.isEmpty { return [try ByteSource.memory(bytes, name: source.name)] }
        return try files.flatMap { try ByteSource.members(ofMemory: $0.bytes, name: source.name + "/" + $0.name) }
    }

    private func open(_ source: ByteSource) throws -> PieceReader {
        var head = [UInt8](repeating: 0, count: 65_536)
        var count = 0
        var isAll = false
        while count < head.count {
            let read = try head.withUnsafeMutableBytes { try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...])) }
            if read == 0 {
                isAll = true
                break
            }
            count += read
        }
        head.removeLast(head.count - count)
        let definition = try feed ?? recognised(source.name, head: head)
        return PieceReader(
            source: source, name: source.name, feed: definition, head: head, headIsAll: isAll, digest: digest, pieceBytes: pieceBytes)
    }

    private func recognised(_ name: String, head: [UInt8]) throws -> FeedDefinition {
        switch try head.withUnsafeBytes({ try registry.detect(fileName: name, head: $0) }) {
        case .one(let definition): return definition
        case .several(let codes): throw UnrecognisedFeed.several(codes)
        case .none: throw UnrecognisedFeed.unknown
        }
    }
}

/// Why a source was not read: it is not clear what it is.
enum UnrecognisedFeed: Error, CustomStringConvertible {
    case unknown
    case several([String])

    var description: String {
        switch self {
        case .unknown: "no feed is recognised by its name, header or content; name one with --feed (`keshik feeds` lists them)"
        case .several(let codes): "it could be \(codes.joined(separator: " or ")); say which with --feed"
        }
    }
}
