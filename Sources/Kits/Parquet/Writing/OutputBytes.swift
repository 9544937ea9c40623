internal import Glibc

/// Where a writer's bytes go: gathered in one buffer, and unless they stay in memory written out by the megabyte.
struct OutputBytes: ~Copyable {
    private static let flushSize = 1 << 20

    var buffer = GrowingBuffer(capacity: flushSize + (1 << 18))
    private let name: String
    private let path: String?
    private var descriptor: Int32?
    private var flushed = 0
    /// The error number of a write that failed. Part of the buffer may be out by then, so nothing more is written.
    private var failure: Int32?

    /// Creates or truncates the file at `path`.
    init(path: String) throws(ParquetError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(operation: "create", path: path, code: errno) }
        self.path = path
        self.descriptor = descriptor
        name = path
    }

    /// Writes to a descriptor that stays the caller's.
    init(descriptor: Int32, name: String) {
        path = nil
        self.descriptor = descriptor
        self.name = name
    }

    /// Keeps everything in memory.
    init() {
        path = nil
        descriptor = nil
        name = "memory"
    }

    deinit {
        if path != nil, let descriptor { Glibc.close(descriptor) }
    }

    /// Bytes written so far, whether they have left the buffer or not.
    var position: Int { flushed + buffer.count }

    mutating func flushIfFull() throws(ParquetError) {
        if buffer.count >= Self.flushSize { try flush() }
    }

    mutating func flush() throws(ParquetError) {
        guard let descriptor else { return }
        if let failure { throw .system(operation: "write", path: name, code: failure) }
        var done = 0
        while done < buffer.count {
            let written = write(descriptor, buffer.base + done, buffer.count - done)
            if written >= 0 {
                done += written
            } else if errno != EINTR {
                let code = errno
                failure = code
                throw .system(operation: "write", path: name, code: code)
            }
        }
        flushed += buffer.count
        buffer.count = 0
    }

    /// Hands everything to the operating system, with `sync` down to the disk, and closes a file of our own.
    mutating func close(sync: Bool) throws(ParquetError) {
        try flush()
        guard let descriptor else { return }
        if sync, fsync(descriptor) != 0 { throw .system(operation: "sync", path: name, code: errno) }
        guard path != nil else { return }
        self.descriptor = nil
        if Glibc.close(descriptor) != 0 { throw .system(operation: "close", path: name, code: errno) }
    }

    /// Closes and removes a file of our own.
    mutating func discard() {
        guard let path, let descriptor else { return }
        self.descriptor = nil
        Glibc.close(descriptor)
        unlink(path)
    }
}
