public import Vocabulary

/// What happened, in the words of people who are no experts: what the public form offers with pictures.
public enum Happening: String, Sendable, Hashable, CaseIterable, Codable {
    /// A message or page that asks for passwords or cards in another's name.
    case phishing
    /// Money was lost to a lie, or is about to be.
    case fraud
    /// An account was taken over.
    case account
    /// A device does what its owner did not ask for.
    case malware
    /// Files were made unreadable, and money is asked for them.
    case ransomware
    /// A site shows what its owner did not put there.
    case website
    /// A service cannot be reached.
    case outage
    /// Data came out, or lies open.
    case leak
    /// A hole was found, and nothing happened yet.
    case weakness
    /// Somebody is threatened or harassed.
    case threat
    /// A child is harmed or in danger.
    case child
    /// Anything else.
    case other

    /// The type of the Reference Security Incident Taxonomy that usually fits.
    public var type: IncidentType {
        switch self {
        case .phishing: .phishing
        case .fraud: .masquerade
        case .account: .unprivilegedAccountCompromise
        case .malware: .infectedSystem
        case .ransomware, .website: .unauthorisedInformationModification
        case .outage: .ddos
        case .leak: .dataLeak
        case .weakness: .vulnerableSystem
        case .threat: .harmfulSpeech
        case .child: .violence
        case .other: .undetermined
        }
    }

    /// The picture beside it.
    var icon: String {
        switch self {
        case .phishing: "mail"
        case .fraud: "exchange"
        case .account: "key"
        case .malware: "sensor"
        case .ransomware: "lock"
        case .website: "site"
        case .outage: "network"
        case .leak: "eye"
        case .weakness: "shield"
        case .threat: "conversation"
        case .child: "people"
        case .other: "help"
        }
    }
}
