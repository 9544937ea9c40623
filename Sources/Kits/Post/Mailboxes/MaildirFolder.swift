import Glibc
public import Vocabulary

/// Mails in a folder, a file each, as Dovecot, Postfix and many programs keep them: `tmp`, `new` and `cur`.
///
/// A mail is there in whole or not at all, and several programs may use the folder at once.
public struct MaildirFolder: Sendable {
    /// The folder with the three others in it.
    public let path: String

    /// Why the folder cannot be used.
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// The system refuses: what, where and why.
        case failed(String)
        /// The mail has more than `limit` bytes.
        case tooLarge(String, limit: Int)
        /// The name is not one of a mail in the folder.
        case name(String)

        /// What is wrong.
        public var description: String {
            switch self {
            case .failed(let text): text
            case .tooLarge(let name, let limit): "The mail “\(name)” has more than \(limit) bytes."
            case .name(let name): "There is no mail “\(name)” in the folder."
            }
        }
    }

    /// Opens a folder, which is made where it is missing.
    public init(path: String) throws(Refusal) {
        self.path = path
        for folder in [path, path + "/tmp", path + "/new", path + "/cur"] {
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.failure("make", folder) }
        }
    }

    /// Keeps a mail, on the disk when this returns.
    ///
    /// - Parameter time: When it came; mails are listed in this order.
    /// - Returns: Its name.
    @discardableResult
    public func deliver(_ mail: [UInt8], at time: Instant) throws(Refusal) -> String {
        let micro = String(time.microseconds % 1_000_000)
        let fraction = String(repeating: "0", count: max(0, 6 - micro.utf8.count)) + micro
        let name = "\(time.seconds).M\(fraction)R\(String(UInt64.random(in: 0 ... .max), radix: 16)).keshik"
        let file = path + "/tmp/" + name
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure("write", file) }
        var isWritten = mail.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                offset += count
            }
            return true
        }
        isWritten = isWritten && fsync(descriptor) == 0
        guard close(descriptor) == 0, isWritten, rename(file, path + "/new/" + name) == 0 else {
            let failure = Self.failure("write", file)
            unlink(file)
            throw failure
        }
        sync("new")
        return name
    }

    /// The names of all mails in the order they came, without what says whether they were seen.
    public func names() throws(Refusal) -> [String] { try files().map(\.name) }

    /// The names of those that nobody has seen.
    public func newNames() throws(Refusal) -> [String] { try files().filter { !$0.isSeen }.map(\.name) }

    /// The bytes of a mail.
    public func read(_ name: String, limit: Int = MailLimits.usual.total) throws(Refusal) -> [UInt8] {
        let file = try file(name)
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("read", file) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &room, room.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("read", file) }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw .tooLarge(name, limit: limit) }
            bytes += room[..<count]
        }
    }

    /// Marks a mail as seen.
    public func markSeen(_ name: String) throws(Refusal) {
        let file = try file(name)
        guard !Self.isSeen(file) else { return }
        let flags = file.split(separator: ":2,").count == 2 ? String(file.split(separator: ":2,")[1]) : ""
        // Flags are in the order of the alphabet.
        let target = "\(path)/cur/\(name):2,\(String((flags + "S").sorted()))"
        guard rename(file, target) == 0 else { throw Self.failure("rename", file) }
        sync("cur")
    }

    /// Moves a mail to another folder on the same disk.
    public func move(_ name: String, to other: MaildirFolder) throws(Refusal) {
        let file = try file(name)
        let target = other.path + (file.contains("/cur/") ? "/cur/" : "/new/") + (file.split(separator: "/").last.map(String.init) ?? name)
        guard rename(file, target) == 0 else { throw Self.failure("move", file) }
    }

    /// Removes a mail.
    public func remove(_ name: String) throws(Refusal) {
        let file = try file(name)
        guard unlink(file) == 0 else { throw Self.failure("remove", file) }
    }

    // MARK: Inside

    private func files() throws(Refusal) -> [(name: String, file: String, isSeen: Bool)] {
        var files: [(name: String, file: String, isSeen: Bool)] = []
        for folder in ["new", "cur"] {
            let place = "\(path)/\(folder)"
            guard let stream = opendir(place) else { throw Self.failure("read", place) }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                guard !name.hasPrefix(".") else { continue }
                let plain = name.firstRange(of: ":2,").map { String(name[..<$0.lowerBound]) } ?? name
                files.append((plain, "\(place)/\(name)", Self.isSeen(name)))
            }
        }
        // Names begin with the time, of as many digits for some centuries.
        return files.sorted { $0.name < $1.name }
    }

    private func file(_ name: String) throws(Refusal) -> String {
        guard !name.contains("/"), !name.hasPrefix("."), !name.isEmpty else { throw .name(name) }
        let fresh = "\(path)/new/\(name)"
        if access(fresh, F_OK) == 0 { return fresh }
        guard let found = try files().first(where: { $0.name == name }) else { throw .name(name) }
        return found.file
    }

    private static func isSeen(_ file: String) -> Bool {
        file.firstRange(of: ":2,").map { file[$0.upperBound...].contains("S") } ?? false
    }

    /// Sees to it that the names are on the disk too.
    private func sync(_ folder: String) {
        let descriptor = open("\(path)/\(folder)", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func failure(_ action: String, _ path: String) -> Refusal {
        .failed("Cannot \(action) “\(path)”: \(String(cString: strerror(errno))).")
    }
}
