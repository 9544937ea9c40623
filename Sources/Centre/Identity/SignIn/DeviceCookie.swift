internal import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Marks a browser in which a person signed in before (OWASP: device cookies), so that strangers who guess at the account do not slow
/// the person down. It opens nothing.
struct DeviceCookie: Sendable {
    static let life: Duration = .seconds(180 * 86_400)

    let key: SigningKey

    static func name(_ face: Face) -> String { "__Host-keshik-\(face.rawValue)-device" }

    /// The whole `Set-Cookie` value for a new mark.
    func setting(_ account: String, on face: Face, now: Instant) -> String {
        let payload = "\(account)|\(Token.random(bytes: 12))|\((now + Self.life).seconds)"
        let value = Token.base64URL(Array(payload.utf8)) + "." + Token.base64URL(key.signature(of: payload.utf8))
        return "\(Self.name(face))=\(value); Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=\(Self.life.components.seconds)"
    }

    /// The mark's own name, where it is one of this account and not too old.
    func device(_ value: String?, of account: String, now: Instant) -> String? {
        guard let parts = value?.split(separator: "."), parts.count == 2, let payload = Token.bytes(base64URL: parts[0]),
            let signature = Token.bytes(base64URL: parts[1]), key.verify(signature, of: payload)
        else { return nil }
        let fields = String(decoding: payload, as: UTF8.self).split(separator: "|")
        guard fields.count == 3, fields[0] == account, let end = Int64(fields[2]), end > now.seconds else { return nil }
        return String(fields[1])
    }
}

/// What a person holds between password and code: who it is and how long, signed. It opens nothing by itself.
struct StepTicket: Sendable {
    static let life: Duration = .seconds(300)

    struct Content: Sendable, Hashable {
        let account: String
        let generation: Int64
        let factors: Session.Factors
        let next: String
    }

    let key: SigningKey

    func text(_ content: Content, now: Instant) -> String {
        let end = (now + Self.life).seconds
        let payload = "\(content.account)|\(content.generation)|\(content.factors.rawValue)|\(end)|\(content.next)"
        return Token.base64URL(Array(payload.utf8)) + "." + Token.base64URL(key.signature(of: payload.utf8))
    }

    /// nil where it is too old or not ours.
    func content(_ text: String, now: Instant) -> Content? {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let payload = Token.bytes(base64URL: parts[0]), let signature = Token.bytes(base64URL: parts[1]),
            key.verify(signature, of: payload)
        else { return nil }
        let fields = String(decoding: payload, as: UTF8.self).split(separator: "|", maxSplits: 4, omittingEmptySubsequences: false)
        guard fields.count == 5, let generation = Int64(fields[1]), let factors = Session.Factors(rawValue: String(fields[2])),
            let end = Int64(fields[3]), end > now.seconds
        else { return nil }
        return Content(account: String(fields[0]), generation: generation, factors: factors, next: String(fields[4]))
    }
}
