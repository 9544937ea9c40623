internal import Synchronization

/// A log that is only added to, and whose every state can be proved: a Merkle tree over its entries (RFC 9162 §2.1) with a signed head.
///
/// ```swift
/// let ledger = try Ledger.open("var/ledger", signer: NoteSigner.file("var/keys/ledger.key", newKeyOf: "cert.example/ledger"))
/// let places = try ledger.append([statement])
/// let proof = try ledger.proof(of: places.lowerBound)
/// ```
/// What ``append(_:)`` gave back is on the disk. A process or a machine that dies in the middle loses what was not given back, and nothing
/// else. One process writes at a time; any number may read.
public final class Ledger: Sendable {
    /// The folder of its files.
    public let folder: String
    /// The key by which its heads are verified.
    public let verifier: NoteVerifier

    let files: LedgerFolder
    let entries: LogFile
    let index: LogFile
    private let nodes: LogFile
    private let signer: NoteSigner?
    /// Held as long as this process writes.
    private let lock: LogFile?
    private let state: Mutex<State>

    struct State {
        var head: SignedCheckpoint
        /// Bytes of `entries.jsonl` that were acknowledged.
        var end: Int
        var peaks: BlockTree
        /// Set where a write failed: what is on disk is then not known.
        var isBroken = false
    }

    private init(_ files: LedgerFolder, verifier: NoteVerifier, signer: NoteSigner?, lock: LogFile?, head: SignedCheckpoint) throws {
        self.files = files
        folder = files.path
        self.verifier = verifier
        self.signer = signer
        self.lock = lock
        let writes = signer != nil
        entries = try LogFile(files.entries, writes: writes)
        index = try LogFile(files.index, writes: writes)
        nodes = try LogFile(files.nodes, writes: writes)
        let size = head.checkpoint.size
        let ends = try size == 0 ? 0 : Ledger.record(size - 1, index, files).end
        guard try entries.size() >= ends else {
            throw LedgerError.damaged(path: files.entries, reason: "it is shorter than its index says: entries are missing at its end")
        }
        var peaks = BlockTree()
        let blocks = size / BlockTree.width
        let known = try min(nodes.size() / TreeHash.length, blocks)
        let stored = try nodes.read(at: 0, count: known * TreeHash.length)
        for block in 0..<known {
            if let hash = TreeHash(stored[block * TreeHash.length..<(block + 1) * TreeHash.length]) { peaks.append(block: hash) }
        }
        // The hashes over blocks follow from the index: they may lag behind it.
        var rebuilt: [UInt8] = []
        for block in known..<blocks {
            let leaves = try Ledger.leaves(block * BlockTree.width..<(block + 1) * BlockTree.width, index, files)
            for leaf in leaves { if let hash = peaks.append(leaf) { rebuilt += hash.bytes } }
        }
        for leaf in try Ledger.leaves(blocks * BlockTree.width..<size, index, files) { peaks.append(leaf) }
        if writes {
            // What is behind the signed head was never acknowledged.
            if try entries.size() > ends { try entries.cut(to: ends) }
            if try index.size() > size * IndexRecord.length { try index.cut(to: size * IndexRecord.length) }
            if try nodes.size() > known * TreeHash.length { try nodes.cut(to: known * TreeHash.length) }
            if !rebuilt.isEmpty {
                try nodes.write(rebuilt, at: known * TreeHash.length)
                try nodes.sync()
            }
        }
        state = Mutex(State(head: head, end: ends, peaks: peaks))
        guard try root(size: size) == head.checkpoint.root else {
            throw LedgerError.damaged(path: files.path, reason: "its files do not add up to its signed head")
        }
    }

    // MARK: - Opening

    /// Opens a ledger to write to it; makes one where there is none. What a power cut left behind the signed head is cut off.
    /// - Throws: ``LedgerError``: busy, damaged, another key's
    public static func open(_ folder: String, signer: NoteSigner) throws -> Ledger {
        let files = LedgerFolder(path: folder)
        try SmallFile.makeFolder(folder)
        let lock = try LogFile(files.lock, writes: true)
        guard try lock.lock() else { throw LedgerError.busy(folder: folder) }
        if !SmallFile.exists(files.checkpoint) { try begin(files, signer) }
        let head = try SignedCheckpoint(SmallFile.read(files.checkpoint), of: signer.verifier)
        return try Ledger(files, verifier: signer.verifier, signer: signer, lock: lock, head: head)
    }

