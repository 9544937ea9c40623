internal import CSAF
public import Centre
internal import GRDB
internal import Logging
public import Post
internal import ServiceLifecycle
internal import Vocabulary

/// Advisories for experts and warnings for everyone: written, looked at by a second person, published as pages, feeds, mail and CSAF.
public struct Advisories: Capability {
    /// The name of the capability.
    public let name = "advisories"
    let house: House
    let desk: AdvisoryDesk
    let press: Press
    let letters: AdvisoryLetters
    let catalogue: Catalogue
    let naming: WebFrame.Naming
    let site: String
    let subscriptions: SubscriptionDesk
    let sources: SourceDesk
    private let here: HerePages?
    private let profile: ProfilePages

    /// - Parameters:
    ///   - settings: what the centre is called and where its public face is
    ///   - sender: whom mail to subscribers is from, and the contact that documents name
    ///   - phone: the number for emergencies; nil where there is none
    ///   - scheme: how advisories are named, `AZ-CERT-{year}-{number}`
    ///   - hosts: counts the machines in the country that a vulnerability concerns, where a capability can
    ///   - owners: what owners are called
    ///   - privateSources: hosts within private networks that sources may be on
    ///   - keyring: signs documents with the first key of ours that can; nil where GnuPG is not installed: then nothing is signed
    /// - Throws: ``CatalogueError``, a scheme that cannot be used, records that cannot be read
    public init(
        _ house: House, settings: CentreSettings, sender: MailParty, phone: String? = nil, scheme: String,
        hosts: (any AffectedHosts)? = nil,
        owners: (any OwnerDirectory)? = nil, privateSources: Set<String> = [], keyring: Keyring?
    ) async throws {
        guard let scheme = TrackingScheme(scheme) else { throw AdvisoryMistake.scheme(scheme) }
        self.house = house
        naming = settings.naming
        let site = settings.listening[.public]?.url ?? ""
        self.site = site
        catalogue = try Catalogue(folders: [ResourceFolder.of("Centre"), ResourceFolder.of("Advisories")], order: settings.languages)
        let title = settings.naming.full(in: "en")
        let desk = AdvisoryDesk(
            house: house, scheme: scheme, document: AdvisoryDocument(publisher: title, site: site), languages: settings.languages,
            counts: hosts != nil)
        press = Press(house: house, title: title, site: site, contact: "\(sender.address)", keyring: keyring) { try desk.shown($0, $1) }
        self.desk = desk
        letters = AdvisoryLetters(catalogue: catalogue, naming: settings.naming, site: site, zone: house.zone)
        subscriptions = SubscriptionDesk(house: house, letters: letters, sender: sender, press: press, keyring: keyring)
        here = hosts.map { HerePages(desk: desk, hosts: $0, owners: owners) }
        let fetch = SourceFetch(allowed: privateSources)
        sources = SourceDesk(house: house, hosts: hosts) { try await fetch.get($0, tag: $1, modified: $2) }
        profile = ProfilePages(
            naming: settings.naming, site: site, portal: settings.listening[.portal]?.url, contact: "\(sender.address)", phone: phone,
            zone: house.zone, press: press)
        house.outward.add(SiteChannel.open(press))
        house.outward.add(SiteChannel.closed(press))
        desk.watch()
        // The provider's metadata is there before the first advisory, and names the key of today.
        do { try await press.writeTree() } catch {
            house.logger.error("the CSAF tree cannot be written", metadata: ["error": "\(error)"])
        }
    }

    /// The tables it keeps in the records.
    public static var migrations: [Migration] { tables }
    /// Its templates and texts.
    public var resources: [ResourceFolder] { [ResourceFolder.of("Advisories")] }
    /// What roles may be allowed.
    public var permissions: [Permission] {
        [.advisoriesRead, .advisoriesWrite, .advisoriesApprove, .advisoriesRestricted, .advisoriesSources]
    }
    /// Its jobs.
    public var jobs: [JobKind] { [desk.releasing, sources.gathering] + subscriptions.jobs }

