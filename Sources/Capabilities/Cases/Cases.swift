public import Centre
internal import Foundation
internal import GRDB
public import Post
internal import Vocabulary

/// Cases: what was reported, what it turned out to be, who works on it, whom it concerns and what each of them said; from the queue to the
/// closing summary.
public struct Cases: Capability {
    /// What it is called.
    public let name = "cases"
    let office: CaseOffice

    /// - Parameters:
    ///   - owners: the register, for whom a case concerns and whom to write to
    ///   - naming: what the centre is called; its short name begins the numbers of cases
    ///   - sender: whom mail is from; its domain stands in every Message-ID
    ///   - portal: the address of the portal as owners write it
    ///   - keyring: signs and encrypts; nil where GnuPG is not installed: nothing is then written to parties with a key
    ///   - findings: tells what is seen of what a case names; nil where nothing observes
    ///   - canRefer: whether the centre has referrals, which a case can begin
    /// - Throws: ``CatalogueError``, a playbook or a scale that cannot be read, a sender without domain
    public init(
        _ house: House, owners: any OwnerDirectory, naming: WebFrame.Naming, sender: MailParty, replyTo: MailParty? = nil,
        portal: String = "", keyring: Keyring? = nil, findings: (any FindingLookup)? = nil, canRefer: Bool = false
    ) throws {
        guard let domain = sender.address.domain else { throw CaseMistake.noSender("\(sender.address)") }
        let folder = ResourceFolder.of("Cases")
        office = CaseOffice(
            house: house, owners: owners, naming: naming, sender: sender, replyTo: replyTo, domain: domain, portal: portal,
            catalogue: try Catalogue(folders: [ResourceFolder.of("Centre"), folder], order: ["az", "en", "ru"]),
            playbooks: try PlaybookShelf(folder: folder.path + "/Playbooks"), seal: PartySeal(keyring: keyring),
            scale: try ScoreScale.read(folder.path + "/score.yaml"), findings: findings, canRefer: canRefer)
    }

    /// Its tables.
    public static var migrations: [Migration] { tables }
    /// Its templates and texts.
    public var resources: [ResourceFolder] { [ResourceFolder.of("Cases")] }
    /// What people may be allowed to do in it.
    public var permissions: [Permission] { [.casesRead, .casesWork, .casesExport, .casesDuty] }

    /// Alarms of deadlines, and the reading of files.
    public var jobs: [JobKind] { [alarms, reading] }

    /// Where it stands in the navigation.
    public var navigation: [NavigationEntry] {
        [
            NavigationEntry(.desk, "/cases", key: "cases.navigation.cases", icon: "case", .permission(.casesRead), order: 15),
            NavigationEntry(.portal, "/cases", key: "cases.navigation.mine", icon: "case", .owner, order: 30),
        ]
    }

    /// Its addresses.
    public func routes(_ routes: inout Routes) {
        QueuePages(office: office).routes(&routes)
        ScorePages(office: office).routes(&routes)
        DutyPages(office: office).routes(&routes)
        FigurePage(office: office).routes(&routes)
        CasePages(office: office).routes(&routes)
        ObservablePages(office: office).routes(&routes)
        PartyPages(office: office).routes(&routes)
        TaskPages(office: office).routes(&routes)
        FilePages(office: office).routes(&routes)
        RelationPages(office: office).routes(&routes)
        ExportPages(office: office).routes(&routes)
        PortalPages(office: office).routes(&routes)
    }
}

/// What all parts of the capability stand on.
struct CaseOffice: Sendable {
    let house: House
    let owners: any OwnerDirectory
    let naming: WebFrame.Naming
    let sender: MailParty
    let replyTo: MailParty?
    /// The domain of Message-IDs.
    let domain: DomainName
    /// The address of the portal.
    let portal: String
    /// Words for what is written to parties, in their languages.
    let catalogue: Catalogue
    let playbooks: PlaybookShelf
    let seal: PartySeal
    let scale: ScoreScale
    let findings: (any FindingLookup)?
    /// Whether the centre has referrals: they begin with `POST /referrals` and the name of a case.
    let canRefer: Bool

    /// The number of a case for people: `AZ-CERT-C-2026-00017`.
    func number(_ name: String) -> String {
        naming.short.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "-").uppercased() + "-C-" + name
    }

    func reference(_ found: Case) -> CaseReference {
        CaseReference(id: found.name, number: number(found.name), path: "/cases/\(found.name)")
    }

    /// Does something to a case in one transaction, in the name of who asks.
    @discardableResult
    func write<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        try await house.records.write(body)
    }

    func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        try await house.records.read(body)
    }
}

extension Permission {
    /// Looking at cases.
    public static let casesRead = Permission("cases.read", [.analyst, .dutyOfficer, .auditor])
    /// Working on cases.
    public static let casesWork = Permission("cases.work", [.analyst, .dutyOfficer])
    /// Taking cases out of the house as files.
    public static let casesExport = Permission("cases.export", [.analyst, .dutyOfficer])
    /// Saying who has duty when.
    public static let casesDuty = Permission("cases.duty", [.dutyOfficer, .administrator])
}
