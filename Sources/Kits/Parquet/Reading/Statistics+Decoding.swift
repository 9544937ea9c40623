/// Reading `Statistics`, `ColumnIndex` and `OffsetIndex` of parquet.thrift.
extension ColumnStatistics {
    /// Reads the `Statistics` structure at `range` of a footer.
    init(_ base: UnsafeRawPointer, range: Range<Int>, leaf: Leaf) throws(FormatFault) {
        self.init()
        var decoder = CompactDecoder(base, range: range)
        var oldMinimum: StatisticValue?
        var oldMaximum: StatisticValue?
        var last = 0
        while let field = try decoder.field(&last) {
            switch field.id {
            case 1: oldMaximum = StatisticValue(try decoder.binary(field), leaf: leaf)
            case 2: oldMinimum = StatisticValue(try decoder.binary(field), leaf: leaf)
            case 3: nullCount = try decoder.size(field)
            case 5: maximum = StatisticValue(try decoder.binary(field), leaf: leaf)
            case 6: minimum = StatisticValue(try decoder.binary(field), leaf: leaf)
            case 7: isMaximumExact = try decoder.bool(field)
            case 8: isMinimumExact = try decoder.bool(field)
            default: try decoder.skip(field)
            }
        }
        // The old pair was compared in ways that differ between writers, except where numbers are signed anyway.
        if leaf.type.form != .bytes && leaf.conversion != .unsigned32 {
            minimum = minimum ?? oldMinimum
            maximum = maximum ?? oldMaximum
        }
    }
}

extension StatisticValue {
    /// A bound in plain encoding without a length, nil if it has not the length its type asks for or says nothing.
    init?(_ bytes: UnsafeRawBufferPointer, leaf: Leaf) {
        guard leaf.obstacle == nil else { return nil }
        switch leaf.physical {
        case .boolean:
            guard bytes.count == 1 else { return nil }
            self = .bool(bytes[0] != 0)
        case .int32:
            guard bytes.count == 4 else { return nil }
            let value = Int32(littleEndian: bytes.loadUnaligned(as: Int32.self))
            self = .int64(leaf.conversion == .unsigned32 ? Int64(UInt32(bitPattern: value)) : Int64(value))
        case .int64:
            guard bytes.count == 8 else { return nil }
            let value = Int64(littleEndian: bytes.loadUnaligned(as: Int64.self))
            guard leaf.conversion == .millisecondsToMicroseconds else {
                self = .int64(value)
                return
            }
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 1000)
            if overflow { return nil }
            self = .int64(scaled)
        case .float:
            guard bytes.count == 4 else { return nil }
            self.init(Double(Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))))
        case .double:
            guard bytes.count == 8 else { return nil }
            self.init(Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))))
        case .byteArray, .fixedLengthByteArray: self = .bytes(Array(bytes))
        case .int96: return nil
        }
    }

    private init?(_ value: Double) {
        if value.isNaN { return nil }
        self = .double(value)
    }
}

/// The `ColumnIndex` of a column chunk: bounds of each page.
struct ColumnIndex {
    var isNull: [Bool] = []
    var minimums: [StatisticValue?] = []
    var maximums: [StatisticValue?] = []
    var nullCounts: [Int]?

    init(_ bytes: UnsafeRawBufferPointer, leaf: Leaf) throws(FormatFault) {
        guard let base = bytes.baseAddress else { return }
        var decoder = CompactDecoder(base, range: 0..<bytes.count)
        var last = 0
        while let field = try decoder.field(&last) {
            switch field.id {
            case 1:
                for _ in 0..<(try decoder.list(field, of: WireType.boolTrue)) {
                    isNull.append(try decoder.byte() == WireType.boolTrue)
                }
            case 2:
                for _ in 0..<(try decoder.list(field, of: WireType.binary)) {
                    minimums.append(StatisticValue(try decoder.binaryElement(), leaf: leaf))
                }
            case 3:
                for _ in 0..<(try decoder.list(field, of: WireType.binary)) {
                    maximums.append(StatisticValue(try decoder.binaryElement(), leaf: leaf))
                }
            case 5:
                var counts: [Int] = []
                for _ in 0..<(try decoder.list(field, of: WireType.int64)) { counts.append(Int(try decoder.zigzag())) }
                nullCounts = counts
            default: try decoder.skip(field)
            }
        }
    }

    func statistics(page: Int, rows: Int) throws(FormatFault) -> ColumnStatistics {
        guard isNull.indices.contains(page), minimums.indices.contains(page), maximums.indices.contains(page) else {
            throw .damaged("the column index describes fewer pages than there are")
        }
        var statistics = ColumnStatistics(isMinimumExact: false, isMaximumExact: false)
        if let nullCounts, nullCounts.indices.contains(page) { statistics.nullCount = nullCounts[page] }
        if isNull[page] {
            statistics.nullCount = rows
        } else {
            statistics.minimum = minimums[page]
            statistics.maximum = maximums[page]
        }
        return statistics
    }
}

/// The `OffsetIndex` of a column chunk: where each page lies and which row it starts with.
struct OffsetIndex {
    var pages: [(offset: Int, byteCount: Int, firstRow: Int)] = []

    init(_ bytes: UnsafeRawBufferPointer) throws(FormatFault) {
        guard let base = bytes.baseAddress else { return }
        var decoder = CompactDecoder(base, range: 0..<bytes.count)
        var last = 0
        while let field = try decoder.field(&last) {
            guard field.id == 1 else {
                try decoder.skip(field)
                continue
            }
            for _ in 0..<(try decoder.list(field, of: WireType.structure)) {
                var page = (offset: 0, byteCount: 0, firstRow: 0)
                var lastPart = 0
                while let part = try decoder.field(&lastPart) {
                    switch part.id {
                    case 1: page.offset = try decoder.size(part)
                    case 2: page.byteCount = try decoder.size(part)
                    case 3: page.firstRow = try decoder.size(part)
                    default: try decoder.skip(part)
                    }
                }
                pages.append(page)
            }
        }
    }
}
