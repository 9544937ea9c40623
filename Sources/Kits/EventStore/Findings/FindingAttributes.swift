internal import Events
internal import Vocabulary

/// What the rows of a batch say of their findings besides the key: read by row, written as a run's records hold it.
final class FindingAttributes {
    /// The fields of a profile, in the order of ``RunFormat/ProfileField``.
    private static let profileFields: [EventField] = [
        .classificationType, .classificationIdentifier, .protocolTransport, .protocolApplication, .malwareName, .sourceASN,
        .sourceGeolocationCC, .constituency, .productVulnerabilities, .severity,
    ]

    private let profile: [EventColumn?]
    /// Those of `profile` that are there: what tells one row's profile from another's.
    let telling: [EventColumn]
    private let address: EventColumn?
    private let port: EventColumn?
    private let fqdn: EventColumn?
    private let url: EventColumn?
    private let account: EventColumn?
    /// All columns whose codes decide what is written of a row.
    private let all: [EventColumn]

    init(_ batch: EventBatch) {
        func column(_ field: EventField) -> EventColumn? {
            guard let column = batch[field], column.values.count > 0 else { return nil }
            return column
        }
        profile = Self.profileFields.map(column)
        telling = profile.compactMap { $0 }
        address = column(.sourceIP)
        port = column(.sourcePort)
        fqdn = column(.sourceFQDN)
        url = column(.sourceURL)
        account = column(.sourceAccount)
        all = telling + [address, port, fqdn, url, account].compactMap { $0 }
    }

    /// How many columns tell profiles apart.
    var profileWidth: Int { telling.count }

    /// Writes the profile of a row.
    func writeProfile(of row: Int, to sink: ByteSink) {
        for column in profile {
            guard let column, column.codes[row] != 0 else {
                sink.append(0)
                continue
            }
            let code = column.codes[row]
            if column.kind.isBytes {
                let text = column.values.texts.bytes(code).cut(to: RunFormat.textLimit)
                sink.append(varint: UInt64(text.count + 1))
                sink.append(text)
            } else {
                var digits = String(column.values.integers[Int(code) - 1])
                digits.withUTF8 {
                    sink.append(varint: UInt64($0.count + 1))
                    sink.append(UnsafeRawBufferPointer($0))
                }
            }
        }
    }

    /// Writes flags, address, port, host name, URL and account of a row.
    func writeRest(of row: Int, to sink: ByteSink) {
        let addressCode = address?.codes[row] ?? 0
        let portCode = port?.codes[row] ?? 0
        let fqdnCode = fqdn?.codes[row] ?? 0
        let urlCode = url?.codes[row] ?? 0
        let accountCode = account?.codes[row] ?? 0
        var flags: UInt8 = 0
        var bits: IPAddress?
        if addressCode != 0, let address, Int(addressCode) <= address.values.addresses.count {
            let value = address.values.addresses[Int(addressCode) - 1]
            flags |= value.isIPv4 ? RunFormat.Flag.ipv4 : RunFormat.Flag.ipv6
            bits = value
        }
        var number: UInt16?
        if portCode != 0, let port, let value = UInt16(exactly: port.values.integers[Int(portCode) - 1]) {
            flags |= RunFormat.Flag.port
            number = value
        }
        if fqdnCode != 0 { flags |= RunFormat.Flag.fqdn }
        if urlCode != 0 { flags |= RunFormat.Flag.url }
        if accountCode != 0 { flags |= RunFormat.Flag.account }
        sink.append(flags)
        if let bits {
            if let ipv4 = bits.ipv4 {
                sink.append(fixed: ipv4)
            } else {
                sink.append(fixed: bits.high)
                sink.append(fixed: bits.low)
            }
        }
        if let number { sink.append(fixed: number) }
        if fqdnCode != 0, let fqdn { write(fqdn, fqdnCode, to: sink) }
        if urlCode != 0, let url { write(url, urlCode, to: sink) }
        if accountCode != 0, let account { write(account, accountCode, to: sink) }
    }

    private func write(_ column: EventColumn, _ code: UInt32, to sink: ByteSink) {
        let text = column.values.texts.bytes(code).cut(to: RunFormat.textLimit)
        sink.append(varint: UInt64(text.count))
        sink.append(text)
    }

    /// Which of two rows of the same time is kept: the one whose profile, then whose other attributes, are greater byte by byte. It is the order that
    /// merging uses too, so it does not matter which batch a row came in.
    func isGreater(_ row: Int, than other: Int) -> Bool {
        if all.allSatisfy({ $0.codes[row] == $0.codes[other] }) { return false }
        let one = ByteSink(capacity: 256)
        let two = ByteSink(capacity: 256)
        writeProfile(of: row, to: one)
        writeProfile(of: other, to: two)
        if let isGreater = one.bytes.isGreater(than: two.bytes) { return isGreater }
        one.removeAll()
        two.removeAll()
        writeRest(of: row, to: one)
        writeRest(of: other, to: two)
        return one.bytes.isGreater(than: two.bytes) ?? false
    }
}

/// Numbers of the profiles already met, by the codes that make them: a profile's bytes are put together once per combination.
struct ProfileMemo {
    private let width: Int
    private var slots = [UInt32](repeating: 0, count: 1024)
    private var codes: [UInt32] = []
    private var references: [UInt32] = []
    private var lastSlot = 0
    private var lastCodes: [UInt32]

    init(width: Int) {
        self.width = width
        lastCodes = [UInt32](repeating: 0, count: width)
    }

    /// The number of a row's profile; nil where it was not met yet.
    mutating func reference(for row: Int, _ attributes: FindingAttributes) -> UInt32? {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for place in 0..<width {
            let code = attributes.telling[place].codes[row]
            lastCodes[place] = code
            hash = (hash ^ UInt64(code)) &* 0xD6E8_FEB8_6659_FD93
            hash ^= hash >> 32
        }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            var place = 0
            while place < width, codes[number * width + place] == lastCodes[place] { place += 1 }
            if place == width { return references[number] }
            slot = (slot + 1) & mask
        }
        lastSlot = slot
        return nil
    }

    /// Enters the profile asked for last.
    mutating func remember(_ reference: UInt32) {
        codes += lastCodes
        references.append(reference)
        slots[lastSlot] = UInt32(references.count)
        if references.count * 2 > slots.count { grow() }
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 4)
        let mask = slots.count - 1
        for number in references.indices {
            var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
            for place in 0..<width {
                hash = (hash ^ UInt64(codes[number * width + place])) &* 0xD6E8_FEB8_6659_FD93
                hash ^= hash >> 32
            }
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(number + 1)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The first so many bytes at most, ending at the end of a character.
    func cut(to limit: Int) -> UnsafeRawBufferPointer {
        guard count > limit else { return self }
        var end = limit
        while end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[..<end])
    }

    /// Whether these bytes come behind the others, byte by byte; nil where they are the same.
    func isGreater(than other: UnsafeRawBufferPointer) -> Bool? {
        for index in 0..<Swift.min(count, other.count) where self[index] != other[index] { return self[index] > other[index] }
        return count == other.count ? nil : count > other.count
    }
}
