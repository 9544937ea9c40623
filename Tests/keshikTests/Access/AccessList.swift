import Testing

@testable import Centre

/// ``AccessTable``, read.
struct AccessList {
    /// Who may use an address.
    enum Who: Sendable, Hashable {
        case anyone
        case signedIn
        case owner
        case permission(String)
        case token(String)
    }

    private(set) var roles: [String: Set<Role>] = [:]
    private(set) var routes: [String: Who] = [:]

    init() throws {
        for line in AccessTable.permissions.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let roles = try words.dropFirst().map { try #require(Role(rawValue: $0), "\($0) is no role: \(line)") }
            #expect(self.roles.updateValue(Set(roles), forKey: words[0]) == nil, "\(words[0]) stands twice")
        }
        for line in AccessTable.routes.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let who: Who =
                switch words.dropFirst(3).first {
                case "anyone": .anyone
                case "signed-in": .signedIn
                case "owner": .owner
                case "token": .token(words.last ?? "")
                case let name?: .permission(name)
                case nil: .permission("")
                }
            let name = words.prefix(3).joined(separator: " ")
            #expect(routes.updateValue(who, forKey: name) == nil, "\(name) stands twice")
        }
    }

    /// The line that a permission should have.
    static func line(_ permission: Permission) -> String {
        "\(permission.name) \(Role.allCases.filter(permission.roles.contains).map(\.rawValue).joined(separator: " "))"
    }

    /// The line that an address has by the program's own word.
    static func line(_ route: Route) -> String {
        let who =
            switch route.access {
            case .anyone: "anyone"
            case .signedIn: "signed-in"
            case .owner: "owner"
            case .permission(let permission): permission.name
            case .token(let permission): "token \(permission.name)"
            }
        return "\(name(route)) \(who)"
    }

    static func name(_ route: Route) -> String { "\(route.face.rawValue) \(route.verb.rawValue) \(route.path)" }
}
