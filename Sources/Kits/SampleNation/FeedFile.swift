#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that is written in large pieces through one reused buffer.
struct FeedFile: ~Copyable {
    let path: String
    private let descriptor: Int32
    private(set) var size = 0

    init(path: String) throws(SampleError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FeedFile.refusal(path) }
    }

    deinit { close(descriptor) }

    /// Writes what the buffer holds and empties it, once it holds at least `threshold` bytes.
    mutating func drain(_ bytes: inout Bytes, above threshold: Int = 1 << 18) throws(SampleError) {
        guard bytes.count >= threshold, bytes.count > 0 else { return }
        let total = bytes.count
        let isWritten = bytes.buffer.withUnsafeBytes { region in
            var done = 0
            while done < total {
                let step = write(descriptor, region.baseAddress.map { $0 + done }, total - done)
                if step < 0, errno == EINTR { continue }
                if step <= 0 { return false }
                done += step
            }
            return true
        }
        guard isWritten else { throw FeedFile.refusal(path) }
        size += total
        bytes.empty()
    }

    /// Makes a folder and those above it; one that exists is left as it is.
    static func makeFolder(_ path: String) throws(SampleError) {
        var partial = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            partial += partial.isEmpty || partial.hasSuffix("/") ? String(part) : "/" + part
            if mkdir(partial, 0o755) != 0, errno != EEXIST { throw refusal(partial) }
        }
    }

    private static func refusal(_ path: String) -> SampleError {
        .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
}
