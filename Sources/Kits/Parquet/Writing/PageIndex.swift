/// Collects what `OffsetIndex` and `ColumnIndex` of parquet.thrift say about the pages of a column chunk.
struct PageIndex {
    var pages: [(offset: Int, byteCount: Int, firstRow: Int)] = []

    init(pageCount: Int) {
        pages.reserveCapacity(pageCount)
    }

    /// Appends the offset index; the place it returns counts from the start of `encoder`.
    func encodeOffsets(to encoder: inout CompactEncoder) -> ChunkRecord.Place {
        let start = encoder.buffer.count
        encoder.structureElement { index in
            index.list(1, of: WireType.structure, count: pages.count)
            for page in pages {
                index.structureElement { location in
                    location.int64(1, page.offset)
                    location.int32(2, page.byteCount)
                    location.int64(3, page.firstRow)
                }
            }
        }
        return ChunkRecord.Place(offset: start, byteCount: encoder.buffer.count - start)
    }

    /// Appends the column index, or nothing where a page has values without bounds, which the format has no way to say.
    func encodeBounds(
        _ surveys: [ChunkSurvey.Page], of source: ValueBytes, limit: Int, to encoder: inout CompactEncoder
    ) -> ChunkRecord.Place? {
        let isText = source.type == .utf8 || source.type == .json
        var minimums: [StatisticValue?] = []
        var maximums: [StatisticValue?] = []
        minimums.reserveCapacity(surveys.count)
        maximums.reserveCapacity(surveys.count)
        for survey in surveys {
            if survey.nullCount == survey.rows.count {
                minimums.append(nil)
                maximums.append(nil)
                continue
            }
            guard survey.minimum >= 0,
                let low = Bound(entry: survey.minimum, of: source.values, isUpper: false, limit: limit, isText: isText),
                let high = Bound(entry: survey.maximum, of: source.values, isUpper: true, limit: limit, isText: isText)
            else { return nil }
            minimums.append(low.value)
            maximums.append(high.value)
        }
        let start = encoder.buffer.count
        encoder.structureElement { index in
            index.list(1, of: WireType.boolTrue, count: surveys.count)
            for minimum in minimums { index.boolElement(minimum == nil) }
            Self.encode(minimums, field: 2, type: source.type, to: &index)
            Self.encode(maximums, field: 3, type: source.type, to: &index)
            // Unordered is always true; a sorted column's order shows in the bounds themselves.
            index.int32(4, 0)
            index.list(5, of: WireType.int64, count: surveys.count)
            for survey in surveys { index.integerElement(survey.nullCount) }
        }
        return ChunkRecord.Place(offset: start, byteCount: encoder.buffer.count - start)
    }

    private static func encode(_ bounds: [StatisticValue?], field: Int, type: ColumnType, to index: inout CompactEncoder) {
        index.list(field, of: WireType.binary, count: bounds.count)
        for bound in bounds {
            if let bound {
                bound.withPlainBytes(as: type) { index.binaryElement($0) }
            } else {
                index.binaryElement(UnsafeRawBufferPointer(start: nil, count: 0))
            }
        }
    }
}
