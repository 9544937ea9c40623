public import Vocabulary

/// A server that takes or keeps mail, and how to come to it.
public struct MailServer: Sendable {
    /// How the connection is kept from others.
    public enum Encryption: String, Sendable, Codable {
        /// Not at all: for loopback.
        case none
        /// By STARTTLS if the server has it, with any certificate: better than nothing, and no more (RFC 7435).
        case opportunistic
        /// By STARTTLS, with a certificate that is valid for the host; without it nothing is sent.
        case required
        /// From the first byte on (RFC 8314), with a certificate that is valid for the host.
        case implicit
    }

    /// Where it is.
    public var host: Host
    /// The port, such as 587 or 25, 465 with implicit encryption; 143 or 993 for IMAP.
    public var port: Int
    /// How the connection is kept from others.
    public var encryption: Encryption
    /// The name to sign in with; nil for not signing in.
    public var user: String?
    /// The password.
    public var password: String?
    /// A file of the authorities, in PEM, that may sign the server's certificate; nil for those of the system.
    public var authorityFile: String?
    /// How long to wait for a connection.
    public var connectTimeout: Duration = .seconds(30)
    /// How long to wait for an answer. RFC 5321 §4.5.3.2 wants minutes: servers look for viruses before they answer.
    public var answerTimeout: Duration = .seconds(300)
    /// How long one mail may take in all.
    public var mailTimeout: Duration = .seconds(1200)

    /// A server, with encryption unless told otherwise.
    public init(host: Host, port: Int, encryption: Encryption = .required, user: String? = nil, password: String? = nil) {
        self.host = host
        self.port = port
        self.encryption = encryption
        self.user = user
        self.password = password
    }

    /// Why nothing can be done with these settings; nil where it can.
    var contradiction: String? {
        guard (1...65535).contains(port) else { return "The port \(port) does not exist; use one from 1 to 65535." }
        guard user != nil, encryption == .none || encryption == .opportunistic, !isLoopback else { return nil }
        return "A password is not sent over a connection that may be unencrypted; use the encryption “required” or “implicit”."
    }

    private var isLoopback: Bool {
        switch host {
        case .domain(let name): name.ascii == "localhost"
        case .address(let address): address.description.hasPrefix("127.") || address.description == "::1"
        }
    }

    /// The host and port as they stand in a URL.
    var authority: String {
        switch host {
        case .domain(let name): "\(name.ascii):\(port)"
        case .address(let address): address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
        }
    }
}
