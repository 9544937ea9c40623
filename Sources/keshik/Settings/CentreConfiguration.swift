import Centre
import Configuration
import Correspondence
import Post
import Vocabulary

/// What `keshik serve` is told: the sections `centre`, `public`, `desk`, `portal`, `proxies` and `mail` of `keshik.yaml`.
struct CentreConfiguration: Sendable {
    /// Where a face is listened for.
    struct Listening: Sendable {
        var listen: String
        var url: String?
        var protection: String
        var certificate: String?
        var key: String?
    }

    /// Where mail comes from: a mailbox on a server, or a Maildir folder of this machine.
    struct Mailbox: Sendable {
        var server: String?
        var port: Int
        var security: String
        var user: String?
        var folder: String
        var maildir: String?
    }

    /// How mail leaves the house.
    struct Mail: Sendable {
        var server: String
        var port: Int
        var security: String
        var user: String?
        var from: String
        var replyTo: String?
        /// A file with the certificates of authorities; else the system's.
        var authorities: String?
    }

    var names: [String: String] = [:]
    /// The role here of each value of the provider's claim.
    var providerRoles: [String: String] = [:]
    var needsSecondFactor: Bool
    private var provider: OpenIDProvider?
    var short: String
    var languages: [String]
    var zone: String
    var country: String?
    var phone: String?
    var isExercise: Bool
    /// How advisories are named.
    var advisoryScheme: String
    var faces: [Face: Listening]
    var proxies: [String]
    /// Hosts within private networks that webhooks of owners may reach.
    var privateWebhooks: Set<String>
    /// A file with the authorities of webhooks; else the system's.
    var webhookAuthorities: String?
    /// nil where no server is named: then nothing is mailed.
    var mail: Mail?
    /// Where answers and returns come to.
    private var mailbox: Mailbox?

    init(_ reader: ConfigReader) {
        short = reader.string(forKey: "centre.short", default: "CERT")
        languages = reader.stringArray(forKey: "centre.languages", default: ["az", "en", "ru"])
        zone = reader.string(forKey: "centre.time-zone", default: "UTC")
        country = reader.string(forKey: "centre.country")
        phone = reader.string(forKey: "centre.phone")
        isExercise = reader.string(forKey: "centre.realm", default: "real") == "exercise"
        advisoryScheme = reader.string(forKey: "advisories.scheme", default: "CERT-{year}-{number}")
        var faces: [Face: Listening] = [:]
        for (face, port) in [(Face.public, 8443), (.desk, 8444), (.portal, 8445)] {
            let name = face.rawValue
            faces[face] = Listening(
                listen: reader.string(forKey: ConfigKey([name, "listen"]), default: "127.0.0.1:\(port)"),
                url: reader.string(forKey: ConfigKey([name, "url"])),
                protection: reader.string(forKey: ConfigKey([name, "protection"]), default: "development"),
                certificate: reader.string(forKey: ConfigKey([name, "certificate"])), key: reader.string(forKey: ConfigKey([name, "key"])))
        }
        self.faces = faces
        needsSecondFactor = reader.string(forKey: "sign-in.second-factor", default: "required") == "required"
        if let issuer = reader.string(forKey: "sign-in.issuer"), let client = reader.string(forKey: "sign-in.client") {
            var provider = OpenIDProvider(
                label: reader.string(forKey: "sign-in.provider", default: issuer), issuer: issuer, clientID: client,
                secret: reader.string(forKey: "sign-in.secret"))
            provider.rolesClaim = reader.string(forKey: "sign-in.claim")
            provider.domains = Set(reader.stringArray(forKey: "sign-in.domains", default: []))
            self.provider = provider
        }
        proxies = reader.stringArray(forKey: "proxies", default: [])
        privateWebhooks = Set(reader.stringArray(forKey: "webhooks.private", default: []))
        webhookAuthorities = reader.string(forKey: "webhooks.authorities")
        let (mailServer, maildir) = (reader.string(forKey: "mailbox.server"), reader.string(forKey: "mailbox.maildir"))
        if mailServer != nil || maildir != nil {
            mailbox = Mailbox(
                server: mailServer, port: reader.int(forKey: "mailbox.port", default: 993),
                security: reader.string(forKey: "mailbox.security", default: "tls"), user: reader.string(forKey: "mailbox.user"),
                folder: reader.string(forKey: "mailbox.folder", default: "INBOX"), maildir: maildir)
        }
        mail = reader.string(forKey: "mail.server").map { server in
            Mail(
                server: server, port: reader.int(forKey: "mail.port", default: 587),
                security: reader.string(forKey: "mail.security", default: "starttls"), user: reader.string(forKey: "mail.user"),
                from: reader.string(forKey: "mail.from", default: "cert@cert.example"), replyTo: reader.string(forKey: "mail.reply-to"),
                authorities: reader.string(forKey: "mail.authorities"))
        }
    }

