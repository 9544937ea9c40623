#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif
internal import Synchronization

/// Finds the MMDB files, opens them, and opens them anew when they change, without a restart.
///
/// A database handed out stays whole for whoever uses it; it is closed when the last user lets go of it.
public final class NetworkDatabaseWatch: Sendable {
    /// Files and folders in order of trust; of a folder all `*.mmdb`, by name.
    public let places: [String]
    /// How many of the places the user named: of these a missing one is a problem.
    private let namedCount: Int
    private let state = Mutex(State())

    private struct State {
        var stamps: [FileStamp] = []
        var database: NetworkDatabase?
    }

    /// Where packages and updaters put MMDB files: Debian's and the upstream's geoipupdate, and distributions' packages.
    public static let systemPlaces = ["/var/lib/GeoIP", "/usr/share/GeoIP", "/usr/local/share/GeoIP"]

    /// Watches what the user named, then the data folder's `geo`, then the system's places.
    ///
    /// - Parameters:
    ///   - files: files and folders the user named.
    ///   - dataFolder: the data folder; its `geo/*.mmdb` are used.
    ///   - usesSystemPlaces: whether ``systemPlaces`` are looked at.
    public init(files: [String] = [], dataFolder: String?, usesSystemPlaces: Bool = true) {
        namedCount = files.count
        places = files + (dataFolder.map { [$0 + "/geo"] } ?? []) + (usesSystemPlaces ? Self.systemPlaces : [])
    }

    /// The database of the files as they are now. Costs a few system calls where nothing changed: ask once per batch.
    public func current() -> NetworkDatabase {
        let stamps = places.enumerated().flatMap { FileStamp.files(at: $1, isNamed: $0 < namedCount) }
        return state.withLock { state in
            if let database = state.database, state.stamps == stamps { return database }
            // A file that did not change stays open, with the table that was built from it.
            var known: [FileStamp: NetworkDatabaseFile] = [:]
            for file in state.database?.files ?? [] {
                if let stamp = state.stamps.first(where: { $0.path == file.path }) { known[stamp] = file }
            }
            var files: [NetworkDatabaseFile] = []
            var problems: [NetworkDatabaseError] = []
            for stamp in stamps {
                do throws(NetworkDatabaseError) {
                    if let file = known[stamp] {
                        files.append(file)
                    } else {
                        files.append(try NetworkDatabaseFile(path: stamp.path))
                    }
                } catch {
                    problems.append(error)
                }
            }
            let database = NetworkDatabase(files: files, problems: problems)
            state.stamps = stamps
            state.database = database
            return database
        }
    }
}

/// What tells one state of a file from another.
struct FileStamp: Hashable {
    var path: String
    var device: UInt64 = 0
    var inode: UInt64 = 0
    var size: Int64 = 0
    var seconds: Int64 = 0
    var nanoseconds: Int64 = 0

    init(path: String) {
        self.path = path
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = Int64(status.st_mtim.tv_sec)
        nanoseconds = Int64(status.st_mtim.tv_nsec)
    }

    /// The `*.mmdb` files of a folder by name, or the file itself; a folder that does not exist has none.
    static func files(at place: String, isNamed: Bool) -> [FileStamp] {
        // What is missing is reported when it is opened, where the user named it.
        guard let folder = opendir(place) else { return isNamed ? [FileStamp(path: place)] : [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasSuffix(".mmdb"), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().map { FileStamp(path: place + "/" + $0) }
    }
}
