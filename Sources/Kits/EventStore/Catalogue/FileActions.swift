internal import Glibc

/// What the store does to files, each with an error that names the file. A full disk always comes out as ``StoreError/diskFull(path:)``.
enum FileActions {
    /// The error of the last system call.
    static func failure(_ operation: String, _ path: String, code: Int32 = errno) -> StoreError {
        code == ENOSPC || code == EDQUOT ? .diskFull(path: path) : .system(operation: operation, path: path, code: code)
    }

    /// Makes a folder and those above it; one that exists is fine.
    static func makeFolder(_ path: String) throws(StoreError) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
            if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        }
        throw failure("make the folder", path)
    }

    /// Makes what was renamed or removed in a folder last through a power cut.
    static func syncFolder(_ path: String) throws(StoreError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the folder", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync the folder", path) }
    }

    static func rename(_ old: String, to new: String) throws(StoreError) {
        guard Glibc.rename(old, new) == 0 else { throw failure("rename", old) }
    }

    /// Removes a file; one that is not there is fine.
    static func remove(_ path: String) throws(StoreError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure("remove", path) }
    }

    /// Size of a file, nil where there is none.
    static func size(_ path: String) throws(StoreError) -> Int? {
        var status = stat()
        if stat(path, &status) == 0 { return Int(status.st_size) }
        if errno == ENOENT { return nil }
        throw failure("look at", path)
    }

    /// Names in a folder, sorted, without `.` and `..`; none where there is no folder.
    static func names(in path: String) throws(StoreError) -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw failure("list the folder", path)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Writes all bytes at the end of an open file.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws(StoreError) {
        var offset = 0
        while offset < bytes.count {
            let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
            if written < 0 {
                if errno == EINTR { continue }
                throw failure("write", path)
            }
            offset += written
        }
    }

    /// Reads exactly this many bytes; false where the file is shorter.
    static func read(_ bytes: UnsafeMutableRawBufferPointer, from descriptor: Int32, at offset: Int, path: String) throws(StoreError)
        -> Bool
    {
        var done = 0
        while done < bytes.count {
            let count = pread(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("read", path)
            }
            if count == 0 { return false }
            done += count
        }
        return true
    }

    /// A checksum of a whole file. Parquet's own cover its pages, but neither footer nor indexes nor bloom filters.
    static func checksum(_ path: String) throws(StoreError) -> UInt64 {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 4096)
        defer { buffer.deallocate() }
        var sum: UInt64 = 0
        var filled = 0
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            filled += count
            if count > 0, filled < buffer.count { continue }
            let part = RunFormat.checksum(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
            sum = (sum << 1 | sum >> 63) ^ part
            if count == 0 { return sum }
            filled = 0
        }
    }

    /// A second name for an immutable file, or a copy of it where the file systems differ.
    static func linkOrCopy(_ old: String, to new: String) throws(StoreError) {
        if link(old, new) == 0 { return }
        guard errno == EXDEV || errno == EPERM || errno == EMLINK || errno == EOPNOTSUPP else { throw failure("link", old) }
        let source = Glibc.open(old, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw failure("open", old) }
        defer { close(source) }
        let target = Glibc.open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard target >= 0 else { throw failure("create", new) }
        defer { close(target) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { buffer.deallocate() }
        while true {
            let count = Glibc.read(source, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", old) }
            if count == 0 { break }
            try write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to: target, path: new)
        }
        guard fsync(target) == 0 else { throw failure("sync", new) }
    }
}
