import CGMime

/// The content of a mail: its words, and its files.
struct MailBody {
    let message: MailMessage
    var boundaries: Boundaries

    /// The MIME entity with line feeds.
    func entity() throws(MailRefusal) -> [UInt8] {
        var copy = self
        let object = try copy.object()
        defer { cgmime_free_object(object) }
        guard let text = cgmime_entity_text(object) else { return [] }
        defer { cgmime_free_text(text) }
        return Array(String(cString: text).utf8)
    }

    private mutating func object() throws(MailRefusal) -> UnsafeMutablePointer<GMimeObject>? {
        if message.attachments.isEmpty, message.reportType == nil { return words() }
        // Everything is checked before the first part is made: a refusal leaves nothing behind.
        var files: [(attachment: MailAttachment, type: MediaType)] = []
        for attachment in message.attachments {
            try HeaderText.check(attachment.name, field: "filename")
            guard !attachment.name.contains("/"), !attachment.name.contains("\\") else { throw .fileName(attachment.name) }
            files.append((attachment, try MediaType(attachment.mediaType)))
        }
        if let type = message.reportType, !MediaType.isToken(type) { throw .mediaType("multipart/report; report-type=\(type)") }
        let multipart = cgmime_new_multipart(message.reportType == nil ? "mixed" : "report", boundaries.next())
        if let type = message.reportType { cgmime_set_type_parameter(multipart, "report-type", type) }
        cgmime_add_child(multipart, words())
        for file in files { cgmime_add_child(multipart, Self.part(file.attachment, file.type)) }
        return multipart
    }

    private mutating func words() -> UnsafeMutablePointer<GMimeObject>? {
        let plain = Self.text(message.text, "plain")
        guard let html = message.html else { return plain }
        let alternative = cgmime_new_multipart("alternative", boundaries.next())
        cgmime_add_child(alternative, plain)
        cgmime_add_child(alternative, Self.text(html, "html"))
        return alternative
    }

    private static func text(_ text: String, _ subtype: String) -> UnsafeMutablePointer<GMimeObject>? {
        let bytes = CRLF.plain(text)
        let part = bytes.withUnsafeBytes {
            cgmime_new_part("text", subtype, $0.baseAddress, $0.count, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
        }
        cgmime_set_type_parameter(part, "charset", "utf-8")
        return part
    }

    private static func part(_ attachment: MailAttachment, _ type: MediaType) -> UnsafeMutablePointer<GMimeObject>? {
        var subtype = type.subtype
        // Base64 whatever it is: what has a digest must arrive byte for byte.
        var encoding = GMIME_CONTENT_ENCODING_BASE64
        if type.type == "message" || type.type == "multipart" {
            // RFC 2046 §5.2: no encoding but 7bit here. What does not fit is message/global, which may have any (RFC 6532 §3.7).
            if isSevenBit(attachment.bytes) { encoding = GMIME_CONTENT_ENCODING_7BIT } else if type.type == "message" { subtype = "global" }
        }
        let part = attachment.bytes.withUnsafeBytes { cgmime_new_part(type.type, subtype, $0.baseAddress, $0.count, encoding) }
        for parameter in type.parameters { cgmime_set_type_parameter(part, parameter.name, parameter.value) }
        if !attachment.name.isEmpty { cgmime_set_disposition(part, "attachment", attachment.name) }
        return part
    }

    private static func isSevenBit(_ bytes: [UInt8]) -> Bool {
        var length = 0
        for byte in bytes {
            guard byte != 0, byte < 0x80 else { return false }
            length = byte == 0x0A ? 0 : length + 1
            guard length <= 998 else { return false }
        }
        // No line may look like a boundary of ours.
        return !bytes.split(separator: 0x0A).contains { $0.starts(with: Array("--=_".utf8)) }
    }
}
