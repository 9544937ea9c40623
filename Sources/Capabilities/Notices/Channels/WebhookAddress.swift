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
            if let address = IPAddress(bare), !address.isGloballyReachable { throw .privateAddress }
            // 0x7f000001 and 2130706433 are addresses to some resolvers; no top-level domain begins with a digit.
            if IPAddress(bare) == nil, bare.split(separator: ".").last?.first?.isNumber ?? true { throw .host }
        }
        url = text
        self.host = bare
        self.port = port
    }
}
