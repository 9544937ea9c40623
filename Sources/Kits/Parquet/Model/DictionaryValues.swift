/// Where one value lies within an arena of bytes.
public struct ByteSpan: Sendable, Hashable, BitwiseCopyable {
    /// Bytes from the arena's base to the value.
    public var offset: UInt32
    /// The value's length in bytes.
    public var length: UInt32

    /// The span of `length` bytes that starts `offset` bytes into an arena.
    @inlinable
    public init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }
}

/// The values that a column's codes stand for: code `k >= 1` is entry `k - 1`, code 0 is null.
///
/// The pointers are borrowed. A writer uses them only during the call they are handed to; those that a
/// ``ColumnVector`` gives are good until it is filled again.
public enum DictionaryValues {
    /// Text, JSON or binary values: spans of an arena that starts at `base`.
    case bytes(base: UnsafeRawPointer, spans: UnsafeBufferPointer<ByteSpan>)
    /// Integers and instants.
    case int64(UnsafeBufferPointer<Int64>)
    /// Floating-point numbers.
    case double(UnsafeBufferPointer<Double>)
    /// Truth values.
    case bool(UnsafeBufferPointer<Bool>)

    /// How many entries there are.
    @inlinable
    public var count: Int {
        switch self {
        case .bytes(_, let spans): spans.count
        case .int64(let values): values.count
        case .double(let values): values.count
        case .bool(let values): values.count
        }
    }

    /// Which form the values have.
    public var form: DictionaryForm {
        switch self {
        case .bytes: .bytes
        case .int64: .int64
        case .double: .double
        case .bool: .bool
        }
    }
}

/// One column of one row group as it is handed to a ``ParquetWriter``.
public enum ColumnChunk {
    /// Every row is null.
    case null
    /// One code for each row: 0 is null, `k >= 1` is entry `k - 1` of `values`. Entries that no row uses are left out
    /// of the file; their order does not matter; an entry should occur only once.
    case coded(codes: UnsafeBufferPointer<UInt32>, values: DictionaryValues)
}
