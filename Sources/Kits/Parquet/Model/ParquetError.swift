internal import Glibc

/// Why a Parquet file could not be written or read: what went wrong, where, and what to do about it.
public enum ParquetError: Error, Sendable, Hashable {
    /// The operating system refused `operation` on the file with error number `code`.
    case system(operation: String, path: String, code: Int32)
    /// The file is not a Parquet file at all (too short, or without the `PAR1` marks).
    case notParquet(path: String, reason: String)
    /// The file claims something that cannot be true; `place` names the row group, column or structure.
    case damaged(path: String, place: String, reason: String)
    /// The file is sound but uses a part of the format that this kit does not read; `feature` names it.
    case unsupported(path: String, place: String, feature: String)
    /// The caller handed over something that cannot be written or asked for something that is not there.
    case misuse(String)
}

extension ParquetError: CustomStringConvertible {
    /// What went wrong, where, and what to do, for a log or a terminal.
    public var description: String {
        switch self {
        case .system(let operation, let path, let code):
            "cannot \(operation) \(path): \(String(cString: strerror(code)))"
        case .notParquet(let path, let reason):
            "\(path) is not a Parquet file: \(reason)"
        case .damaged(let path, let place, let reason):
            "\(path) is damaged at \(place): \(reason); restore the file from a backup or ingest its source again"
        case .unsupported(let path, let place, let feature):
            "\(path), \(place): \(feature) is not supported; write the file again with zstd or no compression, in plain or "
                + "dictionary encoding"
        case .misuse(let reason):
            reason
        }
    }
}
