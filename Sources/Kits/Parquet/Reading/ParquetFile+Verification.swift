/// Proving a file sound.
extension ParquetFile {
    /// What a verification has gone through.
    public struct Verification: Sendable, Hashable {
        /// Rows of all row groups together.
        public var rowCount: Int
        /// Column chunks decoded.
        public var chunkCount: Int
    }

    /// Reads the whole file at `path`, holds every page against its checksum, and checks null counts and bounds against
    /// the values. Throws what it finds first.
    public static func verify(path: String) throws(ParquetError) -> Verification {
        try ParquetFile(path: path, verifiesChecksums: true).verify()
    }

    /// Decodes everything in the file; with `verifiesChecksums` at opening, against the checksums too.
    public func verify() throws(ParquetError) -> Verification {
        let vector = ColumnVector()
        var verification = Verification(rowCount: 0, chunkCount: 0)
        for group in contents.groups.indices {
            for column in schema.indices {
                try read(rowGroup: group, column: column, into: vector)
                try checkStatistics(of: vector, group, column)
                _ = try pages(rowGroup: group, column: column)
                _ = try bloom(rowGroup: group, column: column)
                verification.chunkCount += 1
            }
            verification.rowCount += contents.groups[group].rowCount
        }
        return verification
    }

    private func checkStatistics(of vector: ColumnVector, _ group: Int, _ column: Int) throws(ParquetError) {
        let statistics = try statistics(rowGroup: group, column: column)
        if let nullCount = statistics.nullCount, nullCount != vector.nullCount {
            throw damaged(group, column, "\(vector.nullCount) rows are null, the footer says \(nullCount)")
        }
        let isWithin =
            switch vector.values {
            case .int64(let values): Self.bound(values, statistics) { .int64($0) }
            case .bool(let values):
                // Both truth values are always in the dictionary; what counts is which of them rows use.
                vector.codes.allSatisfy { code in
                    code == 0 || statistics.covers(.bool(values[Int(code) - 1]))
                }
            case .double(let values): Self.bound(values, statistics) { $0.isNaN ? nil : .double($0) }
            case .bytes(let base, let spans):
                Self.bound(spans, statistics) { span in
                    .bytes(Array(UnsafeRawBufferPointer(start: base + Int(span.offset), count: Int(span.length))))
                }
            }
        guard isWithin else { throw damaged(group, column, "a value lies outside the bounds that the footer gives") }
    }

    private func damaged(_ group: Int, _ column: Int, _ reason: String) -> ParquetError {
        .damaged(path: path, place: place(group, column), reason: reason)
    }

    /// Whether all values lie within the bounds, as far as there are any.
    private static func bound<Element>(
        _ values: UnsafeBufferPointer<Element>, _ statistics: ColumnStatistics, _ statistic: (Element) -> StatisticValue?
    ) -> Bool {
        values.allSatisfy { value in statistic(value).map(statistics.covers) ?? true }
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

extension StatisticValue {
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