    /// The settings of the frame.
    /// - Throws: ``ServeError`` where an address cannot be read or a certificate is not named.
    func settings(version: String) throws(ServeError) -> CentreSettings {
        var listening: [Face: CentreSettings.Listening] = [:]
        for (face, given) in faces where given.protection != "off" {
            guard let address = ListenAddress(given.listen) else { throw .address(face: face.rawValue, text: given.listen) }
            let protection: Protection
            switch given.protection {
            case "certificate":
                guard let chain = given.certificate, let key = given.key else { throw .certificate(face: face.rawValue) }
                protection = .certificate(chain: chain, key: key)
            case "proxy": protection = .proxy
            default: protection = .development
            }
            let scheme = protection == .proxy ? "http" : "https"
            listening[face] = CentreSettings.Listening(
                address: address, protection: protection, url: given.url ?? "\(scheme)://\(address)")
        }
        guard !listening.isEmpty else { throw .nothingToServe }
        return CentreSettings(
            naming: WebFrame.Naming(full: names, short: short), languages: languages, listening: listening, proxies: Set(proxies),
            version: version, isExercise: isExercise)
    }
}

extension CentreConfiguration {
    /// How people are let in.
    /// - Throws: ``ServeError/role(_:)`` where `sign-in.roles` names one that does not exist
    func identity() throws(ServeError) -> IdentitySettings {
        var settings = IdentitySettings()
        settings.requiresSecondFactor = needsSecondFactor
        settings.provider = provider
        for (value, name) in providerRoles {
            guard let role = Role(rawValue: name) else { throw .role(name) }
            settings.provider?.roles[value] = role
        }
        return settings
    }

    /// Where mail goes: into a folder where no server is named.
    func mailWay() throws(ServeError) -> Correspondence.Way {
        guard let mail else { return .catcher }
        var server = try Self.server(mail.server, port: mail.port, security: mail.security, user: mail.user)
        server.authorityFile = mail.authorities
        return .server(server)
    }

    /// Where mail comes from; nil where nothing is read.
    func mailSource() throws(ServeError) -> Correspondence.Mailbox? {
        guard let mailbox else { return nil }
        if let maildir = mailbox.maildir { return .folder(maildir) }
        let server = try Self.server(mailbox.server ?? "", port: mailbox.port, security: mailbox.security, user: mailbox.user)
        return .server(server, folder: mailbox.folder)
    }

    private static func server(_ name: String, port: Int, security: String, user: String?) throws(ServeError) -> MailServer {
        guard let host = Host(name) else { throw .mailServer(name) }
        let encryption: MailServer.Encryption =
            switch security {
            case "tls": .implicit
            case "none": .none
            default: .required
            }
        return MailServer(host: host, port: port, encryption: encryption, user: user)
    }

    /// Whom mail is from.
    func mailSender() throws(ServeError) -> MailParty {
        let text = mail?.from ?? "cert@cert.example"
        guard let address = EmailAddress(text), address.domain != nil else { throw .mailAddress(text) }
        return MailParty(address, name: names["en"] ?? short)
    }

    var mailReplyTo: MailParty? { mail?.replyTo.flatMap { EmailAddress($0) }.map { MailParty($0, name: short) } }
}

/// Why the centre cannot be started.
enum ServeError: Error, CustomStringConvertible {
    case address(face: String, text: String)
    case certificate(face: String)
    case zone(String)
    case role(String)
    case mailServer(String)
    case mailAddress(String)
    case nothingToServe

    var description: String {
        switch self {
        case .address(let face, let text): "\(text): the \(face) face needs an address and a port, such as 127.0.0.1:8443 or [::1]:8443"
        case .certificate(let face):
            "the \(face) face has `protection: certificate` but not both `certificate` and `key`; name the PEM files"
        case .zone(let name):
            "there is no time zone \(name); `centre.time-zone` takes a name such as Asia/Baku (is the package tzdata there?)"
        case .role(let text):
            "\(text): `sign-in.roles` takes one of \(Role.allCases.map(\.rawValue).joined(separator: ", ")) for each value of the claim"
        case .mailServer(let text): "\(text): `mail.server` takes the name or address of a mail server"
        case .mailAddress(let text): "\(text): `mail.from` takes a mail address with a domain, such as cert@cert.example"
        case .nothingToServe: "all three faces are switched off; give at least one a `protection` other than off"
        }
    }
}
