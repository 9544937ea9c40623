internal import FoundationEssentials
internal import GRDB
internal import Parquet
internal import Synchronization
internal import Vocabulary

extension EmbeddedStore {
    /// What the ledger knows of the pieces behind one.
    public func children(of parent: PieceID) throws -> [KnownPiece] {
        try reading { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(sql: "SELECT length, id, is_tail FROM piece WHERE parent = ? ORDER BY id"), arguments: [parent.blob])
            var pieces: [KnownPiece] = []
            while let row = try rows.next() {
                if let id = PieceID(bytes: row[1] as Data) { pieces.append(KnownPiece(length: row[0], id: id, isTail: row[2])) }
            }
            return pieces
        }
    }

    /// How it tells pieces apart.
    public func pieceDigest() throws -> PieceDigest { try reading { try PieceDigest($0) } }

    /// Makes a sealed batch count: files get their names, then one transaction enters the piece in the ledger, names the files, and adds
    /// the counts and the rejected rows. A piece that is known already changes nothing.
    /// - Throws: ``StoreError/diskFull(path:)``: nothing has changed, and the batch is thrown away.
    public func commit(_ sealed: SealedBatch, as piece: Piece, rejections: [RejectedRow]) throws -> CommitOutcome {
        try requireLock(for: "ingest")
        let files = [sealed.segment?.path, sealed.run?.path].compactMap { $0 }
        var mayHaveCommitted = false
        do {
            try place(sealed)
            let outcome = try writing("ingest") { db in
                let outcome = try enter(sealed, as: piece, rejections: rejections, in: db)
                mayHaveCommitted = outcome == .stored
                return outcome
            }
            if outcome == .alreadyKnown { removeAll(files) }
            return outcome
        } catch {
            // When the end of the transaction itself failed for another reason than a full disk, nobody can tell yet whether it
            // counts; then the files stay, and the next ingest removes them if no row names them.
            var isFull = false
            if case StoreError.diskFull = error { isFull = true }
            if !mayHaveCommitted || isFull { removeAll(files) }
            shared.withLock { $0.names = [:] }
            throw error
        }
    }

    private func removeAll(_ files: [String]) {
        for file in files {
            // What cannot be removed now is named by no row, so the next ingest removes it.
            try? FileActions.remove(path + "/" + file)
            try? FileActions.remove(path + "/" + file + ".tmp")
        }
    }

    /// Gives the files of a sealed batch their names, for good.
    private func place(_ sealed: SealedBatch) throws {
        if let segment = sealed.segment { try place(segment.path, month: segment.month) }
        if let run = sealed.run { try place(run.path, month: nil) }
    }

    func place(_ file: String, month: String?) throws {
        let full = path + "/" + file
        try FileActions.rename(full + ".tmp", to: full)
        let folder = month.map { path + "/events/" + $0 } ?? path + "/findings"
        try FileActions.syncFolder(folder)
        if month != nil, shared.withLock({ !$0.syncedFolders.contains(folder) }) {
            try FileActions.syncFolder(path + "/events")
            shared.withLock { _ = $0.syncedFolders.insert(folder) }
        }
    }

    private func enter(_ sealed: SealedBatch, as piece: Piece, rejections: [RejectedRow], in db: Database) throws -> CommitOutcome {
        if try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM piece WHERE id = ?)", arguments: [piece.id.blob]) == true {
            return .alreadyKnown
        }
        let now = WallClock.now
        let feed = try enter(sealed.feed, latest: sealed.latest, in: db)
        try db.execute(
            sql: """
                INSERT INTO piece (id, parent, length, is_tail, feed, source, rows, rejected, stored_at, columns)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                piece.id.blob, piece.parent.blob, piece.length, piece.isTail, feed, piece.source, sealed.rowCount, rejections.count, now,
                rejections.isEmpty ? nil : RecordContext(piece).text,
            ])
        if let segment = sealed.segment { try enter(segment, feed: feed, tlp: sealed.feed.tlp, in: db) }
        if let run = sealed.run {
            try db.execute(
                sql: "INSERT INTO finding_run (path, records, events, bytes) VALUES (?, ?, ?, ?)",
                arguments: [run.path, run.summary.recordCount, run.summary.eventCount, run.summary.byteCount])
        }
        try enter(sealed.rollups, feed: sealed.feed.code, in: db)
        try enter(rejections, of: piece, feed: feed, at: now, in: db)
        return .stored
    }

    /// Enters a feed, or what is new about it; gives its number.
    private func enter(_ feed: FeedContext, latest: Int64?, in db: Database) throws -> Int64 {
        let id = try Int64.fetchOne(
            db,
            sql: """
                INSERT INTO feed (code, name, interval, latest) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (code) DO UPDATE SET name = ?2, interval = ?3, latest = max(ifnull(latest, ?4), ifnull(?4, latest))
                RETURNING id
                """, arguments: [feed.code, feed.name, feed.intervalSeconds, latest])
        guard let id else { throw StoreError.misuse("the feed \(feed.code) could not be entered") }
        return id
    }

    /// Enters a segment.
    func enter(_ segment: SealedSegment, feed: Int64, tlp: TLP?, in db: Database) throws {
        let outcome = segment.outcome
        let columns = outcome.columns.map(\.catalogueLine).joined(separator: "\n")
        try db.execute(sql: "INSERT INTO segment_columns (columns) VALUES (?) ON CONFLICT DO NOTHING", arguments: [columns])
        let columnsID = try Int64.fetchOne(db, sql: "SELECT id FROM segment_columns WHERE columns = ?", arguments: [columns])
        var blooms = ByteSink(capacity: 256)
        for bloom in outcome.blooms {
            for number in [bloom.rowGroup, bloom.column, bloom.location.offset, bloom.location.byteCount] {
                blooms.append(varint: UInt64(number))
            }
        }
        try db.execute(
            sql: """
                INSERT INTO segment (path, feed, tlp, month, rows, tier, bytes, first_time, last_time, first_observation, last_observation,
                    first_address, last_address, has_untimed, checksum, columns, blooms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                segment.path, feed, tlp?.label, segment.month, outcome.rowCount, Self.tier(outcome.rowCount), outcome.byteCount,
                outcome.time?.lowerBound,
                outcome.time?.upperBound, outcome.observation?.lowerBound, outcome.observation?.upperBound, outcome.address?.lowerBound,
                outcome.address?.upperBound, outcome.hasUntimedRows, Int64(bitPattern: outcome.checksum), columnsID, Data(blooms.bytes),
            ])
    }

    private func enter(_ rejections: [RejectedRow], of piece: Piece, feed: Int64, at now: Int64, in db: Database) throws {
        if rejections.isEmpty { return }
        let held = try Int64.fetchOne(db, sql: "SELECT ifnull(sum(kept), 0) FROM dead_letter_count") ?? 0
        let kept = rejections.prefix(Int(max(0, limits.deadLetters - held)))
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO dead_letter (feed, source, piece, offset, line, reason, length, stored_at, raw)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for rejection in kept {
            try statement.execute(arguments: [
                feed, piece.source, piece.id.blob, rejection.offset, rejection.line, rejection.reason, rejection.length, now,
                Data(rejection.raw),
            ])
        }
        try db.execute(
            sql: """
                INSERT INTO dead_letter_count (feed, kept, counted_only) VALUES (?1, ?2, ?3)
                ON CONFLICT (feed) DO UPDATE SET kept = kept + ?2, counted_only = counted_only + ?3
                """, arguments: [feed, kept.count, rejections.count - kept.count])
    }
}
