internal import Foundation
internal import Vocabulary

/// Where a webhook may go: https, and to the public internet, so that nobody makes the centre ask its own network (OWASP, Server-Side
/// Request Forgery).
struct WebhookAddress: Sendable, Hashable {
    let url: String
    let host: String
    let port: Int

    /// Why an address cannot be used.
    enum Refusal: String, Error, Sendable { case scheme, host, credentials, port, privateAddress }

    /// - Parameter allowed: hosts within private networks that the operator permits
    init(_ text: String, allowed: Set<String> = []) throws(Refusal) {
        guard let parts = URLComponents(string: text), text.utf8.count <= 500, let host = parts.host?.lowercased(), !host.isEmpty else {
            throw .host
        }
        guard parts.scheme?.lowercased() == "https" || (parts.scheme == "http" && allowed.contains(host)) else { throw .scheme }
        guard parts.user == nil, parts.password == nil else { throw .credentials }
        let port = parts.port ?? (parts.scheme == "http" ? 80 : 443)
        guard allowed.contains(host) || port == 443 || port >= 1024 else { throw .port }
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        if !allowed.contains(host) {
            if let address = IPAddress(bare), !Self.isPublic(address) { throw .privateAddress }
            // 0x7f000001 and 2130706433 are addresses to some resolvers; no top-level domain begins with a digit.
            if IPAddress(bare) == nil, bare.split(separator: ".").last?.first?.isNumber ?? true { throw .host }
        }
        url = text
        self.host = bare
        self.port = port
    }

    /// Whether an address is one of the public internet (IANA special-purpose registries, RFC 6890). IPv4-mapped addresses are IPv4 here.
    static func isPublic(_ address: IPAddress) -> Bool { !special.contains { $0.contains(address) } }

    private static let special: [IPPrefix] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4", "::/127", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
        "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8",
    ].compactMap { IPPrefix($0) }
}
