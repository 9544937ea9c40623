/// A URL as it was observed, kept byte for byte, with its parts.
///
/// A defanged text (`hxxps://www[.]example[.]com/`) becomes the URL it stands for; nothing else is changed, so the text can
/// serve as the IDF fields `*.url`.
public struct URLText: Hashable, Sendable {
    /// The whole URL.
    public let text: String
    private let parts: URLParts

    private func part(_ range: Range<Int>) -> String {
        String(decoding: text.utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
    }
}

extension URLText: ASCIIParsable {
    /// Reads a URL with scheme and host, plain or defanged, in UTF-8.
    public init?(ascii: UnsafeRawBufferPointer) {
        guard ascii.count <= URLText.maximumLength, let written = String(validating: ascii, as: UTF8.self) else { return nil }
        var text = Defanging.isPlainURL(ascii) ? written : Defanging.refangedURL(written)
        guard let parts = text.withUTF8({ URLParts(ascii: UnsafeRawBufferPointer($0)) }) else { return nil }
        self.text = text
        self.parts = parts
    }

    /// The longest URL taken, in bytes.
    public static let maximumLength = 65_536

    /// The whole URL.
    public var description: String { text }
}

extension URLText: Comparable {
    /// Order of the texts.
    public static func < (left: URLText, right: URLText) -> Bool { left.text < right.text }

    /// True if the texts agree byte for byte.
    public static func == (left: URLText, right: URLText) -> Bool { left.text == right.text }

    /// Feeds the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension URLText {
    /// The scheme in lower case: `https`.
    public var scheme: String { part(parts.scheme).lowercased() }

    /// User name and password as written.
    public var userInformation: String? { parts.userInformation.map(part) }

    /// The host as written, without brackets; empty in `file:///path`.
    public var hostText: String { part(parts.host) }

    /// The host as a name or an address; `nil` if it is neither.
    public var host: Host? { Host(hostText) }

    /// The port that is written.
    public var port: UInt16? { parts.port }

    /// The port that is written or else belongs to the scheme.
    public var effectivePort: UInt16? { port ?? URLText.defaultPort(ofScheme: scheme) }

    /// The path, the IDF fields `*.urlpath`: empty or beginning with `/`.
    public var path: String { part(parts.path) }

    /// The query, without the `?`.
    public var query: String? { parts.query.map(part) }

    /// The fragment, without the `#`.
    public var fragment: String? { parts.fragment.map(part) }

    /// The text made safe to show and to mail: `hxxps://www[.]example[.]com/path`.
    ///
    /// What stands behind the host is kept as it is.
    public var defanged: String {
        let hostStart = parts.userInformation.map { $0.upperBound + 1 } ?? parts.scheme.upperBound + 3
        let isLiteral = parts.host.lowerBound > hostStart
        let hostEnd = parts.host.upperBound + (isLiteral ? 1 : 0)
        var result = Defanging.defangedScheme(scheme) + "://"
        result += Defanging.defanged(part(parts.scheme.upperBound + 3..<hostStart))
        result += isLiteral ? "[" + Defanging.defanged(hostText, colons: true) + "]" : Defanging.defanged(hostText)
        return result + part(hostEnd..<text.utf8.count)
    }

    /// The port a scheme stands for (IANA registry), for the schemes that feeds name.
    public static func defaultPort(ofScheme scheme: String) -> UInt16? {
        switch scheme {
        case "http", "ws": 80
        case "https", "wss": 443
        case "ftp": 21
        case "ssh", "sftp": 22
        case "telnet": 23
        case "tftp": 69
        case "ldap": 389
        case "ldaps": 636
        case "ftps": 990
        default: nil
        }
    }
}
