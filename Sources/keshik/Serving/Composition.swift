import Advisories
import Cases
import Centre
import Constituency
import Correspondence
import EventStore
import Foundation
import Logging
import Notices
import Observation
import Post
import Referrals
import Reporting
import Transparency
import Vocabulary

/// The centre put together: which capabilities there are, and what each is given. Adding one is a line here and a line in `kinds`.
struct Composition {
    /// All capabilities, for their migrations.
    static let kinds: [any Capability.Type] = [
        Identity.self, Constituency.self, Notices.self, Observation.self, Cases.self, Reporting.self, Advisories.self, Correspondence.self,
        Transparency.self, Referrals.self, Operation.self, Front.self,
    ]

    /// What the records must have.
    static var migrations: [Migration] { kinds.flatMap { $0.migrations } }

    let centre: Centre
    let identity: Identity
    let advisories: Advisories
    let intake: Intake

    init(_ settings: Settings, logger: Logger) async throws {
        let configuration = settings.centre
        guard let zone = Zone(configuration.zone) else { throw ServeError.zone(configuration.zone) }
        let centreSettings = try configuration.settings(version: Version.number)
        let house = try await House.open(
            data: settings.data, capabilities: Self.kinds,
            key: .find(data: settings.data, environment: ProcessInfo.processInfo.environment), zone: zone,
            realm: configuration.isExercise ? .exercise : .real, logger: logger, clock: Settings.now)
        let store = try Self.store(settings)
        let register = try Register.open(settings.registerPath)
        let intake = Intake(store: store, settings: settings)
        let transparency = try await Transparency(
            house, site: centreSettings.listening[.public]?.url ?? "", naming: centreSettings.naming)

        let constituency = try Constituency(
            house, register: register, portal: centreSettings.listening[.portal]?.url ?? "", naming: centreSettings.naming,
            countries: Set(configuration.country.flatMap { CountryCode($0) }.map { [$0] } ?? []))
        let accounts = try await Identity(
            house, settings: centreSettings, directory: constituency, options: try configuration.identity())
        let sender = try configuration.mailSender()
        let keyring = try? Keyring(folder: settings.data + "/gnupg")
        let notices = try await Notices(
            house, store: store, owners: constituency, portal: centreSettings.listening[.portal]?.url ?? "",
            naming: centreSettings.naming, sender: sender, replyTo: configuration.mailReplyTo,
            keyring: keyring, policy: settings.findingPolicy,
            privateWebhooks: configuration.privateWebhooks, webhookAuthorities: configuration.webhookAuthorities,
            marking: FeedMarkings(folder: settings.data + "/feeds").tlp)
        let observation = Observation(
            house, store: store, owners: constituency, trail: notices, policy: settings.findingPolicy, intake: intake)
        let cases = try Cases(
            house, owners: constituency, naming: centreSettings.naming, sender: sender, replyTo: configuration.mailReplyTo,
            portal: centreSettings.listening[.portal]?.url ?? "", keyring: keyring, findings: observation, canRefer: true)
        let reporting = try await Reporting(
            house, owners: constituency, naming: centreSettings.naming, site: centreSettings.listening[.public]?.url ?? "", sender: sender,
            replyTo: configuration.mailReplyTo, cases: cases, book: transparency)
        let advisories = try await Advisories(
            house, settings: centreSettings, sender: sender, phone: configuration.phone, scheme: configuration.advisoryScheme,
            hosts: observation, owners: constituency, keyring: keyring)
        let correspondence = try await Correspondence(
            house, way: try configuration.mailWay(), sender: sender, replyTo: configuration.mailReplyTo,
            mailbox: try configuration.mailSource(), takers: [notices, cases, reporting])
        let referrals = try Referrals(
            house, naming: centreSettings.naming, keyring: keyring, book: transparency, cases: cases)
        let operation = Operation(house)

        centre = try Centre(centreSettings, house, doorkeeper: accounts) {
            observation
            notices
            cases
            reporting
            advisories
            constituency
            correspondence
            referrals
            transparency
            operation
            accounts
            Front(centreSettings, contact: "\(sender.address)", phone: configuration.phone, parts: [reporting, advisories])
        }
        accounts.offer(scopes: centre.capabilities.flatMap(\.permissions))
        self.identity = accounts
        self.advisories = advisories
        self.intake = intake
    }

    /// The store of events and findings.
    static func store(_ settings: Settings) throws -> EmbeddedStore {
        try EmbeddedStore.open(at: settings.storePath, limits: StoreLimits(deadLetters: Int64(settings.deadLetterLimit)))
    }
}
