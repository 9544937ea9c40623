import CGMime

/// Texts of GMime.
enum CText {
    /// The text on one line without blanks around it; empty where there is none.
    static func line(_ text: UnsafePointer<CChar>?) -> String {
        guard let text else { return "" }
        return HeaderText.singleLine(String(cString: text), limit: .max)
    }

    /// The value of a header field as it was sent, decoded, on one line.
    static func field(_ raw: UnsafePointer<CChar>?) -> String {
        guard let raw, let decoded = cgmime_decoded_text(EncodedWords.joined(String(cString: raw))) else { return "" }
        defer { cgmime_free_text(decoded) }
        return line(decoded)
    }

    /// The last part of the file name a part gives itself, without characters that could play tricks; empty where there is none.
    static func fileName(of part: UnsafeMutablePointer<GMimeObject>) -> String {
        for (field, parameter) in [("Content-Disposition", "filename"), ("Content-Type", "name")] {
            guard let raw = cgmime_raw_header(part, field) else { continue }
            let value = EncodedWords.joined(String(cString: raw))
            let found = parameter == "name" ? cgmime_type_parameter_in(value, parameter) : cgmime_disposition_parameter_in(value, parameter)
            guard let found else { continue }
            defer { cgmime_free_text(found) }
            return plainFileName(line(found))
        }
        return ""
    }

    private static func plainFileName(_ text: String) -> String {
        let name = text.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        // Marks that turn the direction of writing make `exe.doc` of `cod.exe`.
        let plain = String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.properties.generalCategory != .format }))
        return plain == "." || plain == ".." ? "" : HeaderText.singleLine(plain, limit: 255)
    }
}

/// What parts hold.
enum CContent {
    /// The bytes of a stream, which is released.
    static func bytes(_ stream: UnsafeMutablePointer<GMimeStream>?) -> [UInt8] {
        guard let stream else { return [] }
        defer { cgmime_free_content(stream) }
        var length = 0
        guard let bytes = cgmime_content_bytes(stream, &length) else { return [] }
        return Array(UnsafeBufferPointer(start: bytes, count: length))
    }

    /// The text of a part with line feeds, whatever its charset was; what no charset explains is taken for Windows-1252.
    static func text(_ part: UnsafeMutablePointer<GMimeObject>) -> String {
        let charset = CText.line(cgmime_type_parameter(part, "charset")).lowercased()
        if !["", "utf-8", "utf8", "us-ascii"].contains(charset), let text = text(part, charset: charset) { return text }
        let raw = bytes(cgmime_content(part, nil))
        if let text = String(validating: raw, as: UTF8.self) { return plain(text) }
        return text(part, charset: "windows-1252") ?? plain(String(decoding: raw, as: UTF8.self))
    }

    private static func text(_ part: UnsafeMutablePointer<GMimeObject>, charset: String) -> String? {
        String(validating: bytes(cgmime_content(part, charset)), as: UTF8.self).map(plain)
    }

    /// Line feeds only, no byte order mark, no NUL, which databases and C choke on.
    private static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var last: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\r": result.append("\n")
            case "\n": if last != "\r" { result.append("\n") }
            case "\0", "\u{FEFF}": break
            default: result.append(scalar)
            }
            last = scalar
        }
        return String(result)
    }
}

/// Whether base64 is whole (RFC 2045 §6.8).
enum Base64Check {
    /// Only letters of the alphabet and line breaks, in groups of four, padded at the end alone.
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        var count = 0
        var padding = 0
        for byte in bytes {
            switch byte {
            case 0x0A, 0x0D, 0x20, 0x09: continue
            case UInt8(ascii: "="): padding += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "+"), UInt8(ascii: "/"):
                guard padding == 0 else { return false }
            default: return false
            }
            count += 1
        }
        return count % 4 == 0 && padding <= 2
    }
}
