internal import Events
internal import Vocabulary

/// What the rows of a batch say of their findings besides the key: read by row, written as a run's records hold it.
final class FindingAttributes {
    /// The fields of a profile, in the order of ``RunFormat/ProfileField``.
    private static let profileFields: [EventField] = [
        .classificationType, .classificationIdentifier, .protocolTransport, .protocolApplication, .malwareName, .sourceASN,
        .sourceGeolocationCC, .constituency, .productVulnerabilities, .severity,
    ]
    /// The fields behind it.
    private static let restFields: [EventField] = [.sourceIP, .sourcePort, .sourceFQDN, .sourceURL, .sourceAccount]

    fileprivate let profile: [EventColumn?]
    fileprivate let rest: [EventColumn?]
    /// Those of both that are there.
    private let present: [EventColumn]

    init(_ batch: EventBatch) {
        func column(_ field: EventField) -> EventColumn? {
            guard let column = batch[field], column.values.count > 0 else { return nil }
            return column
        }
        profile = Self.profileFields.map(column)
        rest = Self.restFields.map(column)
        present = (profile + rest).compactMap { $0 }
    }

    /// Calls `body` with the means to write what rows say.
    func withRows<Result>(_ body: (borrowing AttributeRows) throws -> Result) rethrows -> Result {
        try withCodes(of: present) { codes in
            try body(AttributeRows(self, codes))
        }
    }

    /// Which of two rows of the same time is kept: the one whose profile, then whose other attributes, are greater byte by byte. It is the
    /// order that merging uses too, so it does not matter which batch a row came in.
    func isGreater(_ row: Int, than other: Int) -> Bool {
        if present.allSatisfy({ $0.codes[row] == $0.codes[other] }) { return false }
        return withRows { rows in
            var one = ByteSink(capacity: 256)
            var two = ByteSink(capacity: 256)
            rows.writeProfile(of: row, to: &one)
            rows.writeProfile(of: other, to: &two)
            if let isGreater = one.bytes.isGreater(than: two.bytes) { return isGreater }
            one.removeAll()
            two.removeAll()
            rows.writeRest(of: row, to: &one)
            rows.writeRest(of: other, to: &two)
            return one.bytes.isGreater(than: two.bytes) ?? false
        }
    }
}

/// The attributes with their codes at hand.
struct AttributeRows: ~Copyable {
    private typealias Codes = UnsafeBufferPointer<UInt32>

    private struct Column {
        var codes: Codes
        var values: ColumnValues
    }

    private let profile: [Column?]
    private let address: Column?
    private let port: Column?
    private let texts: [(flag: UInt8, column: Column)]
    /// The columns that tell profiles apart, each with the step its codes take in a number made of all: as in a numeral whose places have
    /// their own bases.
    private let steps: [(codes: Codes, step: UInt64)]
    /// Whether every combination of codes has a number of its own.
    private let isNumbered: Bool

    fileprivate init(_ attributes: FindingAttributes, _ codes: [UnsafeBufferPointer<UInt32>]) {
        var next = codes.makeIterator()
        func columns(_ columns: [EventColumn?]) -> [Column?] {
            columns.map { column in
                guard let column, let codes = next.next() else { return nil }
                return Column(codes: codes, values: column.values)
            }
        }
        profile = columns(attributes.profile)
        let rest = columns(attributes.rest)
        address = rest[0]
        port = rest[1]
        texts = zip([RunFormat.Flag.fqdn, RunFormat.Flag.url, RunFormat.Flag.account], rest[2...]).compactMap { flag, column in
            column.map { (flag, $0) }
        }
        var steps: [(codes: Codes, step: UInt64)] = []
        var step: UInt64 = 1
        var isNumbered = true
        for column in profile {
            guard let column else { continue }
            steps.append((column.codes, step))
            let product = step.multipliedReportingOverflow(by: UInt64(column.values.count + 1))
            if product.overflow { isNumbered = false }
            step = product.partialValue
        }
        self.steps = steps
        self.isNumbered = isNumbered
    }

