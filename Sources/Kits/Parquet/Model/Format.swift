/// Physical types of parquet.thrift.
enum PhysicalType: Int, Sendable {
    case boolean = 0
    case int32 = 1
    case int64 = 2
    case int96 = 3
    case float = 4
    case double = 5
    case byteArray = 6
    case fixedLengthByteArray = 7
}

/// Encodings of parquet.thrift that this kit writes or reads.
enum Encoding {
    static let plain = 0
    static let plainDictionary = 2
    static let rle = 3
    static let bitPacked = 4
    static let deltaBinaryPacked = 5
    static let rleDictionary = 8

    static func name(_ encoding: Int) -> String {
        switch encoding {
        case plain: "PLAIN"
        case plainDictionary: "PLAIN_DICTIONARY"
        case rle: "RLE"
        case bitPacked: "BIT_PACKED"
        case deltaBinaryPacked: "DELTA_BINARY_PACKED"
        case 6: "DELTA_LENGTH_BYTE_ARRAY"
        case 7: "DELTA_BYTE_ARRAY"
        case rleDictionary: "RLE_DICTIONARY"
        case 9: "BYTE_STREAM_SPLIT"
        default: "number \(encoding)"
        }
    }
}

/// Compression codecs of parquet.thrift.
enum Codec {
    static let uncompressed = 0
    static let zstd = 6

    static func name(_ codec: Int) -> String {
        switch codec {
        case uncompressed: "UNCOMPRESSED"
        case 1: "SNAPPY"
        case 2: "GZIP"
        case 3: "LZO"
        case 4: "BROTLI"
        case 5: "LZ4"
        case zstd: "ZSTD"
        case 7: "LZ4_RAW"
        default: "number \(codec)"
        }
    }
}

/// Page types of parquet.thrift.
enum PageType {
    static let data = 0
    static let index = 1
    static let dictionary = 2
    static let dataV2 = 3
}

extension ColumnType {
    /// The physical type in which a writer stores this type.
    var physical: PhysicalType {
        switch self {
        case .utf8, .json, .bytes: .byteArray
        case .int64, .timestampMicros: .int64
        case .int32: .int32
        case .double: .double
        case .boolean: .boolean
        }
    }
}
