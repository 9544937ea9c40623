internal import GRDB
internal import Synchronization
internal import Vocabulary

/// Who may come in: accounts of staff and owners, their sessions, links and tokens, and the trail of what happened with them.
///
/// ```swift
/// let identity = try await Identity(house, settings: settings, directory: constituency)
/// let centre = try Centre(settings, house, doorkeeper: identity) { identity … }
/// ```
public struct Identity: Capability {
    /// The name of the capability.
    public let name = "identity"
    let house: House
    let settings: IdentitySettings
    let centre: CentreSettings
    let directory: any OwnerDirectory
    let rules: PasswordRules
    let desk: PasswordDesk
    let throttle: Throttle
    let factors: SecondFactorStore
    let keeper: SessionKeeper
    let signIn: SignIn
    let tokens: TokenKeeper
    let letters: PortalLetters
    let provider: ProviderSignIn?
    /// What two people must agree on.
    public let fourEyes: FourEyes
    private let scopes = ScopeList()

    /// - Parameters:
    ///   - settings: for the addresses of the faces and what the centre is called
    ///   - directory: says who is a contact of which owners, and so may enter the portal
    ///   - options: times and strictness
    public init(
        _ house: House, settings: CentreSettings, directory: any OwnerDirectory, options: IdentitySettings = IdentitySettings()
    ) async throws {
        try await self.init(house, settings: settings, directory: directory, options: options, hash: .usual) {
            try await Task.sleep(for: $0)
        }
    }

    init(
        _ house: House, settings centre: CentreSettings, directory: any OwnerDirectory, options: IdentitySettings, hash: PasswordHash,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) async throws {
        self.house = house
        self.settings = options
        self.centre = centre
        self.directory = directory
        rules = PasswordRules(denied: options.deniedWords + [centre.naming.short] + centre.naming.full.values)
        desk = PasswordDesk(parameters: hash)
        throttle = Throttle()
        factors = SecondFactorStore(
            seal: SecondFactorSeal(key: house.secrets.derivedKey("identity second factor")),
            pepper: house.secrets.derivedKey("identity recovery"))
        keeper = SessionKeeper()
        signIn = SignIn(house: house, desk: desk, throttle: throttle, factors: factors, pause: pause)
        tokens = TokenKeeper(house) { try await Self.owners(of: $0, directory) }
        letters = PortalLetters(house: house, centre: centre, directory: directory, channel: options.mailChannel)
        provider = try options.provider.map { try ProviderSignIn($0, house: house, desk: centre.listening[.desk]?.url ?? "") }
        fourEyes = FourEyes(house)
        fourEyes.add(Self.grant(keeper, clock: house.clock))
        fourEyes.add(Self.removal(keeper, factors, clock: house.clock))
    }

    // MARK: - Composition, before the centre runs

    /// Names permissions that tokens may have in their scope. Those that end in `.own`, `observation.own`, are for tokens of owners, the
    /// others for programs. Accounts are for people alone: the permissions of identity are left out.
    public func offer(scopes permissions: [Permission]) { scopes.add(permissions.filter { TokenKeeper.mayHold($0.name) }) }

    /// The permissions that tokens of programs may have, sorted by name.
    var offered: [Permission] { scopes.all.filter { !$0.isOwn } }

    /// What every token of an owner may.
    var ownScope: Set<String> { Set(scopes.all.filter(\.isOwn).map(\.name)) }

    // MARK: - Capability

    /// What roles may be allowed.
    public var permissions: [Permission] { [.accounts, .audit, .tokens, .fourEyes] }

    /// Its entries in the navigation.
    public var navigation: [NavigationEntry] {
        [
            NavigationEntry(.desk, "/accounts", key: "identity.accounts.title", icon: "people", .permission(.accounts), order: 900),
            NavigationEntry(.desk, "/tokens", key: "identity.tokens.title", icon: "token", .permission(.tokens), order: 910),
            NavigationEntry(.desk, "/four-eyes", key: "identity.fourEyes.title", icon: "eye", .permission(.fourEyes), order: 920),
            NavigationEntry(.desk, "/audit", key: "identity.audit.title", icon: "book", .permission(.audit), order: 930),
        ]
    }

    /// Its jobs.
    public var jobs: [JobKind] { [letters.job, forgetting] }

    /// Its routes.
    public func routes(_ routes: inout Routes) {
        signInRoutes(&routes)
        portalRoutes(&routes)
        providerRoutes(&routes)
        accountRoutes(&routes)
        administrationRoutes(&routes)
        tokenRoutes(&routes)
        fourEyesRoutes(&routes)
        auditRoutes(&routes)
    }

    /// Every night what is over is forgotten.
    private var forgetting: JobKind {
        JobKind(name: "identity.forget", schedule: JobSchedule("41 3 * * *")) { [house, settings] context in
            let now = context.clock()
            try await house.records.write { database in
                try SessionStore.forget(face: .desk, limits: settings.desk, now: now, database)
                try SessionStore.forget(face: .portal, limits: settings.portal, now: now, database)
                let old = (now - Swift.Duration.seconds(30 * 86_400)).microseconds
                try database.execute(sql: "DELETE FROM identity_link WHERE expires < ?", arguments: [old])
                try database.execute(
                    sql: "DELETE FROM identity_event WHERE moment < ?", arguments: [(now - settings.eventsKept).microseconds])
            }
            return .done("sessions, links and events that are over are gone")
        }
    }
}

extension Permission {
    /// Making and changing accounts.
    static let accounts = Permission("identity.accounts", [.administrator])
    /// Reading what happened with accounts.
    static let audit = Permission("identity.audit", [.administrator, .auditor])
    /// Tokens of programs.
    static let tokens = Permission("identity.tokens", [.administrator])
    /// Whether it is about what belongs to the owner who asks.
    var isOwn: Bool { name.hasSuffix(".own") }
    /// Seeing what waits for a second person; who may confirm is said by each kind.
    static let fourEyes = Permission("identity.four-eyes", [.administrator, .dutyOfficer, .auditor])
}

/// The permissions that tokens may have.
private final class ScopeList: Sendable {
    private let permissions = Mutex<[String: Permission]>([:])

    func add(_ more: [Permission]) { permissions.withLock { list in for one in more { list[one.name] = one } } }

    var all: [Permission] { permissions.withLock { $0.values.sorted { $0.name < $1.name } } }
}
