/// What an event is: the value of the IDF field `classification.type`.
///
/// These are the types of the Reference Security Incident Taxonomy (RSIT 1003) and the five the IntelMQ data format adds
/// for observations that are no incidents (`blacklist`, `dga-domain`, `malware`, `proxy`, `tor`).
/// The raw value is not stable between versions; keep the name.
public enum IncidentType: UInt8, CaseIterable, Hashable, Sendable {
    case applicationCompromise
    case blacklist
    case bruteForce
    case burglary
    case c2Server
    case copyright
    case dataLeak
    case dataLoss
    case ddos
    case ddosAmplifier
    case dgaDomain
    case dos
    case exploit
    case harmfulSpeech
    case idsAlert
    case infectedSystem
    case informationDisclosure
    case malware
    case malwareConfiguration
    case malwareDistribution
    case masquerade
    case misconfiguration
    case other
    case outage
    case phishing
    case potentiallyUnwantedAccessible
    case privilegedAccountCompromise
    case proxy
    case sabotage
    case scanner
    case sniffing
    case socialEngineering
    case spam
    case systemCompromise
    case test
    case tor
    case unauthorisedInformationAccess
    case unauthorisedInformationModification
    case unauthorizedUseOfResources
    case undetermined
    case unprivilegedAccountCompromise
    case violence
    case vulnerableSystem
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
