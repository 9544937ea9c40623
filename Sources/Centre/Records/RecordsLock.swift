internal import Glibc

/// Who may have the records open, through `flock` on `records.lock`: many who use them, or one who changes their form or replaces them.
/// It falls with the process that held it, however that ended.
final class RecordsLock: Sendable {
    private let descriptor: Int32
    private let path: String

    /// Opens the lock without taking it.
    init(path: String) throws(RecordsError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("open", path) }
    }

    /// True where the lock was free for use by many.
    func share() throws(RecordsError) -> Bool { try take(LOCK_SH) }

    /// True where nobody had it, and now nobody else has.
    func own() throws(RecordsError) -> Bool { try take(LOCK_EX) }

    func release() { flock(descriptor, LOCK_UN) }

    private func take(_ kind: Int32) throws(RecordsError) -> Bool {
        while flock(descriptor, kind | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return false
            default: throw .system("lock", path)
            }
        }
        return true
    }

    deinit { close(descriptor) }
}
