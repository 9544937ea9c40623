internal import Events
internal import Parquet

/// Several segments as one, sorted anew. Only one row group of the result is in memory at a time, so it may have as many rows as one likes;
/// what is held of all rows is where each goes.
///
/// Rows of one address from many days come to lie side by side, which is what makes a merged segment small: what stays the same of a device
/// from day to day is stored once for all of them.
struct SegmentMerge {
    /// Rows of one row group of one of the files.
    private struct Source {
        var file: Int
        var rowGroup: Int
        /// Number of its first row among all rows of all files.
        var start: Int
    }

    private let files: [ParquetFile]
    private let sources: [Source]
    /// Columns of the result, in the order in which the files have them.
    let columns: [SegmentColumn]
    /// Rows of all files.
    let rowCount: Int

    init(_ files: [ParquetFile]) {
        self.files = files
        var sources: [Source] = []
        var start = 0
        for (number, file) in files.enumerated() {
            for (group, rows) in file.rowGroups.enumerated() {
                sources.append(Source(file: number, rowGroup: group, start: start))
                start += rows.rowCount
            }
        }
        self.sources = sources
        rowCount = start
        var known: Set<String> = []
        columns = files.flatMap(\.schema).filter { known.insert($0.name).inserted }.map { SegmentColumn(name: $0.name, type: $0.type) }
    }

    /// Hands the rows to `writer`, a row group at a time.
    func write(to writer: SegmentWriter) throws {
        let order = try order()
        // Where each row group's next row lies: rows of a source are asked for in the order it has them in, or nearly so.
        let space = ScanSpace()
        for start in stride(from: 0, to: rowCount, by: SegmentWriter.rowGroupRows) {
            let end = min(rowCount, start + SegmentWriter.rowGroupRows)
            let batch = try assemble(order.map { $0[start..<end] } ?? (UInt32(start)..<UInt32(end)).map { $0 }[...], space)
            try writer.append(batch, rows: 0..<batch.rowCount, order: nil)
        }
    }

    /// The order of all rows; nil where it is the one they have.
    private func order() throws -> [UInt32]? {
        let batch = EventBatch(rowCount: rowCount)
        for column in try SegmentReader.columns(of: files, wanted: [.idf(.sourceIP), .idf(.timeSource), .idf(.timeObservation)]) {
            batch.add(column)
        }
        return RowOrder.sorted(batch, times: RowTimes(batch, receivedAt: 0).times)
    }

    /// The rows of these numbers as a batch.
    private func assemble(_ rows: ArraySlice<UInt32>, _ space: ScanSpace) throws -> EventBatch {
        let assembler = BatchAssembler(rowCount: rows.count, wanted: nil)
        // By source, then as each has them: a sort of (row, place) is one of rows, since sources follow one another.
        let sorted = rows.enumerated().map { UInt64($1) << 32 | UInt64($0) }.sorted()
        var start = 0
        for (number, source) in sources.enumerated() {
            let limit = number + 1 < sources.count ? sources[number + 1].start : rowCount
            var end = start
            while end < sorted.count, sorted[end] >> 32 < UInt64(limit) { end += 1 }
            if start == end { continue }
            space.reset()
            let scan = RowGroupScan(files[source.file], rowGroup: source.rowGroup, space: space)
            let lowest = Int(sorted[start] >> 32) - source.start
            scan.narrow(to: lowest..<Int(sorted[end - 1] >> 32) - source.start + 1)
            let local = space.room(end - start, of: UInt32.self)
            let places = space.room(end - start, of: UInt32.self)
            for index in start..<end {
                local[index - start] = UInt32(Int(sorted[index] >> 32) - source.start - lowest)
                places[index - start] = UInt32(truncatingIfNeeded: sorted[index])
            }
            try assembler.take(UnsafeBufferPointer(local), to: UnsafeBufferPointer(places), from: scan)
            start = end
        }
        return assembler.batch()
    }
}
