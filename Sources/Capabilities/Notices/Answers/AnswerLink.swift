internal import Centre
internal import Vocabulary

/// The link in a notice: whoever holds it may read this one notice and answer it, as whoever holds the mail may. Opening it changes
/// nothing, so that programs that look at links in mails cannot answer.
struct AnswerLink: Sendable {
    private let key: SigningKey
    /// The portal's address without a slash at its end.
    let portal: String

    init(key: SigningKey, portal: String) {
        self.key = key
        self.portal = portal.hasSuffix("/") ? String(portal.dropLast()) : portal
    }

    /// How long it opens.
    static let life = Duration.seconds(60 * 86_400)

    func address(_ notice: Notice.ID, contact: String, planned: Instant) -> String {
        "\(portal)/answer/\(token(notice, contact: contact, planned: planned))"
    }

    func token(_ notice: Notice.ID, contact: String, planned: Instant) -> String {
        let until = (planned + Self.life).seconds
        return "\(notice).\(until).\(Token.base64URL(key.signature(of: claim(notice, contact, until).utf8)))"
    }

    /// The notice a link speaks of, not yet known to be ours: that needs the notice's contact.
    static func notice(_ token: String) -> Notice.ID? { token.split(separator: ".").first.map(String.init) }

    func opens(_ token: String, _ notice: Notice, now: Instant) -> Bool {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == notice.id, let until = Int64(parts[1]), now.seconds < until,
            let signature = Token.bytes(base64URL: parts[2])
        else { return false }
        return key.verify(signature, of: claim(notice.id, notice.contact, until).utf8)
    }

    private func claim(_ notice: String, _ contact: String, _ until: Int64) -> String { "\(notice)|\(contact)|\(until)" }
}
