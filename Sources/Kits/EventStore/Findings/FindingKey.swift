internal import Events
internal import Vocabulary

/// Which fields make two events sights of the same finding, by their type. The same finding is the same:
///
/// - `vulnerable-system`, `weak-crypto`, `ddos-amplifier`, `potentially-unwanted-accessible`, `information-disclosure`,
///   `misconfiguration`, `outage`: address (or host name), port, transport, identifier.
/// - `infected-system`: address (or host name, or account), malware, identifier.
/// - `phishing`, `malware-distribution`, `malware-configuration`, `c2-server`, `masquerade`, `copyright`, `harmful-speech`, `violence`:
///   URL; without one host name; without one address and port.
/// - `system-compromise`, `application-compromise`, `burglary`, `sabotage`, `unauthorised-information-modification`,
///   `unauthorized-use-of-resources`: URL, or host name, or address and port; and the identifier.
/// - `brute-force`, `exploit`, `ddos`, `dos`: address, identifier, destination port.
/// - `scanner`, `ids-alert`, `sniffing`, `social-engineering`: address (or host name, or URL), identifier. A scan of many ports is one
///   finding.
/// - `data-leak`, `data-loss`, `unauthorised-information-access`, `privileged-account-compromise`, `unprivileged-account-compromise`:
///   account and host name; without an account host name, or URL, or address and port, and the identifier.
/// - `blacklist`, `spam`, `tor`, `dga-domain`: address, or host name, or URL; and the identifier.
/// - `proxy`: address, port, identifier.
/// - `malware`: file hash (SHA-256, SHA-1, MD5); without one URL, or host name, or address and malware.
/// - `other`, `test`, `undetermined`, any text that is no type: identifier, address, port, transport, host name, URL, account and malware
///   together.
///
/// The type itself is always part of the key. The owner never is: a network that changes hands keeps its findings. A type's rule is part
/// of the data format: changing one gives its findings new ids.
enum FindingKey {
    /// Field lists in order of preference: the first whose leading field has a value is used, or else the last.
    static func alternatives(of type: IncidentType?) -> [[EventField]] {
        switch type {
        case .vulnerableSystem, .weakCrypto, .ddosAmplifier, .potentiallyUnwantedAccessible, .informationDisclosure, .misconfiguration,
            .outage:
            [
                [.sourceIP, .sourcePort, .protocolTransport, .classificationIdentifier],
                [.sourceFQDN, .sourcePort, .protocolTransport, .classificationIdentifier], everything,
            ]
        case .infectedSystem:
            [
                [.sourceIP, .malwareName, .classificationIdentifier], [.sourceFQDN, .malwareName, .classificationIdentifier],
                [.sourceAccount, .malwareName, .classificationIdentifier], everything,
            ]
        case .phishing, .malwareDistribution, .malwareConfiguration, .c2Server, .masquerade, .copyright, .harmfulSpeech, .violence:
            [[.sourceURL], [.sourceFQDN], [.sourceIP, .sourcePort], everything]
        case .systemCompromise, .applicationCompromise, .burglary, .sabotage, .unauthorisedInformationModification,
            .unauthorizedUseOfResources:
            [
                [.sourceURL, .classificationIdentifier], [.sourceFQDN, .classificationIdentifier],
                [.sourceIP, .sourcePort, .classificationIdentifier], everything,
            ]
        case .bruteForce, .exploit, .ddos, .dos:
            [[.sourceIP, .classificationIdentifier, .destinationPort], everything]
        case .scanner, .idsAlert, .sniffing, .socialEngineering, .blacklist, .spam, .tor, .dgaDomain:
            [
                [.sourceIP, .classificationIdentifier], [.sourceFQDN, .classificationIdentifier],
                [.sourceURL, .classificationIdentifier], everything,
            ]
        case .dataLeak, .dataLoss, .unauthorisedInformationAccess, .privilegedAccountCompromise, .unprivilegedAccountCompromise:
            [
                [.sourceAccount, .sourceFQDN], [.sourceFQDN, .classificationIdentifier], [.sourceURL, .classificationIdentifier],
                [.sourceIP, .sourcePort, .classificationIdentifier], everything,
            ]
        case .proxy:
            [[.sourceIP, .sourcePort, .classificationIdentifier], everything]
        case .malware:
            [
                [.malwareHashSha256], [.malwareHashSha1], [.malwareHashMd5], [.sourceURL], [.sourceFQDN], [.sourceIP, .malwareName],
                everything,
            ]
        case .other, .test, .undetermined, nil:
            [everything]
        }
    }

    private static let everything: [EventField] = [
        .classificationIdentifier, .sourceIP, .sourcePort, .protocolTransport, .sourceFQDN, .sourceURL, .sourceAccount, .malwareName,
    ]
}
