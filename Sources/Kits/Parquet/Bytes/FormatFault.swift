/// What is wrong with a piece of a file, said where it is found; the reader adds the path and the place.
enum FormatFault: Error {
    case damaged(String)
    case unsupported(String)
    case system(operation: String, code: Int32)

    func located(path: String, place: @autoclosure () -> String) -> ParquetError {
        switch self {
        case .damaged(let reason): .damaged(path: path, place: place(), reason: reason)
        case .unsupported(let feature): .unsupported(path: path, place: place(), feature: feature)
        case .system(let operation, let code): .system(operation: operation, path: path, code: code)
        }
    }
}
