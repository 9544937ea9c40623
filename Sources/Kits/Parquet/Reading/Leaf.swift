/// One column as a file's schema describes it.
struct Leaf: Sendable {
    /// How stored integers become what the column's type promises.
    enum Conversion: Sendable {
        case none
        /// An unsigned 32-bit integer stored in an `INT32`.
        case unsigned32
        /// Milliseconds, to be multiplied.
        case millisecondsToMicroseconds
    }

    var name: String
    var type: ColumnType
    var physical: PhysicalType
    var fixedLength: Int
    var isOptional: Bool
    var conversion = Conversion.none
    /// Why the column cannot be read although the file can, if so.
    var obstacle: String?
}

/// A `SchemaElement` of parquet.thrift, reduced to what decides how a flat column is read.
struct SchemaElement {
    private enum Logical {
        case none, string, json, decimal, bytes
        case timestamp(unit: Int)
        case integer(bits: Int, signed: Bool)
        case other(String)
    }

    var name = ""
    var childCount: Int?
    private var physical: Int?
    private var fixedLength = 0
    private var repetition = 0
    private var converted: Int?
    private var logical = Logical.none

    init(from decoder: inout CompactDecoder) throws(FormatFault) {
        var last = 0
        while let field = try decoder.field(&last) {
            switch field.id {
            case 1: physical = try decoder.integer(field)
            case 2: fixedLength = try decoder.size(field)
            case 3: repetition = try decoder.integer(field)
            case 4: name = try decoder.string(field)
            case 5: childCount = try decoder.size(field)
            case 6: converted = try decoder.integer(field)
            case 10: logical = try Self.logicalType(&decoder, field)
            default: try decoder.skip(field)
            }
        }
    }

    private static func logicalType(_ decoder: inout CompactDecoder, _ field: CompactDecoder.Field) throws(FormatFault) -> Logical {
        try decoder.expectStructure(field)
        var logical = Logical.none
        var last = 0
        while let choice = try decoder.field(&last) {
            switch choice.id {
            case 8: logical = .timestamp(unit: try timestampUnit(&decoder, choice))
            case 10: logical = try integerType(&decoder, choice)
            default:
                try decoder.skip(choice)
                switch choice.id {
                case 1, 4: logical = .string
                case 5: logical = .decimal
                case 12: logical = .json
                case 13, 14: logical = .bytes
                case 15: logical = .other("FLOAT16")
                default: break
                }
            }
        }
        return logical
    }

    /// 1 milliseconds, 2 microseconds, 3 nanoseconds.
    private static func timestampUnit(_ decoder: inout CompactDecoder, _ field: CompactDecoder.Field) throws(FormatFault) -> Int {
        try decoder.expectStructure(field)
        var unit = 0
        var last = 0
        while let part = try decoder.field(&last) {
            guard part.id == 2 else {
                try decoder.skip(part)
                continue
            }
            try decoder.expectStructure(part)
            var lastUnit = 0
            while let choice = try decoder.field(&lastUnit) {
                unit = choice.id
                try decoder.skip(choice)
            }
        }
        return unit
    }

    private static func integerType(_ decoder: inout CompactDecoder, _ field: CompactDecoder.Field) throws(FormatFault) -> Logical {
        try decoder.expectStructure(field)
        var bits = 0
        var signed = true
        var last = 0
        while let part = try decoder.field(&last) {
            switch part.id {
            case 1: bits = try decoder.integer(part)
            case 2: signed = try decoder.bool(part)
            default: try decoder.skip(part)
            }
        }
        return .integer(bits: bits, signed: signed)
    }

    /// The older annotation, for files without a logical type.
    private var effectiveLogical: Logical {
        guard case .none = logical, let converted else { return logical }
        return switch converted {
        case 0, 4: .string
        case 5: .decimal
        case 9: .timestamp(unit: 1)
        case 10: .timestamp(unit: 2)
        case 11...14: .integer(bits: 8 << (converted - 11), signed: false)
        case 15...18: .integer(bits: 8 << (converted - 15), signed: true)
        case 19: .json
        case 21: .other("INTERVAL")
        default: .none
        }
    }

    /// The column this element describes; groups and repeated columns are beyond the flat subset.
    func leaf() throws(FormatFault) -> Leaf {
        guard childCount == nil || childCount == 0 else { throw .unsupported("the nested column \(name)") }
        guard repetition == 0 || repetition == 1 else { throw .unsupported("the repeated column \(name)") }
        guard let number = physical, let physical = PhysicalType(rawValue: number) else {
            throw .damaged("column \(name) has no physical type")
        }
        var leaf = Leaf(name: name, type: .bytes, physical: physical, fixedLength: fixedLength, isOptional: repetition == 1)
        switch physical {
        case .boolean: leaf.type = .boolean
        case .int32: leaf.type = .int32
        case .int64: leaf.type = .int64
        case .float, .double: leaf.type = .double
        case .int96:
            leaf.obstacle = "the physical type INT96"
        case .byteArray: leaf.type = .bytes
        case .fixedLengthByteArray:
            guard fixedLength > 0 else { throw .damaged("column \(name) has values of fixed length 0") }
        }
        switch (effectiveLogical, physical) {
        case (.string, .byteArray): leaf.type = .utf8
        case (.json, .byteArray): leaf.type = .json
        case (.timestamp(1), .int64):
            leaf.type = .timestampMicros
            leaf.conversion = .millisecondsToMicroseconds
        case (.timestamp(2), .int64): leaf.type = .timestampMicros
        case (.integer(_, false), .int32):
            leaf.type = .int64
            leaf.conversion = .unsigned32
        case (.integer(_, false), .int64): leaf.obstacle = "the logical type INT(64, unsigned)"
        case (.decimal, _): leaf.obstacle = "the logical type DECIMAL"
        case (.other(let type), _): leaf.obstacle = "the logical type \(type)"
        default: break
        }
        return leaf
    }
}
