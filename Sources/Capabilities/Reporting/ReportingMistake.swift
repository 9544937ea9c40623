/// Why the reporting office cannot be opened, or something cannot be done in it.
public enum ReportingMistake: Error, Sendable, CustomStringConvertible {
    /// A list of words is missing or has not 512 different ones.
    case wordList(String)
    /// The list of words by which types are proposed cannot be read.
    case types(path: String, reason: String)
    /// The office's own configuration cannot be read.
    case settings(path: String, reason: String)

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .wordList(let path): "\(path): a list of 512 different words must be here; restore it from the program's package"
        case .types(let path, let reason): "\(path): the words for incident types cannot be read: \(reason)"
        case .settings(let path, let reason): "\(path): the reporting office's settings cannot be read: \(reason); see docs/reporting.md"
        }
    }
}
