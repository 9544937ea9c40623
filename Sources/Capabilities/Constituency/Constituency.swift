public import Centre
internal import Events
internal import Foundation
public import Vocabulary

/// The register of owners in the centre: who answers for which network, system and domain, whom to write to there, and how both are kept
/// right.
public struct Constituency: Capability {
    /// `constituency`
    public let name = "constituency"
    let house: House
    let register: Register
    let view: RegisterView
    let directory: RegisterDirectory
    let verification: Verification
    let countries: Set<CountryCode>
    let networks: NetworkDatabaseWatch

    /// - Parameters:
    ///   - register: the owners; those in the data folder where none are given
    ///   - portal: the address of the portal as owners write it, `https://portal.cert.example`
    ///   - naming: what the centre is called, for mails
    ///   - countries: whose addresses are to be covered
    ///   - national: those addresses; those of the statistics files `delegated-*` in the data folder's `geo` where none are given
    /// - Throws: ``RegisterError``, ``CatalogueError``
    public init(
        _ house: House, register: Register? = nil, portal: String, naming: WebFrame.Naming, countries: Set<CountryCode> = [],
        national: NationalSpace? = nil
    ) throws {
        self.house = house
        let register = try register ?? Register.open(house.data + "/register.sqlite")
        self.register = register
        self.countries = countries
        networks = NetworkDatabaseWatch(dataFolder: house.data)
        view = RegisterView(register: register, space: national ?? NationalSpace.read(folder: house.data + "/geo", countries: countries))
        directory = RegisterDirectory(register, clock: house.clock)
        verification = try Verification(house: house, register: register, portal: portal, naming: naming, folder: Self.folder)
        verification.watchReturns()
    }

    private static var folder: ResourceFolder { ResourceFolder.of("Constituency") }

    /// The ways by which contacts may want to be told.
    var channels: [String] { house.outward.channels }

    /// Its templates and texts.
    public var resources: [ResourceFolder] { [Self.folder] }

    /// Reading, editing, importing.
    public var permissions: [Permission] { [.constituencyRead, .constituencyEdit, .constituencyImport] }

    /// Owners on the desk, the own organisation in the portal.
    public var navigation: [NavigationEntry] {
        [
            NavigationEntry(
                .desk, "/owners", key: "constituency.navigation.owners", icon: "owner", .permission(.constituencyRead), order: 30),
            NavigationEntry(.portal, "/organisation", key: "constituency.navigation.organisation", icon: "owner", .owner, order: 300),
        ]
    }

    /// The yearly verification round and the sending of rounds.
    public var jobs: [JobKind] { verification.jobs }

    /// Whether the register can be read and holds owners.
    public var health: [HealthCheck] {
        [
            HealthCheck("constituency", isVital: true) { [register] in
                do {
                    let figures = try await register.inspect { try RegisterList.figures($0) }
                    if figures.owners == 0 {
                        return .warning(
                            "the register of owners is empty", remedy: "import owners: `keshik owners import` or /owners/import")
                    }
                    return .well("\(figures.owners) owners, \(figures.silent) of them without a contact")
                } catch {
                    return .broken("\(error)", remedy: "look at the file, and take it from a backup where it is damaged")
                }
            }
        ]
    }

    /// Pages of the desk, the portal, and the page behind a verification link.
    public func routes(_ routes: inout Routes) {
        OwnerPages(self).routes(&routes)
        OwnerEditPages(self).routes(&routes)
        ContactPages(self).routes(&routes)
        ImportPages(self).routes(&routes)
        RegisterCarePages(self).routes(&routes)
        VerificationPages(self).routes(&routes)
        ProposalPages(self).routes(&routes)
        OrganisationPages(self).routes(&routes)
    }
}

extension Permission {
    /// Looking at owners and contacts.
    public static let constituencyRead = Permission(
        "constituency.read", [.viewer, .analyst, .dutyOfficer, .editor, .administrator, .auditor])
    /// Changing owners, contacts and what owners propose.
    public static let constituencyEdit = Permission("constituency.edit", [.analyst, .dutyOfficer, .administrator])
    /// Importing whole registers.
    public static let constituencyImport = Permission("constituency.import", [.dutyOfficer, .administrator])
}

extension Constituency: OwnerDirectory {
    /// The owner with an id; nil where there is none (any more).
    public func owner(_ id: String) async throws -> OwnerCard? { try await directory.owner(id) }
    /// All owners, by id.
    public func owners() async throws -> [OwnerCard] { try await directory.owners() }
    /// Whom to write to at an owner, the best first.
    public func contacts(of owner: String) async throws -> [ContactCard] { try await directory.contacts(of: owner) }
    /// Every contact with a mail address.
    public func contacts(withEmail email: EmailAddress) async throws -> [ContactCard] { try await directory.contacts(withEmail: email) }
    /// Notes that mail to a contact came back, or arrived again.
    public func mark(contact: String, bounced reason: String?) async throws { try await directory.mark(contact: contact, bounced: reason) }
}
