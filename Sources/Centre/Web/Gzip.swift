internal import CZlib

/// Compression of answers (RFC 1952).
enum Gzip {
    /// Packed bytes; nil where they would not be shorter.
    static func packed(_ bytes: [UInt8], level: Int32 = 5) -> [UInt8]? {
        var packer = Packer(level: level)
        guard let packed = packer?.pack(bytes, isLast: true), packed.count < bytes.count else { return nil }
        return packed
    }

    /// Packs a stream piece by piece.
    struct Packer: ~Copyable {
        private let stream: UnsafeMutablePointer<z_stream>

        init?(level: Int32 = 5) {
            stream = .allocate(capacity: 1)
            stream.initialize(to: z_stream())
            guard keshik_gzip_begin(stream, level) == Z_OK else {
                stream.deallocate()
                return nil
            }
        }

        deinit {
            deflateEnd(stream)
            stream.deallocate()
        }

        /// What the piece gives; everything so far can be read by the other side afterwards.
        mutating func pack(_ bytes: [UInt8], isLast: Bool) -> [UInt8]? {
            var result: [UInt8] = []
            var room = [UInt8](repeating: 0, count: max(4096, bytes.count / 2))
            var input = bytes
            return input.withUnsafeMutableBufferPointer { source in
                stream.pointee.next_in = source.baseAddress
                stream.pointee.avail_in = UInt32(source.count)
                while true {
                    let (status, written) = room.withUnsafeMutableBufferPointer { target in
                        stream.pointee.next_out = target.baseAddress
                        stream.pointee.avail_out = UInt32(target.count)
                        let status = deflate(stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
                        return (status, target.count - Int(stream.pointee.avail_out))
                    }
                    result.append(contentsOf: room[..<written])
                    if status == Z_STREAM_END { return result }
                    guard status == Z_OK || status == Z_BUF_ERROR else { return nil }
                    if !isLast, stream.pointee.avail_out > 0 { return result }
                    if status == Z_BUF_ERROR, written == 0 { return isLast ? nil : result }
                }
            }
        }
    }
}
