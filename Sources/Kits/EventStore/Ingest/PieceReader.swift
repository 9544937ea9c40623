internal import Crypto
import Events

/// Reads one source piece by piece, telling which pieces the store knows already.
///
/// A piece is up to 32 MiB of whole records. Where pieces end depends on nothing but the source's bytes and what the ledger holds, so a run that was stopped
/// finds its pieces again.
struct PieceReader {
    /// What a source gave next.
    enum Next {
        /// Records to be read, already in the buffer handed in.
        case records(PieceContent)
        /// Bytes that were stored before; nothing to do.
        case known(length: Int)
        /// One record longer than the buffer may grow; its bytes are given up.
        case tooLong(PieceContent)
        case end
    }

    /// A piece's place in its source; its bytes are the first `length` of the buffer.
    struct PieceContent {
        var piece: Piece
        var length: Int
        /// Line of its first byte, from 1.
        var firstLine: Int64
    }

    /// Bytes of a piece aimed at, unless told otherwise: large enough for a segment of its own, small enough for several in memory.
    static let usualBytes = 32 << 20

    let feed: FeedDefinition
    let format: any RecordFormat
    let prologue: Prologue
    /// What the file says of all its records.
    let given: [GivenValue]
    let name: String
    private let source: ByteSource
    private var parent: PieceID
    private var line: Int64
    /// Bytes read from the source that belong to the next piece.
    private var carried: [UInt8]
    private var isAtEnd: Bool
    private let recordLimit: Int
    private let pieceBytes: Int
    private let digest: PieceDigest

    /// - Parameters:
    ///   - digest: how the store tells pieces apart.
    ///   - head: the first bytes of the source, already read from it.
    ///   - headIsAll: whether the source ends there.
    init(
        source: ByteSource, name: String, feed: FeedDefinition, head: [UInt8], headIsAll: Bool, digest: PieceDigest,
        pieceBytes: Int = usualBytes
    ) {
        self.source = source
        self.digest = digest
        self.pieceBytes = pieceBytes
        self.name = name
        self.feed = feed
        format = feed.format.makeFormat()
        prologue = head.withUnsafeBytes { [format] in format.prologue($0) }
        given = head.withUnsafeBytes { feed.givenValues(head: $0, sourceName: name) }
        isAtEnd = headIsAll
        carried = Array(head.dropFirst(prologue.length))
        line = 1 + Int64(head.prefix(prologue.length).lazy.filter { $0 == 0x0A }.count)
        recordLimit = feed.format.isDocument ? 256 << 20 : 64 << 20
        var hash = SHA256()
        hash.update(data: Array(feed.code.utf8))
        hash.update(data: [0])
        hash.update(data: prologue.identity)
        // What the head or the name says of all records is part of what they are.
        for value in given {
            hash.update(data: [0])
            hash.update(data: Array(value.text.utf8))
        }
        if feed.isUntimed {
            hash.update(data: [0])
            hash.update(data: Array(source.file.reportName.utf8))
        }
        parent = PieceID(digest: hash.finalize())
    }

    /// Bytes taken from the source so far, as the file system counts them.
    var consumedBytes: Int64 { source.consumedBytes }

    /// Fills the buffer with the next piece.
    mutating func next(into buffer: PieceBuffer, children: (PieceID) throws -> [KnownPiece]) throws -> Next {
        buffer.replace(with: carried)
        carried = []
        try fill(buffer, to: pieceBytes)
        if buffer.count == 0 { return .end }

        if let known = try knownPiece(in: buffer, among: children(parent)) {
            advance(buffer, by: Int(known.length), id: known.id)
            return .known(length: Int(known.length))
        }
        var isTooLong = false
        var length = format.cut(buffer.bytes, prologue: prologue, isLast: false)
        while length == nil, !isAtEnd {
            guard buffer.count < recordLimit else {
                length = buffer.count
                isTooLong = true
                break
            }
            try fill(buffer, to: min(buffer.count * 2, recordLimit))
            length = format.cut(buffer.bytes, prologue: prologue, isLast: false)
        }
        var isTail = false
        let end: Int
        if let length, length > 0 {
            end = length
        } else {
            // Only an unterminated record is left.
            end = buffer.count
            isTail = !feed.format.isDocument
        }
        let id = try identity(buffer, length: end)
        let content = PieceContent(
            piece: Piece(id: id, parent: parent, length: Int64(end), isTail: isTail, source: name, columns: prologue.columns, given: given),
            length: end, firstLine: line)
        advance(buffer, by: end, id: id)
        return isTooLong ? .tooLong(content) : .records(content)
    }

    // MARK: Identity

    private mutating func knownPiece(in buffer: PieceBuffer, among children: [KnownPiece]) throws -> KnownPiece? {
        if children.isEmpty { return nil }
        if let longest = children.map(\.length).max(), longest > buffer.count, longest <= 256 << 20 { try fill(buffer, to: Int(longest)) }
        let possible = children.filter { $0.length <= buffer.count && (!$0.isTail || (isAtEnd && $0.length == buffer.count)) }
        var ids: [Int: PieceID] = [:]
        for length in Set(possible.map { Int($0.length) }) { ids[length] = try identity(buffer, length: length) }
        return possible.filter { ids[Int($0.length)] == $0.id }.max { $0.length < $1.length }
    }

    /// The identity that a piece of this length would have.
    private func identity(_ buffer: PieceBuffer, length: Int) throws -> PieceID {
        try digest.identity(of: UnsafeRawBufferPointer(rebasing: buffer.bytes[..<length]), after: parent)
    }

    // MARK: Bytes

    private mutating func fill(_ buffer: PieceBuffer, to count: Int) throws {
        while buffer.count < count, !isAtEnd {
            let read = try source.read(into: buffer.room(upTo: count))
            if read == 0 { isAtEnd = true } else { buffer.added(read) }
        }
    }

    private mutating func advance(_ buffer: PieceBuffer, by length: Int, id: PieceID) {
        carried = Array(buffer.bytes[length...])
        line += buffer.lineCount(upTo: length)
        parent = id
    }
}

extension PieceID {
    init(digest: SHA256.Digest) {
        // A SHA-256 digest always has 32 bytes.
        self = digest.withUnsafeBytes { PieceID(bytes: $0) } ?? PieceID.nothing
    }
}

extension FeedDefinition {
    /// Whether its records bear no time. Then the same bytes under another name are another delivery: a list that did not change overnight says that everything
    /// on it is still so.
    var isUntimed: Bool { !rules.contains { $0.target == .idf(.timeSource) } && unknownColumns != .byName }
}

extension FormatSpecification {
    /// Whether a source is one document, so that its end belongs to its last record.
    var isDocument: Bool {
        switch self {
        case .separated, .jsonLines, .lines, .keyValue: false
        case .json, .xml, .mail: true
        }
    }
}