    /// Writes how a row's record names its profile, or the profile itself where the table is full. A profile's bytes are put together once
    /// per combination of codes.
    func writeProfileReference(
        of row: Int, memo: inout ProfileMemo, profile: inout ByteSink, writer: borrowing RunWriter, to sink: inout ByteSink
    ) {
        var number: UInt64 = 1
        for (codes, step) in steps { number &+= UInt64(codes[row]) &* step }
        var reference = isNumbered ? memo.reference(number) : 0
        if reference == 0 {
            profile.removeAll()
            writeProfile(of: row, to: &profile)
            reference = writer.reference(to: profile.bytes)
            if reference == 0 {
                sink.append(0)
                sink.append(varint: UInt64(profile.count))
                sink.append(profile.bytes)
                return
            }
            if isNumbered { memo.remember(reference, for: number) }
        }
        sink.append(varint: UInt64(reference))
    }

    /// Writes the profile of a row.
    func writeProfile(of row: Int, to sink: inout ByteSink) {
        for column in profile {
            guard let column, column.codes[row] != 0 else {
                sink.append(0)
                continue
            }
            let code = column.codes[row]
            if column.values.kind.isBytes {
                let text = column.values.texts.bytes(code).cut(to: RunFormat.textLimit)
                sink.append(varint: UInt64(text.count + 1))
                sink.append(text)
            } else {
                let digits = String(column.values.integers[Int(code) - 1])
                sink.append(varint: UInt64(digits.utf8.count + 1))
                for digit in digits.utf8 { sink.append(digit) }
            }
        }
    }

    /// Writes flags, address, port, host name, URL and account of a row.
    @inline(__always)
    func writeRest(of row: Int, to sink: inout ByteSink) {
        var flags: UInt8 = 0
        var ip: IPAddress?
        if let address {
            let code = Int(address.codes[row])
            if code != 0, code <= address.values.addresses.count {
                let value = address.values.addresses[code &- 1]
                flags |= value.isIPv4 ? RunFormat.Flag.ipv4 : RunFormat.Flag.ipv6
                ip = value
            }
        }
        var number: UInt16?
        if let port {
            let code = Int(port.codes[row])
            if code != 0, let value = UInt16(exactly: port.values.integers[code &- 1]) {
                flags |= RunFormat.Flag.port
                number = value
            }
        }
        for (flag, column) in texts where column.codes[row] != 0 { flags |= flag }
        sink.append(flags)
        if let ip {
            if let ipv4 = ip.ipv4 {
                sink.append(fixed: ipv4)
            } else {
                sink.append(fixed: ip.high)
                sink.append(fixed: ip.low)
            }
        }
        if let number { sink.append(fixed: number) }
        for (flag, column) in texts where flags & flag != 0 {
            let text = column.values.texts.bytes(column.codes[row]).cut(to: RunFormat.textLimit)
            sink.append(varint: UInt64(text.count))
            sink.append(text)
        }
    }
}

/// References of the profiles already met, by the number of their combination of codes.
struct ProfileMemo {
    private var slots = [(number: UInt64, reference: UInt32)](repeating: (0, 0), count: 1024)
    private var count = 0

    /// 0 where it was not met yet.
    @inline(__always)
    func reference(_ number: UInt64) -> UInt32 {
        slots.withUnsafeBufferPointer { slots in
            var slot = Self.start(number) & (slots.count &- 1)
            while slots[slot].reference != 0 {
                if slots[slot].number == number { return slots[slot].reference }
                slot = (slot &+ 1) & (slots.count &- 1)
            }
            return 0
        }
    }

    mutating func remember(_ reference: UInt32, for number: UInt64) {
        if count * 2 >= slots.count {
            let old = slots
            slots = [(number: UInt64, reference: UInt32)](repeating: (0, 0), count: old.count * 4)
            for entry in old where entry.reference != 0 { insert(entry) }
        }
        insert((number, reference))
        count += 1
    }

    private mutating func insert(_ entry: (number: UInt64, reference: UInt32)) {
        var slot = Self.start(entry.number) & (slots.count - 1)
        while slots[slot].reference != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = entry
    }

    @inline(__always)
    private static func start(_ number: UInt64) -> Int {
        let product = number &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: (product ^ (product >> 32)) >> 1)
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
