/// Proving a file sound.
extension ParquetFile {
    /// What a verification has gone through.
    public struct Verification: Sendable, Hashable {
        /// Rows of all row groups together.
        public var rowCount: Int
        /// Column chunks decoded.
        public var chunkCount: Int
        /// Pages whose bounds were held against their values.
        public var pageCount: Int
        /// Bloom filters that were asked for every value of their chunk.
        public var bloomCount: Int
    }

    /// Reads the whole file at `path`, holds every page against its checksum, and null counts, bounds, page indexes and
    /// bloom filters against the values. Throws what it finds first.
    public static func verify(path: String) throws(ParquetError) -> Verification {
        try ParquetFile(path: path, verifiesChecksums: true).verify()
    }

    /// Decodes everything in the file and checks what it says about itself; with `verifiesChecksums` at opening, against
    /// the checksums too.
    public func verify() throws(ParquetError) -> Verification {
        let vector = ColumnVector()
        var marks: [UInt32] = []
        var verification = Verification(rowCount: 0, chunkCount: 0, pageCount: 0, bloomCount: 0)
        for group in contents.groups.indices {
            for column in schema.indices {
                try read(rowGroup: group, column: column, into: vector)
                let chunk = PageSummary(
                    rows: 0..<vector.count, offset: 0, byteCount: 0,
                    statistics: try statistics(rowGroup: group, column: column))
                let pages = try pages(rowGroup: group, column: column)
                // Each page has a number of its own, so that a value is looked at once a page and nothing is cleared.
                marks.removeAll(keepingCapacity: true)
                marks.append(contentsOf: repeatElement(0, count: vector.values.count + 1))
                for (number, page) in ([chunk] + pages).enumerated() {
                    let place = number == 0 ? "the footer" : "the page index"
                    try check(page, of: vector, number: UInt32(number + 1), marks: &marks, saidBy: place, group, column)
                }
                if try checkBloom(of: vector, group, column) { verification.bloomCount += 1 }
                verification.chunkCount += 1
                verification.pageCount += pages.count
            }
            verification.rowCount += contents.groups[group].rowCount
        }
        return verification
    }

    private func check(
        _ page: PageSummary, of vector: ColumnVector, number: UInt32, marks: inout [UInt32], saidBy: String, _ group: Int,
        _ column: Int
    ) throws(ParquetError) {
        let statistics = page.statistics
        let codes = vector.codes
        let values = vector.values
        var nullCount = 0
        for row in page.rows {
            let code = Int(codes[row])
            if code == 0 {
                nullCount += 1
                continue
            }
            if marks[code] == number { continue }
            marks[code] = number
            guard let value = StatisticValue(entry: code - 1, of: values) else { continue }
            guard statistics.covers(value) else {
                throw damaged(group, column, "the value in row \(row) lies outside the bounds that \(saidBy) gives")
            }
        }
        if let expected = statistics.nullCount, nullCount != expected {
            throw damaged(group, column, "\(nullCount) of the rows \(page.rows) are null, \(saidBy) says \(expected)")
        }
    }

    /// Returns whether there is a bloom filter.
    private func checkBloom(of vector: ColumnVector, _ group: Int, _ column: Int) throws(ParquetError) -> Bool {
        guard let place = try bloom(rowGroup: group, column: column) else { return false }
        let bits: [UInt8]
        do {
            bits = try Self.read(source, place.offset..<(place.offset + place.byteCount))
        } catch {
            throw error.located(path: path, place: self.place(group, column))
        }
        let source = ValueBytes(values: vector.values, type: schema[column].type)
        // Both truth values are always in the dictionary, and converted values are not what was hashed.
        let leaf = contents.leaves[column]
        guard vector.form != .bool, leaf.conversion == .none, leaf.physical != .float else { return true }
        let isComplete = bits.withUnsafeBytes { bits in
            (0..<vector.values.count).allSatisfy { entry in
                let hash = source.hash(of: entry)
                let start = 32 * BloomFilter.blockIndex(of: hash, count: place.byteCount / 32)
                return BloomFilter.block(UnsafeRawBufferPointer(rebasing: bits[start..<(start + 32)]), contains: hash)
            }
        }
        guard isComplete else { throw damaged(group, column, "its bloom filter denies a value that it holds") }
        return true
    }

    private func damaged(_ group: Int, _ column: Int, _ reason: String) -> ParquetError {
        .damaged(path: path, place: place(group, column), reason: reason)
    }
}

extension StatisticValue {
    /// An entry of a dictionary as it stands; nil for NaN, which no bound covers.
    init?(entry: Int, of values: DictionaryValues) {
        switch values {
        case .bytes(let base, let spans):
            let span = spans[entry]
            self = .bytes(Array(UnsafeRawBufferPointer(start: base + Int(span.offset), count: Int(span.length))))
        case .int64(let values): self = .int64(values[entry])
        case .double(let values):
            if values[entry].isNaN { return nil }
            self = .double(values[entry])
        case .bool(let values): self = .bool(values[entry])
        }
    }

    /// Whether this bound comes before `other` in the order of their type; false for bounds of different types.
    public func isLess(than other: StatisticValue) -> Bool {
        switch (self, other) {
        case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
        case (.int64(let left), .int64(let right)): left < right
        case (.double(let left), .double(let right)): left < right
        case (.bool(let left), .bool(let right)): !left && right
        default: false
        }
    }
}

extension ColumnStatistics {
    /// Whether `value` lies within the bounds, as far as they are known: where not, no row holds it.
    public func covers(_ value: StatisticValue) -> Bool {
        if let minimum, value.isLess(than: minimum) { return false }
        if let maximum, maximum.isLess(than: value) { return false }
        return true
    }
}
