import Vocabulary

/// Turns a cell that has gone through its transforms into a value of its target column.
struct CellParser {
    /// What came of a cell.
    enum Outcome {
        /// The code of its value in the target column.
        case value(UInt32)
        /// Rightly nothing.
        case none
        /// Something, but not of the target's form.
        case invalid
    }

    let kind: ValueKind
    private let text: FieldText
    private let timestamps: TimestampFormat
    /// What whole numbers the target takes.
    private let range: ClosedRange<Int64>

    /// - Parameters:
    ///   - key: the target.
    ///   - kind: the kind of its column.
    ///   - timestamps: how times are written.
    init(_ key: FieldKey, kind: ValueKind, timestamps: TimestampFormat = .automatic) {
        self.kind = kind
        self.timestamps = timestamps
        text = if case .idf(let field) = key { FieldText(field) } else { .verbatim }
        range =
            switch key {
            case .idf(.sourcePort), .idf(.destinationPort): 0...65_535
            case .idf(.sourceASN), .idf(.destinationASN): 0...4_294_967_295
            default: .min ... .max
            }
    }

    func parse(_ bytes: UnsafeRawBufferPointer, into values: ColumnValues) -> Outcome {
        if bytes.isEmpty { return .none }
        switch kind {
        case .text:
            // An extra keeps its blanks; an IDF field is brought into its form.
            return text.withNormalised(bytes) { $0.map { .value(values.code(text: $0)) } ?? .invalid }
        case .json:
            return .value(values.code(text: bytes))
        case .address:
            return IPAddress(ascii: trimmed(bytes)).map { .value(values.code(address: $0)) } ?? .invalid
        case .network:
            guard let prefix = IPPrefix(lenient: trimmed(bytes)) else { return .invalid }
            return .value(values.code(text: prefix.description))
        case .integer:
            guard let number = Self.integer(trimmed(bytes)), range.contains(number) else { return .invalid }
            return .value(values.append(integer: number))
        case .real:
            return Double(String(decoding: trimmed(bytes), as: UTF8.self)).map { $0.isFinite ? .value(values.code(real: $0)) : .invalid }
                ?? .invalid
        case .boolean:
            return Self.boolean(trimmed(bytes)).map { .value(values.code(integer: $0 ? 1 : 0)) } ?? .invalid
        case .time:
            return Instant(ascii: trimmed(bytes), format: timestamps).map { .value(values.append(integer: $0.microseconds)) } ?? .invalid
        }
    }

    /// Whether the cell is, byte for byte, what is kept of it; nil where it is not of the target's form.
    func isKeptAsIs(_ bytes: UnsafeRawBufferPointer) -> Bool? {
        switch kind {
        case .json: true
        case .text: text.withNormalised(bytes) { $0.map { $0.baseAddress == bytes.baseAddress && $0.count == bytes.count } }
        default: false
        }
    }

    /// A decimal whole number with optional sign, also as `12.0`, or an AS number with its letters.
    static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var place = 0
        var isNegative = false
        if bytes.count > 2, bytes[0] | 0x20 == UInt8(ascii: "a"), bytes[1] | 0x20 == UInt8(ascii: "s") { place = 2 }
        if place < bytes.count, bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "+") {
            isNegative = bytes[place] == UInt8(ascii: "-")
            place += 1
        }
        guard place < bytes.count else { return nil }
        var number: Int64 = 0
        while place < bytes.count {
            let digit = bytes[place] &- 0x30
            if digit > 9 {
                guard bytes[place] == UInt8(ascii: "."), place + 1 < bytes.count, bytes[(place + 1)...].allSatisfy({ $0 == 0x30 }) else {
                    return nil
                }
                break
            }
            let (scaled, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = scaled.addingReportingOverflow(Int64(digit))
            if overflows || overflowsToo { return nil }
            number = sum
            place += 1
        }
        return isNegative ? -number : number
    }

    /// y/yes/true/enabled/1 and n/no/false/disabled/0, any case.
    static func boolean(_ bytes: UnsafeRawBufferPointer) -> Bool? {
        guard bytes.count <= 8 else { return nil }
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "y", "yes", "true", "enabled", "1": return true
        case "n", "no", "false", "disabled", "0": return false
        default: return nil
        }
    }
}
