/// One walk through the files of a ledger.
struct LedgerCheck {
    private let files: LedgerFolder
    private let trusted: NoteVerifier?
    private(set) var report = LedgerReport()
    private var key: NoteVerifier?
    private var head: Checkpoint?
    /// The tree as the entries themselves say.
    private var computed = MemoryTree()
    /// The tree as the index says.
    private var stored = MemoryTree()
    /// Where entry and index differ: which of both is wrong is decided by what was signed.
    private var differing: [(place: Int, offset: Int, said: TreeHash)] = []
    /// The tree with the right one of both wherever that could be told.
    private var mended = MemoryTree()
    /// Whether there are no index and no hashes over blocks.
    private var isBare = false

    init(_ files: LedgerFolder, trusted: NoteVerifier?) {
        self.files = files
        self.trusted = trusted
    }

    mutating func run(known: [[UInt8]]) throws {
        readKey()
        readHead()
        try walk()
        try settle()
        try checkNodes()
        checkWitnesses()
        for (number, content) in known.enumerated() { check(known: content, "checkpoint \(number + 1) of those given") }
    }

    private mutating func note(_ path: String, _ reason: String) { note(path, nil, entry: nil, reason) }

    private mutating func note(_ path: String, _ offset: Int?, entry: Int? = nil, _ reason: String) {
        if report.problems.count < 1_000 {
            report.problems.append(.init(path: path, offset: offset, entry: entry, reason: reason))
        } else {
            report.further += 1
        }
    }

    // MARK: - What is signed

    private mutating func readKey() {
        // A copy for outsiders has no key in its folder: they bring the one they trust.
        if let trusted, !SmallFile.exists(files.verifier) {
            key = trusted
            return
        }
        do {
            let own = try files.readVerifier()
            key = trusted ?? own
            if let trusted, own != trusted { note(files.verifier, "it is not the key you trust: \(own) instead of \(trusted)") }
        } catch {
            key = trusted
            note(files.verifier, "\(error)")
        }
    }

    private mutating func readHead() {
        do {
            let bytes = try SmallFile.read(files.checkpoint)
            let note = try SignedNote(bytes)
            let found = try Checkpoint(text: note.text)
            head = found
            report.origin = found.origin
            if let key {
                let signed = try SignedCheckpoint(bytes, of: key)
                guard signed.note.lines.count == 1 else { throw LedgerError.wrongNote("it has more than the log's signature") }
            }
        } catch {
            head = nil
            note(files.checkpoint, "\(error)")
        }
    }

    // MARK: - Entries and index

    /// Every entry is found by its line end, independent of the index, and compared with what the index says of it.
    private mutating func walk() throws {
        // A copy for outsiders may have entries and head alone; then only the whole can be held against what was signed.
        if !SmallFile.exists(files.index), !SmallFile.exists(files.nodes) { return try walkAlone() }
        let entries: LogFile
        let index: LogFile
        do {
            entries = try LogFile(files.entries, writes: false)
            index = try LogFile(files.index, writes: false)
        } catch {
            return note(files.path, "\(error)")
        }
        let (length, places) = (try entries.size(), try index.size() / IndexRecord.length)
        let size = head?.size ?? places
        if places < size { note(files.index, places * IndexRecord.length, entry: places, "it ends here; the head says \(size) entries") }
        var position = 0
        var window = EntryWindow(entries)
        let batch = 8_192
        for start in stride(from: 0, to: min(size, places), by: batch) {
            let count = min(batch, min(size, places) - start)
            let records = try index.read(at: start * IndexRecord.length, count: count * IndexRecord.length)
            for offset in 0..<count {
                let bytes = records[offset * IndexRecord.length..<(offset + 1) * IndexRecord.length]
                try compare(start + offset, IndexRecord(bytes), bytes, &position, &window, length)
            }
        }
        report.size = size
        report.unacknowledged = max(0, length - position) + max(0, try index.size() - size * IndexRecord.length)
    }

    private mutating func walkAlone() throws {
        isBare = true
        let entries = try LogFile(files.entries, writes: false)
        let length = try entries.size()
        var position = 0
        var window = EntryWindow(entries)
        let size = head?.size ?? .max
        while computed.size < size, position < length {
            let place = computed.size
            guard let end = try window.lineEnd(from: position) else {
                note(files.entries, position, entry: place, "the line of this entry has no end")
                break
            }
            if try !window.starts(at: position, with: place) {
                note(files.entries, position, entry: place, "the entry has another's number")
            }
            computed.append(try window.leaf(position..<end - 1))
            position = end
        }
        if let head, computed.size < head.size {
            note(files.entries, position, entry: computed.size, "the file ends here; the head says \(head.size) entries")
        }
        report.size = computed.size
        report.unacknowledged = length - position
    }

    private mutating func compare(
        _ place: Int, _ record: IndexRecord?, _ bytes: ArraySlice<UInt8>, _ position: inout Int, _ window: inout EntryWindow, _ length: Int
    ) throws {
        let said = TreeHash(bytes.dropFirst(8)) ?? .empty
        guard position < length else {
            computed.append(said)
            return note(files.entries, position, entry: place, "the file ends before this entry")
        }
        let start = position
        let end = try window.lineEnd(from: start)
        if let end, try window.leaf(start..<end - 1) == said {
            computed.append(said)
            position = end
            if record?.end != end { note(files.index, place * IndexRecord.length, entry: place, "it does not say where this entry ends") }
            if try !window.starts(at: start, with: place) { note(files.entries, start, entry: place, "the entry has another's number") }
            return
        }
        // The index may be right where the line is not: it tells where the next line begins.
        let isPlausible = record.map { $0.end > start + 1 && $0.end <= length && $0.end - start <= EntryWindow.longest } ?? false
        if let record, isPlausible, record.end != end {
            position = record.end
            if try window.leaf(start..<record.end - 1) == said {
                computed.append(said)
                return note(files.entries, record.end - 1, entry: place, "the line end behind this entry was changed")
            }
        } else {
            position = end ?? min(start + EntryWindow.longest, length)
        }
        computed.append(try window.leaf(start..<max(start, position - 1)))
        differing.append((place, start, said))
    }

