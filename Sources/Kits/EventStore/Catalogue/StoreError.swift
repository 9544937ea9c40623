internal import Glibc

/// Why the store could not do what it was asked, where, and what to do about it.
public enum StoreError: Error, Sendable, Hashable {
    /// There is no store at this path.
    case missing(path: String)
    /// The catalogue was written by a newer program; `migration` names the first change this program does not know.
    case newer(path: String, migration: String)
    /// The file system is full. The store is as it was before.
    case diskFull(path: String)
    /// The operating system refused `operation` on the file with error number `code`.
    case system(operation: String, path: String, code: Int32)
    /// SQLite refused; `code` is its extended result code.
    case catalogue(path: String, message: String, code: Int32)
    /// A file of the store is not what was written.
    case damaged(path: String, place: String, reason: String)
    /// The store was opened for reading only.
    case readOnly(operation: String)
    /// Only the holder of the ingest lock may do this.
    case notLocked(operation: String)
    /// No finding has this id, or several have an id that begins so.
    case noSuchFinding(String)
    case ambiguousFinding(String, matches: Int)
    /// The caller handed over something that has no meaning.
    case misuse(String)
}

extension StoreError: CustomStringConvertible {
    /// A sentence for a person: what, where, what to do.
    public var description: String {
        switch self {
        case .missing(let path):
            "there is no event store at \(path); ingest something first, or name another data folder"
        case .newer(let path, let migration):
            "\(path) was written by a newer version of this program (it knows \"\(migration)\"); use that version, "
                + "or restore a backup made before the upgrade"
        case .diskFull(let path):
            "no space left for \(path); nothing was lost: free some space and run again, it goes on where it stopped"
        case .system(let operation, let path, let code):
            "cannot \(operation) \(path): \(String(cString: strerror(code)))"
        case .catalogue(let path, let message, let code):
            "the catalogue \(path) refused: \(message) (SQLite code \(code))"
        case .damaged(let path, let place, let reason):
            "\(path) is damaged at \(place): \(reason); restore the file from a backup"
        case .readOnly(let operation):
            "cannot \(operation): the store was opened for reading only"
        case .notLocked(let operation):
            "cannot \(operation) without the ingest lock; lock the store first"
        case .noSuchFinding(let id):
            "there is no finding \(id); list findings to see their ids"
        case .ambiguousFinding(let id, let matches):
            "\(id) stands for \(matches) findings; give more characters of the id"
        case .misuse(let reason):
            reason
        }
    }
}
