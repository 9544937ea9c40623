/// One of the three sides a centre shows, each with a listener of its own. A route belongs to exactly one and cannot be reached
/// through another.
public enum Face: String, Sendable, Hashable, CaseIterable {
    /// The open internet: warnings, the report form, transparency.
    case `public`
    /// The people who work here.
    case desk
    /// Owners of networks, partners, and programs with a token.
    case portal
}
