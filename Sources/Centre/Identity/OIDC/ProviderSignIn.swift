internal import Vocabulary

/// Another system in which staff have accounts (OpenID Connect Core 1.0).
public struct OpenIDProvider: Sendable, Hashable {
    /// What people call it.
    public let label: String
}

/// Signs staff in with their account of another system.
struct ProviderSignIn: Sendable {
    let provider: OpenIDProvider
    init(_ provider: OpenIDProvider, house: House, desk: String) throws { self.provider = provider }
}