    /// Opens a ledger to read it, as it is at this moment, also while another process writes.
    /// - Parameter verifier: the key by which its head is verified; nil for the one in its folder
    /// - Throws: ``LedgerError``
    public static func reading(_ folder: String, verifier: NoteVerifier? = nil) throws -> Ledger {
        let files = LedgerFolder(path: folder)
        guard SmallFile.exists(files.checkpoint) else { throw LedgerError.missing(folder: folder) }
        let key = try verifier ?? files.readVerifier()
        let head = try SignedCheckpoint(SmallFile.read(files.checkpoint), of: key)
        return try Ledger(files, verifier: key, signer: nil, lock: nil, head: head)
    }

    private static func begin(_ files: LedgerFolder, _ signer: NoteSigner) throws {
        for path in [files.entries, files.index, files.nodes] {
            let file = try LogFile(path, writes: true)
            guard try file.size() == 0 else {
                throw LedgerError.damaged(path: files.checkpoint, reason: "it is missing, although \(path) holds something")
            }
            try file.sync()
        }
        try SmallFile.write(Array("\(signer.verifier)\n".utf8), to: files.verifier)
        let empty = Checkpoint(origin: signer.verifier.name, size: 0, root: .empty)
        try SmallFile.write(SignedCheckpoint(empty, by: signer).bytes, to: files.checkpoint)
    }

    /// Whether this process writes to it.
    public var isWritable: Bool { signer != nil }

    // MARK: - Adding

    /// Adds entries, all or none, and gives their places once they and a head over them are on the disk. Many at a time cost hardly more
    /// than one.
    /// - Throws: ``LedgerError/busy(folder:)`` where it was opened for reading, ``LedgerError/broken(folder:)``, ``LedgerError/system(_:path:code:)``
    @discardableResult
    public func append(_ statements: [LedgerStatement]) throws -> Range<Int> {
        guard let signer else { throw LedgerError.busy(folder: folder) }
        return try state.withLock { state in
            guard !state.isBroken else { throw LedgerError.broken(folder: folder) }
            let size = state.head.checkpoint.size
            guard !statements.isEmpty else { return size..<size }
            var peaks = state.peaks
            var (lines, records, blocks): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
            lines.reserveCapacity(statements.count * 256)
            records.reserveCapacity(statements.count * IndexRecord.length)
            for (place, statement) in statements.enumerated() {
                let start = lines.count
                LedgerEntry(sequence: size + place, statement).write(to: &lines)
                let leaf = lines.withUnsafeBytes { TreeHash.leaf(UnsafeRawBufferPointer(rebasing: $0[start...])) }
                lines.append(0x0A)
                IndexRecord(end: state.end + lines.count, leaf: leaf).write(to: &records)
                if let block = peaks.append(leaf) { blocks += block.bytes }
            }
            let head = try SignedCheckpoint(Checkpoint(origin: verifier.name, size: peaks.size, root: peaks.root), by: signer)
            state.isBroken = true
            try entries.write(lines, at: state.end)
            try index.write(records, at: size * IndexRecord.length)
            try entries.sync()
            try index.sync()
            if !blocks.isEmpty {
                try nodes.write(blocks, at: size / BlockTree.width * TreeHash.length)
                try nodes.sync()
            }
            // From here on the entries count: the head is replaced in one step.
            try SmallFile.write(head.bytes, to: files.checkpoint)
            state = State(head: head, end: state.end + lines.count, peaks: peaks)
            return size..<peaks.size
        }
    }

    var signedHead: SignedCheckpoint { state.withLock { $0.head } }

    func block(level: Int, index: Int) throws -> TreeHash { try state.withLock { $0.peaks }.block(level: level, index: index) }

    // MARK: - Reading the index

    static func record(_ place: Int, _ index: LogFile, _ files: LedgerFolder) throws -> IndexRecord {
        let bytes = try index.read(at: place * IndexRecord.length, count: IndexRecord.length)
        guard let record = IndexRecord(bytes[...]) else {
            throw LedgerError.damaged(path: files.index, reason: "it has no place for entry \(place)")
        }
        return record
    }

    static func leaves(_ range: Range<Int>, _ index: LogFile, _ files: LedgerFolder) throws -> [TreeHash] {
        let bytes = try index.read(at: range.lowerBound * IndexRecord.length, count: range.count * IndexRecord.length)
        return try range.indices.map { place in
            let start = (place - range.lowerBound) * IndexRecord.length
            guard start + IndexRecord.length <= bytes.count, let record = IndexRecord(bytes[start..<start + IndexRecord.length]) else {
                throw LedgerError.damaged(path: files.index, reason: "it has no place for entry \(place)")
            }
            return record.leaf
        }
    }
}
