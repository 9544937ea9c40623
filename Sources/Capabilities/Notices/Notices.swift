public import Centre
public import EventStore
internal import Foundation
internal import GRDB
internal import Logging
public import Post
internal import ServiceLifecycle
public import Vocabulary

/// Owners are told what is seen in their networks, so that they act, and they answer: rules decide who is told what and when, every
/// decision can be explained, nothing is sent twice, and what owners answer changes findings.
public struct Notices: Capability {
    /// The name of the capability.
    public let name = "notices"
    let office: NoticeOffice
    let answers: AnswerDesk
    let webhooks: WebhookChannel

    /// - Parameters:
    ///   - store: where findings are
    ///   - portal: the address of the portal as owners write it, `https://portal.cert.example`
    ///   - naming: what the centre is called, for mails
    ///   - sender: whom mail is from; its domain stands in every Message-ID
    ///   - keyring: signs and encrypts; nil where GnuPG is not installed: contacts with a key then read details in the portal alone
    ///   - privateWebhooks: hosts within private networks that webhooks may reach
    ///   - webhookAuthorities: a file with the authorities whose certificates webhooks may have, in PEM; nil for those of the system
    ///   - marking: the marking of what a feed says, by the feed's code; TLP:AMBER where it gives none
    /// - Throws: ``CatalogueError``, a recommendation that cannot be read, a sender without domain
    public init(
        _ house: House, store: EmbeddedStore, owners: any OwnerDirectory, portal: String, naming: WebFrame.Naming, sender: MailParty,
        replyTo: MailParty? = nil, keyring: Keyring? = nil, policy: FindingPolicy = FindingPolicy(), privateWebhooks: Set<String> = [],
        webhookAuthorities: String? = nil,
        marking: @escaping @Sendable (String) -> TLP? = { _ in nil }
    ) async throws {
        guard let domain = sender.address.domain else { throw NoticeMistake.senderWithoutDomain("\(sender.address)") }
        let folder = ResourceFolder.of("Notices")
        let composer = NoticeComposer(
            catalogue: try Catalogue(folders: [ResourceFolder.of("Centre"), folder], order: ["az", "en", "ru"]),
            shelf: try RecommendationShelf(folder: folder.path + "/Recommendations"),
            sender: NoticeSender(party: sender, replyTo: replyTo, domain: domain, naming: naming),
            link: AnswerLink(key: house.secrets.derivedKey("notices.answer"), portal: portal), zone: house.zone)
        office = NoticeOffice(
            house: house, store: store, directory: owners, policy: policy, composer: composer, seal: NoticeSeal(keyring), marking: marking)
        answers = AnswerDesk(office: office)
        webhooks = WebhookChannel(house, allowed: privateWebhooks, authorities: webhookAuthorities)
        house.outward.add(PortalChannel())
        house.outward.add(webhooks)
        watch()
        try await begin()
    }

    /// The tables it keeps in the records.
    public static var migrations: [Migration] { tables }
    /// Its templates and texts.
    public var resources: [ResourceFolder] { [ResourceFolder.of("Notices")] }
    /// What roles may be allowed.
    public var permissions: [Permission] { [.noticesRead, .noticesRules, .noticesApprove, .noticesAnswer] }
    /// Its jobs.
    public var jobs: [JobKind] { [decide, answers.changing, approving, returning] }

    /// Its entries in the navigation.
    public var navigation: [NavigationEntry] {
        [
            NavigationEntry(.desk, "/notices", key: "notices.navigation.notices", icon: "notice", .permission(.noticesRead), order: 20),
            NavigationEntry(.portal, "/notices", key: "notices.navigation.mine", icon: "notice", .owner, order: 20),
        ]
    }

    /// What is looked at to know that it is well.
    public var health: [HealthCheck] {
        [
            HealthCheck("notices") { [office] in
                do {
                    let old = (office.house.clock() - .seconds(86_400)).microseconds
                    let count = try await office.house.records.read { database in
                        try Int.fetchOne(
                            database, sql: "SELECT count(*) FROM notices_notice WHERE state = 'awaiting' AND planned < ?", arguments: [old])
                            ?? 0
                    }
                    if count == 0 { return .well("no notice waits for approval for longer than a day") }
                    return .warning(
                        "\(count) notices wait for approval for longer than a day",
                        remedy: "approve or call them off on the desk, /notices?state=awaiting")
                } catch {
                    return .broken("\(error)", remedy: "look at the records: `keshik db check`")
                }
            }
        ]
    }

    /// Its routes.
    public func routes(_ routes: inout Routes) {
        NoticePages(self).routes(&routes)
        RulePages(self).routes(&routes)
        SuppressionPages(office: office).routes(&routes)
        RecommendationPages(office: office).routes(&routes)
        FigurePage(office: office).routes(&routes)
        WhyPage(office: office).routes(&routes)
        WebhookPages(office: office, channel: webhooks).routes(&routes)
        PortalPages(self).routes(&routes)
    }

    /// Decides at once, as the job does.
    /// - Parameter isForced: digests go out whatever the hour
    @discardableResult
    public func decideNow(isForced: Bool = false) async throws -> String {
        try await DecisionRun(office: office, isForced: isForced).run().text
    }

    /// The rules that come with the program, where there are none yet.
    private func begin() async throws {
        let now = office.house.clock()
        try await office.house.records.write { database in
            guard try NoticeStore.mark("begun", database) == nil else { return }
            for (place, rule) in NoticeRule.shipped.enumerated() {
                try NoticeStore.put(rule, position: place + 1, by: "keshik", at: now, database)
            }
            try NoticeStore.set("begun", to: 1, database)
        }
    }
}

extension Permission {
    /// Looking at notices, decisions and figures.
    public static let noticesRead = Permission("notices.read", [.viewer, .analyst, .dutyOfficer, .editor, .administrator, .auditor])
    /// Changing rules and suppressions.
    public static let noticesRules = Permission("notices.rules", [.dutyOfficer, .administrator])
    /// Letting notices of new rules leave, or calling them off.
    public static let noticesApprove = Permission("notices.approve", [.dutyOfficer])
    /// Writing to owners and entering what they said.
    public static let noticesAnswer = Permission("notices.answer", [.analyst, .dutyOfficer])
}
