/// Another system in which staff have accounts (OpenID Connect Core 1.0).
public struct OpenIDProvider: Sendable, Hashable {
    /// What people call it.
    public let label: String
    /// The address that names it, `https://login.example/realm`; its discovery document lies below.
    public let issuer: String
    /// The name by which the other system knows this centre.
    public let clientID: String
    /// The name of the client's secret among the centre's secrets; nil for a client without one.
    public let secret: String?
    /// The claim that says what a person is there, such as `groups`; nil where roles are given here.
    public var rolesClaim: String?
    /// The roles here of a value of that claim.
    public var roles: [String: Role] = [:]
    /// Domains of verified mail addresses for whose people accounts are made at their first sign-in.
    public var domains: Set<String> = []
    /// Signatures that are taken.
    public var algorithms: Set<String> = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]

    /// A system, to be given what else is known of it.
    public init(label: String, issuer: String, clientID: String, secret: String?) {
        self.label = label
        self.issuer = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        self.clientID = clientID
        self.secret = secret
    }
}

/// Why a sign-in with a provider did not work, for the log.
enum ProviderError: Error, Sendable, Hashable, CustomStringConvertible {
    case unreachable(String)
    case document(String)
    case refused(String)
    case token(String)

    var description: String {
        switch self {
        case .unreachable(let reason): "the provider cannot be reached: \(reason)"
        case .document(let reason): "the provider's discovery document is not usable: \(reason)"
        case .refused(let reason): "the provider did not sign the person in: \(reason)"
        case .token(let reason): "the provider's ID token is not valid: \(reason)"
        }
    }
}
