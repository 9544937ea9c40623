internal import Vocabulary

extension Enrichment {
    /// Fills `constituency`: the strongest evidence of the source decides, the destination's only where an event names no source.
    func fillOwners(_ owners: OwnerIndex, in batch: EventBatch) {
        if policy == .fillMissing, let column = batch[.constituency], !column.codes.contains(0) { return }
        var numbers = [UInt32](repeating: 0, count: batch.rowCount)
        var isAnyFound = assign(owners, of: .source, in: batch, to: &numbers)
        if EventEnd.destination.identifying.contains(where: { batch[$0] != nil }),
            !EventEnd.source.identifying.contains(where: { batch[$0].map { !$0.codes.contains(0) } ?? false })
        {
            var ofDestination = [UInt32](repeating: 0, count: batch.rowCount)
            if assign(owners, of: .destination, in: batch, to: &ofDestination) {
                let sources = EventEnd.source.identifying.compactMap { batch[$0]?.codes }
                for row in numbers.indices where ofDestination[row] != 0 && sources.allSatisfy({ $0[row] == 0 }) {
                    numbers[row] = ofDestination[row]
                    isAnyFound = true
                }
            }
        }
        if isAnyFound { write(numbers, of: owners, to: batch) }
    }

    private func assign(_ owners: OwnerIndex, of end: EventEnd, in batch: EventBatch, to numbers: inout [UInt32]) -> Bool {
        var isAnyFound = false
        func use(_ column: EventColumn, count: Int, number: (Int) -> UInt32) {
            var isFound = false
            var byCode = [UInt32](repeating: 0, count: max(count, column.values.count) + 1)
            for index in 0..<count {
                let number = number(index)
                byCode[index + 1] = number
                if number != 0 { isFound = true }
            }
            guard isFound else { return }
            isAnyFound = true
            let codes = column.codes
            for row in numbers.indices where numbers[row] == 0 { numbers[row] = byCode[Int(codes[row])] }
        }
        if owners.hasNetworks, let column = batch[end.ip], column.kind == .address {
            let addresses = column.values.addresses
            use(column, count: addresses.count) { owners.number(addresses[$0]) }
        }
        if owners.hasNetworks || !owners.domains.isEmpty {
            for field in [end.fqdn, end.url, end.reverseDNS] {
                guard let column = batch[field] else { continue }
                let (base, ranges) = (column.values.texts.base, column.values.texts.ranges)
                use(column, count: ranges.count) { index in
                    let text = UnsafeRawBufferPointer(start: base + Int(ranges[index].offset), count: Int(ranges[index].length))
                    guard let host = NameEvidence.host(text, isURL: field == end.url) else { return 0 }
                    if let address = host.address { return owners.number(address) }
                    return owners.number(name: host.name)
                }
            }
        }
        if owners.hasSystems, let column = batch[end.asn] {
            let integers = column.values.integers
            use(column, count: integers.count) { owners.number(asn: UInt32(clamping: integers[$0])) }
        }
        if owners.hasCountries, let column = batch[end.country] {
            use(column, count: column.values.count) { owners.number(country: column.values.texts.string(UInt32($0 + 1))) }
        }
        return isAnyFound
    }

    private func write(_ numbers: [UInt32], of owners: OwnerIndex, to batch: EventBatch) {
        let column = batch.column(.constituency)
        var codes = column.codes
        column.codes = []
        var known = [UInt32](repeating: 0, count: owners.owners.count + 1)
        for row in codes.indices where numbers[row] != 0 && (codes[row] == 0 || policy == .overwrite) {
            let number = Int(numbers[row])
            if known[number] == 0 { known[number] = column.values.code(text: owners.owners[number - 1]) }
            codes[row] = known[number]
        }
        column.codes = codes
    }
}

/// The host that a name or URL of an event speaks of.
struct NameEvidence {
    let name: UnsafeRawBufferPointer
    /// Where the host is an address.
    let address: IPAddress?

    /// Nil where there is none.
    static func host(_ text: UnsafeRawBufferPointer, isURL: Bool) -> NameEvidence? {
        let name = isURL ? authorityHost(text) : text
        if name.isEmpty { return nil }
        // A name's last label never begins with a digit, an address' always does or holds a colon.
        let mayBeAddress = name[0] &- 0x30 <= 9 || name.contains(0x3A)
        return NameEvidence(name: name, address: mayBeAddress ? IPAddress(ascii: name) : nil)
    }

    /// The host of a URL (RFC 3986 §3.2): without scheme, user, port and brackets.
    private static func authorityHost(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var start = 0
        for index in text.indices.dropLast(2) where text[index] == 0x3A && text[index + 1] == 0x2F && text[index + 2] == 0x2F {
            start = index + 3
            break
        }
        var end = start
        while end < text.count, text[end] != 0x2F, text[end] != 0x3F, text[end] != 0x23 {
            if text[end] == 0x40 { start = end + 1 }
            end += 1
        }
        if start < end, text[start] == 0x5B {
            let close = text[start..<end].firstIndex(of: 0x5D) ?? end
            return UnsafeRawBufferPointer(rebasing: text[(start + 1)..<max(close, start + 1)])
        }
        let port = text[start..<end].firstIndex(of: 0x3A) ?? end
        return UnsafeRawBufferPointer(rebasing: text[start..<port])
    }
}
