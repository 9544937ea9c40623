/// Who asks: a member of staff, an owner in the portal, or a program with a token.
public struct Principal: Sendable, Hashable {
    /// What kind of asker it is, with what only that kind has.
    public enum Kind: Sendable, Hashable {
        /// A member of staff with roles.
        case staff(Set<Role>)
        /// A contact of owners in the constituency register, by their ids.
        case owner([String])
        /// A program: the names of permissions in its token's scope, and the owners it speaks for (none for the centre's own).
        case program(scope: Set<String>, owners: [String])
    }

    /// The account's or token's id.
    public let id: String
    /// What people call it.
    public let name: String
    /// What kind it is.
    public let kind: Kind
    /// The language chosen in the account, a code such as `az`.
    public let language: String?
    /// The contacts in the register that an owner's person is, by id; none for others.
    public let contacts: [String]

    /// With its values.
    public init(id: String, name: String, kind: Kind, language: String? = nil, contacts: [String] = []) {
        self.id = id
        self.name = name
        self.kind = kind
        self.language = language
        self.contacts = contacts
    }

    /// The roles of a member of staff; none for others.
    public var roles: Set<Role> { if case .staff(let roles) = kind { roles } else { [] } }

    /// The owners that the asker speaks for.
    public var owners: [String] {
        switch kind {
        case .staff: []
        case .owner(let owners), .program(_, let owners): owners
        }
    }

    /// Whether the asker may do something.
    public func may(_ permission: Permission) -> Bool {
        switch kind {
        case .staff(let roles): !roles.isDisjoint(with: permission.roles)
        case .owner: false
        case .program(let scope, _): scope.contains(permission.name)
        }
    }
}

/// An asker together with the session that was opened for it.
public struct SignedIn: Sendable {
    /// Who it is.
    public let principal: Principal
    /// Names the session without opening it: forms are bound to it.
    public let session: String
    /// A new cookie value where the session's was rotated.
    public let renewed: String?
    /// How long the browser keeps a new value; nil: until it is closed.
    public let keptFor: Duration?

    /// With its values.
    public init(principal: Principal, session: String, renewed: String? = nil, keptFor: Duration? = nil) {
        self.principal = principal
        self.session = session
        self.renewed = renewed
        self.keptFor = keptFor
    }
}

/// Tells who asks: reads the session's cookie or the bearer token of a request.
public protocol Doorkeeper: Sendable {
    /// The session that a cookie opens on a face; nil where it opens none (any more).
    func session(cookie: String, on face: Face) async throws -> SignedIn?
    /// The program that a bearer token belongs to.
    func program(token: String, on face: Face) async throws -> Principal?
}
