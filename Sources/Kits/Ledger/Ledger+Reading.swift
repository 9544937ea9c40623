extension Ledger: TreeNodes {
    /// The signed head, with the signatures of witnesses who saw the same.
    public var head: SignedCheckpoint {
        var head = signedHead
        let path = files.witnessed(head.checkpoint.size)
        if SmallFile.exists(path), let witnesses = try? files.readWitnesses(), let bytes = try? SmallFile.read(path),
            let seen = try? SignedCheckpoint(bytes, of: verifier), seen.checkpoint == head.checkpoint
        {
            head.add(cosignaturesOf: seen.note, by: witnesses)
        }
        return head
    }

    /// How many entries there are.
    public var size: Int { signedHead.checkpoint.size }

    /// Entries by their places; those that are not there are left out.
    /// - Throws: ``LedgerError/damaged(path:reason:)``
    public func entries(_ range: Range<Int>) throws -> [LedgerEntry] {
        try lines(range).enumerated().map { place, line in
            guard let entry = LedgerEntry(line: line), entry.sequence == range.lowerBound + place else {
                throw LedgerError.damaged(path: files.entries, reason: "entry \(range.lowerBound + place) cannot be read")
            }
            return entry
        }
    }

    /// One entry.
    /// - Throws: ``LedgerError/outside(_:size:)``, ``LedgerError/damaged(path:reason:)``
    public func entry(_ place: Int) throws -> LedgerEntry {
        guard place >= 0, place < size, let entry = try entries(place..<place + 1).first else {
            throw LedgerError.outside(place, size: size)
        }
        return entry
    }

    /// The bytes of entries, each without its line end.
    func lines(_ range: Range<Int>) throws -> [[UInt8]] {
        let range = range.clamped(to: 0..<size)
        guard !range.isEmpty else { return [] }
        var start = try range.lowerBound == 0 ? 0 : Ledger.record(range.lowerBound - 1, index, files).end
        let first = start
        let bytes = try entries.read(at: start, count: Ledger.record(range.upperBound - 1, index, files).end - start)
        return try range.map { place in
            let end = try Ledger.record(place, index, files).end
            defer { start = end }
            guard start < end, end - first <= bytes.count else {
                throw LedgerError.damaged(path: files.index, reason: "the line of entry \(place) does not lie within the entries")
            }
            return Array(bytes[start - first..<end - first - 1])
        }
    }

    /// The hash of a leaf, as the index has it.
    public func leaf(_ place: Int) throws -> TreeHash {
        guard place >= 0, place < size else { throw LedgerError.outside(place, size: size) }
        return try Ledger.record(place, index, files).leaf
    }

    /// The hash over a complete subtree.
    public func node(level: Int, index place: Int) throws -> TreeHash {
        if level >= BlockTree.level { return try block(level: level, index: place) }
        let range = place << level..<(place + 1) << level
        guard place >= 0, range.upperBound <= size else { throw LedgerError.outside(range.lowerBound, size: size) }
        return MemoryTree(try Ledger.leaves(range, index, files)).root
    }

    /// All that somebody needs to verify offline that an entry is in the log (c2sp.org/tlog-proof).
    /// - Throws: ``LedgerError/outside(_:size:)``
    public func proof(of place: Int) throws -> LedgerProof {
        let head = head
        return LedgerProof(inclusion: try inclusion(of: place, in: head.checkpoint.size), head: head)
    }
}

/// An inclusion proof with the signed head it leads to, as one text (c2sp.org/tlog-proof).
public struct LedgerProof: Sendable, Hashable, CustomStringConvertible {
    /// The way from the leaf to the root.
    public let inclusion: InclusionProof
    /// The head.
    public let head: SignedCheckpoint

    /// With its values.
    public init(inclusion: InclusionProof, head: SignedCheckpoint) {
        self.inclusion = inclusion
        self.head = head
    }

    /// Reads a proof and verifies the log's signature below its head.
    /// - Throws: ``LedgerError/wrongNote(_:)``, ``LedgerError/otherLog(_:expected:)``, ``LedgerError/notSigned(by:)``
    public init(_ content: some Collection<UInt8>, of log: NoteVerifier) throws {
        let text = String(decoding: content, as: UTF8.self)
        guard let gap = text.utf8.indices.first(where: { text.utf8[$0...].starts(with: [0x0A, 0x0A]) }) else {
            throw LedgerError.wrongNote("no empty line parts the proof from its checkpoint")
        }
        var lines = text[..<gap].split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst() == "c2sp.org/tlog-proof@v1" else {
            throw LedgerError.wrongNote("its first line is not c2sp.org/tlog-proof@v1")
        }
        if lines.first?.hasPrefix("extra ") == true { lines.removeFirst() }
        guard let place = lines.popFirst().flatMap({ $0.hasPrefix("index ") ? Int($0.dropFirst(6)) : nil }) else {
            throw LedgerError.wrongNote("it does not say the index of the entry")
        }
        let path = lines.compactMap { TreeHash(text: $0) }
        guard path.count == lines.count else { throw LedgerError.wrongNote("a line of its path is no hash") }
        head = try SignedCheckpoint(Array(text[gap...].utf8.dropFirst(2)), of: log)
        inclusion = InclusionProof(leaf: place, size: head.checkpoint.size, path: path)
    }

    /// Whether it proves that a leaf is in the log.
    public func proves(_ leaf: TreeHash) -> Bool { inclusion.proves(leaf, in: head.checkpoint.root) }

    /// Its text.
    public var description: String {
        "c2sp.org/tlog-proof@v1\nindex \(inclusion.leaf)\n" + inclusion.path.map { $0.base64 + "\n" }.joined() + "\n"
            + head.note.description
    }
}
