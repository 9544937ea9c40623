/// The outermost protection of a mail, if there is one around all of its content.
struct ProtectionLayer {
    enum Kind {
        /// Content, and a signature beside it.
        case signed(content: [UInt8], signature: [UInt8])
        /// Content that is encrypted; it may be text without MIME.
        case encrypted([UInt8], isText: Bool)
        /// A signature with the content in it.
        case enclosed([UInt8], isText: Bool)
    }

    let standard: KeyStandard
    let kind: Kind

    init?(_ entity: RawEntity) {
        switch entity.type {
        case "multipart/encrypted":
            let parts = entity.parts(limit: 3)
            guard parts.count == 2, parts[0].type == "application/pgp-encrypted" else { return nil }
            standard = .openPGP
            kind = .encrypted(parts[1].content, isText: false)
        case "multipart/signed":
            let parts = entity.parts(limit: 3)
            guard parts.count == 2 else { return nil }
            switch parts[1].type {
            case "application/pgp-signature": standard = .openPGP
            case "application/pkcs7-signature", "application/x-pkcs7-signature": standard = .sMIME
            default: return nil
            }
            kind = .signed(content: parts[0].canonical, signature: parts[1].content)
        case "application/pkcs7-mime", "application/x-pkcs7-mime":
            standard = .sMIME
            // Old programs leave the type out for what is encrypted.
            kind =
                entity.parameter("smime-type").lowercased() == "signed-data"
                ? .enclosed(entity.content, isText: false) : .encrypted(entity.content, isText: false)
        case "text/plain", "":
            // OpenPGP in the text, as it was before MIME and is in forms on the web.
            let content = entity.content
            let isAll: (String, String) -> Bool = { Self.stands(in: content, from: $0, to: $1) }
            standard = .openPGP
            if isAll("-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----") {
                kind = .encrypted(content, isText: true)
            } else if isAll("-----BEGIN PGP SIGNED MESSAGE-----", "-----END PGP SIGNATURE-----") {
                kind = .enclosed(content, isText: true)
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// Whether the text is from the one line to the other and nothing else: words around it would pass for protected.
    private static func stands(in content: [UInt8], from first: String, to last: String) -> Bool {
        let text = content.drop { $0 <= 0x20 }
        guard text.starts(with: first.utf8), let end = text.lastIndex(where: { $0 > 0x20 }) else { return false }
        return text[...end].suffix(last.utf8.count).elementsEqual(last.utf8)
    }

    /// Text as a part.
    static func textEntity(_ text: [UInt8]) -> [UInt8] {
        Array("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".utf8) + text
    }
}
