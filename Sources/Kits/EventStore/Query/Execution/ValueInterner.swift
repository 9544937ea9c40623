internal import Events
internal import Parquet
internal import Vocabulary

/// The distinct values of a result's column, over all segments that one worker read. Number 0 stands for "no value".
final class ValueInterner {
    private enum Form: UInt8 {
        case none, text, json, integer, time, real, boolean
        /// An IPv4 address, which as a number is found three times as fast as its text.
        case address
    }

    private let texts = ByteDictionary(expectedCount: 256)
    private var textNumbers: [UInt32] = []
    private var jsonNumbers: [UInt32: UInt32] = [:]
    /// Keys are bit patterns; one table for each form, as 1 is not true.
    private var integers = NumberTable()
    private var integerNumbers: [UInt32] = []
    private var times = NumberTable()
    private var timeNumbers: [UInt32] = []
    private var reals = NumberTable()
    private var realNumbers: [UInt32] = []
    private var addresses = AddressTable()
    private var booleans: (UInt32, UInt32) = (0, 0)
    private var touchedSum: UInt64 = 0
    /// Values that are looked up together.
    private static let lookAhead = 64
    private var forms: [Form] = [.none]
    /// The code of a text, or the bits of a number.
    private var payloads: [UInt64] = [0]

    /// Whether texts are addresses in their canonical form.
    private let holdsAddresses: Bool

    init(holdsAddresses: Bool) {
        self.holdsAddresses = holdsAddresses
    }

    /// How many numbers there are, 0 included.
    var count: Int { forms.count }

    /// Bytes it takes, about.
    var byteCount: Int {
        forms.capacity * 9 + texts.byteCount + texts.count * 24 + integers.byteCount + times.byteCount + reals.byteCount
            + addresses.byteCount
            + (textNumbers.capacity + integerNumbers.capacity + timeNumbers.capacity + realNumbers.capacity) * 4
    }

    private func append(_ form: Form, _ payload: UInt64) -> UInt32 {
        forms.append(form)
        payloads.append(payload)
        return UInt32(forms.count - 1)
    }

    /// The number of an entry of a column's values.
    func number(of values: DictionaryValues, _ entry: Int, _ type: ColumnType) -> UInt32 {
        switch values {
        case .bytes(let base, let spans):
            let span = spans[entry]
            return number(bytes: UnsafeRawBufferPointer(start: base + Int(span.offset), count: Int(span.length)), isJSON: type == .json)
        case .int64(let numbers): return type == .timestampMicros ? number(time: numbers[entry]) : number(integer: numbers[entry])
        case .double(let numbers): return number(real: numbers[entry])
        case .bool(let flags): return number(boolean: flags[entry])
        }
    }

