import CGMime
import Vocabulary

/// Takes a mail apart by GMime. It is looked at by ``MailScan`` first.
struct MailReader {
    typealias Object = UnsafeMutablePointer<GMimeObject>

    let limits: MailLimits
    private var mail = ReceivedMail()
    private var parts = 0
    private var report = BounceParts()

    init(limits: MailLimits) {
        self.limits = limits
    }

    func read(_ bytes: UnsafeRawBufferPointer) throws(UnreadableMail) -> ReceivedMail {
        _ = GMimeLibrary.isReady
        guard let base = bytes.baseAddress, let message = cgmime_parse(base, bytes.count) else { throw .noHeader }
        defer { cgmime_free_message(message) }
        var reader = self
        try reader.header(message)
        if let content = g_mime_message_get_mime_part(message) {
            try reader.count(content, depth: 0)
            reader.walk(content)
        }
        return reader.finished()
    }

    private func finished() -> ReceivedMail {
        var mail = mail
        if mail.text.isEmpty, let html = mail.html { mail.text = HTMLText.plain(html) }
        mail.bounces = report.reports(of: mail)
        return mail
    }

    // MARK: The header

    private mutating func header(_ message: UnsafeMutablePointer<GMimeMessage>) throws(UnreadableMail) {
        guard let object = cgmime_message_as_object(message) else { throw .noHeader }
        for index in 0..<cgmime_header_count(object) {
            guard let name = cgmime_header_name_at(object, index) else { continue }
            mail.fields.append(MailField(String(cString: name), CText.field(cgmime_header_raw_value_at(object, index))))
        }
        guard !mail.fields.isEmpty else { throw .noHeader }
        mail.from = Self.parties(object, "From")
        mail.to = Self.parties(object, "To")
        mail.cc = Self.parties(object, "Cc")
        mail.replyTo = Self.parties(object, "Reply-To")
        mail.subject = mail.field("Subject") ?? ""
        mail.id = mail.field("Message-ID").flatMap { MessageID.all(in: $0).first ?? MessageID($0) }
        mail.inReplyTo = mail.field("In-Reply-To").map(MessageID.all) ?? []
        mail.references = mail.field("References").map(MessageID.all) ?? []
        // GMime hands fields of the content over to the content.
        if let content = g_mime_message_get_mime_part(message) {
            let languages = CText.line(cgmime_header(content, "Content-Language"))
            mail.language = languages.split(separator: ",").first.flatMap { LanguageTag($0.trimmingBlanks) }
        }
        if let word = mail.field("Auto-Submitted")?.lowercased().split(whereSeparator: { " ;(".contains($0) }).first {
            // What is neither of the known words is automatic too (RFC 3834 §5.2).
            mail.automatic = AutoSubmitted(rawValue: String(word)) ?? .generated
        }
        var seconds: Int64 = 0
        // Years 1 to 9999: others are nonsense, and overflow in microseconds.
        if cgmime_date(message, &seconds), (-62_135_596_800...253_402_300_799).contains(seconds) { mail.date = Instant(seconds: seconds) }
    }

    private static func parties(_ object: Object, _ field: String) -> [MailParty] {
        guard let value = cgmime_raw_header(object, field) else { return [] }
        guard let list = cgmime_parse_addresses(EncodedWords.joined(String(cString: value))) else { return [] }
        defer { cgmime_free_addresses(list) }
        return (0..<cgmime_address_count(list)).compactMap { index in
            var name: UnsafePointer<CChar>?
            guard let text = cgmime_address_at(list, index, &name), let address = EmailAddress(String(cString: text)) else { return nil }
            return MailParty(address, name: CText.line(name))
        }
    }

    // MARK: The parts

    private mutating func count(_ object: Object, depth: Int) throws(UnreadableMail) {
        guard depth < limits.depth else { throw .tooDeep(limit: limits.depth) }
        parts += 1
        guard parts <= limits.parts else { throw .tooManyParts(limit: limits.parts) }
        if cgmime_is_multipart(object) {
            for index in 0..<cgmime_child_count(object) {
                if let child = cgmime_child(object, index) { try count(child, depth: depth + 1) }
            }
        } else if cgmime_is_message_part(object), let enclosed = cgmime_enclosed(object) {
            if let content = g_mime_message_get_mime_part(enclosed) { try count(content, depth: depth + 1) }
        }
    }

    /// Goes through the parts; `count` has seen to it that they are few and not deep.
    private mutating func walk(_ object: Object) {
        if cgmime_is_multipart(object) {
            for index in 0..<cgmime_child_count(object) {
                if let child = cgmime_child(object, index) { walk(child) }
            }
        } else if cgmime_is_message_part(object) {
            // As it was sent, but for line ends.
            let bytes = cgmime_enclosed(object).map { CContent.bytes(cgmime_written(cgmime_message_as_object($0))) } ?? []
            report.original = report.original ?? bytes
            add(object, bytes: bytes)
        } else if cgmime_is_part(object) {
            leaf(object)
        }
    }

    private mutating func leaf(_ object: Object) {
        let type = Self.type(of: object)
        let isFile = CText.line(cgmime_disposition(object)).lowercased() == "attachment" || !CText.fileName(of: object).isEmpty
        switch type {
        case "text/plain" where !isFile:
            let text = CContent.text(object)
            mail.text = Self.cut(mail.text.isEmpty ? text : mail.text + "\n" + text, to: limits.text)
        case "text/html" where !isFile && mail.html == nil:
            mail.html = Self.cut(CContent.text(object), to: limits.text)
        case "message/delivery-status":
            report.status = report.status ?? CContent.bytes(cgmime_content(object, nil))
            add(object)
        case "text/rfc822-headers":
            report.original = report.original ?? CContent.bytes(cgmime_content(object, nil))
            add(object)
        default:
            add(object)
        }
    }

    private mutating func add(_ object: Object, bytes: [UInt8]? = nil) {
        let isPart = cgmime_is_part(object)
        let bytes = bytes ?? CContent.bytes(cgmime_content(object, nil))
        let isBroken =
            isPart && cgmime_encoding(object) == GMIME_CONTENT_ENCODING_BASE64
            && !Base64Check.isWhole(CContent.bytes(cgmime_raw_content(object)))
        mail.attachments.append(
            ReceivedAttachment(
                name: CText.fileName(of: object), declaredType: Self.type(of: object),
                sniffedType: ContentSniff.type(of: bytes), bytes: bytes,
                isInline: CText.line(cgmime_disposition(object)).lowercased() == "inline" || cgmime_content_id(object) != nil,
                isDamaged: isBroken))
    }

    private static func type(of object: Object) -> String {
        "\(CText.line(cgmime_media_type(object)))/\(CText.line(cgmime_media_subtype(object)))".lowercased()
    }

    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while text.unicodeScalars.index(before: text.endIndex) > end, String.Index(end, within: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }
}
