internal import Events
internal import Parquet

/// Which rows of a row group a filter lets pass. A claim is asked once per distinct value; rows only look up the answer.
extension RowGroupScan {
    /// The rows that the filter lets pass.
    func select(_ node: PreparedFilter.Node) throws(ParquetError) -> RowSelection {
        if let known = try verdict(node) { return known ? .all : .none }
        switch node {
        case .everything: return .all
        case .term(let columns, let matcher): return try select(columns, matcher)
        case .text(let search): return try select(search)
        case .not(let inner): return inverted(try select(inner))
        case .all(let parts): return try selectAll(parts)
        case .any(let parts): return try selectAny(parts)
        }
    }

    /// What is known without reading rows: whether all or none pass; nil where it depends.
    private func verdict(_ node: PreparedFilter.Node) throws(ParquetError) -> Bool? {
        switch node {
        case .everything: return true
        case .text: return nil
        case .not(let inner): return try verdict(inner).map { !$0 }
        case .term(let columns, let matcher):
            var isOpen = false
            for case .event(let key) in columns {
                switch try verdict(key, matcher) {
                case true?: return true
                case false?: continue
                case nil: isOpen = true
                }
            }
            return isOpen ? nil : false
        case .all(let parts):
            var isOpen = false
            for part in parts {
                switch try verdict(part) {
                case true?: continue
                case false?: return false
                case nil: isOpen = true
                }
            }
            return isOpen ? nil : true
        case .any(let parts):
            var isOpen = false
            for part in parts {
                switch try verdict(part) {
                case true?: return true
                case false?: continue
                case nil: isOpen = true
                }
            }
            return isOpen ? nil : false
        }
    }

    private func verdict(_ key: FieldKey, _ matcher: TermMatcher) throws(ParquetError) -> Bool? {
        guard let column = place(of: key) else { return false }
        let known = try statistics(column)
        if let nullCount = known.nullCount, nullCount == groupRows { return false }
        if matcher.asksPresence { return known.nullCount == 0 ? true : nil }
        let type = file.schema[column].type
        if let value = known.soleValue { return matcher.matches(value, type) }
        switch (known.minimum, known.maximum) {
        case (.int64(let minimum)?, .int64(let maximum)?):
            switch matcher.verdict(between: minimum, and: maximum, isTime: type == .timestampMicros) {
            case .none: return false
            case .all: return known.nullCount == 0 ? true : nil
            case .some: return nil
            }
        case (.bytes(let minimum)?, .bytes(let maximum)?):
            if let bounds = matcher.addressBounds, !bounds.mayOccur(from: minimum, to: maximum) { return false }
            return nil
        default: return nil
        }
    }

    private func select(_ columns: [QueryColumn], _ matcher: TermMatcher) throws(ParquetError) -> RowSelection {
        var result: UnsafeMutableBufferPointer<UInt8>?
        for case .event(let key) in columns {
            guard try verdict(key, matcher) != false, let column = place(of: key) else { continue }
            guard let (vector, answers) = try answers(column, matcher) else { continue }
            if vector.nullCount == 0, !answers.dropFirst().contains(0) { return .all }
            let isFirst = result == nil
            let mask = result ?? space.room(rowCount, of: UInt8.self)
            let codes = vector.codes
            if isFirst {
                for row in 0..<codes.count { mask[row] = answers[Int(codes[row])] }
            } else {
                for row in 0..<codes.count { mask[row] |= answers[Int(codes[row])] }
            }
            result = mask
        }
        return result.map { RowSelection($0) } ?? .none
    }

    /// A column's rows and for each code whether its value fits; nil where none does.
    private func answers(
        _ column: Int, _ matcher: TermMatcher
    ) throws(ParquetError) -> (ColumnVector, UnsafeMutableBufferPointer<UInt8>)? {
        let type = file.schema[column].type
        // A dictionary without the value spares the rows. Where bounds and bloom filters already spoke, it probably has it.
        if !matcher.asksPresence, matcher.addressBounds == nil, let dictionary = try dictionary(column) {
            let answers = space.room(dictionary.values.count + 1, of: UInt8.self)
            if matcher.mark(dictionary.values, type, in: answers) == 0 { return nil }
            // Wholly coded: the rows' codes are those of this dictionary.
            return (try vector(column), answers)
        }
        let vector = try vector(column)
        let answers = space.room(vector.values.count + 1, of: UInt8.self)
        return matcher.mark(vector.values, type, in: answers) == 0 ? nil : (vector, answers)
    }

