/// What the footer will say about a column chunk that has been written.
struct ChunkRecord {
    enum Content {
        case allNull, plain, dictionary
        /// Integers by their differences.
        case deltas

        /// The encoding of the data pages.
        var encoding: Int {
            switch self {
            case .allNull, .plain: Encoding.plain
            case .dictionary: Encoding.rleDictionary
            case .deltas: Encoding.deltaBinaryPacked
            }
        }
    }

    /// Where a structure lies in the file.
    struct Place {
        var offset: Int
        var byteCount: Int
    }

    var content: Content
    var codec = Codec.uncompressed
    var valueCount: Int
    var unpackedSize = 0
    var packedSize = 0
    var dataPageOffset = 0
    var dictionaryPageOffset: Int?
    var dataPageCount = 0
    var distinctCount = 0
    var statistics: ColumnStatistics
    var bloomHeader: Place?
    var bloom: BloomLocation?
    var offsetIndex: Place?
    var columnIndex: Place?

    var summary: ColumnSummary {
        ColumnSummary(statistics: statistics, byteCount: packedSize, distinctCount: distinctCount, bloom: bloom)
    }
}

/// What the footer will say about a row group that has been written.
struct GroupRecord {
    var rowCount: Int
    var start: Int
    var chunks: [ChunkRecord] = []
}

/// Writes the footer (`FileMetaData` of parquet.thrift).
struct FooterEncoder {
    let schema: [ColumnSchema]
    let metadata: [(String, String)]
    let groups: [GroupRecord]

    func encode(to encoder: inout CompactEncoder) {
        encoder.structureElement { file in
            // Version 2 is what allows RLE_DICTIONARY and the logical types by name.
            file.int32(1, 2)
            file.list(2, of: WireType.structure, count: schema.count + 1)
            file.structureElement { root in
                root.string(4, "schema")
                root.int32(5, schema.count)
            }
            for column in schema { Self.encode(column, to: &file) }
            file.int64(3, groups.reduce(0) { $0 + $1.rowCount })
            file.list(4, of: WireType.structure, count: groups.count)
            for (ordinal, group) in groups.enumerated() { encode(group, ordinal: ordinal, to: &file) }
            if !metadata.isEmpty {
                file.list(5, of: WireType.structure, count: metadata.count)
                for (key, value) in metadata {
                    file.structureElement { pair in
                        pair.string(1, key)
                        pair.string(2, value)
                    }
                }
            }
            file.string(6, "keshik")
            // Without the order of each column readers must not trust its bounds.
            file.list(7, of: WireType.structure, count: schema.count)
            for _ in schema { file.structureElement { $0.marker(1) } }
        }
    }

    private static func encode(_ column: ColumnSchema, to encoder: inout CompactEncoder) {
        encoder.structureElement { element in
            element.int32(1, column.type.physical.rawValue)
            element.int32(3, 1)
            element.string(4, column.name)
            switch column.type {
            case .utf8:
                element.int32(6, 0)
                element.structure(10) { $0.marker(1) }
            case .json:
                element.int32(6, 19)
                element.structure(10) { $0.marker(12) }
            case .timestampMicros:
                element.int32(6, 10)
                element.structure(10) { logical in
                    logical.structure(8) { timestamp in
                        timestamp.bool(1, true)
                        timestamp.structure(2) { $0.marker(2) }
                    }
                }
            case .int32:
                element.int32(6, 17)
                element.structure(10) { logical in
                    logical.structure(10) { integer in
                        integer.int8(1, 32)
                        integer.bool(2, true)
                    }
                }
            case .int64, .double, .boolean, .bytes: break
            }
        }
    }

    private func encode(_ group: GroupRecord, ordinal: Int, to encoder: inout CompactEncoder) {
        encoder.structureElement { record in
            record.list(1, of: WireType.structure, count: group.chunks.count)
            for (column, chunk) in zip(schema, group.chunks) { Self.encode(chunk, column: column, to: &record) }
            record.int64(2, group.chunks.reduce(0) { $0 + $1.unpackedSize })
            record.int64(3, group.rowCount)
            record.int64(5, group.start)
            record.int64(6, group.chunks.reduce(0) { $0 + $1.packedSize })
            if ordinal <= Int(Int16.max) { record.int16(7, ordinal) }
        }
    }

    private static func encode(_ chunk: ChunkRecord, column: ColumnSchema, to encoder: inout CompactEncoder) {
        encoder.structureElement { record in
            record.int64(2, 0)
            record.structure(3) { encode(description: chunk, column: column, to: &$0) }
            if let place = chunk.offsetIndex {
                record.int64(4, place.offset)
                record.int32(5, place.byteCount)
            }
            if let place = chunk.columnIndex {
                record.int64(6, place.offset)
                record.int32(7, place.byteCount)
            }
        }
    }

    private static func encode(description chunk: ChunkRecord, column: ColumnSchema, to description: inout CompactEncoder) {
        let isDictionary = chunk.content == .dictionary
        description.int32(1, column.type.physical.rawValue)
        // A dictionary page is plain, levels are RLE.
        let encodings = Set([chunk.content.encoding, Encoding.rle] + (isDictionary ? [Encoding.plain] : [])).sorted()
        description.list(2, of: WireType.int32, count: encodings.count)
        for encoding in encodings { description.integerElement(encoding) }
        description.list(3, of: WireType.binary, count: 1)
        description.stringElement(column.name)
        description.int32(4, chunk.codec)
        description.int64(5, chunk.valueCount)
        description.int64(6, chunk.unpackedSize)
        description.int64(7, chunk.packedSize)
        description.int64(9, chunk.dataPageOffset)
        if let offset = chunk.dictionaryPageOffset { description.int64(11, offset) }
        description.structure(12) { encode(chunk.statistics, type: column.type, to: &$0) }
        description.list(13, of: WireType.structure, count: isDictionary ? 2 : 1)
        if isDictionary {
            encode(pages: 1, type: PageType.dictionary, encoding: Encoding.plain, to: &description)
        }
        encode(
            pages: chunk.dataPageCount, type: PageType.dataV2, encoding: chunk.content.encoding, to: &description)
        if let place = chunk.bloomHeader {
            description.int64(14, place.offset)
            description.int32(15, place.byteCount)
        }
    }

    private static func encode(pages: Int, type: Int, encoding: Int, to encoder: inout CompactEncoder) {
        encoder.structureElement { count in
            count.int32(1, type)
            count.int32(2, encoding)
            count.int32(3, pages)
        }
    }

    private static func encode(_ statistics: ColumnStatistics, type: ColumnType, to encoder: inout CompactEncoder) {
        if let nullCount = statistics.nullCount { encoder.int64(3, nullCount) }
        statistics.maximum?.withPlainBytes(as: type) { encoder.binary(5, $0) }
        statistics.minimum?.withPlainBytes(as: type) { encoder.binary(6, $0) }
        if statistics.maximum != nil { encoder.bool(7, statistics.isMaximumExact) }
        if statistics.minimum != nil { encoder.bool(8, statistics.isMinimumExact) }
    }
}
