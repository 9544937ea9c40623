public import Centre
internal import GRDB
public import Post
internal import Vocabulary

/// Appeals to law enforcement, and requests from it. The centre hands over complete, lawful files and answers lawful questions; each needs two
/// people, each is in the ledger, and nobody outside has standing access to anything.
public struct Referrals: Capability {
    /// The name of the capability.
    /// What it is called.
    public let name = "referrals"
    let desk: ReferralDesk

    /// - Parameters:
    ///   - naming: what the centre is called, for its papers
    ///   - keyring: signs bundles; nil where GnuPG is not installed: then none can be sealed, and the page says so
    ///   - book: the ledger that requests of law enforcement are entered in
    ///   - cases: shows cases that referrals are made from; nil where there are none
    /// - Throws: a table of articles that cannot be read, ``CatalogueError``
    public init(
        _ house: House, naming: WebFrame.Naming, keyring: Keyring?, book: any LedgerBook, cases: (any CaseFile)? = nil
    ) throws {
        let folder = ResourceFolder.of("Referrals")
        let catalogue = try Catalogue(folders: [ResourceFolder.of("Centre"), folder], order: ["az", "en", "ru"])
        let bases = try LegalBases(shipped: folder.path + "/Articles", own: house.data + "/referrals")
        let maker = BundleMaker(house: house, catalogue: catalogue, bases: bases, keyring: keyring, naming: naming)
        desk = ReferralDesk(house: house, maker: maker, bases: bases, book: book, cases: cases)
        house.outward.add(HandOverChannel())
        house.outward.watch(name) { [desk] delivery, database in try desk.follow(delivery, in: database) }
    }

    /// The tables it keeps in the records.
    /// Its tables.
    public static var migrations: [Migration] { tables }
    /// Its templates and texts.
    /// Its templates and texts.
    public var resources: [ResourceFolder] { [ResourceFolder.of("Referrals")] }
    /// What roles may be allowed.
    /// What people may be allowed to do in it.
    public var permissions: [Permission] { [.referralsRead, .referralsWrite, .referralsApprove] }

    /// Its entries in the navigation.
    /// Where it stands in the navigation.
    public var navigation: [NavigationEntry] {
        [
            NavigationEntry(
                .desk, "/referrals", key: "referrals.navigation.referrals", icon: "flag", .permission(.referralsRead), order: 26)
        ]
    }

    /// Its routes.
    /// Its addresses.
    public func routes(_ routes: inout Routes) {
        ReferralPages(desk: desk).routes(&routes)
        ReferralActions(desk: desk).routes(&routes)
        RequestPages(desk: desk).routes(&routes)
        PreservationPages(desk: desk).routes(&routes)
    }
}

extension Permission {
    /// Looking at referrals and requests.
    public static let referralsRead = Permission("referrals.read", [.analyst, .dutyOfficer, .auditor])
    /// Writing referrals, recording requests, asking for preservation.
    public static let referralsWrite = Permission("referrals.write", [.analyst, .dutyOfficer])
    /// Agreeing, as the second person, that a file or an answer goes to law enforcement.
    public static let referralsApprove = Permission("referrals.approve", [.dutyOfficer])
}
