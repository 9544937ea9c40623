internal import Vocabulary

extension Enrichment {
    /// Marks the rows that a warning list names and takes out those of lists that drop.
    func applyWarnings(_ warnings: WarningLists, to batch: EventBatch) -> Int {
        guard !warnings.lists.isEmpty else { return 0 }
        var masks = [UInt64](repeating: 0, count: batch.rowCount)
        var isAnyHit = collect(warnings, of: .source, in: batch, to: &masks)
        if EventEnd.destination.identifying.contains(where: { batch[$0] != nil }),
            !EventEnd.source.identifying.contains(where: { batch[$0].map { !$0.codes.contains(0) } ?? false })
        {
            var ofDestination = [UInt64](repeating: 0, count: batch.rowCount)
            if collect(warnings, of: .destination, in: batch, to: &ofDestination) {
                let sources = EventEnd.source.identifying.compactMap { batch[$0]?.codes }
                for row in masks.indices where ofDestination[row] != 0 && sources.allSatisfy({ $0[row] == 0 }) {
                    masks[row] |= ofDestination[row]
                    isAnyHit = true
                }
            }
        }
        guard isAnyHit else { return 0 }
        mark(masks, warnings, in: batch)
        return drop(masks, warnings, from: batch)
    }

    private func collect(_ warnings: WarningLists, of end: EventEnd, in batch: EventBatch, to masks: inout [UInt64]) -> Bool {
        var isAnyHit = false
        func use(_ column: EventColumn, count: Int, mask: (Int) -> UInt64) {
            var all: UInt64 = 0
            var byCode = [UInt64](repeating: 0, count: max(count, column.values.count) + 1)
            for index in 0..<count {
                let mask = mask(index)
                byCode[index + 1] = mask
                all |= mask
            }
            if all == 0 { return }
            isAnyHit = true
            let codes = column.codes
            for row in masks.indices { masks[row] |= byCode[Int(codes[row])] }
        }
        if warnings.hasNetworks, let column = batch[end.ip], column.kind == .address {
            let addresses = column.values.addresses
            use(column, count: addresses.count) { warnings.mask(addresses[$0]) }
        }
        if !warnings.systems.isEmpty, let column = batch[end.asn] {
            let integers = column.values.integers
            use(column, count: integers.count) { warnings.mask(asn: UInt32(clamping: integers[$0])) }
        }
        if !warnings.domains.isEmpty {
            for field in [end.fqdn, end.url] {
                guard let column = batch[field] else { continue }
                let (base, ranges) = (column.values.texts.base, column.values.texts.ranges)
                use(column, count: ranges.count) { index in
                    let text = UnsafeRawBufferPointer(start: base + Int(ranges[index].offset), count: Int(ranges[index].length))
                    guard let host = NameEvidence.host(text, isURL: field == end.url) else { return 0 }
                    return host.address.map { warnings.mask($0) } ?? warnings.mask(name: host.name)
                }
            }
        }
        return isAnyHit
    }

    private func mark(_ masks: [UInt64], _ warnings: WarningLists, in batch: EventBatch) {
        guard masks.contains(where: { $0 & warnings.marking != 0 && $0 & warnings.dropping == 0 }) else { return }
        var column = batch.column(.extra("warning_list"), kind: .text)
        // A feed may have such a column of its own with something else in it.
        if column.kind != .text { column = batch.column(.extra("warning_list.text"), kind: .text) }
        guard column.kind == .text else { return }
        var codes = column.codes
        column.codes = []
        var known: [UInt64: UInt32] = [:]
        for row in codes.indices where masks[row] & warnings.marking != 0 && masks[row] & warnings.dropping == 0 {
            let mask = masks[row] & warnings.marking
            let code = known[mask] ?? column.values.code(text: warnings.names(mask))
            known[mask] = code
            codes[row] = code
        }
        column.codes = codes
    }

    private func drop(_ masks: [UInt64], _ warnings: WarningLists, from batch: EventBatch) -> Int {
        guard masks.contains(where: { $0 & warnings.dropping != 0 }) else { return 0 }
        let before = batch.rowCount
        batch.filter(masks.map { $0 & warnings.dropping == 0 })
        return before - batch.rowCount
    }
}
