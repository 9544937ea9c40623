/// The forms texts of a document must have.
enum StringForm: String, CaseIterable, Sendable {
    /// Any text.
    case any
    /// A text of at least one character.
    case text
    /// A URI with its scheme (RFC 3986).
    case uri
    /// A moment (RFC 3339).
    case moment
    /// The category of a document, and names that must not start or end with blanks, hyphens, underscores or dots.
    case category
    /// The identifier of a document: no blank at either end.
    case trackingID = "tracking-id"
    case language
    /// The version of a document.
    case version
    case cpe
    /// A digest in hexadecimal, of 2.0.
    case hash20
    /// A digest in lower case hexadecimal, of 2.1.
    case hash21
    case algorithm
    case purl20
    case purl21
    case cve
    case cwe
    case cweRelease = "cwe-release"
    case uuid
    case probability
    case cvss2
    case cvss30
    case cvss31
    case cvss4
    case ssvcKey = "ssvc-key"
    case ssvcNamespace = "ssvc-namespace"
    case semver
    case extensionSchema = "extension-schema"

    /// What a text of this form is, as it stands behind "must be".
    var description: String {
        switch self {
        case .any: "a text"
        case .text: "a text that is not empty"
        case .uri: "a URI with its scheme, such as https://example.com"
        case .moment: "a date and time with zone, such as 2024-01-24T10:00:00Z"
        case .category: "a text that neither starts nor ends with a blank, '-', '_' or '.'"
        case .trackingID: "a text without blanks at its ends"
        case .language: "a language tag such as en or de-CH"
        case .version: "a whole number or a semantic version such as 1.0.0"
        case .cpe: "a CPE name of version 2.3 or 2.2"
        case .hash20: "at least 32 hexadecimal digits"
        case .hash21: "at least 32 hexadecimal digits in lower case"
        case .algorithm: "the name of a hash algorithm in lower case, such as sha256"
        case .purl20, .purl21: "a package URL such as pkg:deb/debian/curl@7.88.1"
        case .cve: "a CVE identifier such as CVE-2014-0160"
        case .cwe: "a CWE identifier such as CWE-79"
        case .cweRelease: "a release of the CWE such as 4.13"
        case .uuid: "a UUID of version 4 in lower case, or the nil or the max UUID"
        case .probability: "a decimal from 0.0 to 1.0 in a text"
        case .cvss2: "a vector of CVSS 2.0"
        case .cvss30: "a vector of CVSS 3.0"
        case .cvss31: "a vector of CVSS 3.1"
        case .cvss4: "a vector of CVSS 4.0"
        case .ssvcKey: "the key of an SSVC decision point or value"
        case .ssvcNamespace: "a namespace of SSVC"
        case .semver: "a semantic version such as 1.0.0"
        case .extensionSchema: "the https address of an extension's schema that ends with its version, such as …_1.0.0.json"
        }
    }

