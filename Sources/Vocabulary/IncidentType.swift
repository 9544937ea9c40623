/// What an event is: the value of the IDF field `classification.type`.
///
/// These are the types of the Reference Security Incident Taxonomy (RSIT 1003) and the five the IntelMQ data format adds
/// for observations that are no incidents (`blacklist`, `dga-domain`, `malware`, `proxy`, `tor`).
/// The raw value is not stable between versions; keep the name.
public enum IncidentType: UInt8, CaseIterable, Hashable, Sendable {
    /// An application was taken over through a flaw in it, known or not, such as SQL injection.
    case applicationCompromise
    /// Somebody's block list names this resource without saying more.
    case blacklist
    /// Somebody tries many passwords or keys against a login.
    case bruteForce
    /// Somebody entered a building or a server room.
    case burglary
    /// Infected machines take their orders from this server.
    case c2Server
    /// Protected works or software are offered or installed without a licence.
    case copyright
    /// Confidential data such as passwords or personal records has come out.
    case dataLeak
    /// Data is gone, for example with a failed disk or a stolen machine.
    case dataLoss
    /// Many machines flood a service so that it fails.
    case ddos
    /// An open service answers forged requests with more than it was sent and so can be turned against others.
    case ddosAmplifier
    /// A domain that malware computes to find its control server.
    case dgaDomain
    /// Requests made to slow a service down or crash it.
    case dos
    /// An attack by a method that has no signature yet.
    case exploit
    /// Harassment, threats or discrimination against people.
    case harmfulSpeech
    /// An attack on a flaw that has a public identifier such as a CVE number.
    case idsAlert
    /// A machine runs malware; most often it was seen calling a control server that is watched.
    case infectedSystem
    /// A reachable service may give away what it should keep, such as SNMP or Redis without a password.
    case informationDisclosure
    /// A malicious program as such, with no machine attached.
    case malware
    /// An address that serves settings to malware.
    case malwareConfiguration
    /// An address from which malware is downloaded.
    case malwareDistribution
    /// Somebody poses as another person or body to profit from it.
    case masquerade
    /// A wrong setting makes a service fail, such as an outdated DNSSEC root key.
    case misconfiguration
    /// Fits no other type.
    case other
    /// A service is down through no attack: power, cooling, nature.
    case outage
    /// A page or message poses as a trusted one to obtain credentials.
    case phishing
    /// A service that is rarely meant for the public can be reached, such as Telnet or remote desktop.
    case potentiallyUnwantedAccessible
    /// Somebody gained the rights of an administrator.
    case privilegedAccountCompromise
    /// An open proxy that hides who uses it.
    case proxy
    /// Somebody damages equipment or lines on purpose.
    case sabotage
    /// Probes that look for machines, services or flaws.
    case scanner
    /// Somebody records traffic on a network.
    case sniffing
    /// Somebody obtains information from people by deceit, pressure or bribes.
    case socialEngineering
    /// Unsolicited messages sent in bulk.
    case spam
    /// Somebody logged in to or gave orders on a system without right, including a honeypot.
    case systemCompromise
    /// Made to test; nothing happened.
    case test
    /// A node of the Tor network.
    case tor
    /// Somebody read what was not meant for them.
    case unauthorisedInformationAccess
    /// Somebody changed or encrypted information, such as a defaced site.
    case unauthorisedInformationModification
    /// Somebody uses machines or networks for ends the owner did not allow.
    case unauthorizedUseOfResources
    /// What happened is not known yet.
    case undetermined
    /// Somebody gained the rights of an ordinary user or service account.
    case unprivilegedAccountCompromise
    /// Content that shows child abuse or glorifies violence.
    case violence
    /// A system with a known weakness, such as an outdated version.
    case vulnerableSystem
    /// A reachable service offers encryption that can be broken.
    case weakCrypto

    /// The value of `classification.type`.
    public var name: String { staticName.description }

    /// The type with this name or older name, as `init?(ascii:)` reads it.
    public init?(name: some StringProtocol) { self.init(name) }
}

