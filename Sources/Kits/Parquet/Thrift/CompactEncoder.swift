/// Writes Thrift's compact protocol, the form of all of Parquet's headers. Fields go in ascending order of their ids.
struct CompactEncoder: ~Copyable {
    var buffer: GrowingBuffer
    private var lastField = 0

    init(capacity: Int = 256) {
        buffer = GrowingBuffer(capacity: capacity)
    }

    mutating func clear() {
        buffer.count = 0
        lastField = 0
    }

    @inline(__always)
    private mutating func field(_ id: Int, _ type: UInt8) {
        let step = id - lastField
        if step > 0 && step <= 15 {
            buffer.append(UInt8(truncatingIfNeeded: step << 4) | type)
        } else {
            buffer.append(type)
            appendZigzag(Int64(id))
        }
        lastField = id
    }

    @inline(__always)
    private mutating func appendZigzag(_ value: Int64) {
        buffer.append(varint: UInt64(bitPattern: (value &<< 1) ^ (value &>> 63)))
    }

    mutating func int8(_ id: Int, _ value: Int8) {
        field(id, WireType.int8)
        buffer.append(UInt8(bitPattern: value))
    }

    mutating func int16(_ id: Int, _ value: Int) {
        field(id, WireType.int16)
        appendZigzag(Int64(value))
    }

    mutating func int32(_ id: Int, _ value: Int) {
        field(id, WireType.int32)
        appendZigzag(Int64(value))
    }

    mutating func int64(_ id: Int, _ value: Int) {
        field(id, WireType.int64)
        appendZigzag(Int64(value))
    }

    mutating func bool(_ id: Int, _ value: Bool) {
        field(id, value ? WireType.boolTrue : WireType.boolFalse)
    }

    mutating func binary(_ id: Int, _ bytes: UnsafeRawBufferPointer) {
        field(id, WireType.binary)
        binaryElement(bytes)
    }

    mutating func string(_ id: Int, _ text: String) {
        field(id, WireType.binary)
        stringElement(text)
    }

    /// A structure in field `id`; `body` writes its fields.
    mutating func structure(_ id: Int, _ body: (inout CompactEncoder) -> Void) {
        field(id, WireType.structure)
        structureElement(body)
    }

    /// An empty structure in field `id`, as Parquet's unions use it.
    mutating func marker(_ id: Int) {
        structure(id) { _ in }
    }

    /// The head of a list in field `id`; `count` elements follow.
    mutating func list(_ id: Int, of type: UInt8, count: Int) {
        field(id, WireType.list)
        if count < 15 {
            buffer.append(UInt8(truncatingIfNeeded: count << 4) | type)
        } else {
            buffer.append(0xF0 | type)
            buffer.append(varint: UInt64(count))
        }
    }

    /// A structure that is an element of a list, or the whole message.
    mutating func structureElement(_ body: (inout CompactEncoder) -> Void) {
        let outer = lastField
        lastField = 0
        body(&self)
        buffer.append(WireType.stop)
        lastField = outer
    }

    mutating func integerElement(_ value: Int) {
        appendZigzag(Int64(value))
    }

    mutating func boolElement(_ value: Bool) {
        buffer.append(value ? WireType.boolTrue : WireType.boolFalse)
    }

    mutating func binaryElement(_ bytes: UnsafeRawBufferPointer) {
        buffer.append(varint: UInt64(bytes.count))
        buffer.append(bytes)
    }

    mutating func stringElement(_ text: String) {
        var text = text
        text.withUTF8 { binaryElement(UnsafeRawBufferPointer($0)) }
    }
}
