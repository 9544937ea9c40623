internal import Glibc

/// What the records and the key file do to files, each with an error that names the file. Everything made here is for its owner alone.
enum FileActions {
    /// Makes a folder and those above it; one that exists is fine.
    static func makeFolder(_ path: String) throws(RecordsError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
            if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        }
        throw .system("make the folder", path)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Size of a file in bytes, `nil` where there is none.
    static func size(_ path: String) -> Int? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let end = lseek(descriptor, 0, SEEK_END)
        return end >= 0 ? Int(end) : nil
    }

    /// Makes an empty file that only its owner may read; one that exists is left as it is. SQLite gives its side files the same rights.
    static func makePrivateFile(_ path: String) throws(RecordsError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("make the file", path) }
        close(descriptor)
    }

    /// Makes the content of a file, or the names in a folder, last through a power cut.
    static func sync(_ path: String) throws(RecordsError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("sync", path) }
    }

    static func rename(_ old: String, to new: String) throws(RecordsError) {
        guard Glibc.rename(old, new) == 0 else { throw .system("rename to \(new)", old) }
    }

    /// Removes a file; one that is not there is fine.
    static func remove(_ path: String) throws(RecordsError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .system("remove", path) }
    }

    /// Names in a folder, sorted; none where there is no folder.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
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

    /// All bytes of a file.
    static func read(_ path: String) throws(RecordsError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open", path) }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system("read", path) }
            if count == 0 { return content }
            content.append(contentsOf: buffer[..<count])
        }
    }

    /// Writes a file whole or not at all: whoever reads it, also after a power cut, sees the old content or the new.
    static func write(_ bytes: [UInt8], to path: String) throws(RecordsError) {
        let draft = path + ".new"
        try remove(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("make the file", draft) }
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else {
                let code = errno
                close(descriptor)
                throw .system("write", draft, code: code)
            }
            offset += written
        }
        let code = fsync(descriptor) == 0 ? 0 : errno
        close(descriptor)
        guard code == 0 else { throw .system("sync", draft, code: code) }
        try rename(draft, to: path)
        try sync(folder(of: path))
    }

    /// As `write`, for a file that must not be there yet; false where another process made it meanwhile.
    static func writeNew(_ bytes: [UInt8], to path: String) throws(RecordsError) -> Bool {
        let own = "\(path).\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try write(bytes, to: own)
        let isFirst = link(own, path) == 0
        let code = errno
        try remove(own)
        try sync(folder(of: path))
        guard isFirst || code == EEXIST else { throw .system("make the file", path, code: code) }
        return isFirst
    }

    /// A second name for a file, or a copy of it where the file system has no second names.
    static func linkOrCopy(_ old: String, to new: String) throws(RecordsError) {
        if link(old, new) == 0 { return }
        guard errno == EXDEV || errno == EPERM || errno == EMLINK || errno == EOPNOTSUPP else { throw .system("link to \(new)", old) }
        try write(read(old), to: new)
    }

    /// The folder a path lies in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
