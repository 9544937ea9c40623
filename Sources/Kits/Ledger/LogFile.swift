internal import Glibc

/// A file of the ledger that is read by place and only added to. Closed when let go of.
final class LogFile: Sendable {
    let path: String
    private let descriptor: Int32

    /// Opens a file.
    /// - Parameter writes: makes it where it is not there
    init(_ path: String, writes: Bool) throws(LedgerError) {
        descriptor = open(path, writes ? O_RDWR | O_CREAT | O_CLOEXEC : O_RDONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("open", path: path, code: errno) }
        self.path = path
    }

    deinit { close(descriptor) }

    /// Its length in bytes.
    func size() throws(LedgerError) -> Int {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw .system("measure", path: path, code: errno) }
        return Int(end)
    }

    /// Reads `count` bytes from a place; fewer where the file ends.
    func read(at offset: Int, count: Int) throws(LedgerError) -> [UInt8] {
        var failure: LedgerError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            while length < count {
                let got = pread(descriptor, buffer.baseAddress?.advanced(by: length), count - length, off_t(offset + length))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = .system("read", path: path, code: errno) }
                if got <= 0 { break }
                length += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes at a place.
    func write(_ bytes: [UInt8], at offset: Int) throws(LedgerError) {
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset + done))
            }
            if put < 0, errno == EINTR { continue }
            guard put >= 0 else { throw .system("write to", path: path, code: errno) }
            done += put
        }
    }

    /// Makes what was written last through a power cut.
    func sync() throws(LedgerError) {
        guard fdatasync(descriptor) == 0 else { throw .system("sync", path: path, code: errno) }
    }

    /// Cuts off what lies behind a place.
    func cut(to size: Int) throws(LedgerError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw .system("cut", path: path, code: errno) }
        guard fsync(descriptor) == 0 else { throw .system("sync", path: path, code: errno) }
    }

    /// Takes the file for this process until it is let go of; false where another process has it.
    func lock() throws(LedgerError) -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            guard errno == EWOULDBLOCK else { throw .system("lock", path: path, code: errno) }
            return false
        }
        return true
    }
}

/// What is done to whole small files.
enum SmallFile {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func makeFolder(_ path: String) throws(LedgerError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
            if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        }
        throw .system("make the folder", path: path, code: errno)
    }

    static func read(_ path: String) throws(LedgerError) -> [UInt8] {
        let file = try LogFile(path, writes: false)
        return try file.read(at: 0, count: file.size())
    }

    /// Writes a file whole or not at all, also where the power fails: readers see the old content or the new.
    static func write(_ bytes: [UInt8], to path: String) throws(LedgerError) {
        let draft = path + ".new"
        unlink(draft)
        let file = try LogFile(draft, writes: true)
        try file.write(bytes, at: 0)
        try file.sync()
        guard rename(draft, path) == 0 else { throw .system("rename to \(path)", path: draft, code: errno) }
        try syncFolder(of: path)
    }

    /// Makes the names in the folder of a file last through a power cut.
    static func syncFolder(of path: String) throws(LedgerError) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open", path: folder, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("sync", path: folder, code: errno) }
    }
}

/// What the system calls an error.
enum SystemText {
    static func of(_ code: Int32) -> String { String(cString: strerror(code)) }
}