    /// True if the bytes, without JSON's escapes, have the form.
    func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .any: true
        case .text: bytes.count > 0
        case .uri: URIForm.isURI(bytes)
        case .moment: Timestamp(ascii: bytes) != nil
        case .category: Self.hasCleanEnds(bytes) { $0 == "-" || $0 == "_" || $0 == "." || Self.isBlank($0) }
        case .trackingID: Self.hasCleanEnds(bytes, Self.isBlank)
        case .language: Self.isLanguage(bytes)
        case .version: Self.isVersion(bytes)
        case .cpe: Self.isPlatformName(Array(bytes))
        case .hash20: bytes.count >= 32 && bytes.allSatisfy { Self.isDigit($0) || 0x41...0x46 ~= $0 || 0x61...0x66 ~= $0 }
        case .hash21: bytes.count >= 32 && bytes.allSatisfy { Self.isDigit($0) || 0x61...0x66 ~= $0 }
        case .algorithm: bytes.first.map { $0 != 0x2D } == true && bytes.allSatisfy { Self.isDigit($0) || Self.isLower($0) || $0 == 0x2D }
        case .purl20: Self.isPackage(bytes) { Self.isLetter($0) || $0 == 0x2B } && URIForm.isURI(bytes)
        case .purl21: Self.isPackage(bytes, Self.isLower) && bytes.first == 0x70 && URIForm.isURI(bytes)
        case .cve: Self.isCVE(bytes)
        case .cwe: Self.isCWE(bytes)
        case .cweRelease: Self.isRelease(bytes)
        case .uuid: Self.isUUID(bytes)
        case .probability: Self.isProbability(bytes)
        case .cvss2: Self.isVector(bytes, of: .v2_0)
        case .cvss30: Self.isVector(bytes, of: .v3_0)
        case .cvss31: Self.isVector(bytes, of: .v3_1)
        case .cvss4: (try? CVSSVector(String(decoding: bytes, as: UTF8.self)))?.version == .v4_0
        case .ssvcKey: Self.isDecisionPointKey(bytes)
        case .ssvcNamespace: DecisionPointNamespaceForm.matches(bytes)
        case .semver: SemanticVersion(String(decoding: bytes, as: UTF8.self)) != nil
        case .extensionSchema: Self.isExtensionSchema(String(decoding: bytes, as: UTF8.self))
        }
    }

    // MARK: Letters

    static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
    static func isLower(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte }
    static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 && byte >= 0x41 }
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace && scalar.value != 0x85 || scalar.value == 0xFEFF
    }

    /// True if the first and the last character are none of `isUnclean` and no line ends within.
    private static func hasCleanEnds(_ bytes: UnsafeRawBufferPointer, _ isUnclean: (Unicode.Scalar) -> Bool) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
        guard let first = text.first, let last = text.last, !isUnclean(first), !isUnclean(last) else { return false }
        return !text.contains { $0 == "\n" || $0 == "\r" || $0.value == 0x2028 || $0.value == 0x2029 }
    }

    // MARK: Forms

    static func isVersion(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.count > 0, bytes.allSatisfy(isDigit) { return bytes.count == 1 || bytes[0] != 0x30 }
        return SemanticVersion(String(decoding: bytes, as: UTF8.self)) != nil
    }

    private static func isCVE(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 13, bytes.starts(with: "CVE-".utf8), bytes[8] == 0x2D else { return false }
        return bytes[4..<8].allSatisfy(isDigit) && bytes[9...].allSatisfy(isDigit)
    }

    private static func isCWE(_ bytes: UnsafeRawBufferPointer) -> Bool {
        5...10 ~= bytes.count && bytes.starts(with: "CWE-".utf8) && bytes[4] != 0x30 && bytes[4...].allSatisfy(isDigit)
    }

    /// `1.0`, `4.13`, `1.8.1`.
    private static func isRelease(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let parts = bytes.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard 2...3 ~= parts.count, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }) else { return false }
        return parts[0].first != 0x30 && (parts[1].count == 1 || parts[1].first != 0x30)
    }

    private static func isProbability(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 3, bytes[1] == 0x2E else { return false }
        let decimals = bytes[2...]
        return bytes[0] == 0x30 && decimals.allSatisfy(isDigit) || bytes[0] == 0x31 && decimals.allSatisfy { $0 == 0x30 }
    }

    private static func isUUID(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count == 36 else { return false }
        for (place, byte) in bytes.enumerated() {
            let isHyphen = place == 8 || place == 13 || place == 18 || place == 23
            guard isHyphen ? byte == 0x2D : isDigit(byte) || 0x61...0x66 ~= byte else { return false }
        }
        let digits = bytes.filter { $0 != 0x2D }
        return bytes[14] == 0x34 || digits.allSatisfy { $0 == 0x30 } || digits.allSatisfy { $0 == 0x66 }
    }

    private static func isPackage(_ bytes: UnsafeRawBufferPointer, _ isFirst: (UInt8) -> Bool) -> Bool {
        guard bytes.count >= 7, bytes.starts(with: "pkg:".utf8), isFirst(bytes[4]) || bytes[4] == 0x2E || bytes[4] == 0x2D,
            let slash = bytes.firstIndex(of: 0x2F), slash + 1 < bytes.count
        else { return false }
        return bytes[5..<slash].allSatisfy { isFirst($0) || isDigit($0) || $0 == 0x2E || $0 == 0x2D }
    }

    private static func isDecisionPointKey(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.elementsEqual("T*".utf8) { return true }
        guard let first = bytes.first, let last = bytes.last, isAlphanumeric(first), isAlphanumeric(last) else { return false }
        return bytes.allSatisfy { isAlphanumeric($0) || $0 == 0x5F }
    }

    /// Metrics of versions 2.0 and 3.x in any order: what the schemas ask for. A vector that is not whole fails where it is computed.
    private static func isVector(_ bytes: UnsafeRawBufferPointer, of version: CVSSVersion) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix(version.prefix) else { return false }
        return text.dropFirst(version.prefix.utf8.count).split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            guard let colon = part.firstIndex(of: ":") else { return false }
            let value = part[part.index(after: colon)...]
            return version.metrics.contains { metric in
                metric.abbreviation == part[..<colon] && metric.values.contains { $0.abbreviation == value }
            }
        }
    }

    private static func isExtensionSchema(_ text: String) -> Bool {
        guard text.hasPrefix("https://"), text.hasSuffix(".json"), URIForm.isURI(text) else { return false }
        let rest = text.dropFirst(8)
        guard let slash = rest.firstIndex(of: "/") else { return false }
        let labels = rest[..<slash].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy(URIForm.isHostLabel) else { return false }
        let name = rest[rest.index(after: slash)...].split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        // The part behind an underscore must be a version; a name may hold further underscores.
        return name.dropLast(5).indices.contains { place in
            name[place] == "_" && place > name.startIndex && SemanticVersion(String(name[name.index(after: place)...].dropLast(5))) != nil
        }
    }

    // MARK: Languages

    /// The form of a tag as the schema has it.
    private static func isLanguage(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        if text == "i-default" || text == "i-mingo" { return true }
        var parts = text.split(separator: "-", omittingEmptySubsequences: false)[...]
        guard parts.allSatisfy({ 1...8 ~= $0.utf8.count && $0.utf8.allSatisfy { isDigit($0) || isLower($0) } }) else { return false }
        func isWord(_ part: Substring?, _ lengths: ClosedRange<Int>) -> Bool {
            part.map { lengths ~= $0.utf8.count && $0.utf8.allSatisfy(isLower) } ?? false
        }
        if parts.first != "x" {
            guard isWord(parts.first, 2...8), let language = parts.popFirst() else { return false }
            if language.utf8.count <= 3 {
                for _ in 0..<3 where isWord(parts.first, 3...3) { parts.removeFirst() }
            }
            if isWord(parts.first, 4...4) { parts.removeFirst() }
            if isWord(parts.first, 2...2) || parts.first.map({ $0.utf8.count == 3 && $0.utf8.allSatisfy(isDigit) }) == true {
                parts.removeFirst()
            }
            while let part = parts.first, part.utf8.count >= 5 || part.utf8.count == 4 && part.utf8.first.map(isDigit) == true {
                parts.removeFirst()
            }
            while let part = parts.first, part.utf8.count == 1, part != "x" {
                parts.removeFirst()
                guard let next = parts.first, next.utf8.count >= 2 else { return false }
                while let part = parts.first, part.utf8.count >= 2 { parts.removeFirst() }
            }
        }
        if parts.first == "x" { return parts.count >= 2 }
        return parts.isEmpty
    }

    // MARK: Platforms

    /// CPE 2.3 formatted strings and CPE 2.2 URIs.
    static func isPlatformName(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: "cpe:2.3:".utf8) {
            var parts: [[UInt8]] = [[]]
            var at = 8
            while at < bytes.count {
                if bytes[at] == 0x5C, at + 1 < bytes.count {
                    parts[parts.count - 1] += [bytes[at], bytes[at + 1]]
                    at += 2
                    continue
                }
                if bytes[at] == 0x3A { parts.append([]) } else { parts[parts.count - 1].append(bytes[at]) }
                at += 1
            }
            guard parts.count == 11, parts[0].count == 1, "aho*-".utf8.contains(parts[0][0]) else { return false }
            return parts.enumerated().dropFirst().allSatisfy { place, part in
                if part == [0x2A] || part == [0x2D] { return true }
                return place == 6 ? isPlatformLanguage(part) : isPlatformValue(part)
            }
        }
        guard bytes.count >= 5, bytes[0] == 0x63, bytes[1] | 0x20 == 0x70, bytes[2] | 0x20 == 0x65, bytes[3] == 0x3A, bytes[4] == 0x2F
        else {
            return false
        }
        let parts = bytes[5...].split(separator: 0x3A, omittingEmptySubsequences: false)
        guard parts.count <= 7, parts[0].count <= 1, parts[0].allSatisfy({ "aho".utf8.contains($0 | 0x20) }) else { return false }
        return parts.dropFirst().allSatisfy { part in
            part.allSatisfy { isAlphanumeric($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D || $0 == 0x7E || $0 == 0x25 }
        }
    }

    private static func isPlatformLanguage(_ part: [UInt8]) -> Bool {
        let pieces = part.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard 1...2 ~= pieces.count, 2...3 ~= pieces[0].count, pieces[0].allSatisfy(isLetter) else { return false }
        guard pieces.count == 2 else { return true }
        return pieces[1].count == 2 && pieces[1].allSatisfy(isLetter) || pieces[1].count == 3 && pieces[1].allSatisfy(isDigit)
    }

    /// A value: one star or any question marks at either end, between them letters, digits and what is quoted.
    private static func isPlatformValue(_ part: [UInt8]) -> Bool {
        var part = part[...]
        if part.first == 0x2A { part.removeFirst() } else { while part.first == 0x3F { part.removeFirst() } }
        // At the other end a wildcard counts only if it is not quoted.
        func isQuoted(_ place: Int) -> Bool {
            var count = 0
            var at = place - 1
            while at >= part.startIndex, part[at] == 0x5C {
                count += 1
                at -= 1
            }
            return count % 2 == 1
        }
        if part.last == 0x2A, !isQuoted(part.endIndex - 1) {
            part.removeLast()
        } else {
            while part.last == 0x3F, !isQuoted(part.endIndex - 1) { part.removeLast() }
        }
        guard !part.isEmpty else { return false }
        var at = part.startIndex
        while at < part.endIndex {
            if part[at] == 0x5C {
                guard at + 1 < part.endIndex, "\\*?!\"#$%&'()+,/:;<=>@[]^`{|}~".utf8.contains(part[at + 1]) else { return false }
                at += 2
            } else {
                guard isAlphanumeric(part[at]) || part[at] == 0x2D || part[at] == 0x2E || part[at] == 0x5F else { return false }
                at += 1
            }
        }
        return true
    }
}
