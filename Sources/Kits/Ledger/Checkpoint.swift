/// The head of a log: how many entries it has and the root over them (c2sp.org/tlog-checkpoint).
public struct Checkpoint: Sendable, Hashable {
    /// Which log: its key's name.
    public let origin: String
    /// How many entries.
    public let size: Int
    /// The root over all of them.
    public let root: TreeHash
    /// Further lines, without line ends.
    public let extensions: [String]

    /// With its values.
    public init(origin: String, size: Int, root: TreeHash, extensions: [String] = []) {
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// Reads the text of a note.
    /// - Throws: ``LedgerError/wrongNote(_:)``
    public init(text: String) throws {
        guard text.hasSuffix("\n") else { throw LedgerError.wrongNote("its last line has no end") }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, !lines[0].isEmpty else { throw LedgerError.wrongNote("it has fewer than three lines") }
        guard let size = Int(lines[1]), size >= 0, String(size) == lines[1] else {
            throw LedgerError.wrongNote("its second line is no size: “\(lines[1].prefix(40))”")
        }
        guard lines[2].utf8.count == 44, let root = TreeHash(text: lines[2]) else {
            throw LedgerError.wrongNote("its third line is no SHA-256 in Base64")
        }
        guard lines.dropFirst(3).allSatisfy({ !$0.isEmpty }) else { throw LedgerError.wrongNote("one of its further lines is empty") }
        self.init(origin: String(lines[0]), size: size, root: root, extensions: lines.dropFirst(3).map(String.init))
    }

    /// What is signed.
    public var text: String { ([origin, String(size), root.base64] + extensions).joined(separator: "\n") + "\n" }
}

/// A checkpoint with the signature of its log, and those of witnesses.
public struct SignedCheckpoint: Sendable, Hashable {
    /// The head.
    public let checkpoint: Checkpoint
    /// The text and its signatures.
    public private(set) var note: SignedNote

    /// Signs a head.
    public init(_ checkpoint: Checkpoint, by signer: NoteSigner) throws {
        self.checkpoint = checkpoint
        note = SignedNote(unsigned: checkpoint.text)
        try note.sign(with: signer)
    }

    /// Reads a checkpoint and verifies the log's signature.
    /// - Throws: ``LedgerError/wrongNote(_:)``, ``LedgerError/otherLog(_:expected:)``, ``LedgerError/notSigned(by:)``
    public init(_ content: some Collection<UInt8>, of log: NoteVerifier) throws {
        note = try SignedNote(content)
        checkpoint = try Checkpoint(text: note.text)
        guard checkpoint.origin == log.name else { throw LedgerError.otherLog(checkpoint.origin, expected: log.name) }
        guard note.isSigned(by: log) == true else { throw LedgerError.notSigned(by: log.name) }
    }

    /// Its bytes.
    public var bytes: [UInt8] { note.bytes }

    /// The witnesses that signed it, with the moment each says, in seconds since 1970.
    public func cosignatures(of witnesses: [NoteVerifier]) -> [(witness: NoteVerifier, time: UInt64)] {
        witnesses.compactMap { witness in
            guard note.isSigned(by: witness) == true, let time = note.time(of: witness) else { return nil }
            return (witness, time)
        }
    }

    /// Takes over the witnesses' signatures of another copy of the same head. Those of strangers are left out.
    mutating func add(cosignaturesOf other: SignedNote, by witnesses: [NoteVerifier]) {
        for witness in witnesses where other.isSigned(by: witness) == true {
            for line in other.lines where line.name == witness.name && line.id == witness.id { note.add(line) }
        }
    }

    /// The same head without signatures of keys that are not these.
    mutating func keepOnly(_ keys: [NoteVerifier]) {
        var kept = SignedNote(unsigned: note.text)
        for line in note.lines where keys.contains(where: { $0.name == line.name && $0.id == line.id }) { kept.add(line) }
        note = kept
    }
}