    /// The numbers of many entries of a column's values, put where each entry's code says.
    ///
    /// Looking up one after the other would wait for memory each time; here the next few dozen are fetched together.
    /// - Parameters:
    ///   - entries: Entries, from 0.
    ///   - numbers: Place `entry + 1` gets the number.
    func lookUp(
        _ entries: UnsafeBufferPointer<UInt32>, of values: DictionaryValues, _ type: ColumnType,
        into numbers: UnsafeMutableBufferPointer<UInt32>
    ) {
        let isInteger = values.form == .int64 && type != .timestampMicros
        guard isInteger || (holdsAddresses && values.form == .bytes) else {
            for entry in entries { numbers[Int(entry) + 1] = number(of: values, Int(entry), type) }
            return
        }
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.lookAhead) { keys in
            var start = 0
            while start < entries.count {
                let end = min(start + Self.lookAhead, entries.count)
                var touched: UInt64 = 0
                for index in start..<end {
                    let key: UInt64
                    switch values {
                    case .bytes(let base, let spans):
                        let span = spans[Int(entries[index])]
                        let text = UnsafeRawBufferPointer(start: base + Int(span.offset), count: Int(span.length))
                        key = IPv4Text.bits(text).map { UInt64($0) } ?? .max
                        touched &+= addresses.touch(UInt32(truncatingIfNeeded: key))
                    case .int64(let integers):
                        key = UInt64(bitPattern: integers[Int(entries[index])])
                        touched &+= UInt64(self.integers.touch(key))
                    case .double, .bool: key = 0
                    }
                    keys[index - start] = key
                }
                // The sum is used, so that the reads are not left out.
                touchedSum = touched
                for index in start..<end {
                    let entry = Int(entries[index])
                    let key = keys[index - start]
                    numbers[entry + 1] =
                        isInteger
                        ? number(integer: Int64(bitPattern: key))
                        : key == .max ? number(of: values, entry, type) : number(address: UInt32(truncatingIfNeeded: key))
                }
                start = end
            }
        }
    }

    /// The number of a value from statistics.
    func number(of value: StatisticValue, _ type: ColumnType) -> UInt32 {
        switch value {
        case .bytes(let bytes): bytes.withUnsafeBytes { number(bytes: $0, isJSON: type == .json) }
        case .int64(let number): type == .timestampMicros ? self.number(time: number) : self.number(integer: number)
        case .double(let number): self.number(real: number)
        case .bool(let flag): number(boolean: flag)
        }
    }

    func number(bytes: UnsafeRawBufferPointer, isJSON: Bool = false) -> UInt32 {
        if holdsAddresses, let address = IPv4Text.bits(bytes) { return number(address: address) }
        let code = texts.code(for: bytes)
        while textNumbers.count < texts.count { textNumbers.append(0) }
        if isJSON {
            if let known = jsonNumbers[code] { return known }
            let number = append(.json, UInt64(code))
            jsonNumbers[code] = number
            return number
        }
        if textNumbers[Int(code) - 1] == 0 { textNumbers[Int(code) - 1] = append(.text, UInt64(code)) }
        return textNumbers[Int(code) - 1]
    }

    private func number(address: UInt32) -> UInt32 {
        let known = addresses.number(of: address)
        if known != 0 { return known }
        let number = append(.address, UInt64(address))
        addresses.insert(address, number: number)
        return number
    }

    func number(integer: Int64) -> UInt32 {
        var isNew = false
        let place = integers.place(of: UInt64(bitPattern: integer), isNew: &isNew)
        if isNew { integerNumbers.append(append(.integer, UInt64(bitPattern: integer))) }
        return integerNumbers[Int(place)]
    }

    func number(time: Int64) -> UInt32 {
        var isNew = false
        let place = times.place(of: UInt64(bitPattern: time), isNew: &isNew)
        if isNew { timeNumbers.append(append(.time, UInt64(bitPattern: time))) }
        return timeNumbers[Int(place)]
    }

    func number(real: Double) -> UInt32 {
        var isNew = false
        let place = reals.place(of: real.bitPattern, isNew: &isNew)
        if isNew { realNumbers.append(append(.real, real.bitPattern)) }
        return realNumbers[Int(place)]
    }

    func number(boolean: Bool) -> UInt32 {
        if boolean {
            if booleans.1 == 0 { booleans.1 = append(.boolean, 1) }
            return booleans.1
        }
        if booleans.0 == 0 { booleans.0 = append(.boolean, 0) }
        return booleans.0
    }

    /// The number that a value of another interner has in this one.
    func number(of number: UInt32, in other: ValueInterner) -> UInt32 {
        let payload = other.payloads[Int(number)]
        return switch other.forms[Int(number)] {
        case .none: 0
        case .text: self.number(bytes: other.texts.bytes(UInt32(payload)))
        case .json: self.number(bytes: other.texts.bytes(UInt32(payload)), isJSON: true)
        case .address: self.number(address: UInt32(payload))
        case .integer: self.number(integer: Int64(bitPattern: payload))
        case .time: self.number(time: Int64(bitPattern: payload))
        case .real: self.number(real: Double(bitPattern: payload))
        case .boolean: self.number(boolean: payload == 1)
        }
    }

    /// The value of a number, nil for 0.
    func value(_ number: UInt32) -> Value? {
        let payload = payloads[Int(number)]
        return switch forms[Int(number)] {
        case .none: nil
        case .text: .text(texts.string(UInt32(payload)))
        case .json: .json(texts.string(UInt32(payload)))
        case .address: .text(IPAddress(ipv4: UInt32(payload)).description)
        case .integer: .integer(Int64(bitPattern: payload))
        case .time: .time(Int64(bitPattern: payload))
        case .real: .real(Double(bitPattern: payload))
        case .boolean: .boolean(payload == 1)
        }
    }

    /// Which of two numbers' values comes first: -1, 0 or 1. Numbers before texts, addresses by their bits, no value last.
    func order(_ one: UInt32, _ other: UInt32) -> Int {
        if one == other { return 0 }
        if one == 0 { return 1 }
        if other == 0 { return -1 }
        let left = payloads[Int(one)]
        let right = payloads[Int(other)]
        switch (forms[Int(one)], forms[Int(other)]) {
        case (.integer, .integer), (.time, .time): return Int64(bitPattern: left) < Int64(bitPattern: right) ? -1 : 1
        case (.real, .real): return Double(bitPattern: left) < Double(bitPattern: right) ? -1 : 1
        case (.text, .text), (.json, .json): return Self.order(texts.bytes(UInt32(left)), texts.bytes(UInt32(right)))
        // IPv4 addresses lie in ::ffff:0:0/96, which few IPv6 addresses come before; those of a network never do.
        case (.address, .text): return -1
        case (.text, .address): return 1
        case (let form, let otherForm):
            return form == otherForm ? (left < right ? -1 : 1) : form.rawValue > otherForm.rawValue ? -1 : 1
        }
    }

    private static func order(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
        if let first = one.first, first &- 0x30 <= 9 || first == UInt8(ascii: ":"), let left = IPAddress(ascii: one),
            let right = IPAddress(ascii: other)
        {
            return left < right ? -1 : 1
        }
        return one.lexicographicallyPrecedes(other) ? -1 : 1
    }
}

/// The canonical texts of IPv4 addresses.
enum IPv4Text {
    /// The address's bits; nil for any other text, also one that stands for an address but is not how it is kept.
    static func bits(_ text: UnsafeRawBufferPointer) -> UInt32? {
        guard text.count >= 7, text.count <= 15 else { return nil }
        var bits: UInt32 = 0
        var part: UInt32 = 0
        var digits = 0
        var parts = 0
        for byte in text {
            let digit = UInt32(byte &- 0x30)
            if digit <= 9 {
                if digits > 0, part == 0 { return nil }
                part = part &* 10 &+ digit
                digits &+= 1
                if part > 255 { return nil }
            } else {
                guard byte == UInt8(ascii: "."), digits > 0, parts < 3 else { return nil }
                bits = bits &<< 8 | part
                part = 0
                digits = 0
                parts &+= 1
            }
        }
        return parts == 3 && digits > 0 ? bits &<< 8 | part : nil
    }
}
