internal import Glibc

/// The right to put events into a store or to move its files: held by one process at a time, through `flock` on `ingest.lock`. It falls
/// with the process that held it, however that ended.
final class IngestLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock. If another holds it, `waiting` is called once and then it waits.
    init(path: String, waiting: () -> Void) throws(StoreError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileActions.failure("open", path) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
        var code = errno
        if code == EWOULDBLOCK {
            waiting()
            code = 0
            while flock(descriptor, LOCK_EX) != 0 {
                code = errno
                if code != EINTR { break }
                code = 0
            }
        }
        if code != 0 {
            close(descriptor)
            throw FileActions.failure("lock", path, code: code)
        }
    }

    deinit { close(descriptor) }
}
