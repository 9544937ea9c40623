import Constituency
import EventStore
import Events
import FoundationEssentials

/// What enriches events, as configuration, register and files say; changed MMDB files are used from the next batch on.
struct EnrichmentSource: Sendable {
    private let databases: NetworkDatabaseWatch
    private let owners: OwnerIndex?
    private let warnings: WarningLists
    private let policy: Enrichment.Policy

    init(_ settings: Settings) throws {
        databases = NetworkDatabaseWatch(files: settings.databases, dataFolder: settings.data)
        let register = try Register.openIfPresent(settings.registerPath)
        owners = try register?.ownerIndex()
        let lifted = try register?.profile()?.liftedWarningLists ?? []
        warnings = WarningLists(
            WarningList.builtIn + Self.ownLists(settings), actions: settings.warningListActions, lifted: Set(lifted))
        policy = settings.overwritesNetworks ? .overwrite : .fillMissing
        for problem in databases.current().problems { Terminal.note("\(problem)") }
    }

    /// The enrichment as it is at the moment.
    var current: @Sendable () -> Enrichment? {
        { [self] in Enrichment(networks: databases.current(), owners: owners, warnings: warnings, policy: policy) }
    }

    /// A number that moves with every change of the register; 0 where there is none.
    static func registerRevision(_ settings: Settings) throws -> Int64 {
        try Register.openIfPresent(settings.registerPath)?.revision() ?? 0
    }

    /// The centre's own lists, `warning-lists` in the data folder.
    private static func ownLists(_ settings: Settings) -> [WarningList] {
        let folder = settings.data + "/warning-lists"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        return names.compactMap { name in
            guard let content = FileManager.default.contents(atPath: folder + "/" + name) else { return nil }
            let file = WarningListFile(path: folder + "/" + name, text: String(decoding: content, as: UTF8.self))
            for mistake in file.mistakes { Terminal.note("\(folder)/\(name):\(mistake)") }
            return file.list
        }
    }
}

extension Settings {
    /// What the configuration says of warning lists.
    var warningListActions: [String: WarningList.Action] { warningLists.compactMapValues { WarningList.Action(rawValue: $0) } }
}
