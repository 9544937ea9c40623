internal import Vocabulary

extension Enrichment {
    /// Fills system, its name and country of one end from the network databases.
    func fillNetworks(of end: EventEnd, in batch: EventBatch) {
        guard !networks.files.isEmpty, let column = batch[end.ip], column.kind == .address, column.values.count > 0 else { return }
        let isWanted = [end.asn, end.asName, end.country].contains { policy == .overwrite || batch[$0]?.codes.contains(0) ?? true }
        guard isWanted else { return }
        let found = AddressRecords(of: column.values, in: networks)
        let rows = column.codes
        fill(end.asn, in: batch, rows: rows, found: found) { record, values in
            record.asn == 0 ? 0 : values.code(integer: Int64(record.asn))
        }
        fillSystemNames(of: end, in: batch, rows: rows, found: found)
        fill(end.country, in: batch, rows: rows, found: found) { record, values in
            guard let country = record.country else { return 0 }
            return withUnsafeBytes(of: country) { values.code(text: $0) }
        }
    }

    /// A name only fills an event whose system is the one it names: the feed may know better which system it was that day.
    private func fillSystemNames(of end: EventEnd, in batch: EventBatch, rows: [UInt32], found: AddressRecords) {
        guard let systems = batch[end.asn] else { return }
        let numbers = systems.values.integers
        let codes = systems.codes
        fill(
            end.asName, in: batch, rows: rows, found: found,
            where: { row, record in codes[row] != 0 && numbers[Int(codes[row]) &- 1] == Int64(record.asn) },
            code: { record, values in record.asName.map { values.code(text: $0) } ?? 0 })
    }

    @inline(__always)
    private func fill(
        _ field: EventField, in batch: EventBatch, rows: [UInt32], found: AddressRecords,
        where applies: (Int, NetworkRecordBytes) -> Bool = { _, _ in true }, code: (NetworkRecordBytes, ColumnValues) -> UInt32
    ) {
        let existing = batch[field]
        let column = existing ?? EventColumn(key: .idf(field), kind: field.kind)
        var codes = existing?.codes ?? [UInt32](repeating: 0, count: rows.count)
        // Let go of the column's own reference, so that writing does not copy.
        column.codes = []
        // A value enters the column's dictionary only when a row needs it.
        var known = [UInt32](repeating: .max, count: found.records.count)
        known[0] = 0
        var isFilled = false
        for row in codes.indices where codes[row] == 0 || policy == .overwrite {
            let slot = Int(found.slots[Int(rows[row])])
            if slot == 0 || !applies(row, found.records[slot]) { continue }
            if known[slot] == .max { known[slot] = code(found.records[slot], column.values) }
            if known[slot] != 0 {
                codes[row] = known[slot]
                isFilled = true
            }
        }
        column.codes = codes
        if existing == nil, isFilled { batch.add(column) }
    }
}

/// The records of a batch's distinct addresses; addresses with the same record share one.
struct AddressRecords {
    /// The record of each address' code, as a place in `records`.
    private(set) var slots: [UInt32]
    /// Place 0 is the empty record.
    private(set) var records: [NetworkRecordBytes] = [NetworkRecordBytes()]

    init(of values: ColumnValues, in networks: NetworkDatabase) {
        let addresses = values.addresses
        slots = [UInt32](repeating: 0, count: max(values.count, addresses.count) + 1)
        for file in networks.files {
            let table = file.table(forLookups: addresses.count)
            var combined = SlotMap()
            for index in addresses.indices {
                let place = table.map { file.find(addresses[index], in: $0) } ?? file.find(addresses[index])
                if place == 0 { continue }
                let before = slots[index + 1]
                slots[index + 1] = combined.slot(UInt64(before) << 32 | UInt64(place)) {
                    records.append(records[Int(before)].completed(by: file.bytes(at: place)))
                    return UInt32(records.count - 1)
                }
            }
        }
    }
}

extension NetworkRecordBytes {
    /// As ``NetworkRecord/completed(by:)``.
    func completed(by other: NetworkRecordBytes) -> NetworkRecordBytes {
        var record = self
        if record.asn == 0 || (record.asn == other.asn && record.asName == nil) {
            record.asn = other.asn == 0 ? record.asn : other.asn
            record.asName = other.asName ?? record.asName
        }
        record.country = record.country ?? other.country
        return record
    }
}

/// From a key that is never 0 to a slot that is never 0.
struct SlotMap {
    private var keys = [UInt64](repeating: 0, count: 4096)
    private var slots = [UInt32](repeating: 0, count: 4096)
    private var count = 0

    /// The slot of a key, made where the key is new.
    @inline(__always)
    mutating func slot(_ key: UInt64, make: () -> UInt32) -> UInt32 {
        let mask = keys.count &- 1
        var place = Int(truncatingIfNeeded: key.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15).high ^ key) & mask
        while keys[place] != 0 {
            if keys[place] == key { return slots[place] }
            place = (place &+ 1) & mask
        }
        let slot = make()
        keys[place] = key
        slots[place] = slot
        count += 1
        if count * 2 > mask { grow() }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldSlots) = (keys, slots)
        keys = [UInt64](repeating: 0, count: oldKeys.count * 4)
        slots = [UInt32](repeating: 0, count: oldKeys.count * 4)
        count = 0
        for index in oldKeys.indices where oldKeys[index] != 0 { _ = slot(oldKeys[index]) { oldSlots[index] } }
    }
}
