internal import Glibc

/// Parquet's split-block bloom filter (BloomFilter.md): blocks of 256 bits, XXH64, eight bits of one block for a value.
public enum BloomFilter {
    private static let salts = SIMD8<UInt32>(
        0x47B6_137B, 0x4497_4D91, 0x8824_AD5B, 0xA2B7_289D, 0x7054_95C7, 0x2DF1_424B, 0x9EFC_4947, 0x5C6B_FB31)

    /// The hash under which a text, JSON or binary value is filed.
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard let base = bytes.baseAddress else {
            return withUnsafeBytes(of: UInt8(0)) { empty in empty.baseAddress.map { XXH64.hash($0, count: 0) } ?? 0 }
        }
        return XXH64.hash(base, count: bytes.count)
    }

    /// The hash under which a text value is filed.
    public static func hash(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
    }

    /// The hash under which a value of an `int64` or `timestampMicros` column is filed.
    public static func hash(_ value: Int64) -> UInt64 {
        withUnsafeBytes(of: value.littleEndian) { hash($0) }
    }

    /// The hash under which a value of an `int32` column is filed.
    public static func hash(_ value: Int32) -> UInt64 {
        withUnsafeBytes(of: value.littleEndian) { hash($0) }
    }

    /// Whether the filter at a known place of an open file may hold the value with this hash: one `pread` of 32 bytes.
    public static func mightContain(descriptor: Int32, at place: BloomLocation, hash: UInt64) throws(ParquetError) -> Bool {
        try mightContain(descriptor: descriptor, name: "descriptor \(descriptor)", at: place, hash: hash)
    }

    /// Whether the filter at a known place of the file at `path` may hold the value with this hash, without reading
    /// anything else of the file.
    public static func mightContain(path: String, at place: BloomLocation, hash: UInt64) throws(ParquetError) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(operation: "open", path: path, code: errno) }
        defer { close(descriptor) }
        return try mightContain(descriptor: descriptor, name: path, at: place, hash: hash)
    }

    private static func mightContain(
        descriptor: Int32, name: @autoclosure () -> String, at place: BloomLocation, hash: UInt64
    ) throws(ParquetError) -> Bool {
        guard place.offset >= 0, place.byteCount >= 32 else { throw .misuse("a bloom filter has 32 bytes or more") }
        var block = SIMD8<UInt32>(repeating: 0)
        let result = withUnsafeMutableBytes(of: &block) { target in
            Result { () throws(FormatFault) in
                guard let base = target.baseAddress else { return }
                try ByteSource.read(descriptor, blockRange(of: hash, in: place), to: base)
            }
        }
        do {
            try result.get()
        } catch {
            throw error.located(path: name(), place: "the bloom filter at byte \(place.offset)")
        }
        return (block & mask(hash)) == mask(hash)
    }

    /// The bit of each of a block's eight words that belongs to `hash`.
    @inline(__always)
    static func mask(_ hash: UInt64) -> SIMD8<UInt32> {
        let key = SIMD8<UInt32>(repeating: UInt32(truncatingIfNeeded: hash))
        return SIMD8(repeating: 1) &<< ((key &* salts) &>> SIMD8(repeating: 27))
    }

    /// Which of `count` blocks belongs to `hash`.
    @inline(__always)
    static func blockIndex(of hash: UInt64, count: Int) -> Int {
        Int(truncatingIfNeeded: ((hash &>> 32) &* UInt64(truncatingIfNeeded: count)) &>> 32)
    }

    static func blockRange(of hash: UInt64, in place: BloomLocation) -> Range<Int> {
        let start = place.offset + 32 * blockIndex(of: hash, count: place.byteCount / 32)
        return start..<(start + 32)
    }

    static func block(_ bytes: UnsafeRawBufferPointer, contains hash: UInt64) -> Bool {
        let block = bytes.loadUnaligned(as: SIMD8<UInt32>.self)
        return (block & mask(hash)) == mask(hash)
    }

    /// The bytes of a filter for `distinct` values with the wanted share of false positives: a power of two, which some
    /// readers insist on, of 32 or more.
    static func byteCount(distinct: Int, falsePositiveRate: Double) -> Int {
        let rate = min(max(falsePositiveRate, 0.000_1), 0.5)
        let bits = -8 * Double(distinct) / log(1 - pow(rate, 0.125))
        var bytes = 32
        while Double(bytes * 8) < bits && bytes < 128 << 20 { bytes *= 2 }
        return bytes
    }

    /// The header before a bit set of `byteCount` bytes.
    static func encodeHeader(byteCount: Int, to encoder: inout CompactEncoder) {
        encoder.structureElement { header in
            header.int32(1, byteCount)
            header.structure(2) { $0.marker(1) }
            header.structure(3) { $0.marker(1) }
            header.structure(4) { $0.marker(1) }
        }
    }

    /// The bit set behind a `BloomFilterHeader` that starts at `offset` of the file.
    static func location(header: UnsafeRawBufferPointer, offset: Int, fileSize: Int) throws(FormatFault) -> BloomLocation {
        guard let base = header.baseAddress else { throw .damaged("its bloom filter has no header") }
        var decoder = CompactDecoder(base, range: 0..<header.count)
        var byteCount = 0
        var last = 0
        while let field = try decoder.field(&last) {
            if field.id == 1 {
                byteCount = try decoder.size(field)
                continue
            }
            // Fields 2 to 4 are unions; the only members there are so far have the id 1.
            try decoder.expectStructure(field)
            var lastMember = 0
            while let member = try decoder.field(&lastMember) {
                guard member.id == 1 else { throw .unsupported("the kind of its bloom filter") }
                try decoder.skip(member)
            }
        }
        let start = offset + decoder.position
        guard byteCount >= 32, byteCount % 32 == 0, byteCount <= fileSize - start else {
            throw .damaged("its bloom filter is said to have \(byteCount) bytes")
        }
        return BloomLocation(offset: start, byteCount: byteCount)
    }
}
