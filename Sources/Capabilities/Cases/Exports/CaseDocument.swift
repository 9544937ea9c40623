internal import Centre
internal import Crypto
internal import Foundation
internal import Vocabulary

/// What of a case may leave in a file: its facts, its closing summary and its indicators. Words between the centre and parties are never part
/// of it, nor who the parties are, nor what is theirs: observables that nobody called an indicator.
struct CaseDocument: Sendable {
    let found: Case
    /// The number for people.
    let number: String
    /// What the centre is called, and where it lives in the network.
    let house: String
    let domain: String
    let indicators: [NotedObservable]
    let made: Instant

    /// How far it may be shared. While an embargo lasts it is for the organisation alone, whatever the case is marked.
    var tlp: TLP { found.embargo.map { $0 > made } == true ? max(found.tlp, .amberStrict) : found.tlp }

    /// What happened, as far as it was written for others to read.
    var description: String { found.summary ?? found.title }

    /// The name of something in this case, always the same (UUID version 5, RFC 9562 section 5.5).
    func uuid(_ name: String) -> String { UUIDv5.make("\(domain)/cases/\(found.name)/\(name)", in: UUIDv5.url) }
    /// The name of the centre itself.
    var houseUUID: String { UUIDv5.make("https://\(domain)/", in: UUIDv5.url) }
}

/// Names made of other names (RFC 9562 section 5.5).
enum UUIDv5 {
    /// The name space of addresses (RFC 9562 section 6.6).
    static let url: [UInt8] = [0x6B, 0xA7, 0xB8, 0x11, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8]
    /// The name space of STIX cyber-observable objects (STIX 2.1 section 2.9).
    static let stix: [UInt8] = [0x00, 0xAB, 0xED, 0xB4, 0xAA, 0x42, 0x46, 0x6C, 0x9C, 0x01, 0xFE, 0xD2, 0x33, 0x15, 0xA9, 0xB7]

    static func make(_ name: String, in space: [UInt8]) -> String {
        var bytes = Array(Insecure.SHA1.hash(data: Data(space + Array(name.utf8))).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let text = Array(digits)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(text[$0]) }.joined(separator: "-")
    }
}
