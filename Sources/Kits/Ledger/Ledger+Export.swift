extension Ledger {
    /// Copies the log as it is now to a new folder. The copy is a whole ledger: it verifies, and can be put in the place of a lost one.
    /// - Throws: ``LedgerError/exists(folder:)``
    public func export(to folder: String) throws {
        guard !SmallFile.exists(folder) else { throw LedgerError.exists(folder: folder) }
        let target = LedgerFolder(path: folder)
        try SmallFile.makeFolder(folder)
        let size = self.size
        let end = try size == 0 ? 0 : Ledger.record(size - 1, index, files).end
        try Ledger.copy(entries, to: target.entries, end)
        try Ledger.copy(index, to: target.index, size * IndexRecord.length)
        // The last block may be complete in this log and not yet in its file, where another process writes.
        var blocks: [UInt8] = []
        for block in 0..<size / BlockTree.width { blocks += try node(level: BlockTree.level, index: block).bytes }
        try SmallFile.write(blocks, to: target.nodes)
        try SmallFile.write(Array("\(verifier)\n".utf8), to: target.verifier)
        for path in [files.witnesses] where SmallFile.exists(path) { try SmallFile.write(SmallFile.read(path), to: target.witnesses) }
        for name in FolderNames.of(files.witnessed) where !name.hasSuffix(".new") {
            let bytes = try SmallFile.read(files.witnessed + "/" + name)
            guard try SignedCheckpoint(bytes, of: verifier).checkpoint.size <= size else { continue }
            try SmallFile.makeFolder(target.witnessed)
            try SmallFile.write(bytes, to: target.witnessed + "/" + name)
        }
        // Last: without it the folder is no ledger.
        try SmallFile.write(signedHead.bytes, to: target.checkpoint)
    }

    private static func copy(_ file: LogFile, to path: String, _ count: Int) throws {
        let target = try LogFile(path, writes: true)
        var offset = 0
        while offset < count {
            let piece = try file.read(at: offset, count: min(1 << 20, count - offset))
            guard !piece.isEmpty else { throw LedgerError.damaged(path: file.path, reason: "it ends before its last entry") }
            try target.write(piece, at: offset)
            offset += piece.count
        }
        try target.sync()
    }
}
