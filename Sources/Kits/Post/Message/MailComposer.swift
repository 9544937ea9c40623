import CGMime
import Vocabulary

/// Writes a ``MailMessage`` by GMime.
struct MailComposer {
    let message: MailMessage
    let seed: String

    func compose() throws(MailRefusal) -> ComposedMail {
        _ = GMimeLibrary.isReady
        let header = try header()
        let entity = try MailBody(message: message, boundaries: Boundaries(seed: seed)).entity()
        return ComposedMail(id: message.id, seed: seed, header: CRLF.lines(header), entity: CRLF.lines(entity))
    }

    // MARK: The header

    private func header() throws(MailRefusal) -> [UInt8] {
        guard !message.to.isEmpty || !message.cc.isEmpty else { throw .noRecipient }
        let written = cgmime_new_message()
        defer { cgmime_free_message(written) }
        try add([message.from], "From", GMIME_ADDRESS_TYPE_FROM, to: written)
        try add(message.to, "To", GMIME_ADDRESS_TYPE_TO, to: written)
        try add(message.cc, "Cc", GMIME_ADDRESS_TYPE_CC, to: written)
        try add(message.replyTo, "Reply-To", GMIME_ADDRESS_TYPE_REPLY_TO, to: written)
        try HeaderText.check(message.subject, field: "Subject")
        cgmime_set_subject(written, message.subject)
        cgmime_set_date(written, message.date.seconds)
        cgmime_append_raw_header(written, "Message-ID", " \(message.id.bracketed)\n")
        if !message.inReplyTo.isEmpty { cgmime_append_raw_header(written, "In-Reply-To", Self.folded(message.inReplyTo)) }
        if !message.references.isEmpty { cgmime_append_raw_header(written, "References", Self.folded(message.references)) }
        if message.automatic != .no { cgmime_append_header(written, "Auto-Submitted", message.automatic.rawValue) }
        if let language = message.language { cgmime_append_header(written, "Content-Language", language.text) }
        if let unsubscribe = message.unsubscribe { try add(unsubscribe, to: written) }
        for field in message.fields {
            guard Self.isFree(field.name) else { throw .fieldName(field.name) }
            try HeaderText.check(field.value, field: field.name)
            cgmime_append_header(written, field.name, field.value)
        }
        cgmime_append_header(written, "MIME-Version", "1.0")
        guard let text = cgmime_header_text(written) else { return [] }
        defer { cgmime_free_text(text) }
        return Array(String(cString: text).utf8)
    }

    private func add(
        _ parties: [MailParty], _ field: String, _ type: GMimeAddressType, to written: UnsafeMutablePointer<GMimeMessage>?
    ) throws(MailRefusal) {
        for party in parties {
            try HeaderText.check(party.name, field: field)
            let address = party.address.description
            guard address.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { throw .addressNotASCII(address) }
            cgmime_add_mailbox(written, type, party.name.isEmpty ? nil : party.name, address)
        }
    }

    private func add(_ unsubscribe: ListUnsubscribe, to written: UnsafeMutablePointer<GMimeMessage>?) throws(MailRefusal) {
        var links: [String] = []
        for (link, scheme) in [(unsubscribe.mail, "mailto:"), (unsubscribe.web, "https://")] {
            guard let link else { continue }
            let isPlain = link.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>,\"".utf8.contains($0) }
            guard link.hasPrefix(scheme), isPlain, link.utf8.count <= 900 else { throw .link(link) }
            links.append("<\(link)>")
        }
        guard !links.isEmpty, !unsubscribe.isOneClick || unsubscribe.web != nil else { throw .link("") }
        // As it is: programs look for the links with their own eyes, and do not undo encoded words.
        cgmime_append_raw_header(written, "List-Unsubscribe", " " + links.joined(separator: ",\n ") + "\n")
        if unsubscribe.isOneClick { cgmime_append_header(written, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click") }
    }

    /// One identifier a line: they are never encoded and never broken.
    private static func folded(_ ids: [MessageID]) -> String { " " + ids.map(\.bracketed).joined(separator: "\n ") + "\n" }

    private static let freeNames: Set<String> = ["feedback-id", "precedence", "list-id", "organization"]

    private static func isFree(_ name: String) -> Bool {
        guard name.utf8.count <= 60, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }) else { return false }
        let lower = name.lowercased()
        return (lower.hasPrefix("x-") && lower.utf8.count > 2) || freeNames.contains(lower)
    }
}

/// GMime's tables, made once.
enum GMimeLibrary {
    static let isReady: Bool = {
        g_mime_init()
        return true
    }()
}

/// Boundaries of the multiparts of one mail.
struct Boundaries {
    private let seed: String
    private var count = 0

    init(seed: String) {
        // RFC 2046 §5.1.1: 70 characters at most.
        self.seed = String(
            seed.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) }.prefix(40).map(
                Character.init))
    }

    /// The next boundary. `=_` stands neither in base64 nor in quoted-printable, so that no content holds it.
    mutating func next() -> String {
        count += 1
        return named("\(count)")
    }

    func named(_ name: String) -> String { "=_\(seed).\(name)" }
}

/// Line ends.
enum CRLF {
    /// The bytes with every line end, whatever it was, as CR LF.
    static func lines(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count + bytes.count / 32)
        var last: UInt8 = 0
        for byte in bytes {
            switch byte {
            case 0x0D: lines += [0x0D, 0x0A]
            case 0x0A: if last != 0x0D { lines += [0x0D, 0x0A] }
            default: lines.append(byte)
            }
            last = byte
        }
        return lines
    }

    /// The text with every line end as LF, and one at its end.
    static func plain(_ text: String) -> [UInt8] {
        var lines: [UInt8] = []
        var last: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case 0x0D: lines.append(0x0A)
            case 0x0A: if last != 0x0D { lines.append(0x0A) }
            default: lines.append(byte)
            }
            last = byte
        }
        if lines.last != 0x0A { lines.append(0x0A) }
        return lines
    }
}
