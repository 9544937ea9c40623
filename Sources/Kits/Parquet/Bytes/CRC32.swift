/// The CRC-32 that page headers carry (polynomial 0x04C11DB7, as in gzip and PNG), eight bytes at a time.
enum CRC32 {
    /// Eight tables of 256: table `k` advances a byte that lies `k` bytes before the end of the word.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 {
                value = (value >> 1) ^ (value & 1 == 0 ? 0 : 0xEDB8_8320)
            }
            tables[byte] = value
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = (before >> 8) ^ tables[Int(before & 0xFF)]
        }
        return tables
    }()

    static func checksum(_ start: UnsafeRawPointer, count: Int, after previous: UInt32 = 0) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            guard let table = tables.baseAddress else { return 0 }
            var at = start
            var left = count
            var crc = ~previous
            while left >= 8 {
                let word = UInt64(littleEndian: at.loadUnaligned(as: UInt64.self)) ^ UInt64(crc)
                let low = table[1792 &+ Int(word & 0xFF)] ^ table[1536 &+ Int((word &>> 8) & 0xFF)]
                let middle = table[1280 &+ Int((word &>> 16) & 0xFF)] ^ table[1024 &+ Int((word &>> 24) & 0xFF)]
                let upper = table[768 &+ Int((word &>> 32) & 0xFF)] ^ table[512 &+ Int((word &>> 40) & 0xFF)]
                let high = table[256 &+ Int((word &>> 48) & 0xFF)] ^ table[Int(word &>> 56)]
                crc = low ^ middle ^ upper ^ high
                at += 8
                left &-= 8
            }
            while left > 0 {
                crc = (crc &>> 8) ^ table[Int((crc ^ UInt32(at.load(as: UInt8.self))) & 0xFF)]
                at += 1
                left &-= 1
            }
            return ~crc
        }
    }
}
