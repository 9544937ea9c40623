/// Whether a text is a URI with its scheme (RFC 3986 §3).
enum URIForm {
    static func isURI(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { isURI(UnsafeRawBufferPointer($0)) }
    }

    static func isURI(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first, StringForm.isLetter(first), let colon = bytes.firstIndex(of: 0x3A) else { return false }
        guard bytes[..<colon].allSatisfy({ StringForm.isAlphanumeric($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }) else { return false }
        var at = colon + 1
        if at + 1 < bytes.count, bytes[at] == 0x2F, bytes[at + 1] == 0x2F {
            at += 2
            var end = at
            while end < bytes.count, bytes[end] != 0x2F, bytes[end] != 0x3F, bytes[end] != 0x23 { end += 1 }
            guard isAuthority(bytes[at..<end]) else { return false }
            at = end
        }
        var hasFragment = false
        while at < bytes.count {
            switch bytes[at] {
            case 0x25:
                guard at + 2 < bytes.count, isHexadecimal(bytes[at + 1]), isHexadecimal(bytes[at + 2]) else { return false }
                at += 2
            case 0x23:
                guard !hasFragment else { return false }
                hasFragment = true
            case 0x2F, 0x3F, 0x3A, 0x40: break
            default:
                guard isUnreserved(bytes[at]) || isSubDelimiter(bytes[at]) else { return false }
            }
            at += 1
        }
        return true
    }

    private static func isAuthority(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        var host = bytes
        if let mark = bytes.firstIndex(of: 0x40) {
            guard isText(bytes[..<mark], and: 0x3A) else { return false }
            host = bytes[bytes.index(after: mark)...]
        }
        if host.first == 0x5B {
            guard let end = host.firstIndex(of: 0x5D) else { return false }
            let inside = host[host.index(after: host.startIndex)..<end]
            guard inside.count >= 2, inside.allSatisfy({ isHexadecimal($0) || $0 == 0x3A || $0 == 0x2E }) || inside.first == 0x76 else {
                return false
            }
            let rest = host[host.index(after: end)...]
            return rest.isEmpty || rest.first == 0x3A && rest.dropFirst().allSatisfy(StringForm.isDigit)
        }
        if let mark = host.firstIndex(of: 0x3A) {
            guard host[host.index(after: mark)...].allSatisfy(StringForm.isDigit) else { return false }
            host = host[..<mark]
        }
        return isText(host, and: nil)
    }

    private static func isText(_ bytes: Slice<UnsafeRawBufferPointer>, and extra: UInt8?) -> Bool {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == 0x25 {
                guard at + 2 < bytes.endIndex, isHexadecimal(bytes[at + 1]), isHexadecimal(bytes[at + 2]) else { return false }
                at += 3
                continue
            }
            guard isUnreserved(bytes[at]) || isSubDelimiter(bytes[at]) || bytes[at] == extra else { return false }
            at += 1
        }
        return true
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool { StringForm.isDigit(byte) || 0x61...0x66 ~= byte | 0x20 }
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        StringForm.isAlphanumeric(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
    }
    private static func isSubDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x24, 0x26...0x2C, 0x3B, 0x3D: true
        default: false
        }
    }

    /// A part of a host name in lower case.
    static func isHostLabel(_ label: Substring) -> Bool {
        guard 1...63 ~= label.utf8.count, label.utf8.first != 0x2D, label.utf8.last != 0x2D else { return false }
        return label.utf8.allSatisfy { StringForm.isDigit($0) || StringForm.isLower($0) || $0 == 0x2D }
    }
}

/// The form of SSVC's namespaces: a registered or reversed domain name, languages and extensions behind slashes.
enum DecisionPointNamespaceForm {
    static func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard 3...1000 ~= bytes.count else { return false }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "/", omittingEmptySubsequences: false)
        guard isBase(parts[0]) else { return false }
        guard parts.count > 1 else { return true }
        if parts.count == 2 { return isLanguage(parts[1]) }
        guard parts[1].isEmpty || isLanguage(parts[1]) else { return false }
        return parts.dropFirst(2).allSatisfy(isExtension)
    }

    private static func isBase(_ text: Substring) -> Bool {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, !isWords(parts[1]) { return false }
        if parts[0].hasPrefix("x_") { return parts.count == 2 && isDomain(parts[0].dropFirst(2)) }
        guard let first = parts[0].utf8.first, StringForm.isLower(first) else { return false }
        return parts[0].utf8.count >= 3 && isWords(parts[0])
    }

    private static func isExtension(_ text: Substring) -> Bool {
        if isLanguage(text) { return true }
        guard text.hasPrefix(".") else { return false }
        var rest = text.dropFirst()
        var hasLanguage = false
        if let mark = rest.firstIndex(of: "$") {
            guard isLanguage(rest[rest.index(after: mark)...]) else { return false }
            rest = rest[..<mark]
            hasLanguage = true
        }
        let parts = rest.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard isDomain(parts[0]) else { return false }
        return parts.count == 2 ? isWords(parts[1]) : hasLanguage
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy(URIForm.isHostLabel)
    }

    /// Letters and digits in lower case, single dots or hyphens between them.
    private static func isWords(_ text: Substring) -> Bool {
        text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "-" }.allSatisfy { word in
            !word.isEmpty && word.utf8.allSatisfy { StringForm.isLower($0) || StringForm.isDigit($0) }
        }
    }

    private static func isLanguage(_ text: Substring) -> Bool {
        var text = String(text)
        return text.withUTF8 { StringForm.language.matches(UnsafeRawBufferPointer($0)) }
    }
}
