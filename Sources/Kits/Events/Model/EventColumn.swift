public import Vocabulary

/// One column of a batch: a code per row and the dictionary the codes point into.
///
/// Code 0 means that the row has no value; code k means entry k-1 of the values. Meaning is worked out once per distinct value, never
/// once per row: that is where the engine's speed comes from.
///
/// A column belongs to one thread at a time: it is filled by the worker that parses the batch and then only read.
///
/// Unchecked because the arrays are mutated without locks; a batch is handed on, never shared, while it is being filled.
public final class EventColumn: @unchecked Sendable {
    /// Whose values they are.
    public let key: FieldKey
    /// What the values are.
    public let kind: ValueKind
    /// One code per row.
    public var codes: [UInt32]
    /// The distinct values.
    public let values: ColumnValues

    /// A column; without codes or values it is empty.
    public init(key: FieldKey, kind: ValueKind, codes: [UInt32] = [], values: ColumnValues? = nil) {
        self.key = key
        self.kind = kind
        self.codes = codes
        self.values = values ?? ColumnValues(kind: kind)
    }

    /// The value in a row, nil where there is none.
    public func value(at row: Int) -> Value? {
        let code = codes[row]
        return code == 0 ? nil : values.value(code)
    }
}

/// The distinct values of a column, by kind; exactly one of the stores is used (an address has two).
///
/// Unchecked for the same reason as the column that owns it.
public final class ColumnValues: @unchecked Sendable {
    /// What the values are.
    public let kind: ValueKind
    /// Bytes of text, address, network and json values.
    public let texts: ByteDictionary
    /// Integers; 0 or 1 for booleans; microseconds since 1970 UTC for times.
    public private(set) var integers: [Int64] = []
    /// Values of a column of doubles.
    public private(set) var reals: [Double] = []
    /// 128-bit values of an address column, beside its texts.
    public private(set) var addresses: [IPAddress] = []
    private var integerCodes: [Int64: UInt32] = [:]
    private var realCodes: [UInt64: UInt32] = [:]

    /// A column; without codes or values it is empty.
    public init(kind: ValueKind, expectedCount: Int = 16) {
        self.kind = kind
        texts = ByteDictionary(expectedCount: kind.isBytes ? expectedCount : 0)
    }

    /// Values that are the texts of another dictionary, shared and not copied.
    /// - Parameter addresses: for an address column, the address of each entry in code order.
    init(kind: ValueKind, sharing texts: ByteDictionary, addresses: [IPAddress] = []) {
        self.kind = kind
        self.texts = texts
        self.addresses = addresses
    }

    /// Number of values (distinct but for numbers that were appended).
    public var count: Int {
        switch kind {
        case .text, .address, .network, .json: texts.count
        case .integer, .boolean, .time: integers.count
        case .real: reals.count
        }
    }

    /// The code of a text, network or json value (its bytes as they are to be kept).
    public func code(text bytes: UnsafeRawBufferPointer) -> UInt32 {
        texts.code(for: bytes)
    }

    /// The code of a text, network or json value.
    public func code(text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { texts.code(for: UnsafeRawBufferPointer($0)) }
    }

    /// The code of an address.
    public func code(address: IPAddress) -> UInt32 {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { buffer in
            let length = address.write(into: buffer)
            let code = texts.code(for: UnsafeRawBufferPointer(rebasing: buffer[..<length]))
            if Int(code) > addresses.count { addresses.append(address) }
            return code
        }
    }

    /// The code of an integer, boolean (0, 1) or time (microseconds).
    public func code(integer: Int64) -> UInt32 {
        if let code = integerCodes[integer] { return code }
        integers.append(integer)
        let code = UInt32(integers.count)
        integerCodes[integer] = code
        return code
    }

    /// Adds an integer, boolean or time without looking whether it is there: for values that are distinct already, or nearly so.
    public func append(integer: Int64) -> UInt32 {
        integers.append(integer)
        return UInt32(integers.count)
    }

    /// The code of a double.
    public func code(real: Double) -> UInt32 {
        if let code = realCodes[real.bitPattern] { return code }
        reals.append(real)
        let code = UInt32(reals.count)
        realCodes[real.bitPattern] = code
        return code
    }

    /// The code of a value; nil where it is not of the column's kind.
    public func code(_ value: Value) -> UInt32? {
        switch (kind, value) {
        case (.text, .text(let text)), (.network, .text(let text)), (.json, .json(let text)): code(text: text)
        case (.address, .text(let text)): IPAddress(text).map { code(address: $0) }
        case (.integer, .integer(let number)): code(integer: number)
        case (.time, .time(let number)): code(integer: number)
        case (.boolean, .boolean(let flag)): code(integer: flag ? 1 : 0)
        case (.real, .real(let number)): code(real: number)
        case (.real, .integer(let number)): code(real: Double(number))
        default: nil
        }
    }

    /// The value of a code, 1-based.
    public func value(_ code: UInt32) -> Value {
        switch kind {
        case .text, .address, .network: .text(texts.string(code))
        case .json: .json(texts.string(code))
        case .integer: .integer(integers[Int(code) - 1])
        case .time: .time(integers[Int(code) - 1])
        case .boolean: .boolean(integers[Int(code) - 1] != 0)
        case .real: .real(reals[Int(code) - 1])
        }
    }
}
