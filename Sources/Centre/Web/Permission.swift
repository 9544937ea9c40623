/// What a member of staff is employed for. A person may have several.
public enum Role: String, Sendable, Hashable, CaseIterable, Codable {
    /// Looks at the picture, changes nothing.
    case viewer
    /// Works on findings, notices and cases.
    case analyst
    /// Decides when the centre is quiet: approves what leaves the house.
    case dutyOfficer = "duty-officer"
    /// Writes and publishes advisories and warnings.
    case editor
    /// Runs the program: accounts, collectors, settings.
    case administrator
    /// Reads everything that was done, and changes nothing.
    case auditor
}

/// One thing a person may do, named by the capability it belongs to, with the roles that have it.
public struct Permission: Sendable, Hashable {
    /// `notices.approve`: capability, then act.
    public let name: String
    /// The roles that have it.
    public let roles: Set<Role>

    /// - Parameters:
    ///   - name: capability and act, `notices.approve`; the catalogue says it to people under `permission.<name>`
    ///   - roles: the roles that have it
    public init(_ name: String, _ roles: Set<Role>) {
        self.name = name
        self.roles = roles
    }

    /// Whether both are the same.
    public static func == (left: Permission, right: Permission) -> Bool { left.name == right.name }
    /// Feeds what makes it equal to others.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Who may use a route.
public enum Access: Sendable, Hashable {
    /// Everyone, signed in or not.
    case anyone
    /// Every person signed in to this face.
    case signedIn
    /// Staff with a permission.
    case permission(Permission)
    /// Owners signed in to the portal.
    case owner
    /// Programs whose token has the permission's name in its scope.
    case token(Permission)

    /// Whether somebody may. A program does what its token's scope names and nothing else: pages for people are closed to it, also
    /// those of the owners it speaks for.
    public func admits(_ principal: Principal?) -> Bool {
        switch (self, principal?.kind) {
        case (.anyone, _): true
        case (_, nil): false
        case (.signedIn, .staff), (.signedIn, .owner): true
        case (.permission(let permission), .staff(let roles)): !roles.isDisjoint(with: permission.roles)
        case (.owner, .owner(let owners)): !owners.isEmpty
        case (.token(let permission), .program(let scope, _)): scope.contains(permission.name)
        default: false
        }
    }
}
