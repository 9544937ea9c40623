/// Text of strangers made fit for print.
enum HarmlessText {
    /// More marks than this on one letter would run over the lines around it.
    private static let mostMarks = 8

    /// `text` on one line or many, without what could harm: control characters, marks that turn the direction of writing (they can make `exe.txt` of `txt.exe`)
    /// and characters that Unicode does not have become `U+FFFD`; heaps of accents are cut.
    static func clean(_ text: String, keepsLines: Bool = true, keepsSpaces: Bool = false) -> String {
        var cleaned = String.UnicodeScalarView()
        var marks = 0
        var last: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            defer { last = scalar }
            switch scalar.value {
            case 0x20..<0x7F:
                marks = 0
                cleaned.append(scalar)
            case 0x09:
                cleaned.append(contentsOf: (keepsSpaces ? "    " : " ").unicodeScalars)
            case 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029:
                if scalar.value == 0x0A, last == "\r" { continue }
                cleaned.append(keepsLines ? "\n" : " ")
            case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFC, 0xE0000...0xE007F:
                cleaned.append("\u{FFFD}")
            default:
                let properties = scalar.properties
                switch properties.generalCategory {
                case .nonspacingMark, .enclosingMark:
                    marks += 1
                    if marks <= mostMarks { cleaned.append(scalar) }
                case .unassigned, .privateUse, .surrogate, .control:
                    cleaned.append("\u{FFFD}")
                default:
                    marks = 0
                    cleaned.append(scalar)
                }
            }
        }
        return String(cleaned)
    }

    /// `address` as cairo and PDF readers can take it, or nil where it leads neither to the web nor to mail.
    static func address(_ address: String) -> String? {
        let bytes = Array(address.utf8)
        guard bytes.count <= 2_048, let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        guard ["http", "https", "mailto"].contains(String(decoding: bytes[..<colon], as: UTF8.self).lowercased()) else { return nil }
        var encoded = ""
        for byte in bytes {
            // RFC 3986 §2.2 without the brackets and the quote that end a string in PDF (ISO 32000-1 §7.3.4.2) or in cairo's attributes.
            let isPlain = byte.isASCIILetterOrDigit || "-._~:/?#[]@!$&*+,;=%".utf8.contains(byte)
            encoded += isPlain ? String(UnicodeScalar(byte)) : "%" + hex(byte)
        }
        return encoded
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}

extension UInt8 {
    fileprivate var isASCIILetterOrDigit: Bool {
        0x30...0x39 ~= self || 0x41...0x5A ~= self || 0x61...0x7A ~= self
    }
}
