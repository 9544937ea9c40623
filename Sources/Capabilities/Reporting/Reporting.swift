public import Centre
public import Events
internal import Foundation
public import Post
internal import Vocabulary

/// The reporting office: everybody can tell the centre what happened, safely and in two minutes; those who must report do it in stages; and nobody
/// is left without an answer.
public struct Reporting: Capability {
    /// What it is called.
    public let name = "reporting"
    let office: ReportingOffice
    let feeds: FeedRegistry
    let sender: MailParty
    let replyTo: MailParty?

    /// - Parameters:
    ///   - owners: who the organisations are that report under duty
    ///   - naming: what the centre is called
    ///   - site: the public face's address as people write it
    ///   - sender: whom mail to reporters is from
    ///   - cases: takes reports up; nil where the centre has no cases
    ///   - book: the ledger that openings of sealed identities are entered in; nil where none is kept
    /// - Throws: ``ReportingMistake``, ``CatalogueError``, ``SecretsError``
    public init(
        _ house: House, owners: any OwnerDirectory, naming: WebFrame.Naming, site: String, sender: MailParty, replyTo: MailParty? = nil,
        cases: (any CaseOpener)? = nil, book: (any LedgerBook)? = nil, feeds: FeedRegistry = FeedRegistry()
    ) async throws {
        let folder = ResourceFolder.of("Reporting")
        self.feeds = feeds
        self.sender = sender
        self.replyTo = replyTo
        office = ReportingOffice(
            house: house, settings: try ReportingSettings.read(data: house.data, shipped: folder.path + "/laws.yaml"),
            proposer: try TypeProposer(path: folder.path + "/types.yaml"), secret: try FollowUpSecret(house.secrets, folder: folder),
            pass: MailboxPass(house.secrets), signer: try await ReceiptSigner.open(house.secrets), cases: cases, book: book, owners: owners,
            catalogue: try Catalogue(folders: [ResourceFolder.of("Centre"), folder], order: ["az", "en", "ru"]), short: naming.short,
            site: site.hasSuffix("/") ? String(site.dropLast()) : site)
        house.outward.add(ReporterChannel(house, sender: sender, replyTo: replyTo))
    }

    /// Its tables.
    public static var migrations: [Migration] { tables }
    /// Its templates and texts.
    public var resources: [ResourceFolder] { [ResourceFolder.of("Reporting")] }

    /// What people may be allowed to do in it.
    public var permissions: [Permission] {
        [.reportingRead, .reportingWork, .reportingFiles, .reportingUnseal, .reportingFigures, .reportingNotify]
            + office.settings.laws.map(\.permission)
    }

    /// Its jobs.
    public var jobs: [JobKind] { [AnswerClock(office: office).job] }

    /// Where it stands in the navigation.
    public var navigation: [NavigationEntry] {
        [
            NavigationEntry(.public, "/report", key: "reporting.navigation.report", icon: "report", .anyone, order: 1),
            NavigationEntry(.public, "/report/mailbox", key: "reporting.navigation.mailbox", icon: "conversation", .anyone, order: 2),
            NavigationEntry(.desk, "/reports", key: "reporting.navigation.reports", icon: "report", .permission(.reportingRead), order: 13),
            NavigationEntry(.desk, "/duty", key: "reporting.navigation.duty", icon: "flag", .permission(.reportingRead), order: 14),
            NavigationEntry(.portal, "/incidents", key: "reporting.navigation.incidents", icon: "flag", .owner, order: 30),
        ]
    }

    /// What it is asked.
    public var health: [HealthCheck] { [AnswerClock(office: office).check] }

    /// Its addresses.
    public func routes(_ routes: inout Routes) {
        ReportPages(office: office).routes(&routes)
        MailboxPages(office: office).routes(&routes)
        DeskPages(office: office).routes(&routes)
        DutyPortalPages(office: office).routes(&routes)
        DutyDeskPages(office: office).routes(&routes)
        DutyAPI(office: office).routes(&routes)
    }
}
