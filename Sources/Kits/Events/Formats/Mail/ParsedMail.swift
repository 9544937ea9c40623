import CGMime

/// A message as GMime parsed it.
// A class because the message is released with it. It never leaves the call that made it.
final class ParsedMail {
    private let message: UnsafeMutablePointer<GMimeMessage>

    private static let library: Void = g_mime_init()

    /// Nil where GMime makes nothing of the bytes.
    init?(_ bytes: UnsafeRawBufferPointer) {
        _ = Self.library
        let excessive = AddressFields.excessive(in: bytes)
        let parsed: UnsafeMutablePointer<GMimeMessage>?
        if excessive.isEmpty {
            parsed = bytes.baseAddress.flatMap { cgmime_parse($0, bytes.count) }
        } else {
            var copy = Array(bytes)
            for place in excessive { copy[place] = UInt8(ascii: "X") }
            parsed = copy.withUnsafeBytes { copy in copy.baseAddress.flatMap { cgmime_parse($0, copy.count) } }
        }
        guard let parsed else { return nil }
        message = parsed
    }

    deinit { cgmime_free_message(message) }

    /// The message itself, alive as long as this is.
    var root: MailMessage { MailMessage(message: message) }
}

/// A message, or one enclosed in another. Valid as long as the ``ParsedMail`` it is of.
struct MailMessage {
    fileprivate let message: UnsafeMutablePointer<GMimeMessage>

    /// Parts in parts that are looked into.
    static let depthLimit = 16
    /// Parts of a message that are looked at.
    static let partLimit = 1000

    /// The value of a header field with its encoded words undone; nil where it is missing or empty.
    func header(_ name: String) -> String? {
        let object = cgmime_message_as_object(message)
        return [name, AddressFields.otherName(name)].lazy.compactMap { name in
            if let raw = cgmime_raw_header(object, name), let joined = PaddedWords.joined(String(cString: raw)) {
                return MailText.trimmed(MailText.decoded(joined))
            }
            return MailText.value(cgmime_header(object, name))
        }.first
    }

    /// Whether it has one of the header fields by which a mail is known.
    var isMail: Bool { header("From") != nil || header("Subject") != nil || header("Date") != nil }

    /// Whether the content type is so, and its parameter, if one is given.
    func isType(_ type: String, _ subtype: String, parameter: (name: String, value: String)? = nil) -> Bool {
        guard let content = g_mime_message_get_mime_part(message), cgmime_is_type(content, type, subtype) else { return false }
        guard let parameter else { return true }
        return MailText.value(cgmime_type_parameter(content, parameter.name))?.lowercased() == parameter.value
    }

    /// Its parts in order, those of multiparts in place of these; nil where they are nested deeper than is looked.
    func parts() -> [MailPart]? {
        guard let content = g_mime_message_get_mime_part(message) else { return [] }
        var parts: [MailPart] = []
        return Self.collect(content, depth: 0, into: &parts) ? parts : nil
    }

    private static func collect(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int, into parts: inout [MailPart]) -> Bool {
        guard depth < depthLimit else { return false }
        guard cgmime_is_multipart(object) else {
            if parts.count < partLimit { parts.append(MailPart(object: object)) }
            return true
        }
        for index in 0..<min(cgmime_child_count(object), Int32(partLimit)) {
            guard let child = cgmime_child(object, index) else { continue }
            if !collect(child, depth: depth + 1, into: &parts) { return false }
        }
        return true
    }
}

/// A part that is no multipart.
struct MailPart {
    fileprivate let object: UnsafeMutablePointer<GMimeObject>

    func isType(_ type: String, _ subtype: String) -> Bool { cgmime_is_type(object, type, subtype) }

    /// The file name it gives itself, without folders.
    var fileName: String? {
        guard cgmime_is_part(object), let name = MailText.value(cgmime_file_name(object)) else { return nil }
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let plain = String(String.UnicodeScalarView(last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        return plain.isEmpty || plain == "." || plain == ".." ? nil : plain
    }

    /// The message it holds, where it is one.
    var enclosed: MailMessage? {
        guard cgmime_is_message_part(object), let message = cgmime_enclosed(object) else { return nil }
        return MailMessage(message: message)
    }

    /// Its bytes with the transfer encoding undone.
    var bytes: [UInt8] { content(charset: nil) }

    /// Its text as UTF-8, whatever it was; what no charset explains is taken for Windows-1252.
    var text: [UInt8] {
        let charset = MailText.value(cgmime_type_parameter(object, "charset"))?.lowercased()
        if let charset, charset != "utf-8", charset != "utf8", charset != "us-ascii" {
            let converted = content(charset: charset)
            if UTF8Check.isValid(converted) { return converted }
        }
        let plain = content(charset: nil)
        if UTF8Check.isValid(plain) { return plain }
        let converted = content(charset: "windows-1252")
        return UTF8Check.isValid(converted) ? converted : Array(String(decoding: plain, as: UTF8.self).utf8)
    }

    private func content(charset: String?) -> [UInt8] {
        guard cgmime_is_part(object), let content = cgmime_content(object, charset) else { return [] }
        defer { cgmime_free_content(content) }
        var length = 0
        guard let bytes = cgmime_content_bytes(content, &length) else { return [] }
        return Array(UnsafeBufferPointer(start: bytes, count: length))
    }
}

/// Texts of the C library.
enum MailText {
    /// The text without blanks around it; nil where nothing is left.
    static func value(_ text: UnsafePointer<CChar>?) -> String? { text.flatMap { trimmed(String(cString: $0)) } }

    /// A header value with its encoded words undone.
    static func decoded(_ text: String) -> String {
        guard let decoded = cgmime_decoded_text(PaddedWords.joined(text) ?? text) else { return text }
        defer { cgmime_free_text(decoded) }
        return String(cString: decoded)
    }

    static func trimmed(_ text: String) -> String? {
        let isBlank: (Unicode.Scalar) -> Bool = { $0.value <= 0x20 }
        let scalars = text.unicodeScalars.drop(while: isBlank)
        guard let last = scalars.lastIndex(where: { !isBlank($0) }) else { return nil }
        return String(scalars[...last])
    }
}
