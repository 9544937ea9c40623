internal import Glibc

/// A growable run of raw bytes. Behind its capacity lie 64 more bytes, so that kernels that move whole words may
/// read or write a little past the end.
struct GrowingBuffer: ~Copyable {
    static let slack = 64

    private(set) var base: UnsafeMutableRawPointer
    private(set) var capacity: Int
    var count = 0

    init(capacity: Int = 64) {
        self.capacity = capacity
        base = .allocate(byteCount: capacity + Self.slack, alignment: 16)
    }

    deinit {
        base.deallocate()
    }

    /// Makes room for `additional` bytes behind the `count` bytes there are, which are kept.
    @inline(__always)
    mutating func reserve(_ additional: Int) {
        if count &+ additional > capacity { grow(to: count + additional) }
    }

    @inline(never)
    private mutating func grow(to needed: Int) {
        let larger = max(needed, capacity + capacity / 2, 256)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger + Self.slack, alignment: 16)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
        capacity = larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        reserve(bytes.count)
        memcpy(base + count, source, bytes.count)
        count += bytes.count
    }

    /// An unsigned LEB128 number, as Thrift's compact protocol and the hybrid encoding use it.
    @inline(__always)
    mutating func append(varint value: UInt64) {
        reserve(10)
        var rest = value
        while rest >= 0x80 {
            base.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: count, as: UInt8.self)
            count &+= 1
            rest >>= 7
        }
        base.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base, count: count)
    }
}

/// A run of trivial elements that is reused from call to call: it only ever grows, and growing loses its content.
struct ReusedArray<Element: BitwiseCopyable>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var capacity: Int

    init(capacity: Int = 16) {
        self.capacity = capacity
        base = Self.allocate(capacity)
    }

    deinit {
        UnsafeMutableRawPointer(base).deallocate()
    }

    /// Room for `count` elements and 64 more. Returns whether the memory is new, its content undefined.
    @discardableResult
    mutating func require(_ count: Int) -> Bool {
        guard count > capacity else { return false }
        UnsafeMutableRawPointer(base).deallocate()
        capacity = max(count, capacity * 2)
        base = Self.allocate(capacity)
        return true
    }

    /// Room for `count` elements and 64 more, keeping the first `kept`.
    mutating func require(_ count: Int, keeping kept: Int) {
        guard count > capacity else { return }
        capacity = max(count, capacity * 2)
        let moved = Self.allocate(capacity)
        moved.update(from: base, count: kept)
        UnsafeMutableRawPointer(base).deallocate()
        base = moved
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
        UnsafeMutableRawPointer.allocate(byteCount: (count + 64) * MemoryLayout<Element>.stride, alignment: 16)
            .bindMemory(to: Element.self, capacity: count + 64)
    }
}
