internal import GRDB
public import Vocabulary

/// Something that happened with an account: who came in, who tried, who changed what.
public struct IdentityEvent: Sendable, Hashable, Identifiable {
    /// What can happen.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case signedIn = "signed-in"
        case signInFailed = "sign-in-failed"
        case signInHeld = "sign-in-held"
        case secondFactorFailed = "second-factor-failed"
        case recoveryUsed = "recovery-used"
        case signedOut = "signed-out"
        case sessionEnded = "session-ended"
        case sessionReplayed = "session-replayed"
        case passwordChanged = "password-changed"
        case passwordReset = "password-reset"
        case secondFactorSet = "second-factor-set"
        case secondFactorRemoved = "second-factor-removed"
        case recoveryMade = "recovery-made"
        case accountMade = "account-made"
        case accountChanged = "account-changed"
        case rolesChanged = "roles-changed"
        case locked
        case unlocked
        case resetLinkMade = "reset-link-made"
        case linkSent = "link-sent"
        case tokenMade = "token-made"
        case tokenRevoked = "token-revoked"
        case asked
        case confirmed
        case refused
        case demonstration
    }

    /// Its number, rising with time.
    public let id: Int64
    /// When it happened.
    public let moment: Instant
    /// What happened.
    public let kind: Kind
    /// The account it is about; empty where what was typed belongs to none.
    public let account: String
    /// The sign-in name as it was then.
    public let name: String
    /// The account that did it; empty where nobody was signed in.
    public let actor: String
    /// The network address it came from.
    public let address: String
    /// The browser or program, as it said.
    public let agent: String
    /// What else is to be known.
    public let note: String
}

/// Who did something, and from where.
struct Actor: Sendable, Hashable {
    var id: String
    var address: String
    var agent: String

    /// The operator at the command line.
    static let operatorAtShell = Actor(id: "shell", address: "", agent: "")
    /// The centre by itself.
    static let centre = Actor(id: "centre", address: "", agent: "")
}

extension WebRequest {
    /// Who did what this request asks for.
    var actor: Actor { Actor(id: principal?.id ?? "", address: remoteAddress, agent: String(userAgent.prefix(200))) }
}

/// The SQL of events.
enum EventStore {
    static func add(
        _ kind: IdentityEvent.Kind, account: String, name: String, by actor: Actor, note: String = "", now: Instant, _ database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO identity_event (moment, kind, account, name, actor, address, agent, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                now.microseconds, kind.rawValue, account, String(name.prefix(100)), actor.id, actor.address, actor.agent,
                String(note.prefix(500)),
            ])
    }

    /// Whether an account was given the means to sign in as another since a moment: made it, a link to it, or took its second factor off.
    static func couldBe(_ actor: String, _ account: String, since: Instant, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM identity_event WHERE account = ? AND actor = ? AND moment > ?
                    AND kind IN ('account-made', 'reset-link-made', 'second-factor-removed'))
                """, arguments: [account, actor, since.microseconds]) ?? false
    }
}
