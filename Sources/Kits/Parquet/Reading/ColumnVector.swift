internal import Glibc

/// What reading needs besides its result: a decompression context and buffers. One a thread, shared by its vectors.
public final class ReadScratch {
    var decompressor = Decompressor()
    /// Pages as they lie in the file.
    var packed = GrowingBuffer()
    /// One page unpacked.
    var page = GrowingBuffer()
    /// Codes of the rows that are not null.
    var dense = ReusedArray<UInt32>()

    /// Empty scratch space; it grows with use.
    public init() {}
}

/// One column of one row group in memory: a code for each row, and the values the codes stand for.
///
/// A vector is filled by ``ParquetFile/read(rowGroup:column:into:)`` and keeps its buffers for the next filling, so what
/// it gives is good until then. It belongs to one thread at a time.
public final class ColumnVector {
    let scratch: ReadScratch
    var codeBuffer = ReusedArray<UInt32>()
    /// Where the first wanted row's code is, and how many rows are wanted.
    var window = 0..<0
    var form = DictionaryForm.bytes
    /// Dictionary pages and plainly encoded pages of a bytes column.
    var arena = GrowingBuffer()
    var spans = ReusedArray<ByteSpan>()
    /// Values of an int64 or double column, as bit patterns.
    var numbers = ReusedArray<Int64>()
    var bools = ReusedArray<Bool>()
    var valueCount = 0
    var dictionaryCount = 0
    /// Rows decoded so far, and where they go.
    var decodedRows = 0

    /// How many of the vector's rows are null.
    public internal(set) var nullCount = 0

    /// Whether each value occurs only once in ``values``. False where the file stores values one by one.
    public internal(set) var valuesAreDistinct = false

    /// An empty vector. Vectors of one thread may share `scratch`, which saves memory and keeps it in the cache.
    public init(scratch: ReadScratch = ReadScratch()) {
        self.scratch = scratch
    }

    /// How many rows the vector holds.
    public var count: Int { window.count }

    /// A code for each row: 0 is null, `k >= 1` stands for entry `k - 1` of ``values``.
    public var codes: UnsafeBufferPointer<UInt32> {
        UnsafeBufferPointer(start: codeBuffer.base + window.lowerBound, count: window.count)
    }

    /// The values that the codes stand for.
    public var values: DictionaryValues {
        switch form {
        case .bytes: .bytes(base: arena.base, spans: UnsafeBufferPointer(start: spans.base, count: valueCount))
        case .int64: .int64(UnsafeBufferPointer(start: numbers.base, count: valueCount))
        case .double:
            .double(
                UnsafeBufferPointer(
                    start: UnsafeRawPointer(numbers.base).assumingMemoryBound(to: Double.self), count: valueCount))
        case .bool: .bool(UnsafeBufferPointer(start: bools.base, count: valueCount))
        }
    }

    /// The entry of ``values`` in `row`, nil where the row is null.
    @inline(__always)
    private func entry(at row: Int) -> Int? {
        precondition(row >= 0 && row < window.count, "row \(row) of a vector of \(window.count)")
        let code = codeBuffer.base[window.lowerBound &+ row]
        return code == 0 ? nil : Int(code) &- 1
    }

    /// The bytes in `row` of a bytes column, nil where it is null or the column has another form.
    public func bytes(at row: Int) -> UnsafeRawBufferPointer? {
        guard form == .bytes, let entry = entry(at: row) else { return nil }
        let span = spans.base[entry]
        return UnsafeRawBufferPointer(start: arena.base + Int(span.offset), count: Int(span.length))
    }

    /// The first code from `code` on that stands for exactly `bytes`, found by going through the dictionary; nil if there
    /// is none or the column has another form. Where ``valuesAreDistinct``, there is at most one.
    public func code(of bytes: UnsafeRawBufferPointer, from code: UInt32 = 1) -> UInt32? {
        guard form == .bytes, code > 0 else { return nil }
        let length = UInt32(truncatingIfNeeded: bytes.count)
        for entry in stride(from: Int(code) - 1, to: valueCount, by: 1) where spans.base[entry].length == length {
            let start = arena.base + Int(spans.base[entry].offset)
            guard let wanted = bytes.baseAddress, memcmp(start, wanted, bytes.count) != 0 else {
                return UInt32(truncatingIfNeeded: entry + 1)
            }
        }
        return nil
    }

    /// The text in `row`, with anything that is not UTF-8 replaced; nil as for ``bytes(at:)``.
    public func string(at row: Int) -> String? {
        bytes(at: row).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The integer in `row`, nil where it is null or the column has another form.
    public func int64(at row: Int) -> Int64? {
        guard form == .int64, let entry = entry(at: row) else { return nil }
        return numbers.base[entry]
    }

    /// The number in `row`, nil where it is null or the column has another form.
    public func double(at row: Int) -> Double? {
        guard form == .double, let entry = entry(at: row) else { return nil }
        return Double(bitPattern: UInt64(bitPattern: numbers.base[entry]))
    }

    /// The truth value in `row`, nil where it is null or the column has another form.
    public func bool(at row: Int) -> Bool? {
        guard form == .bool, let entry = entry(at: row) else { return nil }
        return bools.base[entry]
    }
}
