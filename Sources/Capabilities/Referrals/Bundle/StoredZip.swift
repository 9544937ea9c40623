/// Writes a ZIP (APPNOTE 6.3.10) whose files are stored as they are: evidence is not changed by a byte. Up to 4 GiB in all.
struct StoredZip {
    private struct Entry {
        let name: [UInt8]
        let checksum: UInt32
        let size: UInt32
        let offset: UInt32
    }

    private var entries: [Entry] = []
    private(set) var offset = 0
    private let time: UInt16
    private let date: UInt16

    /// - Parameters:
    ///   - date, time: of every file, as MS-DOS writes them
    init(year: Int, month: Int, day: Int, secondOfDay: Int) {
        date = UInt16((max(year, 1980) - 1980) << 9 | month << 5 | day)
        time = UInt16(secondOfDay / 3_600 << 11 | secondOfDay / 60 % 60 << 5 | secondOfDay % 60 / 2)
    }

    /// What stands before the content of a file, which must follow with exactly this size and checksum.
    mutating func begin(_ name: String, checksum: UInt32, size: Int) throws -> [UInt8] {
        let name = Array(name.utf8)
        guard offset + size + name.count + 30 < 0xFFFF_0000, entries.count < 0xFFFE else { throw BundleError.tooLarge }
        let entry = Entry(name: name, checksum: checksum, size: UInt32(size), offset: UInt32(offset))
        entries.append(entry)
        var head: [UInt8] = []
        head.put(UInt32(0x0403_4B50))
        putCommon(entry, to: &head)
        head.put(UInt16(0))
        head += name
        offset += head.count + size
        return head
    }

    /// What stands behind the last file.
    mutating func end() -> [UInt8] {
        var tail: [UInt8] = []
        for entry in entries {
            tail.put(UInt32(0x0201_4B50))
            // Made on Unix by version 2.0 of the format.
            tail.put(UInt16(3 << 8 | 20))
            putCommon(entry, to: &tail)
            tail.put(UInt16(0))
            tail.put(UInt16(0))
            tail.put(UInt16(0))
            tail.put(UInt16(0))
            // An ordinary file that is only read.
            tail.put(UInt32(0o100444 << 16))
            tail.put(entry.offset)
            tail += entry.name
        }
        let size = tail.count
        tail.put(UInt32(0x0605_4B50))
        tail.put(UInt16(0))
        tail.put(UInt16(0))
        tail.put(UInt16(entries.count))
        tail.put(UInt16(entries.count))
        tail.put(UInt32(size))
        tail.put(UInt32(offset))
        tail.put(UInt16(0))
        return tail
    }

    /// The fields that both heads have: version, UTF-8 names, stored, time, checksum, sizes, length of the name.
    private func putCommon(_ entry: Entry, to bytes: inout [UInt8]) {
        bytes.put(UInt16(20))
        bytes.put(UInt16(1 << 11))
        bytes.put(UInt16(0))
        bytes.put(time)
        bytes.put(date)
        bytes.put(entry.checksum)
        bytes.put(entry.size)
        bytes.put(entry.size)
        bytes.put(UInt16(entry.name.count))
    }
}

/// CRC-32 of ZIP (ISO 3309).
struct Checksum {
    private static let table: [UInt32] = (0..<256).map { place in
        (0..<8).reduce(UInt32(place)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }
    private var state: UInt32 = 0xFFFF_FFFF

    mutating func take(_ bytes: [UInt8]) {
        var state = state
        Checksum.table.withUnsafeBufferPointer { table in
            for byte in bytes { state = table[Int((state ^ UInt32(byte)) & 0xFF)] ^ state >> 8 }
        }
        self.state = state
    }

    var value: UInt32 { ~state }
}

extension [UInt8] {
    fileprivate mutating func put(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
