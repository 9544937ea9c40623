/// One JSON document, or several one after another: an array of records, one record, or records at paths inside.
///
/// The outermost array is read in pieces, so its length does not matter. A document that is no array must fit into memory.
public struct JSONFormat: RecordFormat {
    /// The longest document that is not an array, in bytes, unless told otherwise.
    public static let usualDocumentLimit = 256 << 20

    /// The prologue's identity of a source whose records are the elements of one array.
    private static let arrayIdentity: [UInt8] = [UInt8(ascii: "[")]

    private let paths: JSONPathSet
    private let documentLimit: Int

    /// - Parameters:
    ///   - records: where in the document the records lie.
    ///   - documentLimit: the longest document that is not an array, in bytes; a longer one is rejected.
    public init(_ records: FormatSpecification.JSONRecords = .init(), documentLimit: Int = JSONFormat.usualDocumentLimit) {
        paths = JSONPathSet(records)
        self.documentLimit = documentLimit
    }

    /// See ``RecordFormat/prologue(_:)``.
    public func prologue(_ bytes: UnsafeRawBufferPointer) -> Prologue {
        guard let first = bytes.firstIndex(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }) else { return Prologue() }
        guard bytes[first] == UInt8(ascii: "[") else { return Prologue() }
        return Prologue(length: first + 1, identity: Self.arrayIdentity)
    }

    /// See ``RecordFormat/cut(_:prologue:isLast:)``.
    public func cut(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, isLast: Bool) -> Int? {
        if isLast { return bytes.count }
        let end =
            prologue.identity == Self.arrayIdentity ? JSONStructure.lastElementEnd(bytes) : JSONStructure.lastDocumentEnd(bytes)
        // A document beyond the limit goes as it is, and is rejected when it is read.
        return end ?? (bytes.count > documentLimit ? bytes.count : nil)
    }

    /// See ``RecordFormat/read(_:prologue:into:)``.
    public func read(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, into batch: RawBatch) {
        guard let base = bytes.baseAddress else { return }
        var reader = JSONRecordReader(bytes, base: base, paths: paths, rowsAreRoots: false, batch: batch)
        if prologue.identity == Self.arrayIdentity {
            readElements(bytes, with: &reader)
        } else {
            readDocuments(bytes, with: &reader)
        }
        reader.finish()
    }

    // MARK: The inside of an array

    private func readElements(_ bytes: UnsafeRawBufferPointer, with reader: inout JSONRecordReader) {
        while true {
            reader.cursor.skipBlanks()
            let start = reader.cursor.position
            guard start < bytes.count else { return }
            switch bytes[start] {
            case UInt8(ascii: ","):
                reader.cursor.position += 1
            case UInt8(ascii: "]"):
                reader.cursor.position += 1
                reader.cursor.skipBlanks()
                let rest = reader.cursor.position
                if rest < bytes.count { reject(bytes, from: rest, to: bytes.count, JSONProblem(.trailingContent, at: rest), reader) }
                return
            default:
                readElement(bytes, at: start, with: &reader)
            }
        }
    }

    private func readElement(_ bytes: UnsafeRawBufferPointer, at start: Int, with reader: inout JSONRecordReader) {
        let rows = reader.rowCount
        do throws(JSONProblem) {
            try reader.readRoot(isElement: true)
            reader.cursor.skipBlanks()
            let next = reader.cursor.byte
            guard reader.cursor.position == bytes.count || next == UInt8(ascii: ",") || next == UInt8(ascii: "]") else {
                throw reader.cursor.problem(.expectedCommaOrBracket)
            }
        } catch {
            reader.takeBack(to: rows)
            let end = max(JSONStructure.elementEnd(bytes, from: start), start + 1)
            reject(bytes, from: start, to: end, error, reader)
            reader.cursor.position = end
        }
    }

    // MARK: Documents

    private func readDocuments(_ bytes: UnsafeRawBufferPointer, with reader: inout JSONRecordReader) {
        while true {
            reader.cursor.skipBlanks()
            let start = reader.cursor.position
            guard start < bytes.count else { return }
            do throws(JSONProblem) {
                if start == 0, bytes.count > documentLimit { throw JSONProblem(.tooLong(limit: documentLimit), at: start) }
                try reader.readRoot(isElement: false)
            } catch {
                // What does not begin like a document has no end that could be found.
                let opens = bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[")
                var end = opens ? JSONStructure.documentEnd(bytes, from: start) : bytes.count
                if case .tooLong = error.what { end = bytes.count }
                reject(bytes, from: start, to: end, error, reader)
                reader.cursor.position = end
            }
        }
    }

    private func reject(
        _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int, _ problem: JSONProblem, _ reader: borrowing JSONRecordReader
    ) {
        reader.batch.rejections.append(.init(offset: start, length: end - start, reason: problem.text(in: bytes, from: start)))
    }
}
