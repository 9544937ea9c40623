public import Vocabulary

/// The MMDB files in use, as one: for each address the first file that knows its system, the first that knows its country.
public struct NetworkDatabase: Sendable {
    /// The files, the most trusted first.
    public let files: [NetworkDatabaseFile]
    /// What could not be opened; the rest works without it.
    public let problems: [NetworkDatabaseError]

    /// Opens these files in order of trust.
    public init(paths: [String]) {
        var files: [NetworkDatabaseFile] = []
        var problems: [NetworkDatabaseError] = []
        for path in paths {
            do throws(NetworkDatabaseError) {
                files.append(try NetworkDatabaseFile(path: path))
            } catch {
                problems.append(error)
            }
        }
        self.init(files: files, problems: problems)
    }

    init(files: [NetworkDatabaseFile], problems: [NetworkDatabaseError]) {
        self.files = files
        self.problems = problems
    }

    /// What the files together say about an address.
    public func record(_ address: IPAddress) -> NetworkRecord {
        files.reduce(NetworkRecord()) { $0.completed(by: $1.record(address)) }
    }
}