    /// Its entries in the navigation.
    public var navigation: [NavigationEntry] {
        [
            NavigationEntry(
                .desk, "/advisories", key: "advisories.navigation.desk", icon: "advisory", .permission(.advisoriesRead), order: 25),
            NavigationEntry(.portal, "/advisories", key: "advisories.navigation.desk", icon: "advisory", .owner, order: 30),
            NavigationEntry(.public, "/warnings", key: "advisories.navigation.warnings", icon: "warning", .anyone, order: 10),
            NavigationEntry(.public, "/advisories", key: "advisories.navigation.desk", icon: "advisory", .anyone, order: 11),
        ]
    }

    /// What is looked at to know that it is well.
    public var health: [HealthCheck] {
        [
            HealthCheck("advisories-sources") { [house] in
                do {
                    let (all, now) = (try await house.records.read { try SourceStore.sources($0) }, house.clock())
                    let bad = all.filter { source in
                        switch SourceDesk.trouble(source, now: now) {
                        case .failing, .silent: true
                        case .never, nil: false
                        }
                    }.map(\.name)
                    if bad.isEmpty { return .well("\(all.count) sources") }
                    return .warning(
                        "\(bad.count) of \(all.count) sources fail or are silent: \(bad.prefix(5).joined(separator: ", "))",
                        remedy: "look at /advisories/sources on the desk")
                } catch { return .broken("\(error)", remedy: "look at the records: `keshik db check`") }
            },
            HealthCheck("advisories-signature") { [press] in
                await press.signer() != nil
                    ? .well("CSAF documents are signed")
                    : .warning(
                        "CSAF documents are not signed: the centre is a CSAF provider, not a trusted one",
                        remedy: "make an OpenPGP key: gpg --homedir DATA/gnupg --quick-generate-key 'CERT <cert@cert.example>'")
            },
        ]
    }

    /// Its routes.
    public func routes(_ routes: inout Routes) {
        ListPages(desk: desk).routes(&routes)
        OverviewPages(desk: desk).routes(&routes)
        TextPages(desk: desk).routes(&routes)
        ProductPages(desk: desk).routes(&routes)
        VulnerabilityPages(desk: desk).routes(&routes)
        RatingPages(desk: desk).routes(&routes)
        PreviewPages(desk: desk, letters: letters).routes(&routes)
        HistoryPages(desk: desk).routes(&routes)
        here?.routes(&routes)
        PublicPages(house: house, desk: desk, press: press, papers: AdvisoryPapers(naming: naming, site: site)).routes(&routes)
        FeedPages(house: house, catalogue: catalogue, naming: naming, site: site).routes(&routes)
        ProviderPages(house: house, press: press).routes(&routes)
        SubscriptionPages(desk: subscriptions, languages: desk.languages).routes(&routes)
        EmbedPages(house: house, catalogue: catalogue, naming: naming).routes(&routes)
        SitemapPages(house: house, press: press, site: site, languages: desk.languages).routes(&routes)
        SourcePages(desk: desk, sources: sources).routes(&routes)
        profile.routes(&routes)
    }
}

extension Permission {
    /// Looking at drafts and their history.
    public static let advisoriesRead = Permission(
        "advisories.read", [.viewer, .analyst, .dutyOfficer, .editor, .administrator, .auditor])
    /// Writing advisories and handing them in.
    public static let advisoriesWrite = Permission("advisories.write", [.analyst, .dutyOfficer, .editor])
    /// Agreeing to what somebody else wrote: then it is published.
    public static let advisoriesApprove = Permission("advisories.approve", [.dutyOfficer, .editor])
    /// Saying which sources are gathered from.
    public static let advisoriesSources = Permission("advisories.sources", [.editor, .administrator])
    /// Reading CSAF documents above TLP:CLEAR, for programs with a token.
    public static let advisoriesRestricted = Permission("advisories.restricted", [.editor, .dutyOfficer])
}

/// What keeps the capability from starting.
enum AdvisoryMistake: Error, Sendable, Hashable, CustomStringConvertible {
    case scheme(String)

    var description: String {
        switch self {
        case .scheme(let text):
            "“\(text)” cannot name advisories; `advisories.scheme` takes letters, digits and hyphens with {year} and {number}, such as AZ-CERT-{year}-{number}"
        }
    }
}
