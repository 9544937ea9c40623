/// Values in plain encoding (Encodings.md), taken from a dictionary.
struct ValueBytes {
    let values: DictionaryValues
    let type: ColumnType

    /// Bytes of a value of fixed length, nil for bytes columns.
    var fixedSize: Int? {
        switch type {
        case .int32: 4
        case .int64, .timestampMicros, .double: 8
        case .boolean, .utf8, .json, .bytes: nil
        }
    }

    /// Appends the values that `count` codes stand for, leaving out nulls. Fails beyond what a page can hold.
    func append(_ codes: UnsafePointer<UInt32>, count: Int, hasNulls: Bool, to buffer: inout GrowingBuffer) -> Bool {
        buffer.reserve(count * 8)
        let out = buffer.base + buffer.count
        switch values {
        case .bytes(let arena, let spans):
            guard let spans = spans.baseAddress else { return true }
            return Self.appendBytes(arena, spans, codes, count, to: &buffer)
        case .int64(let numbers):
            guard let numbers = numbers.baseAddress else { return true }
            if type == .int32 {
                let out = out.assumingMemoryBound(to: UInt8.self)
                var at = UnsafeMutableRawPointer(out)
                for index in 0..<count where codes[index] != 0 {
                    at.storeBytes(of: Int32(truncatingIfNeeded: numbers[Int(codes[index]) &- 1]), as: Int32.self)
                    at += 4
                }
                buffer.count = at - buffer.base
            } else {
                buffer.count &+= Self.appendWords(UnsafeRawPointer(numbers), codes, count, hasNulls, to: out)
            }
        case .double(let numbers):
            guard let numbers = numbers.baseAddress else { return true }
            buffer.count &+= Self.appendWords(UnsafeRawPointer(numbers), codes, count, hasNulls, to: out)
        case .bool: break
        }
        return true
    }

    @inline(__always)
    private static func appendWords(
        _ words: UnsafeRawPointer, _ codes: UnsafePointer<UInt32>, _ count: Int, _ hasNulls: Bool, to out: UnsafeMutableRawPointer
    ) -> Int {
        var at = out
        if hasNulls {
            for index in 0..<count where codes[index] != 0 {
                at.storeBytes(of: words.load(fromByteOffset: (Int(codes[index]) &- 1) &* 8, as: UInt64.self), as: UInt64.self)
                at += 8
            }
        } else {
            for index in 0..<count {
                at.storeBytes(of: words.load(fromByteOffset: (Int(codes[index]) &- 1) &* 8, as: UInt64.self), as: UInt64.self)
                at += 8
            }
        }
        return at - out
    }

    private static func appendBytes(
        _ arena: UnsafeRawPointer, _ spans: UnsafePointer<ByteSpan>, _ codes: UnsafePointer<UInt32>, _ count: Int,
        to buffer: inout GrowingBuffer
    ) -> Bool {
        var at = buffer.base + buffer.count
        var end = buffer.base + buffer.capacity
        for index in 0..<count {
            let code = codes[index]
            if code == 0 { continue }
            let span = spans[Int(code) &- 1]
            let length = Int(span.length)
            if end - at < length &+ 4 {
                buffer.count = at - buffer.base
                guard buffer.count + length + 4 <= Int(Int32.max) else { return false }
                buffer.reserve(length + 4)
                at = buffer.base + buffer.count
                end = buffer.base + buffer.capacity
            }
            at.storeBytes(of: span.length.littleEndian, as: UInt32.self)
            copy(arena + Int(span.offset), to: at + 4, length)
            at += length &+ 4
        }
        buffer.count = at - buffer.base
        return buffer.count <= Int(Int32.max)
    }

    /// Short values, which most are, without a call.
    @inline(__always)
    private static func copy(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, _ length: Int) {
        if length > 16 {
            target.copyMemory(from: source, byteCount: length)
        } else if length >= 8 {
            let tail = source.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
            target.storeBytes(of: tail, toByteOffset: length &- 8, as: UInt64.self)
        } else if length >= 4 {
            let tail = source.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self)
            target.storeBytes(of: source.loadUnaligned(as: UInt32.self), as: UInt32.self)
            target.storeBytes(of: tail, toByteOffset: length &- 4, as: UInt32.self)
        } else if length > 0 {
            target.storeBytes(of: source.load(as: UInt8.self), as: UInt8.self)
            target.storeBytes(
                of: source.load(fromByteOffset: length &>> 1, as: UInt8.self), toByteOffset: length &>> 1, as: UInt8.self)
            target.storeBytes(
                of: source.load(fromByteOffset: length &- 1, as: UInt8.self), toByteOffset: length &- 1, as: UInt8.self)
        }
    }

    /// Files every used value in a bloom filter's bit set of `byteCount` zeroed bytes at `target`.
    func fill(
        bloom target: UnsafeMutableRawPointer, byteCount: Int, used: UnsafePointer<UInt32>, count: Int
    ) {
        let blocks = byteCount / 32
        for index in 0..<count {
            let hash = hash(of: Int(used[index]) &- 1)
            let offset = 32 &* BloomFilter.blockIndex(of: hash, count: blocks)
            let block = target.loadUnaligned(fromByteOffset: offset, as: SIMD8<UInt32>.self)
            target.storeBytes(of: block | BloomFilter.mask(hash), toByteOffset: offset, as: SIMD8<UInt32>.self)
        }
    }

    /// The hash under which bloom filters file an entry.
    func hash(of entry: Int) -> UInt64 {
        switch values {
        case .bytes(let arena, let spans): XXH64.hash(arena + Int(spans[entry].offset), count: Int(spans[entry].length))
        case .int64(let numbers):
            type == .int32 ? BloomFilter.hash(Int32(truncatingIfNeeded: numbers[entry])) : BloomFilter.hash(numbers[entry])
        case .double(let numbers): BloomFilter.hash(Int64(bitPattern: numbers[entry].bitPattern))
        case .bool(let truths): withUnsafeBytes(of: truths[entry]) { BloomFilter.hash($0) }
        }
    }
}
