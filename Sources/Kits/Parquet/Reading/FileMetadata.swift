/// Where one column chunk lies and how it is stored: the parts of `ColumnChunk` and `ColumnMetaData` that reading needs.
struct ChunkMetadata: Sendable {
    var codec = 0
    var valueCount = 0
    var compressedSize = 0
    var dataPageOffset = 0
    var dictionaryPageOffset: Int?
    var bloomOffset: Int?
    var offsetIndex: Range<Int>?
    var columnIndex: Range<Int>?
    /// Where the `Statistics` structure lies within the footer.
    var statistics: Range<Int>?
    /// Whether every data page refers to the dictionary, as far as the footer says.
    var isWhollyDictionary = false

    /// The bytes of the file that hold the chunk's pages.
    func pageBytes(fileSize: Int) throws(FormatFault) -> Range<Int> {
        var start = dataPageOffset
        // Some writers leave 0 where there is no dictionary.
        if let dictionary = dictionaryPageOffset, dictionary > 0, dictionary < start { start = dictionary }
        let (end, overflow) = start.addingReportingOverflow(compressedSize)
        guard start >= 4, !overflow, end <= fileSize - 8 else {
            throw .damaged("its pages are said to lie outside the file")
        }
        return start..<end
    }
}

/// A file's footer (`FileMetaData` of parquet.thrift).
struct FileMetadata: Sendable {
    struct Group: Sendable {
        var rowCount = 0
        var firstRow = 0
        var byteCount = 0
        var chunks: [ChunkMetadata] = []
    }

    var leaves: [Leaf] = []
    var groups: [Group] = []
    var rowCount = 0
    var createdBy: String?
    var pairs: [(key: String, value: String)] = []

    init(footer: UnsafeRawBufferPointer) throws(FormatFault) {
        guard let base = footer.baseAddress else { throw .damaged("it is empty") }
        var decoder = CompactDecoder(base, range: 0..<footer.count)
        var isDescribed = false
        var last = 0
        while let field = try decoder.field(&last) {
            switch field.id {
            case 2:
                leaves = try Self.schema(&decoder, field)
                isDescribed = true
            case 3: rowCount = try decoder.size(field)
            case 4:
                let count = try decoder.list(field, of: WireType.structure)
                for _ in 0..<count { groups.append(try Self.group(&decoder)) }
            case 5:
                let count = try decoder.list(field, of: WireType.structure)
                for _ in 0..<count { pairs.append(try Self.pair(&decoder)) }
            case 6: createdBy = try decoder.string(field)
            case 8: throw .unsupported("encryption")
            default: try decoder.skip(field)
            }
        }
        // A damaged byte that ends the structure early would otherwise make a file that is merely emptier.
        guard isDescribed, decoder.position == footer.count else { throw .damaged("it ends before all of it is read") }
        var firstRow = 0
        for index in groups.indices {
            guard groups[index].chunks.count == leaves.count else {
                throw .damaged("row group \(index) has \(groups[index].chunks.count) columns, the schema \(leaves.count)")
            }
            groups[index].firstRow = firstRow
            let (sum, overflow) = firstRow.addingReportingOverflow(groups[index].rowCount)
            guard !overflow else { throw .damaged("the number of rows is impossible") }
            firstRow = sum
        }
        guard firstRow == rowCount else {
            throw .damaged("the row groups hold \(firstRow) rows, the file is said to hold \(rowCount)")
        }
    }

    private static func schema(_ decoder: inout CompactDecoder, _ field: CompactDecoder.Field) throws(FormatFault) -> [Leaf] {
        let count = try decoder.list(field, of: WireType.structure)
        guard count > 0 else { throw .damaged("there is no schema") }
        let root = try SchemaElement(from: &decoder)
        var leaves: [Leaf] = []
        leaves.reserveCapacity(count - 1)
        for _ in 1..<max(count, 1) { leaves.append(try SchemaElement(from: &decoder).leaf()) }
        guard (root.childCount ?? 0) == leaves.count else { throw .damaged("the schema's root counts its columns wrongly") }
        return leaves
    }

    private static func pair(_ decoder: inout CompactDecoder) throws(FormatFault) -> (key: String, value: String) {
        var pair = (key: "", value: "")
        var last = 0
        while let field = try decoder.field(&last) {
            switch field.id {
            case 1: pair.key = try decoder.string(field)
            case 2: pair.value = try decoder.string(field)
            default: try decoder.skip(field)
            }
        }
        return pair
    }

