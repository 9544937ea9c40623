internal import Centre
internal import Vocabulary

/// The mail that asks a contact, and the link in it.
struct VerificationMail: Sendable {
    /// The portal's address without a slash at its end.
    let portal: String
    let naming: WebFrame.Naming
    let catalogue: Catalogue
    let key: SigningKey

    init(portal: String, naming: WebFrame.Naming, catalogue: Catalogue, key: SigningKey) {
        self.portal = portal.hasSuffix("/") ? String(portal.dropLast()) : portal
        self.naming = naming
        self.catalogue = catalogue
        self.key = key
    }

    /// How long a link opens, from the day its round was made.
    static let days: Int64 = 60

    /// What a link claims.
    struct Claim: Sendable, Hashable {
        let contact: String
        let round: Int64
        /// Seconds since 1970.
        let until: Int64
        let signature: [UInt8]

        func signed(for address: String) -> String { "\(contact)|\(round)|\(until)|\(address)" }
    }

    private func until(_ asked: VerificationStore.Asked) -> Int64 { asked.made.seconds + Self.days * 86_400 }

    /// The part of the link that opens the page: always the same for the same mail.
    func token(_ asked: VerificationStore.Asked) -> String {
        let claim = Claim(contact: asked.contact.id ?? "", round: asked.round, until: until(asked), signature: [])
        let signature = key.signature(of: claim.signed(for: asked.address).utf8)
        return "\(claim.contact).\(claim.round).\(claim.until).\(Token.base64URL(signature))"
    }

    /// Reads a link; nil where it is none or too old. Whether it was signed here is found with the address it went to.
    func claim(_ token: String, now: Instant) -> Claim? {
        guard token.utf8.count < 300 else { return nil }
        // Ids of contacts may hold dots, the rest does not.
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 4, let signature = Token.bytes(base64URL: parts[parts.count - 1]),
            let until = Int64(parts[parts.count - 2]), let round = Int64(parts[parts.count - 3]), now.seconds < until
        else { return nil }
        return Claim(contact: parts.dropLast(3).joined(separator: "."), round: round, until: until, signature: signature)
    }

    func isSigned(_ claim: Claim, for address: String) -> Bool { key.verify(claim.signature, of: claim.signed(for: address).utf8) }

    /// The mail; nil for a contact whose address changed after the round was made.
    func dispatch(_ asked: VerificationStore.Asked) throws -> Dispatch? {
        guard let email = asked.contact.email?.description, email == asked.address, let contact = asked.contact.id,
            let id = DispatchID("constituency-verification-\(asked.round)-\(contact)")
        else { return nil }
        let (subject, text) = text(asked)
        return try Dispatch(
            id: id, act: .inform, tlp: .amber, audience: .recipients, channel: "mail", recipient: email, subject: subject,
            content: Array(text.utf8), mediaType: "text/plain; charset=utf-8", capability: "constituency", reference: "contact/\(contact)",
            author: "rule:contact-verification")
    }

    /// The contact that a dispatch of this capability went to.
    static func contact(of delivery: Delivery) -> String? {
        delivery.reference.hasPrefix("contact/") ? String(delivery.reference.dropFirst("contact/".count)) : nil
    }

    /// Subject and text in the contact's language.
    func text(_ asked: VerificationStore.Asked) -> (subject: String, text: String) {
        let code = asked.contact.language.map { String($0.language) } ?? ""
        let words = catalogue[code]
        let organisation = asked.names[words.code] ?? asked.names["en"] ?? asked.names.min { $0.key < $1.key }?.value ?? asked.owner
        let none = "–"
        let centre = naming.full[words.code] ?? naming.full["en"] ?? naming.short
        let language = asked.contact.language.map { words.languageName(String($0.language)) }
        let values = [
            "organisation": organisation, "purpose": words.purpose(asked.contact.purpose), "name": asked.contact.name ?? none,
            "email": asked.address, "phone": asked.contact.phone ?? none, "language": language ?? none, "centre": centre,
            "short": naming.short, "until": Instant(seconds: until(asked)).date.isoText, "link": "\(portal)/verify/\(token(asked))",
        ].mapValues(Self.oneLine)
        return (Self.oneLine(words.text("constituency.mail.subject", values)), words.text("constituency.mail.text", values))
    }

    /// Names come from registers of others: they must not begin new lines in a mail.
    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 0x20 || 0x7F...0x9F ~= $0.value || 0x2028...0x2029 ~= $0.value ? " " : $0 }))
    }
}

extension Words {
    fileprivate func languageName(_ code: String) -> String {
        has("constituency.mail.language.\(code)") ? self["constituency.mail.language.\(code)"] : code
    }
}
