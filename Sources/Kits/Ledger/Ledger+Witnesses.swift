extension Ledger {
    /// The witnesses whose signatures are taken: a line each in the file `witnesses`.
    /// - Throws: ``LedgerError/wrongKey(_:)``
    public func witnesses() throws -> [NoteVerifier] { try files.readWitnesses() }

    /// Adds a witness whose signatures are taken from now on.
    public func add(witness: NoteVerifier) throws {
        guard witness.kind == .cosignature else { throw LedgerError.wrongKey("\(witness.name) is no key of a witness (type 4)") }
        let all = try witnesses()
        if all.contains(witness) { return }
        try SmallFile.write(Array((all + [witness]).map { "\($0)\n" }.joined().utf8), to: files.witnesses)
    }

    /// Takes a head that witnesses signed, and keeps it for good: from then on not even who has the log's key can show another history.
    /// - Returns: The head with all signatures of witnesses known for it.
    /// - Throws: ``LedgerError/notSigned(by:)`` where no known witness signed it, ``LedgerError/fork(size:)`` where it is not of this history
    @discardableResult
    public func accept(cosigned content: [UInt8]) throws -> SignedCheckpoint {
        let witnesses = try witnesses()
        var head = try SignedCheckpoint(content, of: verifier)
        head.keepOnly([verifier] + witnesses)
        guard !head.cosignatures(of: witnesses).isEmpty else { throw LedgerError.notSigned(by: "a witness listed in \(files.witnesses)") }
        if let wrong = witnesses.first(where: { head.note.isSigned(by: $0) == false }) { throw LedgerError.notSigned(by: wrong.name) }
        let size = head.checkpoint.size
        guard size <= self.size else { throw LedgerError.outside(size, size: self.size) }
        guard try root(size: size) == head.checkpoint.root else { throw LedgerError.fork(size: size) }
        let path = files.witnessed(size)
        if SmallFile.exists(path), let earlier = try? SignedCheckpoint(SmallFile.read(path), of: verifier) {
            head.add(cosignaturesOf: earlier.note, by: witnesses.filter { head.note.isSigned(by: $0) == nil })
        }
        try SmallFile.makeFolder(files.witnessed)
        try SmallFile.write(head.bytes, to: path)
        return head
    }

    /// The largest head that a witness signed.
    public func witnessedHead() throws -> SignedCheckpoint? {
        guard let name = FolderNames.of(files.witnessed).last(where: { !$0.hasSuffix(".new") }) else { return nil }
        return try SignedCheckpoint(SmallFile.read(files.witnessed + "/" + name), of: verifier)
    }
}
