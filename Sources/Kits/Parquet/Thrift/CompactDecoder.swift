/// Reads Thrift's compact protocol from bytes it does not own. Nothing it is given can make it read past the end.
struct CompactDecoder {
    /// One field's id and wire type.
    struct Field {
        var id: Int
        var type: UInt8
    }

    private let base: UnsafeRawPointer
    private let end: Int
    private(set) var position: Int

    init(_ base: UnsafeRawPointer, range: Range<Int>) {
        self.base = base
        end = range.upperBound
        position = range.lowerBound
    }

    private static let truncated = FormatFault.damaged("a header ends too early")

    @inline(__always)
    mutating func byte() throws(FormatFault) -> UInt8 {
        guard position < end else { throw Self.truncated }
        let value = base.load(fromByteOffset: position, as: UInt8.self)
        position &+= 1
        return value
    }

    @inline(__always)
    mutating func varint() throws(FormatFault) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            value |= UInt64(next & 0x7F) &<< shift
            if next < 0x80 { return value }
            shift &+= 7
            guard shift < 64 else { throw .damaged("a number in a header is longer than 64 bits") }
        }
    }

    @inline(__always)
    mutating func zigzag() throws(FormatFault) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: (raw &>> 1) ^ (0 &- (raw & 1)))
    }

    /// The next field of the structure being read, nil at its end. `last` starts at 0 for each structure.
    mutating func field(_ last: inout Int) throws(FormatFault) -> Field? {
        let head = try byte()
        if head == WireType.stop { return nil }
        let step = Int(head >> 4)
        let id = step == 0 ? Int(truncatingIfNeeded: try zigzag()) : last &+ step
        guard id >= 0 && id <= Int(Int16.max) else { throw .damaged("a header has a field with an impossible id") }
        last = id
        return Field(id: id, type: head & 0x0F)
    }

    /// An integer of any width.
    mutating func integer(_ field: Field) throws(FormatFault) -> Int {
        switch field.type {
        case WireType.int32, WireType.int64, WireType.int16: Int(try zigzag())
        case WireType.int8: Int(Int8(bitPattern: try byte()))
        default: throw .damaged("field \(field.id) of a header is not an integer")
        }
    }

    /// An integer that counts or locates something and so cannot be negative.
    mutating func size(_ field: Field) throws(FormatFault) -> Int {
        let value = try integer(field)
        guard value >= 0 else { throw .damaged("field \(field.id) of a header is negative") }
        return value
    }

    mutating func bool(_ field: Field) throws(FormatFault) -> Bool {
        switch field.type {
        case WireType.boolTrue: true
        case WireType.boolFalse: false
        default: throw .damaged("field \(field.id) of a header is not a truth value")
        }
    }

    /// The bytes of a binary field, borrowed from the input.
    mutating func binary(_ field: Field) throws(FormatFault) -> UnsafeRawBufferPointer {
        guard field.type == WireType.binary else { throw .damaged("field \(field.id) of a header is not text") }
        return try binaryElement()
    }

    mutating func binaryElement() throws(FormatFault) -> UnsafeRawBufferPointer {
        let count = try varint()
        guard count <= UInt64(end - position) else { throw Self.truncated }
        let bytes = UnsafeRawBufferPointer(start: base + position, count: Int(count))
        position += Int(count)
        return bytes
    }

    mutating func string(_ field: Field) throws(FormatFault) -> String {
        String(decoding: try binary(field), as: UTF8.self)
    }

    /// Enters a structure.
    func expectStructure(_ field: Field) throws(FormatFault) {
        guard field.type == WireType.structure else { throw .damaged("field \(field.id) of a header is not a structure") }
    }

    /// The number of elements of a list, which follow. Every element takes a byte or more, so the number is bounded.
    mutating func list(_ field: Field, of type: UInt8) throws(FormatFault) -> Int {
        guard field.type == WireType.list else { throw .damaged("field \(field.id) of a header is not a list") }
        let (count, element) = try listHead()
        // Writers differ in which of the two boolean types they put in the head of a list.
        let matches = element == type || (type == WireType.boolTrue && element == WireType.boolFalse) || count == 0
        guard matches else { throw .damaged("field \(field.id) of a header is a list of the wrong type") }
        return count
    }

    private mutating func listHead() throws(FormatFault) -> (count: Int, type: UInt8) {
        let head = try byte()
        let count = head >> 4 == 15 ? try varint() : UInt64(head >> 4)
        guard count <= UInt64(end - position) else { throw Self.truncated }
        return (Int(count), head & 0x0F)
    }

    mutating func skip(_ field: Field) throws(FormatFault) {
        try skip(type: field.type, isElement: false, depth: 0)
    }

    private mutating func skip(type: UInt8, isElement: Bool, depth: Int) throws(FormatFault) {
        guard depth < 32 else { throw .damaged("a header is nested too deeply") }
        switch type {
        case WireType.boolTrue, WireType.boolFalse:
            if isElement { _ = try byte() }
        case WireType.int8: _ = try byte()
        case WireType.int16, WireType.int32, WireType.int64: _ = try varint()
        case WireType.double: try advance(8)
        case WireType.uuid: try advance(16)
        case WireType.binary: _ = try binaryElement()
        case WireType.list, WireType.set:
            let (count, element) = try listHead()
            for _ in 0..<count { try skip(type: element, isElement: true, depth: depth + 1) }
        case WireType.map:
            let count = try varint()
            guard count <= UInt64(end - position) else { throw Self.truncated }
            guard count > 0 else { return }
            let types = try byte()
            for _ in 0..<count {
                try skip(type: types >> 4, isElement: true, depth: depth + 1)
                try skip(type: types & 0x0F, isElement: true, depth: depth + 1)
            }
        case WireType.structure:
            var last = 0
            while let inner = try field(&last) { try skip(type: inner.type, isElement: false, depth: depth + 1) }
        default:
            throw .damaged("a header has a field of an unknown type")
        }
    }

    /// Passes over `count` bytes.
    mutating func advance(_ count: Int) throws(FormatFault) {
        guard count <= end - position else { throw Self.truncated }
        position += count
    }
}
