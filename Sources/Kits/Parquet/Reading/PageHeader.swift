/// The header before each page (`PageHeader` of parquet.thrift).
struct PageHeader {
    var type = -1
    var unpackedSize = 0
    var packedSize = 0
    var checksum: UInt32?
    var valueCount = 0
    var encoding = 0
    /// Nulls and rows, which only the header of a version 2 page states.
    var nullCount: Int?
    private var rowCount = 0
    /// Encoding of the definition levels of a version 1 page.
    var levelEncoding = Encoding.rle
    /// Bytes of the levels of a version 2 page, which are never compressed.
    var definitionBytes = 0
    var repetitionBytes = 0
    var isCompressed = true
    /// Bytes the header itself takes.
    var byteCount = 0

    init(_ base: UnsafeRawPointer, range: Range<Int>) throws(FormatFault) {
        var decoder = CompactDecoder(base, range: range)
        var last = 0
        while let field = try decoder.field(&last) {
            switch field.id {
            case 1: type = try decoder.integer(field)
            case 2: unpackedSize = try decoder.size(field)
            case 3: packedSize = try decoder.size(field)
            case 4: checksum = UInt32(truncatingIfNeeded: try decoder.integer(field))
            case 5, 7, 8:
                try decoder.expectStructure(field)
                try readDetails(&decoder, kind: field.id)
            default: try decoder.skip(field)
            }
        }
        byteCount = decoder.position - range.lowerBound
        guard packedSize <= range.upperBound - decoder.position else {
            throw .damaged("a page of \(packedSize) bytes does not fit into what is left of its column chunk")
        }
        if type == PageType.dataV2 && rowCount != valueCount {
            throw .damaged("a page of a flat column is said to hold \(valueCount) values in \(rowCount) rows")
        }
        guard unpackedSize <= Int(Int32.max) else { throw .damaged("a page is said to hold \(unpackedSize) bytes") }
    }

    private mutating func readDetails(_ decoder: inout CompactDecoder, kind: Int) throws(FormatFault) {
        var last = 0
        while let field = try decoder.field(&last) {
            switch (kind, field.id) {
            case (_, 1): valueCount = try decoder.size(field)
            case (5, 2), (7, 2), (8, 4): encoding = try decoder.integer(field)
            case (5, 3): levelEncoding = try decoder.integer(field)
            case (8, 2): nullCount = try decoder.size(field)
            case (8, 3): rowCount = try decoder.size(field)
            case (8, 5): definitionBytes = try decoder.size(field)
            case (8, 6): repetitionBytes = try decoder.size(field)
            case (8, 7): isCompressed = try decoder.bool(field)
            default: try decoder.skip(field)
            }
        }
    }
}
