import Glibc

/// Files and folders below a path, as far as publishing and checking need them.
struct Folder {
    let path: String

    init(_ path: String) { self.path = path }

    private func absolute(_ name: String) -> String { name.isEmpty ? path : path + "/" + name }

    /// The bytes of a file; `nil` where there is none.
    func read(_ name: String, limit: Int = 512 << 20) -> [UInt8]? {
        let descriptor = open(absolute(name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else { return nil }
        let size = Int(status.st_size)
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if got <= 0 {
                    isWhole = false
                    return
                }
                count += got
            }
        }
        return isWhole ? bytes : nil
    }

    /// Writes a file and waits until it is on the disk; makes the folders it needs.
    func write(_ name: String, _ bytes: [UInt8]) throws(ProviderError) {
        if let slash = name.lastIndex(of: "/") { try make(String(name[..<slash])) }
        let descriptor = open(absolute(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(absolute(name), String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written) }
            guard count > 0 else { throw .cannotWrite(absolute(name), String(cString: strerror(errno))) }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw .cannotWrite(absolute(name), String(cString: strerror(errno))) }
    }

    /// Makes a folder and those above it.
    func make(_ name: String) throws(ProviderError) {
        var way = path
        for part in [""] + name.split(separator: "/").map(String.init) {
            if !part.isEmpty { way += "/" + part }
            guard mkdir(way, 0o755) == 0 || errno == EEXIST else { throw .cannotWrite(way, String(cString: strerror(errno))) }
        }
    }

    /// Waits until the names in a folder are on the disk.
    func synchronize(_ name: String = "") {
        let descriptor = open(absolute(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Regular files below a folder by their ways from it, sorted; links are not followed.
    func files(below name: String = "", depth: Int = 0) -> [String] {
        guard depth < 16, let stream = opendir(absolute(name)) else { return [] }
        defer { closedir(stream) }
        var files: [String] = []
        var folders: [String] = []
        while let entry = readdir(stream) {
            let child = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard child != ".", child != ".." else { continue }
            let way = name.isEmpty ? child : name + "/" + child
            var status = stat()
            guard lstat(absolute(way), &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { folders.append(way) } else if status.st_mode & S_IFMT == S_IFREG { files.append(way) }
        }
        for folder in folders { files += self.files(below: folder, depth: depth + 1) }
        return files.sorted()
    }

    /// Takes a folder and all within away.
    func removeTree(_ name: String) {
        for file in files(below: name) { unlink(absolute(file)) }
        removeFolders(name, depth: 0)
    }

    private func removeFolders(_ name: String, depth: Int) {
        guard depth < 16, let stream = opendir(absolute(name)) else { return }
        var children: [String] = []
        while let entry = readdir(stream) {
            let child = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if child != ".", child != ".." { children.append(name + "/" + child) }
        }
        closedir(stream)
        for child in children { removeFolders(child, depth: depth + 1) }
        rmdir(absolute(name))
    }

    /// Lets `link` point to `target` in one step: whoever follows it sees the old or the new, never none.
    func point(_ link: String, to target: String) throws(ProviderError) {
        let partial = absolute(link) + ".new"
        unlink(partial)
        guard symlink(target, partial) == 0, rename(partial, absolute(link)) == 0 else {
            throw .cannotWrite(absolute(link), String(cString: strerror(errno)))
        }
        synchronize()
    }

    /// Where a link points; `nil` where there is none.
    func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(absolute(link), &buffer, buffer.count - 1)
        return count > 0 ? String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }
}

/// Why documents cannot be published.
public enum ProviderError: Error, Sendable, CustomStringConvertible {
    /// A file or folder cannot be written.
    case cannotWrite(String, String)
    /// A document is no JSON.
    case notJSON(String)
    /// A document is not valid; its identifier and what is wrong.
    case notValid(id: String, problems: [String])
    /// A document has no identifier, label or date to be filed under.
    case notFiled(String)
    /// Two documents have one file name.
    case sameFile(String)
    /// A signature could not be made.
    case notSigned(String, reason: String)
    /// What was written does not verify; nothing was published.
    case notVerified([String])

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .cannotWrite(let path, let reason): "\(path) cannot be written: \(reason)"
        case .notJSON(let reason): "a document is no JSON: \(reason)"
        case .notValid(let id, let problems): "\(id) is not valid and is not published: \(problems.joined(separator: "; "))"
        case .notFiled(let what): "a document cannot be filed: \(what)"
        case .sameFile(let name): "two documents would be published as \(name); give one another tracking id"
        case .notSigned(let id, let reason): "\(id) cannot be signed: \(reason)"
        case .notVerified(let problems): "what was written does not verify, and nothing was published: \(problems.joined(separator: "; "))"
        }
    }
}
