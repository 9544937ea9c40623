import ArgumentParser
import Constituency
import EventStore
import Events
import FoundationEssentials
import Vocabulary

/// Where the data is and which configuration holds; every command that touches data has these.
struct DataOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The data folder (also KESHIK_DATA, or `data` in keshik.yaml; else var).", valueName: "dir"))
    var data: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The configuration file (also KESHIK_CONFIG; else keshik.yaml where there is one).", valueName: "file"))
    var config: String?

    /// Reads the configuration.
    /// - Throws: ``SettingsError`` naming every wrong key with its line.
    func settings() async throws -> Settings {
        try await Settings.load(file: config, flags: data.map { ["data": $0] } ?? [:])
    }
}

/// How results are shown.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "Print JSON.")
    var json = false
}

extension Settings {
    var storePath: String { data + "/store" }
    var registerPath: String { data + "/register.sqlite" }
    var geoFolder: String { data + "/geo" }

    /// The feeds that are known: shipped ones and those in the data folder.
    var feeds: FeedRegistry { FeedRegistry(own: data + "/feeds") }

    /// The moment it is.
    static func now() -> Instant { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }

    /// When findings count as quiet and as fixed.
    var findingPolicy: FindingPolicy { FindingPolicy(quietAfter: Int64(quietAfter), fixedAfter: Int64(fixedAfter)) }

    /// IntelMQ's windowed deduplication, where the configuration asks for it.
    var deduplication: WindowedDeduplication? {
        guard deduplicationWindow > 0 else { return nil }
        let fields = deduplicationFields.compactMap { FieldKey(name: $0) }
        return WindowedDeduplication(
            key: fields.isEmpty ? .allBut([.idf(.timeObservation)]) : .only(fields), window: Int64(deduplicationWindow))
    }
}
