import Advisories
public import ArgumentParser
import Centre
import Constituency
import EventStore
import Foundation
public import Logging
import Metrics
import SampleNation
import ServiceLifecycle
import Synchronization
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the centre: the public face, the desk, and the portal with the API.",
        discussion: """
            Each face has a listener of its own; `keshik.yaml` says where (`public`, `desk`, `portal`), with which certificate, and the rest.
            SIGTERM and Ctrl-C end it in order: what has begun is finished, nothing is lost.

            EXAMPLES:
              keshik serve --sample
              keshik serve --data /var/lib/keshik --desk 127.0.0.1:8444
            """)

    @Flag(name: .long, help: "With the sample nation: a fictional country whose feeds keep arriving, and a sign-in link for every role.")
    var sample = false
    @Option(name: .customLong("public"), help: ArgumentHelp("Where the public face listens.", valueName: "host:port"))
    var publicFace: String?
    @Option(name: .long, help: ArgumentHelp("Where the desk listens.", valueName: "host:port")) var desk: String?
    @Option(name: .long, help: ArgumentHelp("Where the portal and the API listen.", valueName: "host:port")) var portal: String?
    @Option(name: .long, help: ArgumentHelp("For --sample: rows of its first week.", valueName: "n")) var sampleRows = 200_000
    @Option(name: .long, help: ArgumentHelp("Log lines from this level on: debug, info, notice, warning, error.", valueName: "level"))
    var log: Logger.Level = .notice
    @OptionGroup var data: DataOptions

    func run() async throws {
        MetricsSystem.bootstrap(Prometheus.shared)
        let level = log
        LoggingSystem.bootstrap { label in
            LogLines(label: label, logLevel: level) { FileHandle.standardError.write(Data($0.utf8)) }
        }
        var settings = try await data.settings()
        for (face, given) in [(Face.public, publicFace), (.desk, desk), (.portal, portal)] {
            if let given { settings.centre.faces[face]?.listen = given }
        }
        if sample, settings.centre.names.isEmpty {
            settings.centre.names = ["az": "Nümunə ölkəsinin CERT-i", "en": "CERT of the sample nation", "ru": "CERT страны-примера"]
            settings.centre.short = "SN-CERT"
            settings.centre.advisoryScheme = "SN-CERT-{year}-{number}"
        }
        if sample, settings.centre.country == nil { settings.centre.country = SampleNation.country }
        let logger = Logger(label: "keshik")
        if sample { try await prepareSample(&settings) }

        let composition = try await Composition(settings, logger: logger)
        let centre = composition.centre
        if sample { try await composition.advisories.addSample() }
        let waiting = Mutex(Set(centre.settings.listening.keys))
        let urls = centre.settings.listening.mapValues(\.url)
        let isSample = sample
        var services = centre.services { face, address in
            let isLast = waiting.withLock { waiting in
                waiting.remove(face)
                return waiting.isEmpty
            }
            Terminal.note("\(face.rawValue) \(urls[face] ?? "\(address)")")
            guard isLast, isSample else { return }
            Task { await Self.greet(composition) }
        }
        if sample {
            services.insert(SampleStream(folder: settings.data + "/sample", intake: composition.intake, logger: logger), at: 0)
        }
        var configuration = ServiceGroupConfiguration(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        let group = ServiceGroup(configuration: configuration)
        try await group.run()
    }

    /// The country and its first week, where they are not there yet.
    private func prepareSample(_ settings: inout Settings) async throws {
        let folder = settings.data + "/sample"
        let now = Settings.now()
        if !FileManager.default.fileExists(atPath: folder + "/.taken") {
            Terminal.note("making the sample nation in \(settings.data); this takes a few seconds")
            try SampleStream.makeHistory(in: folder, rows: sampleRows, now: now)
            let owners = try RegisterImport.read([folder + "/owners.yaml"], countries: [])
            _ = try owners.installNetworks(in: settings.data)
            try Self.installDelegations(from: folder, in: settings.data)
            let register = try Register.open(settings.registerPath)
            _ = try register.apply(try register.plan(for: owners, mode: .merge))
            let store = try Composition.store(settings)
            defer { try? store.close() }
            _ = try await Intake(store: store, settings: settings).take(try SourcePaths.sources([folder + "/feeds"]), feed: nil)
            try Data().write(to: URL(fileURLWithPath: folder + "/.taken"))
        }
    }

    /// Which addresses the country was given, for the page that says how much of it has an owner.
    private static func installDelegations(from folder: String, in data: String) throws {
        let (source, place) = (folder + "/" + SampleNation.delegations, data + "/geo/" + SampleNation.delegations)
        try FileManager.default.createDirectory(atPath: data + "/geo", withIntermediateDirectories: true)
        try Data(contentsOf: URL(fileURLWithPath: source)).write(to: URL(fileURLWithPath: place), options: .atomic)
    }

    private static func greet(_ composition: Composition) async {
        var lines: [String] = ["", "Sign in, once and within an hour, as:"]
        for role in Role.allCases {
            if let link = try? await composition.identity.demonstrationLink(role: role) {
                lines.append("  \(role.rawValue.padding(toLength: 14, withPad: " ", startingAt: 0)) \(link)")
            }
        }
        // An owner of whom there is something to see in every sample.
        if let link = try? await composition.identity.demonstrationPortalLink(preferring: "odlar-telekom") {
            lines.append("  owner          \(link)")
        }
        lines.append("The browser will not know the certificate: it was made for this machine a moment ago.")
        lines.append("Ctrl-C ends it.")
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
