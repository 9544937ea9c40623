internal import Events
internal import Parquet
internal import Vocabulary

/// The distinct values of a result's column, over all segments that one worker read. Number 0 stands for "no value".
final class ValueInterner {
    private enum Form: UInt8 { case none, text, json, integer, time, real, boolean }

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
    private var booleans: (UInt32, UInt32) = (0, 0)
    private var forms: [Form] = [.none]
    /// The code of a text, or the bits of a number.
    private var payloads: [UInt64] = [0]

    /// How many numbers there are, 0 included.
    var count: Int { forms.count }

    /// Bytes it takes, about.
    var byteCount: Int {
        forms.capacity * 9 + texts.byteCount + texts.count * 24 + integers.byteCount + times.byteCount + reals.byteCount
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
