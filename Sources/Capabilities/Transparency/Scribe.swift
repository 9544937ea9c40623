internal import Centre
internal import Dispatch
internal import GRDB
internal import Ledger
internal import Synchronization
internal import Vocabulary

/// Moves lines of the book into the log, each once, in their order. Whoever asks while a round is under way waits for the next one, so that
/// many acts at a time cost one write to the disk.
actor Scribe {
    /// The log: open to write, or to read while another process writes.
    nonisolated var ledger: Ledger { log.withLock { $0 } }

    private let log: Mutex<Ledger>
    private let signer: NoteSigner
    private let records: Records
    private let disk = DispatchQueue(label: "keshik.ledger", qos: .userInitiated)
    /// The round under way or ended last, and the one behind it.
    private var current: Task<Void, any Error>?
    private var next: Task<Void, any Error>?
    /// Whether records and log are known to agree.
    private var isReconciled = false

    /// Opens the log in a folder.
    /// - Throws: ``LedgerError``
    init(_ folder: String, signer: NoteSigner, records: Records) throws {
        let ledger: Ledger
        do {
            ledger = try Ledger.open(folder, signer: signer)
        } catch LedgerError.busy {
            // `keshik doctor` looks while the centre writes.
            ledger = try Ledger.reading(folder, verifier: signer.verifier)
        }
        log = Mutex(ledger)
        self.signer = signer
        self.records = records
    }

    /// Returns once every line that was committed before is in the log and on the disk.
    /// - Throws: ``LedgerError``, ``TransparencyError``, `RecordsError`
    func settle() async throws {
        if let next { return try await next.value }
        let before = current
        let round = Task {
            _ = await before?.result
            self.begin()
            try await self.move()
        }
        next = round
        try await round.value
    }

    private func begin() {
        current = next
        next = nil
    }

    private func move() async throws {
        if !ledger.isWritable {
            // Where the other process ended, this one goes on in its place.
            if try await records.read({ try BookStore.isWaiting($0) }) == 0 { return }
            let ledger = try Ledger.open(ledger.folder, signer: signer)
            log.withLock { $0 = ledger }
        }
        if !isReconciled { try await reconcile() }
        while true {
            let lines = try await records.read { try BookStore.waiting(limit: 2_000, $0) }
            if lines.isEmpty { return }
            let statements = try lines.map { try $0.statement }
            // Until both are written it is not known here what the log has.
            isReconciled = false
            let places = try await onDisk { [ledger] in try ledger.append(statements) }
            try await records.write { database in
                for ((line, statement), place) in zip(zip(lines, statements), places) {
                    try BookStore.place(line.number, at: place, statement, database)
                }
            }
            isReconciled = true
        }
    }

    /// Entries that the log has and the records do not know: a process died between both, or the records are an older copy.
    private func reconcile() async throws {
        let known = try await records.read { try BookStore.known($0) }
        let size = ledger.size
        guard known <= size else { throw TransparencyError.ledgerBehind(records: known, ledger: size) }
        for first in stride(from: known, to: size, by: 1_000) {
            let entries = try await onDisk { [ledger] in try ledger.entries(first..<min(first + 1_000, size)) }
            try await records.write { database in
                for entry in entries {
                    if let number = try BookStore.number(digest: entry.statement.digest, database) {
                        try BookStore.place(number, at: entry.sequence, entry.statement, database)
                    } else {
                        try Self.enterUnknown(entry, database)
                    }
                }
            }
        }
        isReconciled = true
    }

    /// The log says that something was done of which the records know nothing: it stands in the book with what the log says.
    private static func enterUnknown(_ entry: LedgerEntry, _ database: Database) throws {
        let line = BookLine(
            id: "log:\(entry.sequence)", deed: entry.statement.deed, actor: "", subjectClass: entry.statement.subjectClass,
            reference: "", tlp: entry.statement.tlp, isExercise: entry.statement.isExercise, time: entry.statement.time, content: [])
        try BookStore.enter(
            line, opening: [], pseudonym: entry.statement.actor, sequence: entry.sequence, digest: entry.statement.digest.bytes, database)
        try BookStore.count(entry.statement, database)
    }

    /// Reading and syncing hold a thread, which must be none of those that run everything else.
    nonisolated func onDisk<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { done in disk.async { done.resume(with: Result { try work() }) } }
    }
}
