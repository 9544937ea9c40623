internal import CMaxMindDB

/// Why an MMDB file could not be opened.
public struct NetworkDatabaseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What is wrong with it.
    public let reason: Reason

    /// What can be wrong with a file.
    public enum Reason: Sendable, Hashable {
        /// It does not exist or may not be read.
        case unreadable
        /// It is no MaxMind DB, or its end is missing.
        case notADatabase
        /// It is one, but damaged.
        case damaged
        /// Something else, in libmaxminddb's words.
        case other(String)
    }

    /// What, where and what to do.
    public var description: String {
        switch reason {
        case .unreadable: "\(path): cannot be read; check that the file exists and that this user may read it."
        case .notADatabase: "\(path): is not a MaxMind DB (or was cut off); download it again."
        case .damaged: "\(path): is damaged; download it again."
        case .other(let text): "\(path): \(text)"
        }
    }
}

extension NetworkDatabaseError.Reason {
    init(status: Int32) {
        self =
            switch status {
            case MMDB_FILE_OPEN_ERROR, MMDB_IO_ERROR: .unreadable
            case MMDB_INVALID_METADATA_ERROR, MMDB_UNKNOWN_DATABASE_FORMAT_ERROR: .notADatabase
            case MMDB_CORRUPT_SEARCH_TREE_ERROR, MMDB_INVALID_DATA_ERROR, MMDB_INVALID_NODE_NUMBER_ERROR: .damaged
            default: .other(MMDB_strerror(status).map { String(cString: $0) } ?? "error \(status)")
            }
    }
}
