import CArchive

/// Unpacks gzip (RFC 1952), several members one after another. zlib itself and not libarchive, which keeps back up to 64 KiB of what it
/// had unpacked when the data ends too early: here every byte that could be unpacked is passed on before the error.
final class GzipStage: ByteStage {
    private static let inputLength = 256 * 1024

    private let name: String
    private let upstream: any ByteStage
    private let limits: UnpackLimits
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutablePointer<UInt8>
    private var taken: Int64 = 0
    private var unpacked: Int64 = 0
    /// Length of the caller's buffer in the call that is running.
    private var room = 0
    private var isBetweenMembers = false
    private var isAtEnd = false
    private var failure: SourceError?

    init(_ upstream: any ByteStage, name: String, limits: UnpackLimits) throws(SourceError) {
        self.upstream = upstream
        self.name = name
        self.limits = limits
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(capacity: Self.inputLength)
        guard keshik_inflate_gzip_init(stream) == Z_OK else {
            throw .cannotOpen(name: name, reason: "not enough memory to unpack it")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    var consumedBytes: Int64 { upstream.consumedBytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        if let failure { throw failure }
        guard !isAtEnd, buffer.count > 0, let start = buffer.baseAddress else { return 0 }
        room = min(buffer.count, 1 << 30)
        stream.pointee.next_out = start.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        do throws(SourceError) {
            while stream.pointee.avail_out > 0, !isAtEnd {
                if stream.pointee.avail_in == 0 { try refill() }
                if isBetweenMembers { try beginMember() } else { try inflateMore() }
            }
        } catch {
            failure = error
        }
        let count = room - Int(stream.pointee.avail_out)
        unpacked += Int64(count)
        if failure == nil {
            do throws(SourceError) { try limits.check(name, unpacked: unpacked, consumed: taken) } catch { failure = error }
        }
        if count == 0, let failure { throw failure }
        return count
    }

    private func refill() throws(SourceError) {
        let count = try upstream.read(into: UnsafeMutableRawBufferPointer(start: input, count: Self.inputLength))
        stream.pointee.next_in = input
        stream.pointee.avail_in = UInt32(count)
        taken += Int64(count)
        guard count == 0 else { return }
        if isBetweenMembers {
            isAtEnd = true
        } else {
            throw .truncated(name: name, consumed: taken, unpacked: unpacked + Int64(room) - Int64(stream.pointee.avail_out))
        }
    }

    private func inflateMore() throws(SourceError) {
        let status = inflate(stream, Z_NO_FLUSH)
        switch status {
        case Z_OK, Z_BUF_ERROR:
            return
        case Z_STREAM_END:
            isBetweenMembers = true
        default:
            let reason = stream.pointee.msg.map { String(cString: $0) } ?? "not gzip"
            throw .damaged(name: name, consumed: taken - Int64(stream.pointee.avail_in), unpacked: unpacked, reason: reason)
        }
    }

    /// Behind a member: another one, padding with NUL, or the end.
    private func beginMember() throws(SourceError) {
        while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
            stream.pointee.next_in += 1
            stream.pointee.avail_in -= 1
        }
        guard stream.pointee.avail_in > 0 else { return }
        guard stream.pointee.next_in.pointee == 0x1F else {
            throw .damaged(
                name: name, consumed: taken - Int64(stream.pointee.avail_in), unpacked: unpacked,
                reason: "something else follows behind the compressed data")
        }
        guard inflateReset(stream) == Z_OK else {
            throw .damaged(name: name, consumed: taken, unpacked: unpacked, reason: "cannot begin the next member")
        }
        isBetweenMembers = false
    }
}
