internal import FoundationEssentials
internal import Vocabulary

/// An address of the web that may be asked.
public struct WebAddress: Sendable, Hashable {
    /// The address as it is asked.
    public let text: String
    /// The host's name or address.
    public let host: String
    /// True if it is asked over TLS.
    public let isSecure: Bool
    /// True if the host is this machine.
    public let isLoopback: Bool

    /// Reads an address: `https`, or `http` to this machine alone; no password; no host in a network that is not public.
    ///
    /// - Parameter isLocal: true allows this machine and private networks: for what a person typed, not for what a stranger's document names
    /// - Throws: ``WebError/refused(_:reason:)``
    public init(_ text: String, isLocal: Bool) throws(WebError) {
        guard text.utf8.count <= 4_096, let url = URL(string: text), let scheme = url.scheme?.lowercased(), let host = url.host(),
            !host.isEmpty
        else {
            throw .refused(String(text.prefix(200)), reason: "it is no address of the web; write it as https://host/path")
        }
        guard url.user() == nil, url.password() == nil else {
            throw .refused(text, reason: "names and passwords do not belong into addresses")
        }
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let address = IPAddress(bare)
        isLoopback = bare == "localhost" || address.map { ip in WebAddress.loopback.contains { $0.contains(ip) } } ?? false
        isSecure = scheme == "https"
        guard isSecure || scheme == "http" && isLoopback else { throw .refused(text, reason: "only https addresses are asked") }
        if !isLocal {
            guard !isLoopback, address?.isGloballyReachable ?? true, !bare.lowercased().hasSuffix(".localhost") else {
                throw .refused(text, reason: "it lies in a network that is not public")
            }
        }
        self.host = bare
        self.text = text
    }

    /// An address that stands in a document or a header, seen from here.
    func absolute(_ reference: String) -> String? {
        guard let base = URL(string: text) else { return nil }
        return URL(string: reference, relativeTo: base)?.absoluteURL.absoluteString
    }

    private static let loopback: [IPPrefix] = ["127.0.0.0/8", "::1/128"].compactMap { IPPrefix($0) }
}
