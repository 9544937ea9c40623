/// A Parquet file open for reading. It is immutable once open: any number of threads may read it, each into vectors of
/// its own.
///
/// It reads flat columns, required or optional, of every physical type but INT96; dictionary and plain encoding, pages of
/// version 1 and 2, compressed with zstd or not at all.
public final class ParquetFile: Sendable {
    /// The path, or the name given for a file in memory.
    public let path: String
    /// The columns in the file's order.
    public let schema: [ColumnSchema]
    /// Size of the file in bytes.
    public let byteCount: Int
    let source: ByteSource
    let footer: [UInt8]
    let contents: FileMetadata
    let verifiesChecksums: Bool

    /// One horizontal slice of the file.
    public struct RowGroup: Sendable, Hashable {
        /// Rows in the group.
        public var rowCount: Int
        /// The file's rows before the group.
        public var firstRow: Int
    }

    /// Opens the file at `path` and reads its footer. With `verifiesChecksums`, every page that carries a CRC-32 is held
    /// against it when it is read.
    public convenience init(path: String, verifiesChecksums: Bool = false) throws(ParquetError) {
        let source: ByteSource
        do {
            source = try ByteSource(path: path)
        } catch {
            throw error.located(path: path, place: "its start")
        }
        try self.init(source: source, name: path, verifiesChecksums: verifiesChecksums)
    }

    /// Opens a file that lies in memory; `name` stands in for its path in errors.
    public convenience init(bytes: [UInt8], name: String, verifiesChecksums: Bool = false) throws(ParquetError) {
        try self.init(source: ByteSource(bytes: bytes), name: name, verifiesChecksums: verifiesChecksums)
    }

    private init(source: ByteSource, name: String, verifiesChecksums: Bool) throws(ParquetError) {
        path = name
        self.source = source
        self.verifiesChecksums = verifiesChecksums
        byteCount = source.count
        footer = try Self.footer(of: source, name: name)
        do {
            contents = try Self.parse(footer)
        } catch {
            throw error.located(path: name, place: "its footer")
        }
        let json = Set(contents.pairs.last { $0.key == Self.jsonColumnsKey }?.value.split(separator: "\n").map { String($0) } ?? [])
        schema = contents.leaves.map { ColumnSchema(name: $0.name, type: $0.type == .utf8 && json.contains($0.name) ? .json : $0.type) }
    }

    private static func parse(_ footer: [UInt8]) throws(FormatFault) -> FileMetadata {
        let parsed = footer.withUnsafeBytes { bytes in
            Result { () throws(FormatFault) in try FileMetadata(footer: bytes) }
        }
        return try parsed.get()
    }

    /// Reads the footer, nearly always with the first `pread`.
    private static func footer(of source: ByteSource, name: String) throws(ParquetError) -> [UInt8] {
        let size = source.count
        guard size >= 12 else { throw .notParquet(path: name, reason: "it has only \(size) bytes") }
        do {
            var tail = try read(source, max(0, size - 32_768)..<size)
            let mark = Array(tail.suffix(4))
            guard mark == Array("PAR1".utf8) else {
                if mark == Array("PARE".utf8) { throw FormatFault.unsupported("encryption") }
                throw ParquetError.notParquet(path: name, reason: "it does not end with PAR1; perhaps it was never finished")
            }
            let length = tail.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            guard length > 0, length <= size - 12 else {
                throw FormatFault.damaged("the footer is said to take \(length) of the file's \(size) bytes")
            }
            if length + 8 > tail.count { tail = try read(source, (size - 8 - length)..<size) }
            return Array(tail.dropLast(8).suffix(length))
        } catch let error as FormatFault {
            throw error.located(path: name, place: "its footer")
        } catch let error as ParquetError {
            throw error
        } catch {
            throw .damaged(path: name, place: "its footer", reason: "\(error)")
        }
    }

    static func read(_ source: ByteSource, _ range: Range<Int>) throws(FormatFault) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= source.count else {
            throw .damaged("bytes \(range.lowerBound) to \(range.upperBound) lie outside the file's \(source.count)")
        }
        var fault: FormatFault?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            do throws(FormatFault) {
                try source.read(range, to: base)
                count = range.count
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
        return bytes
    }

    /// Rows in all row groups together.
    public var rowCount: Int { contents.rowCount }

    /// The row groups in the file's order.
    public var rowGroups: [RowGroup] {
        contents.groups.map { RowGroup(rowCount: $0.rowCount, firstRow: $0.firstRow) }
    }

    /// The program that wrote the file, as it calls itself.
    public var createdBy: String? { contents.createdBy }

    /// The metadata entry that names text columns which hold JSON, one a line. A writer that uses it instead of the logical type `JSON` makes files that unify
    /// with others in which the column is text; DuckDB refuses to read the two types as one table.
    public static let jsonColumnsKey = "json-columns"

    /// The key-value metadata of the footer.
    public var metadata: [(key: String, value: String)] { contents.pairs }

    /// The index of the column called `name`.
    public func columnIndex(named name: String) -> Int? {
        schema.firstIndex { $0.name == name }
    }

    /// The bytes that the pages of a column chunk take in the file.
    public func storedBytes(rowGroup: Int, column: Int) throws(ParquetError) -> Int {
        try chunk(rowGroup, column).compressedSize
    }

    func chunk(_ rowGroup: Int, _ column: Int) throws(ParquetError) -> ChunkMetadata {
        guard contents.groups.indices.contains(rowGroup), contents.leaves.indices.contains(column) else {
            throw .misuse("\(path) has no column \(column) in a row group \(rowGroup)")
        }
        return contents.groups[rowGroup].chunks[column]
    }

    func place(_ rowGroup: Int, _ column: Int) -> String {
        "row group \(rowGroup), column \(schema[column].name)"
    }
}
