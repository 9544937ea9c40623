/// Why the ledger cannot do something: what, where, and what to do.
public enum LedgerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A word of a statement holds what it must not.
    case wrongWord(field: String, String)
    /// There is no such entry in a tree of this size.
    case outside(Int, size: Int)
    /// A file could not be read or written.
    case system(String, path: String, code: Int32)
    /// There is no ledger in the folder.
    case missing(folder: String)
    /// There is a ledger in the folder already.
    case exists(folder: String)
    /// Another process writes to it.
    case busy(folder: String)
    /// It does not hold what its signed head says.
    case damaged(path: String, reason: String)
    /// An earlier write failed, so that it is not known what reached the disk.
    case broken(folder: String)
    /// A key cannot be read.
    case wrongKey(String)
    /// A name cannot stand in a signed note.
    case wrongName(String)
    /// A text is no signed note or no checkpoint.
    case wrongNote(String)
    /// No signature of a known key stands below a note, or one does not hold.
    case notSigned(by: String)
    /// A checkpoint is of another log.
    case otherLog(String, expected: String)
    /// A checkpoint says something else of the log than the log itself.
    case fork(size: Int)

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .wrongWord(let field, let word):
            "the \(field) “\(word)” cannot stand in an entry; use at most 64 small letters, digits, “-”, “.” and “_”"
        case .outside(let place, let size): "there is no entry \(place) in a log of \(size); the first is 0"
        case .system(let what, let path, let code): "cannot \(what) \(path): \(SystemText.of(code))"
        case .missing(let folder): "there is no ledger in \(folder); name its folder, or start the centre once: it makes one"
        case .exists(let folder): "there is a ledger in \(folder) already; a second one needs a folder of its own"
        case .busy(let folder): "another process writes to the ledger in \(folder); end it first, or only read"
        case .damaged(let path, let reason):
            "\(path): \(reason). The ledger takes nothing until this is mended: `keshik ledger verify` says what is wrong and where; put the "
                + "file back from a copy"
        case .broken(let folder):
            "an earlier write to the ledger in \(folder) failed; start the program again: it goes on from what is on disk"
        case .wrongKey(let reason): "the key cannot be read: \(reason)"
        case .wrongName(let name): "“\(name)” cannot name a key; it must not be empty nor hold spaces or “+”"
        case .wrongNote(let reason): "this is no checkpoint: \(reason)"
        case .notSigned(let name): "the checkpoint has no valid signature of \(name)"
        case .otherLog(let found, let expected): "the checkpoint is of the log \(found), not of \(expected)"
        case .fork(let size):
            "the checkpoint of size \(size) belongs to another history than this log: somebody was shown something else. Keep both, and find out"
        }
    }
}
