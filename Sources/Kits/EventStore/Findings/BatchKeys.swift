internal import Events
internal import Vocabulary

/// The finding keys of a batch's rows: every part is hashed once per distinct value and combined once per row.
final class BatchKeys {
    /// A field that is part of some key, with the hash of each of its codes (that of no value at 0).
    private struct Field {
        var field: EventField
        var column: EventColumn
        var hashes: UnsafeMutablePointer<KeyHash>
    }

    /// One field list of a type.
    private struct Alternative {
        var seed: KeyHash
        /// Places in `fields`, -1 for a field that no row has: a range of `parts`.
        var firstPart: Int
        var endPart: Int
        /// The field that must have a value; -1: it always applies.
        var leading: Int
    }

    private let types: EventColumn?
    private var fields: [Field] = []
    private var parts: [Int] = []
    private var alternatives: [Alternative] = []
    /// For each code of the type column where its alternatives begin.
    private var plans: [Int] = []

    init(_ batch: EventBatch) {
        types = batch[.classificationType]
        for code in 0...UInt32(types?.values.count ?? 0) {
            plans.append(alternatives.count)
            let name = code == 0 ? "" : types?.values.texts.string(code) ?? ""
            plan(name, in: batch)
        }
    }

    deinit {
        for field in fields { field.hashes.deallocate() }
    }

    private func plan(_ name: String, in batch: EventBatch) {
        let seed = KeyHash(name)
        let lists = FindingKey.alternatives(of: name.isEmpty ? nil : IncidentType(name: name))
        for (place, list) in lists.enumerated() {
            let isLast = place == lists.count - 1
            let numbers = list.map { number(of: $0, in: batch) }
            // A list without its leading field never applies; the last one always does.
            if !isLast, numbers[0] < 0 { continue }
            var start = seed
            start.absorb(KeyHash(Int64(place)))
            let first = parts.count
            parts += numbers
            alternatives.append(Alternative(seed: start, firstPart: first, endPart: parts.count, leading: isLast ? -1 : numbers[0]))
        }
    }

    /// The place of a field in `fields`; -1 where no row has it.
    private func number(of field: EventField, in batch: EventBatch) -> Int {
        if let known = fields.firstIndex(where: { $0.field == field }) { return known }
        guard let column = batch[field], column.values.count > 0 else { return -1 }
        fields.append(Field(field: field, column: column, hashes: Self.hashes(of: column.values)))
        return fields.count - 1
    }

    /// The hash of each distinct value, with that of no value at 0; the caller frees it.
    static func hashes(of values: ColumnValues) -> UnsafeMutablePointer<KeyHash> {
        let hashes = UnsafeMutablePointer<KeyHash>.allocate(capacity: values.count + 1)
        hashes.initialize(to: .absent)
        if values.kind.isBytes {
            let base = values.texts.base
            for (index, range) in values.texts.ranges.enumerated() {
                let bytes = UnsafeRawBufferPointer(start: base + Int(range.offset), count: Int(range.length))
                (hashes + index + 1).initialize(to: KeyHash(bytes))
            }
        } else if values.kind == .real {
            for (index, number) in values.reals.enumerated() {
                (hashes + index + 1).initialize(to: KeyHash(Int64(bitPattern: number.bitPattern)))
            }
        } else {
            for (index, number) in values.integers.enumerated() { (hashes + index + 1).initialize(to: KeyHash(number)) }
        }
        return hashes
    }

    /// Calls `body` with each row and its key.
    func forEach(_ rows: Int, _ body: (Int, KeyHash) -> Void) {
        withCodes(of: fields.map(\.column)) { codes in
            let hashes = fields.map { UnsafePointer($0.hashes) }
            codes.withUnsafeBufferPointer { codes in
                hashes.withUnsafeBufferPointer { hashes in
                    alternatives.withUnsafeBufferPointer { alternatives in
                        parts.withUnsafeBufferPointer { parts in
                            @inline(__always)
                            func key(_ row: Int, _ plan: Int) -> KeyHash {
                                var place = plan
                                while alternatives[place].leading >= 0, codes[alternatives[place].leading][row] == 0 { place &+= 1 }
                                var key = alternatives[place].seed
                                for index in alternatives[place].firstPart..<alternatives[place].endPart {
                                    let part = parts[index]
                                    key.absorb(part < 0 ? .absent : hashes[part][Int(codes[part][row])])
                                }
                                return key
                            }
                            guard let types else {
                                for row in 0..<rows { body(row, key(row, plans[0])) }
                                return
                            }
                            types.codes.withUnsafeBufferPointer { types in
                                plans.withUnsafeBufferPointer { plans in
                                    for row in 0..<rows { body(row, key(row, plans[Int(types[row])])) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Calls `body` with a pointer to the codes of each column.
func withCodes<Result>(of columns: [EventColumn], _ body: ([UnsafeBufferPointer<UInt32>]) throws -> Result) rethrows -> Result {
    var pointers: [UnsafeBufferPointer<UInt32>] = []
    pointers.reserveCapacity(columns.count)
    func next(_ place: Int) throws -> Result {
        if place == columns.count { return try body(pointers) }
        return try columns[place].codes.withUnsafeBufferPointer { codes in
            pointers.append(codes)
            return try next(place + 1)
        }
    }
    return try next(0)
}
