extension IPAddress {
    /// Whether it is one that the public internet leads to, and not one of a network of one's own, of a machine itself, or of many at once
    /// (IANA special-purpose registries, RFC 6890). Networks kept for documentation count as public: they stand for public ones. IPv4-mapped
    /// addresses are IPv4 here.
    public var isGloballyReachable: Bool { !Self.special.contains { $0.contains(self) } }

    private static let special: [IPPrefix] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4", "::/127", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
        "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8",
    ].compactMap { IPPrefix($0) }
}