    /// Says of each difference whether the entry or its index was changed.
    private mutating func settle() throws {
        report.root = computed.root
        mended = computed
        guard !differing.isEmpty || computed.root != head?.root else { return }
        let nodes = (try? SmallFile.read(files.nodes)) ?? []
        stored = try tree(with: differing)
        var original: [(place: Int, offset: Int, said: TreeHash)] = []
        for one in differing {
            let (place, offset) = (one.place, one.offset)
            switch verdict(on: place, nodes) {
            case .index: note(files.index, place * IndexRecord.length + 8, entry: place, "the hash of this entry was changed")
            case .entry:
                original.append(one)
                note(files.entries, offset, entry: place, "the entry was changed")
            case nil: note(files.entries, offset, entry: place, "the entry or its hash in the index was changed")
            }
        }
        if !original.isEmpty { mended = try tree(with: original) }
        guard let head, differing.isEmpty, report.isClean else { return }
        let who = isBare ? "the entries do not" : "entries and index agree with each other, but do not"
        note(files.checkpoint, "\(who) give the signed root \(head.root.base64)")
    }

    /// The tree of the entries with what the index says of some.
    private func tree(with said: [(place: Int, offset: Int, said: TreeHash)]) throws -> MemoryTree {
        if said.isEmpty { return computed }
        let replaced = Dictionary(said.map { ($0.place, $0.said) }) { first, _ in first }
        return MemoryTree(try (0..<computed.size).map { try replaced[$0] ?? computed.node(level: 0, index: $0) })
    }

    private enum Culprit { case entry, index }

    /// Decides by the hash over the block, or by the signed root.
    private func verdict(on place: Int, _ nodes: [UInt8]) -> Culprit? {
        if let head, head.size == stored.size {
            if stored.root == head.root { return .entry }
            if computed.root == head.root { return .index }
        }
        let block = place / BlockTree.width
        guard (block + 1) * TreeHash.length <= nodes.count, (block + 1) * BlockTree.width <= stored.size else { return nil }
        let said = TreeHash(nodes[block * TreeHash.length..<(block + 1) * TreeHash.length])
        if (try? stored.node(level: BlockTree.level, index: block)) == said { return .entry }
        if (try? computed.node(level: BlockTree.level, index: block)) == said { return .index }
        return nil
    }

    // MARK: - What follows from them

    private mutating func checkNodes() throws {
        if isBare { return }
        let blocks = computed.size / BlockTree.width
        let bytes: [UInt8]
        do { bytes = try SmallFile.read(files.nodes) } catch { return note(files.nodes, "\(error)") }
        let isSigned = mended.root == head?.root
        for block in 0..<blocks {
            let range = block * TreeHash.length..<(block + 1) * TreeHash.length
            guard range.upperBound <= bytes.count else {
                return note(files.nodes, bytes.count, "the file ends here; the next start makes the rest anew")
            }
            let said = TreeHash(bytes[range])
            if try said == mended.node(level: BlockTree.level, index: block) { continue }
            let first = block * BlockTree.width
            let span = "entries \(first) to \(first + BlockTree.width - 1)"
            if isSigned {
                note(files.nodes, range.lowerBound, "the hash over \(span) was changed; remove the file: the next start makes it anew")
            } else {
                note(files.entries, nil, entry: first, "among \(span) something was changed, and the index with it")
            }
        }
        report.unacknowledged += max(0, bytes.count - blocks * TreeHash.length)
    }

    private mutating func checkWitnesses() {
        let witnesses: [NoteVerifier]
        do {
            witnesses = try files.readWitnesses()
            if SmallFile.exists(files.witnesses) {
                let canonical = witnesses.map { "\($0)\n" }.joined()
                guard try Array(canonical.utf8) == SmallFile.read(files.witnesses) else {
                    throw LedgerError.wrongKey("\(files.witnesses) holds more than a key a line")
                }
            }
        } catch {
            return note(files.witnesses, "\(error)")
        }
        for name in FolderNames.of(files.witnessed) where !name.hasSuffix(".new") {
            let path = files.witnessed + "/" + name
            guard let bytes = try? SmallFile.read(path) else { continue }
            guard let seen = check(known: bytes, path) else { continue }
            let names = seen.cosignatures(of: witnesses).map(\.witness.name)
            // Only what known witnesses signed is kept, so that a line that is not theirs was changed.
            if names.isEmpty || names.count != seen.note.lines.count - 1 {
                note(path, "a signature in it is of no known witness or does not hold")
            }
            if files.witnessed(seen.checkpoint.size) != path { note(path, "it holds the head of size \(seen.checkpoint.size)") }
            report.witnessed[seen.checkpoint.size] = names
        }
    }

    /// Checks that the log grew out of a head that somebody has.
    @discardableResult private mutating func check(known content: [UInt8], _ path: String) -> SignedCheckpoint? {
        guard let key else { return nil }
        do {
            let seen = try SignedCheckpoint(content, of: key)
            let size = seen.checkpoint.size
            guard size <= computed.size else {
                note(path, "it was signed for \(size) entries; the log has \(computed.size) only: the end of the log is missing")
                return seen
            }
            if try mended.root(size: size) != seen.checkpoint.root {
                note(path, "\(LedgerError.fork(size: size))")
            }
            return seen
        } catch {
            note(path, "\(error)")
            return nil
        }
    }
}
