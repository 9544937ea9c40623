/// Bounds of a column as a file keeps them: in plain encoding without a length, long text shortened.
struct Bound {
    var value: StatisticValue
    var isExact: Bool

    /// The bound given by an entry of a dictionary. Shortened so that it stays a bound: a lower one is cut, the last
    /// character of an upper one is raised as well. Nil when no such bound of `limit` bytes exists.
    init?(entry: Int, of values: DictionaryValues, isUpper: Bool, limit: Int, isText: Bool) {
        isExact = true
        switch values {
        case .bytes(let arena, let spans):
            let span = spans[entry]
            let bytes = UnsafeRawBufferPointer(start: arena + Int(span.offset), count: Int(span.length))
            if bytes.count <= limit {
                value = .bytes(Array(bytes))
            } else {
                isExact = false
                guard let shortened = Self.shorten(bytes, to: limit, isUpper: isUpper, isText: isText) else { return nil }
                value = .bytes(shortened)
            }
        case .int64(let numbers): value = .int64(numbers[entry])
        case .double(let numbers):
            // Zero has two signs that compare as equal; the bound must hold for readers that tell them apart.
            let number = numbers[entry]
            value = .double(number == 0 ? (isUpper ? 0.0 : -0.0) : number)
        case .bool(let truths): value = .bool(truths[entry])
        }
    }

    private static func shorten(_ bytes: UnsafeRawBufferPointer, to limit: Int, isUpper: Bool, isText: Bool) -> [UInt8]? {
        var end = limit
        if isText {
            while end > 0 && bytes[end] & 0xC0 == 0x80 { end -= 1 }
        }
        if !isUpper { return Array(bytes[..<end]) }
        while end > 0 {
            let last = bytes[end - 1]
            // Raising an ASCII character below DEL keeps text well formed; other characters are dropped first.
            if isText ? last < 0x7E : last < 0xFF {
                var raised = Array(bytes[..<end])
                raised[end - 1] = last + 1
                return raised
            }
            end -= 1
        }
        return nil
    }
}

extension StatisticValue {
    /// Hands the value in plain encoding to `body`.
    func withPlainBytes<Result>(as type: ColumnType, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch self {
        case .bytes(let bytes): bytes.withUnsafeBytes(body)
        case .int64(let value):
            type == .int32
                ? withUnsafeBytes(of: Int32(truncatingIfNeeded: value).littleEndian, body)
                : withUnsafeBytes(of: value.littleEndian, body)
        case .double(let value): withUnsafeBytes(of: value.bitPattern.littleEndian, body)
        case .bool(let value): withUnsafeBytes(of: UInt8(value ? 1 : 0), body)
        }
    }
}
