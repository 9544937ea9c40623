/// Bytes being written: grows, keeps its room when emptied. A value without copies, because the checks that come with changing a class's
/// properties took a tenth of the time of sealing a batch.
struct ByteSink: ~Copyable {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 4096) {
        self.capacity = max(64, capacity)
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    mutating func removeAll() { count = 0 }

    /// Makes room for so many more bytes.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count &+ more > capacity { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        while count + more > capacity { capacity *= 2 }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        reserve(bytes.count)
        if let source = bytes.baseAddress { (base + count).copyMemory(from: source, byteCount: bytes.count) }
        count &+= bytes.count
    }

    /// An integer in little endian order.
    @inline(__always)
    mutating func append<Number: FixedWidthInteger>(fixed number: Number) {
        reserve(MemoryLayout<Number>.size)
        (base + count).storeBytes(of: number.littleEndian, as: Number.self)
        count &+= MemoryLayout<Number>.size
    }

    /// Seven bits a byte, lowest first.
    @inline(__always)
    mutating func append(varint number: UInt64) {
        reserve(10)
        var number = number
        while number >= 0x80 {
            base.storeBytes(of: UInt8(truncatingIfNeeded: number) | 0x80, toByteOffset: count, as: UInt8.self)
            count &+= 1
            number >>= 7
        }
        base.storeBytes(of: UInt8(truncatingIfNeeded: number), toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    mutating func append(text: String) {
        var text = text
        text.withUTF8 {
            append(varint: UInt64($0.count))
            append(UnsafeRawBufferPointer($0))
        }
    }
}

/// Bytes being read. Reading past the end gives zeros and sets `isShort`.
struct ByteCursor {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0
    private(set) var isShort = false

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    @inline(__always)
    var isAtEnd: Bool { offset >= bytes.count }

    @inline(__always)
    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[offset...]) }

    @inline(__always)
    mutating func byte() -> UInt8 {
        guard offset < bytes.count else {
            isShort = true
            return 0
        }
        let byte = bytes[offset]
        offset &+= 1
        return byte
    }

    @inline(__always)
    mutating func varint() -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = byte()
            number |= UInt64(next & 0x7F) &<< shift
            if next < 0x80 || shift >= 63 { return number }
            shift &+= 7
        }
    }

    /// An integer in little endian order.
    @inline(__always)
    mutating func fixed<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type = Number.self) -> Number {
        guard bytes.count &- offset >= MemoryLayout<Number>.size else {
            isShort = true
            offset = bytes.count
            return 0
        }
        let number = Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
        offset &+= MemoryLayout<Number>.size
        return number
    }

    @inline(__always)
    mutating func bytes(_ count: UInt64) -> UnsafeRawBufferPointer {
        guard count <= UInt64(bytes.count &- offset) else {
            isShort = true
            offset = bytes.count
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let length = Int(truncatingIfNeeded: count)
        let part = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset &+ length])
        offset &+= length
        return part
    }

    mutating func text() -> String {
        let count = varint()
        return String(decoding: bytes(count), as: UTF8.self)
    }
}

extension UInt64 {
    /// Small numbers of either sign become small numbers without one.
    @inline(__always)
    init(zigzag number: Int64) { self = UInt64(bitPattern: (number << 1) ^ (number >> 63)) }
}

extension Int64 {
    @inline(__always)
    init(unzigzag number: UInt64) { self = Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1) }
}
