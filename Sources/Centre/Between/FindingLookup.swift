/// Tells what is seen in the country's networks of things that a case names.
public protocol FindingLookup: Sendable {
    /// Findings about any of these addresses and host names, the latest first.
    /// - Parameters:
    ///   - addresses: IP addresses as texts
    ///   - hosts: host names in ASCII
    func findings(addresses: [String], hosts: [String], limit: Int) async throws -> [FindingMention]
}

/// A finding, as others show it.
public struct FindingMention: Sendable, Hashable {
    /// Its id.
    public let id: String
    /// The name of its type.
    public let type: String
    /// The address it is about.
    public let address: String?
    /// The host name it is about.
    public let host: String?
    /// `open`, `fixed`, …
    public let state: String
    /// Its page at the desk.
    public let path: String

    /// With its values.
    public init(id: String, type: String, address: String?, host: String?, state: String, path: String) {
        self.id = id
        self.type = type
        self.address = address
        self.host = host
        self.state = state
        self.path = path
    }
}