    private static func group(_ decoder: inout CompactDecoder) throws(FormatFault) -> Group {
        var group = Group()
        var last = 0
        while let field = try decoder.field(&last) {
            switch field.id {
            case 1:
                let count = try decoder.list(field, of: WireType.structure)
                group.chunks.reserveCapacity(count)
                for _ in 0..<count { group.chunks.append(try chunk(&decoder)) }
            case 2: group.byteCount = try decoder.size(field)
            case 3: group.rowCount = try decoder.size(field)
            default: try decoder.skip(field)
            }
        }
        return group
    }

    private static func chunk(_ decoder: inout CompactDecoder) throws(FormatFault) -> ChunkMetadata {
        var chunk = ChunkMetadata()
        var isDescribed = false
        var offsetIndex = (offset: 0, length: 0)
        var columnIndex = (offset: 0, length: 0)
        var last = 0
        while let field = try decoder.field(&last) {
            switch field.id {
            case 1: throw .unsupported("a column chunk in another file")
            case 3:
                try decoder.expectStructure(field)
                try columnMetadata(&decoder, into: &chunk)
                isDescribed = true
            case 4: offsetIndex.offset = try decoder.size(field)
            case 5: offsetIndex.length = try decoder.size(field)
            case 6: columnIndex.offset = try decoder.size(field)
            case 7: columnIndex.length = try decoder.size(field)
            default: try decoder.skip(field)
            }
        }
        guard isDescribed else { throw .damaged("a column chunk has no description") }
        chunk.offsetIndex = try range(offsetIndex)
        chunk.columnIndex = try range(columnIndex)
        return chunk
    }

    private static func range(_ place: (offset: Int, length: Int)) throws(FormatFault) -> Range<Int>? {
        guard place.length > 0 else { return nil }
        let (end, overflow) = place.offset.addingReportingOverflow(place.length)
        guard !overflow else { throw .damaged("a page index is said to lie outside the file") }
        return place.offset..<end
    }

    private static func columnMetadata(_ decoder: inout CompactDecoder, into chunk: inout ChunkMetadata) throws(FormatFault) {
        var listed = false
        var counted: Bool?
        var last = 0
        while let field = try decoder.field(&last) {
            switch field.id {
            case 2: listed = try encodings(&decoder, field)
            case 4: chunk.codec = try decoder.integer(field)
            case 5: chunk.valueCount = try decoder.size(field)
            case 7: chunk.compressedSize = try decoder.size(field)
            case 9: chunk.dataPageOffset = try decoder.size(field)
            case 11: chunk.dictionaryPageOffset = try decoder.size(field)
            case 12:
                try decoder.expectStructure(field)
                let start = decoder.position
                try decoder.skip(field)
                chunk.statistics = start..<decoder.position
            case 13: counted = try pageEncodings(&decoder, field)
            case 14: chunk.bloomOffset = try decoder.size(field)
            default: try decoder.skip(field)
            }
        }
        // The list of encodings alone tells only where it names nothing but a dictionary's (PLAIN may be the
        // dictionary page's own or a data page's).
        chunk.isWhollyDictionary = counted ?? listed
    }

    private static func isDictionary(_ encoding: Int) -> Bool {
        encoding == Encoding.rleDictionary || encoding == Encoding.plainDictionary
    }

    private static func encodings(_ decoder: inout CompactDecoder, _ field: CompactDecoder.Field) throws(FormatFault) -> Bool {
        var isWholly = true
        for _ in 0..<(try decoder.list(field, of: WireType.int32)) {
            let encoding = Int(try decoder.zigzag())
            if !isDictionary(encoding) && encoding != Encoding.rle { isWholly = false }
        }
        return isWholly
    }

    /// Whether the statistics of page encodings name no data page without a dictionary.
    private static func pageEncodings(_ decoder: inout CompactDecoder, _ field: CompactDecoder.Field) throws(FormatFault) -> Bool {
        var isWholly = true
        for _ in 0..<(try decoder.list(field, of: WireType.structure)) {
            var type = 0
            var encoding = 0
            var count = 0
            var last = 0
            while let part = try decoder.field(&last) {
                switch part.id {
                case 1: type = try decoder.integer(part)
                case 2: encoding = try decoder.integer(part)
                case 3: count = try decoder.size(part)
                default: try decoder.skip(part)
                }
            }
            if type != PageType.dictionary && count > 0 && !isDictionary(encoding) { isWholly = false }
        }
        return isWholly
    }
}
