/// MIME entities of signed and encrypted mails.
///
/// They are written here and not by GMime: the bytes that are signed must stand in them unchanged.
enum ProtectedEntity {
    /// RFC 3156 §5.
    static func openPGPSigned(_ entity: [UInt8], signature: [UInt8], hash: String, boundary: String) -> [UInt8] {
        lines(
            "Content-Type: multipart/signed; micalg=pgp-\(hash);", "\tprotocol=\"application/pgp-signature\"; boundary=\"\(boundary)\"", "",
            "--\(boundary)") + entity
            + lines(
                "", "--\(boundary)", "Content-Type: application/pgp-signature; name=signature.asc",
                "Content-Description: OpenPGP digital signature", "Content-Disposition: attachment; filename=signature.asc", "")
            + CRLF.lines(signature) + lines("", "--\(boundary)--")
    }

    /// RFC 3156 §4.
    static func openPGPEncrypted(_ sealed: [UInt8], boundary: String) -> [UInt8] {
        lines(
            "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";", "\tboundary=\"\(boundary)\"", "", "--\(boundary)",
            "Content-Type: application/pgp-encrypted", "", "Version: 1", "", "--\(boundary)",
            "Content-Type: application/octet-stream; name=encrypted.asc", "Content-Description: OpenPGP encrypted message",
            "Content-Disposition: inline; filename=encrypted.asc", "")
            + CRLF.lines(sealed) + lines("", "--\(boundary)--")
    }

    /// RFC 8551 §3.5.3.
    static func sMIMESigned(_ entity: [UInt8], signature: [UInt8], hash: String, boundary: String) -> [UInt8] {
        // The names there have a hyphen: sha-256.
        let micalg = hash.hasPrefix("sha") && !hash.contains("-") ? "sha-" + hash.dropFirst(3) : hash
        return lines(
            "Content-Type: multipart/signed; micalg=\(micalg);", "\tprotocol=\"application/pkcs7-signature\"; boundary=\"\(boundary)\"", "",
            "--\(boundary)") + entity
            + lines(
                "", "--\(boundary)", "Content-Type: application/pkcs7-signature; name=smime.p7s", "Content-Transfer-Encoding: base64",
                "Content-Disposition: attachment; filename=smime.p7s", "")
            + base64(signature) + lines("", "--\(boundary)--")
    }

    /// RFC 8551 §3.3.
    static func sMIMEEncrypted(_ sealed: [UInt8]) -> [UInt8] {
        lines(
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data;", "\tname=smime.p7m", "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment; filename=smime.p7m", "") + base64(sealed)
    }

    private static func lines(_ lines: String...) -> [UInt8] { Array(lines.map { $0 + "\r\n" }.joined().utf8) }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let text = Base64.encoded(bytes)
        return stride(from: 0, to: text.count, by: 76).flatMap { Array(text[$0..<min($0 + 76, text.count)]) + [0x0D, 0x0A] }
    }
}
