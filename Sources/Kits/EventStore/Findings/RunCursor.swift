/// Walks through a run record by record, one block in memory at a time.
// Not Sendable: one owner at a time.
final class RunCursor {
    /// Where it stands. Behind a pointer, because the checks that come with changing a class's properties cost more than a step does.
    private struct State {
        var key: UInt128 = 0
        var isValid = false
        var nextBlock = 0
        var record = 0
        var count = 0
        var payloadStart = 0
        var payloadEnd = 0
        var payloadsEnd = 0
    }

    let file: RunFile
    private let keysOnly: Bool
    private let buffer: UnsafeMutableRawBufferPointer
    private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

    /// The key of the record it stands at.
    @inline(__always)
    var key: UInt128 { state.pointee.key }
    /// False behind the last record.
    @inline(__always)
    var isValid: Bool { state.pointee.isValid }

    /// The cursor at the first record with a key not below `start`.
    init(_ file: RunFile, keysOnly: Bool = false, from start: UInt128 = 0) throws(StoreError) {
        self.file = file
        self.keysOnly = keysOnly
        buffer = .allocate(byteCount: file.bufferSize(keysOnly: keysOnly), alignment: 16)
        state.initialize(to: State())
        // The last block that begins at or below `start` may hold it.
        var low = 0
        var high = file.blocks.count
        while low < high {
            let middle = (low + high) / 2
            if file.blocks[middle].firstKey <= start { low = middle + 1 } else { high = middle }
        }
        state.pointee.nextBlock = max(0, low - 1)
        try loadBlock()
        while isValid, key < start { try advance() }
    }

    deinit {
        buffer.deallocate()
        state.deallocate()
    }

    /// Goes on to the next record.
    @inline(__always)
    func advance() throws(StoreError) {
        state.pointee.record &+= 1
        if state.pointee.record < state.pointee.count { try settle() } else { try loadBlock() }
    }

    /// Goes on to the first record with a key not below `key`; never back.
    func seek(_ wanted: UInt128) throws(StoreError) {
        guard isValid, key < wanted else { return }
        // The last block that begins at or below the key may hold it; the one it stands in has been read.
        var low = state.pointee.nextBlock
        var high = file.blocks.count
        while low < high {
            let middle = (low + high) / 2
            if file.blocks[middle].firstKey <= wanted { low = middle + 1 } else { high = middle }
        }
        if low > state.pointee.nextBlock {
            state.pointee.nextBlock = low - 1
            try loadBlock()
        }
        while isValid, key < wanted { try advance() }
    }

    private func loadBlock() throws(StoreError) {
        guard state.pointee.nextBlock < file.blocks.count else {
            state.pointee.isValid = false
            return
        }
        let block = file.blocks[state.pointee.nextBlock]
        try file.read(block, keysOnly: keysOnly, into: buffer)
        state.pointee.nextBlock += 1
        state.pointee.record = 0
        state.pointee.count = block.count
        state.pointee.payloadEnd = block.count * 16
        state.pointee.payloadsEnd = block.count * 16 + block.payloadBytes
        state.pointee.isValid = true
        try settle()
    }

    @inline(__always)
    private func settle() throws(StoreError) {
        let place = state.pointee.record &* 16
        let high = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        let low = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self))
        state.pointee.key = UInt128(high) << 64 | UInt128(low)
        if keysOnly { return }
        let start = state.pointee.payloadEnd
        let end = state.pointee.payloadsEnd
        var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
        let length = cursor.varint()
        guard !cursor.isShort, length <= UInt64(end &- start &- cursor.offset) else { throw damage("does not fit") }
        state.pointee.payloadStart = start &+ cursor.offset
        state.pointee.payloadEnd = start &+ cursor.offset &+ Int(truncatingIfNeeded: length)
    }

    /// The parts of the record's payload; good until the cursor moves.
    @inline(__always)
    func payload() throws(StoreError) -> RunPayload {
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[state.pointee.payloadStart..<state.pointee.payloadEnd])
        guard let payload = RunPayload(bytes, of: file) else { throw damage("cannot be read") }
        return payload
    }

    private func damage(_ what: String) -> StoreError {
        file.damage(file.blocks[state.pointee.nextBlock - 1], "record \(state.pointee.record) \(what)")
    }
}

/// A record's payload taken apart, pointing into its cursor's buffer.
struct RunPayload {
    /// Number of its profile in the run's table; 0: ``profile`` stands in the record.
    let profileNumber: UInt32
    /// The bytes of a profile that stands in the record.
    private let profileInPlace: UnsafeRawBufferPointer
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
            profileInPlace = cursor.bytes(cursor.varint())
        } else {
            guard number <= UInt64(file.profileCount) else { return nil }
            profileInPlace = UnsafeRawBufferPointer(start: nil, count: 0)
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

    /// The bytes of its profile.
    func profile(in file: RunFile) -> UnsafeRawBufferPointer {
        profileNumber == 0 ? profileInPlace : file.profile(profileNumber)
    }
}
