public import Centre
public import GRDB
internal import Logging

extension Transparency: LedgerBook {
    /// Enters a line, within the transaction of what it is about; the log has it moments after that is committed, whatever happens to the
    /// process.
    public func enter(_ line: LedgerLine, in database: Database) throws {
        try write(BookLine(line, isExercise: house.outward.realm == .exercise), in: database)
        database.afterNextTransaction { [scribe, logger = house.logger] _ in
            Task {
                do { try await scribe.settle() } catch {
                    logger.error("the ledger takes no lines", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    func write(_ line: BookLine, in database: Database) throws {
        try BookStore.enter(
            line, opening: Opening.random(), pseudonym: pseudonyms.name(of: line.actor, at: line.time), database)
    }
}

/// Enters acts: one leaves only when the log has it on the disk.
struct Recorder: ActRecorder {
    let book: Transparency

    func enter(_ entry: ActEntry) async throws {
        try await book.house.records.write { try book.write(BookLine(entry), in: $0) }
        try await book.scribe.settle()
    }
}