extension IncidentType {
    /// The name without making a `String`.
    public var staticName: StaticString {
        switch self {
        case .applicationCompromise: "application-compromise"
        case .blacklist: "blacklist"
        case .bruteForce: "brute-force"
        case .burglary: "burglary"
        case .c2Server: "c2-server"
        case .copyright: "copyright"
        case .dataLeak: "data-leak"
        case .dataLoss: "data-loss"
        case .ddos: "ddos"
        case .ddosAmplifier: "ddos-amplifier"
        case .dgaDomain: "dga-domain"
        case .dos: "dos"
        case .exploit: "exploit"
        case .harmfulSpeech: "harmful-speech"
        case .idsAlert: "ids-alert"
        case .infectedSystem: "infected-system"
        case .informationDisclosure: "information-disclosure"
        case .malware: "malware"
        case .malwareConfiguration: "malware-configuration"
        case .malwareDistribution: "malware-distribution"
        case .masquerade: "masquerade"
        case .misconfiguration: "misconfiguration"
        case .other: "other"
        case .outage: "outage"
        case .phishing: "phishing"
        case .potentiallyUnwantedAccessible: "potentially-unwanted-accessible"
        case .privilegedAccountCompromise: "privileged-account-compromise"
        case .proxy: "proxy"
        case .sabotage: "sabotage"
        case .scanner: "scanner"
        case .sniffing: "sniffing"
        case .socialEngineering: "social-engineering"
        case .spam: "spam"
        case .systemCompromise: "system-compromise"
        case .test: "test"
        case .tor: "tor"
        case .unauthorisedInformationAccess: "unauthorised-information-access"
        case .unauthorisedInformationModification: "unauthorised-information-modification"
        case .unauthorizedUseOfResources: "unauthorized-use-of-resources"
        case .undetermined: "undetermined"
        case .unprivilegedAccountCompromise: "unprivileged-account-compromise"
        case .violence: "violence"
        case .vulnerableSystem: "vulnerable-system"
        case .weakCrypto: "weak-crypto"
        }
    }

    /// The class the type belongs to, the value of `classification.taxonomy`.
    public var taxonomy: Taxonomy {
        switch self {
        case .harmfulSpeech, .spam, .violence: .abusiveContent
        case .ddos, .dos, .misconfiguration, .outage, .sabotage: .availability
        case .copyright, .masquerade, .phishing, .unauthorizedUseOfResources: .fraud
        case .dataLeak, .dataLoss, .unauthorisedInformationAccess, .unauthorisedInformationModification: .informationContentSecurity
        case .scanner, .sniffing, .socialEngineering: .informationGathering
        case .bruteForce, .exploit, .idsAlert: .intrusionAttempts
        case .applicationCompromise, .burglary, .privilegedAccountCompromise,
            .systemCompromise, .unprivilegedAccountCompromise:
            .intrusions
        case .c2Server, .infectedSystem, .malwareConfiguration, .malwareDistribution: .maliciousCode
        case .blacklist, .dgaDomain, .malware, .other, .proxy, .tor, .undetermined: .other
        case .test: .test
        case .ddosAmplifier, .informationDisclosure, .potentiallyUnwantedAccessible, .vulnerableSystem, .weakCrypto: .vulnerable
        }
    }

    /// True for the types of the Reference Security Incident Taxonomy itself.
    public var isReferenceType: Bool {
        switch self {
        case .blacklist, .dgaDomain, .malware, .proxy, .tor: false
        default: true
        }
    }
}

extension IncidentType: ASCIIParsable {
    /// Reads a name in any case, with blanks or underscores for hyphens, or a name that earlier versions of the data
    /// format and the reference taxonomy used (`botnet drone`, `c&c`, `defacement`); does not allocate.
    public init?(ascii: UnsafeRawBufferPointer) {
        let text = ascii.trimmed
        // The cases stand in the order of their names.
        var low: UInt8 = 0
        var high = IncidentType.weakCrypto.rawValue + 1
        while low < high {
            let middle = (low + high) / 2
            guard let candidate = IncidentType(rawValue: middle) else { return nil }
            let order = text.order(ofTaxonomyName: candidate.staticName)
            if order == 0 {
                self = candidate
                return
            }
            if order < 0 { high = middle } else { low = middle + 1 }
        }
        guard let current = IncidentType(formerName: text) else { return nil }
        self = current
    }

    /// The value of `classification.type`.
    public var description: String { name }

    private init?(formerName text: UnsafeRawBufferPointer) {
        if text.isTaxonomyName("botnet-drone") || text.isTaxonomyName("ransomware") {
            self = .infectedSystem
        } else if text.isTaxonomyName("c&c") || text.isTaxonomyName("c2server") {
            self = .c2Server
        } else if text.isTaxonomyName("vulnerable-client") || text.isTaxonomyName("vulnerable-service") {
            self = .vulnerableSystem
        } else if text.isTaxonomyName("unauthorized-login") || text.isTaxonomyName("unauthorized-command")
            || text.isTaxonomyName("compromised") || text.isTaxonomyName("backdoor")
        {
            self = .systemCompromise
        } else if text.isTaxonomyName("leak") {
            self = .dataLeak
        } else if text.isTaxonomyName("unknown") {
            self = .undetermined
        } else if text.isTaxonomyName("defacement") {
            self = .unauthorisedInformationModification
        } else if text.isTaxonomyName("dropzone") {
            self = .other
        } else if text.isTaxonomyName("unauthorised-use-of-resources") {
            // The reference taxonomy spells it with an s, the data format with a z.
            self = .unauthorizedUseOfResources
        } else {
            return nil
        }
    }
}
