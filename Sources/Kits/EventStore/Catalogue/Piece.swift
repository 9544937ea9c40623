public import Events

/// The identity of a piece of a source: SHA-256 over its parent's identity and its bytes or their GMAC, see ``PieceDigest``.
///
/// The ledger of pieces is a tree. Whoever reads a source asks for the children of where it stands; if the next bytes hash to a child,
/// they were stored before. So the same file twice changes nothing, a run that was stopped goes on, and a log that grew gives only its new
/// lines.
public struct PieceID: Hashable, Sendable {
    /// The 32 bytes in order, eight at a time, big endian.
    let words: (UInt64, UInt64, UInt64, UInt64)

    /// 32 zero bytes, the identity of nothing.
    static let nothing = PieceID()

    private init() { words = (0, 0, 0, 0) }

    /// The identity with these 32 bytes; nil for any other number of bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: [UInt64] = []
        var word: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            word = word << 8 | UInt64(byte)
            if index % 8 == 7 { words.append(word) }
        }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
        }
    }

    /// True if all 256 bits agree.
    public static func == (one: PieceID, other: PieceID) -> Bool { one.words == other.words }

    /// Feeds all 256 bits.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension PieceID: CustomStringConvertible {
    /// 64 hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}

/// A piece of a source as it is entered in the ledger.
public struct Piece: Sendable, Hashable {
    /// Its identity.
    public var id: PieceID
    /// The piece before it in its source, or the source's root.
    public var parent: PieceID
    /// Its bytes in the source, after decompression.
    public var length: Int64
    /// Whether it is an unterminated last line: such a piece is known again only at the very end of a source.
    public var isTail: Bool
    /// The name of the file it came from, for people.
    public var source: String
    /// The names of the source's columns where it has a header: what refused rows need to be read again.
    public var columns: [String]
    /// What the source's head or name says of all its records, for the same purpose.
    public var given: [GivenValue]

    /// A piece with these parts.
    public init(
        id: PieceID, parent: PieceID, length: Int64, isTail: Bool = false, source: String, columns: [String] = [], given: [GivenValue] = []
    ) {
        self.columns = columns
        self.given = given
        self.id = id
        self.parent = parent
        self.length = length
        self.isTail = isTail
        self.source = source
    }
}

/// What the ledger knows of a piece that follows another.
public struct KnownPiece: Sendable, Hashable {
    /// Its bytes in the source.
    public var length: Int64
    /// Its identity.
    public var id: PieceID
    /// Whether it is an unterminated last line.
    public var isTail: Bool

    /// A known piece with these parts.
    public init(length: Int64, id: PieceID, isTail: Bool) {
        self.length = length
        self.id = id
        self.isTail = isTail
    }
}

/// What became of a piece that was handed in.
public enum CommitOutcome: Sendable, Hashable {
    /// Its events, findings and rollups now count, durably.
    case stored
    /// It was stored before; nothing changed.
    case alreadyKnown
}

/// What records of a source need to be read by themselves, as one text of the ledger: the columns' names joined by U+001F; U+001E; name and text of each given
/// value, joined alike.
struct RecordContext {
    var columns: [String]
    var given: [GivenValue]

    init(_ piece: Piece) {
        columns = piece.columns
        given = piece.given
    }

    /// Reads the text of the ledger.
    init(text: String) {
        let parts = text.split(separator: "\u{1E}", omittingEmptySubsequences: false)
        func list(_ part: Substring) -> [String] {
            part.isEmpty ? [] : part.split(separator: "\u{1F}", omittingEmptySubsequences: false).map { String($0) }
        }
        columns = parts.first.map(list) ?? []
        let pairs = parts.count > 1 ? list(parts[1]) : []
        given = stride(from: 0, to: pairs.count - 1, by: 2).map { GivenValue(name: pairs[$0], text: pairs[$0 + 1]) }
    }

    /// The text; nil where there is nothing to say.
    var text: String? {
        if columns.isEmpty && given.isEmpty { return nil }
        return columns.joined(separator: "\u{1F}") + "\u{1E}" + given.flatMap { [$0.name, $0.text] }.joined(separator: "\u{1F}")
    }
}
