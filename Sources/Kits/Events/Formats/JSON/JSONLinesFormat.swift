#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One JSON object a line (JSON lines, ndjson). A broken line is rejected and the next goes on.
public struct JSONLinesFormat: RecordFormat {
    private let paths: JSONPathSet

    /// - Parameter records: where in each line the records lie; without paths a line is a record.
    public init(_ records: FormatSpecification.JSONRecords = .init()) {
        paths = JSONPathSet(records)
    }

    /// See ``RecordFormat/prologue(_:)``.
    public func prologue(_ bytes: UnsafeRawBufferPointer) -> Prologue { Prologue() }

    /// See ``RecordFormat/cut(_:prologue:isLast:)``.
    public func cut(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, isLast: Bool) -> Int? {
        if isLast { return bytes.count }
        if let line = ByteScan.last(0x0A, in: bytes, before: bytes.count) { return line + 1 }
        // Carriage returns alone end lines on some old systems; one at the very end may be half of CR LF.
        return ByteScan.last(0x0D, in: bytes, before: bytes.count - 1).map { $0 + 1 }
    }

    /// See ``RecordFormat/read(_:prologue:into:)``.
    public func read(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, into batch: RawBatch) {
        guard let base = bytes.baseAddress else { return }
        var reader = JSONRecordReader(bytes, base: base, paths: paths, rowsAreRoots: true, batch: batch)
        var place = 0
        while place < bytes.count {
            let end = memchr(base + place, 0x0A, bytes.count - place).map { UnsafeRawPointer($0) - base } ?? bytes.count
            reader.cursor.position = place
            reader.cursor.end = end
            reader.cursor.skipBlanks()
            let rows = reader.rowCount
            // Several records in one line are read one after another: lines that end in CR alone, and writers that forget the line end.
            while reader.cursor.position < end {
                let start = reader.cursor.position
                do throws(JSONProblem) {
                    if reader.rowCount > rows, reader.cursor.byte != UInt8(ascii: "{") {
                        throw JSONProblem(.trailingContent, at: start)
                    }
                    try reader.readRoot(isElement: false)
                    reader.cursor.skipBlanks()
                } catch {
                    var stop = end
                    if stop > start, bytes[stop - 1] == 0x0D { stop -= 1 }
                    batch.rejections.append(.init(offset: start, length: stop - start, reason: error.text(in: bytes, from: place)))
                    break
                }
            }
            place = end + 1
        }
        reader.finish()
    }
}
