internal import Foundation
internal import Logging
public import ServiceLifecycle
internal import UnixSignals

/// A centre: capabilities under one roof, shown on three faces.
///
/// ```swift
/// let centre = try Centre(settings, house, doorkeeper: identity) {
///     identity
///     observation
///     notices
/// }
/// try await centre.run()
/// ```
public struct Centre: Sendable {
    /// What it was told.
    public let settings: CentreSettings
    /// What it keeps.
    public let house: House
    /// What it does.
    public let capabilities: [any Capability]
    /// Every address of every face.
    public let routes: [Route]
    /// What surrounds every page.
    public let frame: WebFrame
    private let certificates: [Face: Certificates]

    /// - Throws: ``CatalogueError``, ``CertificateError``, ``CentreError``
    public init(
        _ settings: CentreSettings, _ house: House, doorkeeper: any Doorkeeper,
        @CapabilityList _ capabilities: () throws -> [any Capability]
    ) throws {
        self.settings = settings
        self.house = house
        let capabilities = try capabilities()
        self.capabilities = capabilities
        if let twice = Dictionary(grouping: capabilities, by: \.name).first(where: { $0.value.count > 1 }) {
            throw CentreError.twoCapabilities(twice.key)
        }
        let folders = [ResourceFolder.of("Centre")] + capabilities.flatMap(\.resources)
        let catalogue = try Catalogue(folders: folders, order: settings.languages)
        var routes = Routes(checks: capabilities.flatMap(\.health))
        HealthPages(checks: routes.checks).routes(&routes)
        for capability in capabilities { capability.routes(&routes) }
        if let twice = Dictionary(grouping: routes.all, by: { "\($0.face.rawValue) \($0.verb.rawValue) \($0.path)" })
            .first(where: { $0.value.count > 1 })
        {
            throw CentreError.twoRoutes(twice.key)
        }
        self.routes = routes.all
        let uploads = house.data + "/uploads"
        // Files that a killed program left behind belong to nobody.
        try? FileManager.default.removeItem(atPath: uploads)
        house.vault.clearIncoming()
        frame = WebFrame(
            catalogue: catalogue, zone: house.zone, clock: house.clock, templates: try Templates(folders: folders, catalogue: catalogue),
            assets: Assets(folders: folders), naming: settings.naming,
            navigation: capabilities.flatMap(\.navigation).sorted { $0.order < $1.order }, doorkeeper: doorkeeper,
            ticket: FormTicket(key: house.secrets.derivedKey("forms")), version: settings.version, proxies: settings.proxies,
            isExercise: settings.isExercise, uploads: uploads, vault: house.vault)
        var certificates: [Face: Certificates] = [:]
        for (face, listening) in settings.listening {
            switch listening.protection {
            case .certificate(let chain, let key): certificates[face] = try Certificates(chain: chain, key: key)
            case .development:
                let (chain, key) = try Certificates.development(in: house.data + "/keys", now: Date())
                certificates[face] = try Certificates(chain: chain, key: key)
            case .proxy: break
            }
        }
        self.certificates = certificates
    }

    /// What runs: first what capabilities need all the time, last the listeners, so that they stop first.
    /// - Parameter started: told of every face that listens, with its address
    public func services(started: @escaping @Sendable (Face, ListenAddress) -> Void = { _, _ in }) -> [any Service] {
        var services: [any Service] = capabilities.flatMap(\.services)
        services.append(
            JobRunner(house.jobs, kinds: capabilities.flatMap(\.jobs) + house.outward.jobs + house.vault.jobs, logger: house.logger))
        services += certificates.values.map { CertificateWatch(certificates: $0, logger: house.logger) }
        for (face, listening) in settings.listening.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            services.append(
                Listener(
                    face: face, address: listening.address, certificates: certificates[face],
                    responder: FaceResponder(face: face, frame: frame, isEncrypted: certificates[face] != nil), routes: routes,
                    pace: settings.pace, logger: house.logger, started: started))
        }
        return services
    }

    /// Runs until SIGTERM or SIGINT; requests and jobs that have begun are finished.
    public func run(started: @escaping @Sendable (Face, ListenAddress) -> Void = { _, _ in }) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services(started: started), gracefulShutdownSignals: [.sigterm, .sigint], logger: house.logger))
        try await group.run()
    }
}

/// What a centre is told at its start.
public struct CentreSettings: Sendable {
    /// Where a face is listened for.
    public struct Listening: Sendable, Hashable {
        /// Where it listens.
        public var address: ListenAddress
        /// How its connections are protected.
        public var protection: Protection
        /// The address as the world writes it, `https://desk.cert.example`.
        public var url: String

        /// With its values.
        public init(address: ListenAddress, protection: Protection, url: String) {
            self.address = address
            self.protection = protection
            self.url = url
        }
    }

    /// What the centre is called.
    public var naming: WebFrame.Naming
    /// Codes in the order they are offered.
    public var languages: [String]
    /// The faces that are switched on.
    public var listening: [Face: Listening]
    /// Addresses of proxies that are believed.
    public var proxies: Set<String>
    /// The program's version.
    public var version: String
    /// Whether it is an exercise: then nothing leaves.
    public var isExercise: Bool
    /// How slow clients may be.
    public var pace = Pace()

    /// With its values.
    public init(
        naming: WebFrame.Naming, languages: [String] = ["az", "en", "ru"], listening: [Face: Listening], proxies: Set<String> = [],
        version: String, isExercise: Bool = false
    ) {
        self.naming = naming
        self.languages = languages
        self.listening = listening
        self.proxies = proxies
        self.version = version
        self.isExercise = isExercise
    }
}

/// Why a centre could not be put together.
public enum CentreError: Error, Sendable, CustomStringConvertible {
    case twoCapabilities(String)
    case twoRoutes(String)

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .twoCapabilities(let name): "two capabilities are called \(name); each name may stand once in the composition"
        case .twoRoutes(let route): "two capabilities answer \(route); one of them must take another address"
        }
    }
}

/// Lets capabilities be written below one another.
@resultBuilder
public enum CapabilityList {
    /// One line.
    public static func buildExpression(_ capability: any Capability) -> [any Capability] { [capability] }
    /// One line.
    public static func buildExpression(_ capabilities: [any Capability]) -> [any Capability] { capabilities }
    /// All of a block.
    public static func buildBlock(_ lists: [any Capability]...) -> [any Capability] { lists.flatMap { $0 } }
    /// Those behind an if.
    public static func buildOptional(_ list: [any Capability]?) -> [any Capability] { list ?? [] }
}
