internal import Centre
internal import Vocabulary
internal import Yams

extension RegisterYAMLReader {
    private static let contactKeys = [
        "id", "purpose", "name", "email", "language", "phone", "interval", "format", "severity", "quiet", "channels", "openpgp",
        "certificate",
        "standing", "since", "reason",
    ]

    mutating func contact(_ node: Node) -> Owner.Contact? {
        guard let fields = fields(node, "a contact", Self.contactKeys) else { return nil }
        guard let purpose = fields["purpose"].flatMap({ text($0, "purpose") }) else {
            note("A contact needs a `purpose`, such as `abuse`.", node.mark)
            return nil
        }
        var contact = Owner.Contact(
            id: fields["id"].flatMap { value($0, "a contact's id", ContactID.read) }, purpose: purpose,
            name: fields["name"].flatMap { text($0, "name") },
            email: fields["email"].flatMap { value($0, "a mail address", EmailAddress.init) },
            language: fields["language"].flatMap { value($0, "a language such as `az`", LanguageTag.init) },
            phone: fields["phone"].flatMap { text($0, "phone") })
        if contact.email == nil, contact.phone == nil, fields["email"] == nil { note("A contact needs `email` or `phone`.", node.mark) }
        contact.preferences.interval = fields["interval"].flatMap {
            value($0, "an interval: \(ContactCard.Interval.words)", ContactCard.Interval.init)
        }
        contact.preferences.format = fields["format"].flatMap {
            value($0, "a format: \(ContactCard.Format.words)", ContactCard.Format.init)
        }
        contact.preferences.minimumSeverity = fields["severity"].flatMap { value($0, "a severity such as `high`", Severity.init) }
        contact.preferences.quietHours = fields["quiet"].flatMap { value($0, "quiet hours such as `20-7`", { QuietHours($0) }) }
        contact.preferences.channels = values(fields["channels"], "channels", "a channel's name", ChannelName.read)
        contact.openPGPKey = fields["openpgp"].flatMap { value($0, "an OpenPGP public key in ASCII armour", ContactKey.openPGP) }
        contact.certificate = fields["certificate"].flatMap { value($0, "a certificate in PEM", ContactKey.certificate) }
        contact.standing = standing(fields)
        return contact.email == nil && contact.phone == nil ? nil : contact
    }

    private mutating func standing(_ fields: [String: Node]) -> Owner.Contact.Standing? {
        guard let node = fields["standing"] else { return nil }
        guard let kind = value(node, "a standing: \(ContactCard.Standing.words)", ContactCard.Standing.init) else { return nil }
        if kind == .unverified { return .unverified }
        guard let since = fields["since"].flatMap({ value($0, "a time such as `2026-01-31T12:00:00Z`", { Instant($0) }) }) else {
            note("A standing of `\(kind.rawValue)` needs `since`.", node.mark)
            return nil
        }
        if kind == .verified { return .verified(since) }
        return .bounced(reason: fields["reason"].flatMap { text($0, "reason") } ?? "", since)
    }

    mutating func agreement(_ node: Node) -> Agreement? {
        guard let fields = fields(node, "an agreement", ["kind", "ceiling", "from", "until", "note"]) else { return nil }
        guard let kind = fields["kind"].flatMap({ text($0, "kind") }) else {
            note("An agreement needs a `kind`, such as `nda`.", node.mark)
            return nil
        }
        let day = "a day such as `2026-01-31`"
        return Agreement(
            kind: kind, ceiling: fields["ceiling"].flatMap { value($0, "a TLP marking such as `amber`", { TLP($0) }) },
            from: fields["from"].flatMap { value($0, day) { CalendarDate(iso: $0) } },
            until: fields["until"].flatMap { value($0, day) { CalendarDate(iso: $0) } }, note: fields["note"].flatMap { text($0, "note") })
    }
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
    /// All of them, as a mistake offers them: `text, html`.
    static var words: String { allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") }
}

/// A contact's name in the register.
enum ContactID {
    static func read(_ text: String) -> String? { Owner.isSlug(text) ? text : nil }
}

/// A name of an outward channel: small letters, digits and hyphens.
enum ChannelName {
    static func read(_ text: String) -> String? {
        let isName = text.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D }
        return isName && 1...40 ~= text.utf8.count ? text : nil
    }
}

/// Keys as they are pasted; whether a key can be used is found by who encrypts with it.
enum ContactKey {
    /// ASCII armour of a public key (RFC 9580 §6), never of a private one.
    static func openPGP(_ text: String) -> String? { armoured(text, "PGP PUBLIC KEY BLOCK") }
    /// PEM of a certificate (RFC 7468).
    static func certificate(_ text: String) -> String? { armoured(text, "CERTIFICATE") }

    private static func armoured(_ text: String, _ kind: String) -> String? {
        let text = String(text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\n")).trimmed
        guard text.hasPrefix("-----BEGIN \(kind)-----\n"), text.hasSuffix("-----END \(kind)-----"), text.utf8.count <= 65_536,
            !text.contains("PRIVATE")
        else { return nil }
        return text + "\n"
    }
}
