/// Walks through a run record by record, one block in memory at a time.
// Not Sendable: one owner at a time.
final class RunCursor {
    let file: RunFile
    /// The key of the record it stands at.
    private(set) var key: UInt128 = 0
    /// False behind the last record.
    private(set) var isValid = false

    private let keysOnly: Bool
    private let buffer: UnsafeMutableRawBufferPointer
    private var nextBlock: Int
    private var record = 0
    private var count = 0
    private var payloadStart = 0
    private var payloadEnd = 0
    private var payloadsEnd = 0

    /// The cursor at the first record with a key not below `start`.
    init(_ file: RunFile, keysOnly: Bool = false, from start: UInt128 = 0) throws(StoreError) {
        self.file = file
        self.keysOnly = keysOnly
        buffer = .allocate(byteCount: file.bufferSize(keysOnly: keysOnly), alignment: 16)
        // The last block that begins at or below `start` may hold it.
        var low = 0
        var high = file.blocks.count
        while low < high {
            let middle = (low + high) / 2
            if file.blocks[middle].firstKey <= start { low = middle + 1 } else { high = middle }
        }
        nextBlock = max(0, low - 1)
        try loadBlock()
        while isValid, key < start { try advance() }
    }

    deinit { buffer.deallocate() }

    /// Goes on to the next record.
    @inline(__always)
    func advance() throws(StoreError) {
        record &+= 1
        if record < count { try settle() } else { try loadBlock() }
    }

    private func loadBlock() throws(StoreError) {
        guard nextBlock < file.blocks.count else {
            isValid = false
            return
        }
        let block = file.blocks[nextBlock]
        try file.read(block, keysOnly: keysOnly, into: buffer)
        nextBlock += 1
        record = 0
        count = block.count
        payloadEnd = block.count * 16
        payloadsEnd = payloadEnd + block.payloadBytes
        isValid = true
        try settle()
    }

    @inline(__always)
    private func settle() throws(StoreError) {
        let high = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: record &* 16, as: UInt64.self))
        let low = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: record &* 16 &+ 8, as: UInt64.self))
        key = UInt128(high) << 64 | UInt128(low)
        if keysOnly { return }
        var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: buffer[payloadEnd..<payloadsEnd]))
        let length = cursor.varint()
        guard !cursor.isShort, length <= UInt64(payloadsEnd &- payloadEnd &- cursor.offset) else {
            throw file.damage(file.blocks[nextBlock - 1], "record \(record) does not fit")
        }
        payloadStart = payloadEnd &+ cursor.offset
        payloadEnd = payloadStart &+ Int(truncatingIfNeeded: length)
    }

    /// The parts of the record's payload; good until the cursor moves.
    @inline(__always)
    func payload() throws(StoreError) -> RunPayload {
        guard let payload = RunPayload(UnsafeRawBufferPointer(rebasing: buffer[payloadStart..<payloadEnd]), of: file) else {
            throw file.damage(file.blocks[nextBlock - 1], "record \(record) cannot be read")
        }
        return payload
    }
}

/// A record's payload taken apart, pointing into its cursor's buffer.
struct RunPayload {
    /// Number of its profile in the run's table; 0: ``profile`` stands in the record.
    let profileNumber: UInt32
    /// The bytes of its profile.
    let profile: UnsafeRawBufferPointer
    /// How many feeds saw it, and their numbers as varints.
    let feedCount: Int
    let feedNumbers: UnsafeRawBufferPointer
    /// Episodes and attributes.
    let rest: UnsafeRawBufferPointer

    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer, of file: RunFile) {
        var cursor = ByteCursor(bytes)
        let number = cursor.varint()
        if number == 0 {
            profile = cursor.bytes(cursor.varint())
        } else {
            guard number <= UInt64(file.profileCount) else { return nil }
            profile = file.profile(UInt32(truncatingIfNeeded: number))
        }
        profileNumber = UInt32(truncatingIfNeeded: number)
        let feeds = cursor.varint()
        guard feeds <= UInt64(file.feeds.count) else { return nil }
        feedCount = Int(feeds)
        let start = cursor.offset
        for _ in 0..<feeds where cursor.varint() >= UInt64(file.feeds.count) { return nil }
        feedNumbers = UnsafeRawBufferPointer(rebasing: bytes[start..<cursor.offset])
        rest = cursor.rest
        if cursor.isShort { return nil }
    }
}
