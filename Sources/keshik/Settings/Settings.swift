import Configuration
import FoundationEssentials
import SystemPackage

/// What a centre can set: `keshik.yaml`, then environment variables (`KESHIK_INGEST_WORKERS`), then flags, the last winning.
struct Settings: Sendable {
    /// The data folder.
    var data: String
    /// Pieces worked on at a time; 0 stands for the number of processors.
    var workers: Int
    /// MMDB files beside those found by themselves.
    var databases: [String]
    /// Whether what is known here replaces what a feed gave.
    var overwritesNetworks: Bool
    /// What becomes of addresses of each warning list, by list name: mark, drop or off.
    var warningLists: [String: String]
    /// Intervals of its feed after which a finding is quiet, and fixed.
    var quietAfter: Int
    var fixedAfter: Int
    /// Seconds of the deduplication window; 0 keeps every event.
    var deduplicationWindow: Int
    /// The fields by which repetitions are told.
    var deduplicationFields: [String]
    /// Dead letters kept; further ones are only counted.
    var deadLetterLimit: Int
    /// Days that events are kept by feed pattern and marking, `shadowserver/* 365`, first match first.
    var retention: [String]
    /// MiB a query may use.
    var queryMemory: Int
    /// What `keshik serve` is told.
    var centre: CentreConfiguration

    /// Reads file, environment and flags.
    /// - Throws: ``SettingsError`` where the file is wrong; a file named but missing is an error, the default one need not exist.
    static func load(file: String?, flags: [String: String]) async throws -> Settings {
        let environment = ProcessInfo.processInfo.environment
        let named = file ?? environment["KESHIK_CONFIG"]
        let path = named ?? "keshik.yaml"
        var providers: [any ConfigProvider] = []
        let flagValues = flags.map { (AbsoluteConfigKey([$0.key]), ConfigValue(.string($0.value), isSecret: false)) }
        providers.append(InMemoryProvider(name: "flags", values: Dictionary(flagValues) { first, _ in first }))
        var variables: [String: String] = [:]
        for (name, value) in environment where name.hasPrefix("KESHIK_") { variables[String(name.dropFirst(7))] = value }
        providers.append(EnvironmentVariablesProvider(environmentVariables: variables))
        var names: [String: String] = [:]
        var roles: [String: String] = [:]
        if let content = FileManager.default.contents(atPath: path) {
            names = SettingsFile.labels(String(decoding: content, as: UTF8.self), "centre", "names")
            roles = SettingsFile.labels(String(decoding: content, as: UTF8.self), "sign-in", "roles")
            let mistakes = SettingsFile.check(String(decoding: content, as: UTF8.self))
            if !mistakes.isEmpty { throw SettingsError.mistakes(path: path, mistakes) }
            if !SettingsFile.isEmpty(String(decoding: content, as: UTF8.self)) {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
            }
        } else if named != nil {
            throw SettingsError.missing(path: path)
        }
        var settings = Settings(ConfigReader(providers: providers))
        settings.centre.names = names
        settings.centre.providerRoles = roles
        return settings
    }

    private init(_ reader: ConfigReader) {
        data = reader.string(forKey: "data", default: "var")
        workers = reader.int(forKey: "ingest.workers", default: 0)
        databases = reader.stringArray(forKey: "enrichment.databases", default: [])
        overwritesNetworks = reader.string(forKey: "enrichment.networks", default: "fill-missing") == "overwrite"
        var lists: [String: String] = [:]
        for name in SettingsFile.warningLists {
            if let action = reader.string(forKey: ConfigKey(["warning-lists", name])) { lists[name] = action }
        }
        warningLists = lists
        quietAfter = reader.int(forKey: "findings.quiet-after", default: 1)
        fixedAfter = reader.int(forKey: "findings.fixed-after", default: 3)
        deduplicationWindow = reader.int(forKey: "ingest.deduplicate.window", default: 0)
        deduplicationFields = reader.stringArray(forKey: "ingest.deduplicate.fields", default: [])
        deadLetterLimit = reader.int(forKey: "store.dead-letters", default: 1_000_000)
        retention = reader.stringArray(forKey: "store.retention", default: [])
        queryMemory = reader.int(forKey: "query.memory", default: 1024)
        centre = CentreConfiguration(reader)
    }
}

/// Why the configuration cannot be used.
enum SettingsError: Error, CustomStringConvertible {
    case missing(path: String)
    case mistakes(path: String, [SettingsFile.Mistake])

    var description: String {
        switch self {
        case .missing(let path): "the configuration file \(path) does not exist; write it, or leave --config and KESHIK_CONFIG out"
        case .mistakes(let path, let mistakes):
            mistakes.map { "\(path):\($0.line):\($0.column): \($0.message)" }.joined(separator: "\n")
        }
    }
}
