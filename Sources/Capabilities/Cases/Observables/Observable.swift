internal import Vocabulary

/// Something that can be looked for in a network: an address, a name, a file's digest.
struct Observable: Sendable, Hashable {
    /// The kinds there are.
    enum Kind: String, Sendable, Hashable, CaseIterable {
        case ip, network, domain, url, email, md5, sha1, sha256, sha512, cve, asn
    }

    let kind: Kind
    /// In its plain form; shown to people it is defanged.
    let value: String

    /// As it may stand on a page: no program turns it into a link.
    var defanged: String {
        switch kind {
        case .ip: IPAddress(value)?.defanged ?? value
        case .network: value.replacing(".", with: "[.]")
        case .domain: DomainName(value)?.defanged ?? value
        case .url: URLText(value)?.defanged ?? value
        case .email: EmailAddress(value)?.defanged ?? value
        case .md5, .sha1, .sha256, .sha512, .cve, .asn: value
        }
    }

    /// Whether two cases that share it have to do with each other: addresses within networks are the same everywhere.
    var links: Bool {
        guard kind == .ip, let address = IPAddress(value) else { return kind != .network }
        return !Self.local.contains { $0.contains(address) }
    }

    private static let local = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "0.0.0.0/8", "224.0.0.0/4",
        "255.255.255.255/32", "::/128", "::1/128", "fe80::/10", "fc00::/7", "ff00::/8",
    ].compactMap { IPPrefix($0) }
}
