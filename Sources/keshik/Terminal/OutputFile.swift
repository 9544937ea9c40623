import EventStore
import Glibc

/// A new file for a result. It gets its name only when it is whole, so a reader never sees half of one.
struct OutputFile {
    let output: ByteOutput
    private let path: String
    private let partial: String
    private let descriptor: Int32

    /// - Throws: ``OutputFileError`` where the file exists or cannot be made.
    init(path: String) throws {
        if access(path, F_OK) == 0 { throw OutputFileError.exists(path) }
        self.path = path
        partial = path + ".part"
        descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw OutputFileError.refused(path, String(cString: strerror(errno))) }
        output = ByteOutput(descriptor: descriptor)
    }

    /// Gives the file its name.
    func keep() throws {
        fsync(descriptor)
        close(descriptor)
        guard rename(partial, path) == 0 else { throw OutputFileError.refused(path, String(cString: strerror(errno))) }
    }

    /// Takes the half-written file away.
    func remove() {
        close(descriptor)
        unlink(partial)
    }
}

/// Why a result cannot be written to a file.
enum OutputFileError: Error, CustomStringConvertible {
    case exists(String)
    case refused(String, String)

    var description: String {
        switch self {
        case .exists(let path): "\(path) exists; name another file, or remove it first"
        case .refused(let path, let reason): "\(path) cannot be written: \(reason)"
        }
    }
}