    private func select(_ search: TextSearch) throws(ParquetError) -> RowSelection {
        var result: UnsafeMutableBufferPointer<UInt8>?
        for column in file.schema.indices where file.schema[column].type.form == .bytes {
            let known = try statistics(column)
            if let nullCount = known.nullCount, nullCount == groupRows { continue }
            if case .bytes(let value)? = known.soleValue {
                if value.withUnsafeBytes({ search.isFound(in: $0) }) { return .all }
                continue
            }
            if let dictionary = try dictionary(column), !dictionary.values.contains(search) { continue }
            let vector = try vector(column)
            guard case .bytes(let base, let spans) = vector.values else { continue }
            let answers = space.room(spans.count + 1, of: UInt8.self)
            answers[0] = 0
            var matching = 0
            for (entry, span) in spans.enumerated() {
                let fits = search.isFound(in: UnsafeRawBufferPointer(start: base + Int(span.offset), count: Int(span.length)))
                answers[entry + 1] = fits ? 1 : 0
                matching += fits ? 1 : 0
            }
            if matching == 0 { continue }
            let mask = result ?? space.zeroes(rowCount, of: UInt8.self)
            let codes = vector.codes
            for row in 0..<codes.count { mask[row] |= answers[Int(codes[row])] }
            result = mask
        }
        return result.map { RowSelection($0) } ?? .none
    }

    private func inverted(_ selection: RowSelection) -> RowSelection {
        switch selection {
        case .none: return .all
        case .all: return .none
        case .some(let mask):
            for row in 0..<mask.count { mask[row] ^= 1 }
            return selection
        }
    }

    private func selectAll(_ parts: [PreparedFilter.Node]) throws(ParquetError) -> RowSelection {
        var result = RowSelection.all
        for part in parts {
            let selection = try select(part)
            switch (result, selection) {
            case (_, .none): return .none
            case (_, .all): continue
            case (.some(let mask), .some(let other)):
                for row in 0..<mask.count { mask[row] &= other[row] }
                result = RowSelection(mask)
                if case .none = result { return .none }
            default: result = selection
            }
        }
        return result
    }

    private func selectAny(_ parts: [PreparedFilter.Node]) throws(ParquetError) -> RowSelection {
        var result = RowSelection.none
        for part in parts {
            let selection = try select(part)
            switch (result, selection) {
            case (_, .all): return .all
            case (_, .none): continue
            case (.some(let mask), .some(let other)):
                for row in 0..<mask.count { mask[row] |= other[row] }
                result = RowSelection(mask)
            default: result = selection
            }
        }
        return result
    }
}

extension DictionaryValues {
    fileprivate func contains(_ search: TextSearch) -> Bool {
        guard case .bytes(let base, let spans) = self else { return false }
        return spans.contains { search.isFound(in: UnsafeRawBufferPointer(start: base + Int($0.offset), count: Int($0.length))) }
    }
}

extension TermMatcher {
    /// Whether an entry of a column's values fits.
    func matches(_ values: DictionaryValues, _ entry: Int, _ type: ColumnType) -> Bool {
        switch values {
        case .bytes(let base, let spans):
            let span = spans[entry]
            return matches(bytes: UnsafeRawBufferPointer(start: base + Int(span.offset), count: Int(span.length)))
        case .int64(let numbers): return type == .timestampMicros ? matches(time: numbers[entry]) : matches(integer: numbers[entry])
        case .double(let numbers): return matches(real: numbers[entry])
        case .bool(let flags): return matches(boolean: flags[entry])
        }
    }

    /// Whether a value from statistics fits.
    func matches(_ value: StatisticValue, _ type: ColumnType) -> Bool {
        switch value {
        case .bytes(let bytes): bytes.withUnsafeBytes { matches(bytes: $0) }
        case .int64(let number): type == .timestampMicros ? matches(time: number) : matches(integer: number)
        case .double(let number): matches(real: number)
        case .bool(let flag): matches(boolean: flag)
        }
    }

    /// What all texts of addresses that fit have in common.
    var addressBounds: TextBounds? {
        if let address = soleAddress { return .equal(Array(address.utf8)) }
        return addressPrefix.map { .beginning(Array($0.utf8)) }
    }
}
