internal import Centre
internal import Vocabulary

/// Contacts and agreements as entries of a table's cell.
enum TableCell {
    /// What was read of an entry, and what is wrong with it.
    struct Read<Value> {
        var value: Value?
        var problems: [String] = []
    }

    static func write(_ contact: Owner.Contact) -> String {
        var parts = [
            contact.purpose, contact.name ?? "", contact.email?.description ?? "", contact.language?.text ?? "", contact.phone ?? "",
        ].map(escaped)
        func add(_ key: String, _ value: String?) { if let value { parts.append("\(key)=\(escaped(value))") } }
        add("id", contact.id)
        add("interval", contact.preferences.interval?.rawValue)
        add("format", contact.preferences.format?.rawValue)
        add("severity", contact.preferences.minimumSeverity?.name)
        add("quiet", contact.preferences.quietHours?.description)
        if !contact.preferences.channels.isEmpty { add("channels", contact.preferences.channels.joined(separator: "+")) }
        add("openpgp", contact.openPGPKey)
        add("certificate", contact.certificate)
        switch contact.standing {
        case .verified(let time): add("verified", time.iso8601)
        case .bounced(let reason, let time):
            add("bounced", time.iso8601)
            add("reason", reason)
        case .unverified, nil: break
        }
        return parts.joined(separator: "|")
    }

    static func write(_ agreement: Agreement) -> String {
        let parts = [
            agreement.kind, agreement.ceiling?.word ?? "", agreement.from?.isoText ?? "", agreement.until?.isoText ?? "",
            agreement.note ?? "",
        ]
        return parts.map(escaped).joined(separator: "|")
    }

    static func contact(_ text: String) -> Read<Owner.Contact> {
        var read = Read<Owner.Contact>()
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).map { unescaped($0).trimmed }
        func part(_ index: Int) -> String? { index < parts.count && !parts[index].isEmpty ? parts[index] : nil }
        guard let purpose = part(0), part(2) != nil || part(4) != nil else {
            read.problems.append(
                "`\(text)` is no contact: `purpose|name|email|language|phone`, with mail address or telephone number, then `key=value`.")
            return read
        }
        func value<Value>(_ text: String?, _ what: String, _ reading: (String) -> Value?) -> Value? {
            guard let text else { return nil }
            if let value = reading(text) { return value }
            read.problems.append("`\(text.prefix(60))` is not \(what).")
            return nil
        }
        var contact = Owner.Contact(
            purpose: purpose, name: part(1), email: value(part(2), "a mail address", { EmailAddress($0) }),
            language: value(part(3), "a language such as `az`", { LanguageTag($0) }), phone: part(4))
        var reason = ""
        for option in parts.dropFirst(5) {
            let pair = option.split(separator: "=", maxSplits: 1).map(String.init)
            let text = pair.count > 1 ? pair[1] : ""
            switch pair.first ?? "" {
            case "id": contact.id = value(text, "a contact's id", ContactID.read)
            case "interval":
                contact.preferences.interval = value(text, "an interval: \(ContactCard.Interval.words)", ContactCard.Interval.init)
            case "format": contact.preferences.format = value(text, "a format: \(ContactCard.Format.words)", ContactCard.Format.init)
            case "severity": contact.preferences.minimumSeverity = value(text, "a severity such as `high`", { Severity($0) })
            case "quiet": contact.preferences.quietHours = value(text, "quiet hours such as `20-7`", { QuietHours($0) })
            case "channels":
                contact.preferences.channels = text.split(separator: "+").compactMap {
                    value(String($0), "a channel's name", ChannelName.read)
                }
            case "openpgp": contact.openPGPKey = value(text, "an OpenPGP public key in ASCII armour", ContactKey.openPGP)
            case "certificate": contact.certificate = value(text, "a certificate in PEM", ContactKey.certificate)
            case "verified": contact.standing = value(text, "a time", { Instant($0) }).map { .verified($0) }
            case "bounced": contact.standing = value(text, "a time", { Instant($0) }).map { .bounced(reason: "", $0) }
            case "reason": reason = text
            default:
                read.problems.append(
                    "There is no `\(option.prefix(60))` in a contact; after the telephone number come id, interval, format, severity, "
                        + "channels, openpgp, certificate, verified, bounced, reason, each with `=`.")
            }
        }
        if case .bounced(_, let time) = contact.standing { contact.standing = .bounced(reason: reason, time) }
        read.value = contact.email == nil && contact.phone == nil ? nil : contact
        return read
    }

    static func agreement(_ text: String) -> Read<Agreement> {
        var read = Read<Agreement>()
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).map { unescaped($0).trimmed }
        func part(_ index: Int) -> String? { index < parts.count && !parts[index].isEmpty ? parts[index] : nil }
        guard let kind = part(0), parts.count <= 5 else {
            read.problems.append("`\(text)` is no agreement: `kind|ceiling|from|until|note`.")
            return read
        }
        func value<Value>(_ index: Int, _ what: String, _ reading: (String) -> Value?) -> Value? {
            guard let text = part(index) else { return nil }
            if let value = reading(text) { return value }
            read.problems.append("`\(text.prefix(60))` is not \(what).")
            return nil
        }
        let day = "a day such as `2026-01-31`"
        read.value = Agreement(
            kind: kind, ceiling: value(1, "a TLP marking such as `amber`") { TLP($0) }, from: value(2, day) { CalendarDate(iso: $0) },
            until: value(3, day) { CalendarDate(iso: $0) }, note: part(4))
        return read
    }

    private static let marks: [(mark: Character, code: String)] = [(";", "%3B"), ("|", "%7C"), ("\n", "%0A"), ("\r", "%0D")]

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case ";": result += "%3B"
            case "|": result += "%7C"
            case "\n": result += "%0A"
            case "\r": result += "%0D"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Only what `escaped` writes is undone: a name with a percent sign of its own stays as it is.
    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("%") else { return String(text) }
        var result = ""
        var rest = text
        while let first = rest.first {
            if first == "%" {
                let code = rest.prefix(3).uppercased()
                if let mark = code == "%25" ? "%" : marks.first(where: { $0.code == code })?.mark {
                    result.append(mark)
                    rest = rest.dropFirst(3)
                    continue
                }
            }
            result.append(first)
            rest = rest.dropFirst()
        }
        return result
    }
}
