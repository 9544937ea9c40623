/// What a column holds. Every column is flat; those this kit writes are all optional (nullable).
public enum ColumnType: UInt8, Sendable, Hashable, CaseIterable {
    /// UTF-8 text: `BYTE_ARRAY` with logical type `STRING`.
    case utf8
    /// A JSON document in UTF-8: `BYTE_ARRAY` with logical type `JSON`.
    case json
    /// A signed 64-bit integer: `INT64`.
    case int64
    /// A signed 32-bit integer: `INT32` with logical type `INT(32, signed)`. In memory it travels as `Int64`.
    case int32
    /// Microseconds since 1970-01-01T00:00:00Z: `INT64` with logical type `TIMESTAMP(micros, UTC)`.
    case timestampMicros
    /// An IEEE 754 binary64: `DOUBLE`. `FLOAT` columns are widened to it when read.
    case double
    /// `BOOLEAN`.
    case boolean
    /// Bytes without a meaning known to Parquet: `BYTE_ARRAY`, or `FIXED_LEN_BYTE_ARRAY` when read.
    case bytes

    /// The form the column's values take in memory.
    public var form: DictionaryForm {
        switch self {
        case .utf8, .json, .bytes: .bytes
        case .int64, .int32, .timestampMicros: .int64
        case .double: .double
        case .boolean: .bool
        }
    }
}

/// The four forms in which values travel in memory, one for each case of ``DictionaryValues``.
public enum DictionaryForm: UInt8, Sendable, Hashable {
    case bytes, int64, double, bool
}

/// One column: its name, taken literally (`source.ip` is one flat leaf, not a path), and its type.
public struct ColumnSchema: Sendable, Hashable {
    /// The name as it stands in the file; unique within a file.
    public var name: String
    /// What the column holds.
    public var type: ColumnType

    /// A column called `name` that holds `type`.
    public init(name: String, type: ColumnType) {
        self.name = name
        self.type = type
    }
}
