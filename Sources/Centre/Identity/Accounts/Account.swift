public import Vocabulary

/// A person who can sign in: a member of staff at the desk, or a contact of owners in the portal.
public struct Account: Sendable, Hashable, Identifiable {
    /// Which face the person signs in at.
    public enum Kind: String, Sendable, Hashable, Codable {
        case staff, portal

        /// Whether accounts of this kind sign in at a face.
        func fits(_ face: Face) -> Bool { (self == .portal) == (face == .portal) && face != .public }
    }

    /// `staff-` or `portal-` and a random text; never used again.
    public let id: String
    /// Which face the person signs in at.
    public let kind: Kind
    /// What is typed to sign in: a name, or in the portal the mail address.
    public let login: String
    /// What people call the person.
    public let name: String
    /// Where mail reaches the person; nil where it is not known.
    public let email: String?
    /// Code of the language chosen; nil where none was.
    public let language: String?
    /// What the person may do; empty in the portal.
    public let roles: Set<Role>
    /// Whether the account has a password.
    public let hasPassword: Bool
    /// Whether the account has a second factor.
    public let hasSecondFactor: Bool
    /// `issuer subject` of the account elsewhere that it is bound to.
    public let subject: String?
    /// When an administrator locked it; nil while it is not.
    public let locked: Instant?
    /// When it was made.
    public let created: Instant
    /// When the person last signed in; nil before the first time.
    public let signedIn: Instant?
    /// Counts changes of what is needed to sign in.
    let generation: Int64

    /// A sign-in name as it is compared: lower case, without white space at the ends.
    static func folded(_ login: String) -> String { login.trimmed.lowercased() }

    /// Whether a text may be a sign-in name: 2 to 64 letters, digits, `.`, `-`, `_`, `@`.
    static func isLogin(_ text: String) -> Bool {
        (2...64).contains(text.count) && text.allSatisfy { $0.isLetter || $0.isNumber || ".-_@".contains($0) }
    }
}

/// Why something cannot be done with an account.
public enum AccountError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no account of that sign-in name.
    case unknown(String)
    /// Another account has that sign-in name.
    case nameTaken(String)
    /// The text cannot be a sign-in name.
    case wrongName(String)
    /// An account of staff would have no role.
    case noRole
    /// Nobody could administrate any more.
    case lastAdministrator
    /// The role of administrators is given by two people.
    case needsTwo(String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unknown(let login): "there is no account \(login); `keshik accounts list` shows those there are"
        case .nameTaken(let login): "there is an account \(login) already; choose another name"
        case .wrongName(let login): "\(login): a sign-in name has 2 to 64 letters, digits and . - _ @"
        case .noRole: "an account of staff needs at least one role"
        case .needsTwo(let login): "\(login) becomes an administrator only by two people, or at the command line"
        case .lastAdministrator: "this is the last administrator; make another one first"
        }
    }
}
