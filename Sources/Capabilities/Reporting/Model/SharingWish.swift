/// With whom a reporter lets the centre share what they reported, besides those who work on it.
public enum SharingWish: String, Sendable, Hashable, CaseIterable, Codable {
    /// Nobody.
    case nobody
    /// The operator of the network or service it is about, so that it can be mended.
    case `operator`
    /// The police, where it is an offence.
    case police
    /// Both.
    case both
}
