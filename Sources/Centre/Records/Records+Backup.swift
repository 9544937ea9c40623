internal import GRDB
public import Vocabulary

extension Records {
    /// Copies the open records while they are in use; gives the path of the copy.
    /// - Parameter target: Where to, or `nil` for `<data>/backups/records-<UTC>.sqlite`.
    public func backup(to target: String? = nil, now: Instant) throws(RecordsError) -> String {
        try Records.backup(pool, RecordsPlace(data), to: target, now)
    }

    /// Copies the records of a data folder, whether a centre uses them or not: `keshik db backup`.
    public static func backup(data: String, to target: String? = nil, now: Instant) throws(RecordsError) -> String {
        let place = RecordsPlace(data)
        let reader = try openReader(place.database)
        let path = try backup(reader, place, to: target, now)
        try RecordsError.naming(place.database) { try reader.close() }
        return path
    }

    private static func backup(_ source: some DatabaseReader, _ place: RecordsPlace, to target: String?, _ now: Instant)
        throws(RecordsError) -> String
    {
        guard let target else { return try place.copy(source, named: "records-\(now.fileStamp)") }
        guard !FileActions.exists(target) else {
            throw .unusable(path: target, reason: "there is a file of this name already; name a new one")
        }
        try RecordsPlace.copy(source, to: target)
        return target
    }

    /// Opens an existing database to look at it.
    static func openReader(_ path: String) throws(RecordsError) -> DatabaseQueue {
        guard FileActions.exists(path) else { throw .absent(path: path) }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
        return try RecordsError.naming(path) { try DatabaseQueue(path: path, configuration: configuration) }
    }
}
