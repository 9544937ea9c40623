import Vocabulary

/// What text an IDF field takes, and how it is brought into its form before it is kept.
///
/// The rules are those of the IDF's field types. Text that is not of the field's form is not lost: the normaliser keeps it under `extra.`.
enum FieldText {
    /// Any text as it is.
    case verbatim
    /// Any text; blanks around it are dropped.
    case free
    case lower
    case upper
    /// Letters without accents, digits and signs (0x20-0x7E) only.
    case printable
    case printableLower
    case hostName
    case url
    case incidentType
    case taxonomy
    case countryCode
    case registry
    case severity
    case tlp
    case transport
    case base64

    init(_ field: EventField) {
        self =
            switch field {
            case .classificationType: .incidentType
            case .classificationTaxonomy: .taxonomy
            case .sourceFQDN, .sourceReverseDNS, .sourceDomainSuffix, .destinationFQDN, .destinationReverseDNS, .destinationDomainSuffix:
                .hostName
            case .sourceURL, .destinationURL, .eventDescriptionURL, .feedURL, .screenshotURL: .url
            case .sourceGeolocationCC, .sourceGeolocationCymruCC, .sourceGeolocationGeoipCC, .destinationGeolocationCC: .countryCode
            case .sourceRegistry, .destinationRegistry: .registry
            case .severity: .severity
            case .tlp: .tlp
            case .protocolTransport: .transport
            case .protocolApplication, .malwareName: .printableLower
            case .malwareVersion, .malwareHashMd5, .malwareHashSha1, .malwareHashSha256: .printable
            case .sourceAbuseContact, .destinationAbuseContact, .productName, .productVendor, .productVersion, .productVulnerabilities,
                .mispAttributeUUID, .mispEventUUID:
                .lower
            case .eventHash: .upper
            default: .free
            }
    }

    /// Calls `body` with the text in the field's form; nil where it is not such a text.
    func withNormalised<Result>(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        if case .verbatim = self { return body(bytes) }
        let text = trimmed(bytes)
        if text.isEmpty { return body(nil) }
        switch self {
        case .verbatim: return body(bytes)
        case .free: return body(text)
        case .lower: return withCase(text, upper: false, body)
        case .upper: return withCase(text, upper: true, body)
        case .printable: return body(isPrintable(text) ? text : nil)
        case .printableLower: return isPrintable(text) ? withCase(text, upper: false, body) : body(nil)
        case .hostName: return withHostName(text, body)
        case .url: return withURL(text, body)
        case .incidentType: return IncidentType(ascii: text).map { withText($0.name, body) } ?? body(nil)
        case .taxonomy: return Taxonomy(ascii: text).map { withText($0.name, body) } ?? body(nil)
        case .countryCode:
            guard text.count == 2, text.allSatisfy({ isAlphanumeric($0) }) else { return body(nil) }
            return withCase(text, upper: true, body)
        case .registry:
            return withCase(text, upper: true) { upper in
                guard let upper else { return body(nil) }
                let name = String(decoding: upper, as: UTF8.self)
                switch name {
                case "AFRINIC", "APNIC", "ARIN", "LACNIC", "RIPE": return body(upper)
                case "RIPENCC", "RIPE-NCC": return withText("RIPE", body)
                default: return body(nil)
                }
            }
        case .severity:
            return withCase(text, upper: false) { lower in
                guard let lower else { return body(nil) }
                switch String(decoding: lower, as: UTF8.self) {
                case "critical", "high", "medium", "low", "info", "undefined": return body(lower)
                default: return body(nil)
                }
            }
        case .tlp: return TLP(ascii: text).map { withText($0.idfName, body) } ?? body(nil)
        case .transport:
            return withCase(text, upper: false) { lower in
                guard let lower, lower.count <= 11, lower.allSatisfy({ isAlphanumeric($0) || "-+./".utf8.contains($0) }),
                    lower.contains(where: { isLetter($0) })
                else { return body(nil) }
                return body(lower)
            }
        case .base64: return body(text)
        }
    }

    // MARK: Forms

    private func withText<Result>(_ text: String, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        var text = text
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }

    private func withCase<Result>(_ text: UnsafeRawBufferPointer, upper: Bool, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        var isDone = true
        for byte in text {
            if byte >= 0x80 {
                // Letters beyond ASCII change case by Unicode's rules.
                let string = String(decoding: text, as: UTF8.self)
                return withText(upper ? string.uppercased() : string.lowercased(), body)
            }
            if upper ? (byte >= 0x61 && byte <= 0x7A) : (byte >= 0x41 && byte <= 0x5A) { isDone = false }
        }
        if isDone { return body(text) }
        return withUnsafeTemporaryAllocation(byteCount: text.count, alignment: 1) { buffer in
            for (index, byte) in text.enumerated() {
                let isOther = upper ? (byte >= 0x61 && byte <= 0x7A) : (byte >= 0x41 && byte <= 0x5A)
                buffer[index] = isOther ? byte ^ 0x20 : byte
            }
            return body(UnsafeRawBufferPointer(buffer))
        }
    }

    private func withHostName<Result>(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        var text = bytes
        while let last = text.last, last == UInt8(ascii: ".") { text = UnsafeRawBufferPointer(rebasing: text.dropLast()) }
        while let first = text.first, first == UInt8(ascii: ".") { text = UnsafeRawBufferPointer(rebasing: text.dropFirst()) }
        guard !text.isEmpty, text.count <= 253, IPAddress(ascii: text) == nil else { return body(nil) }
        var label = 0
        for byte in text {
            if byte >= 0x80 {
                guard let name = DomainName(ascii: text) else { return body(nil) }
                return withText(name.ascii, body)
            }
            if byte == UInt8(ascii: ".") {
                if label == 0 { return body(nil) }
                label = 0
                continue
            }
            label += 1
            guard label <= 63, isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "*")
            else {
                return body(nil)
            }
        }
        guard text.contains(where: { isAlphanumeric($0) }) else { return body(nil) }
        return withCase(text, upper: false, body)
    }

    private func withURL<Result>(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        let schemeEnd = bytes.firstIndex(of: UInt8(ascii: ":"))
        guard let schemeEnd, schemeEnd > 0, bytes.count > schemeEnd + 3, bytes[schemeEnd + 1] == UInt8(ascii: "/"),
            bytes[schemeEnd + 2] == UInt8(ascii: "/"),
            ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains(bytes[schemeEnd + 3]),
            bytes[..<schemeEnd].allSatisfy({ isAlphanumeric($0) || "+-.".utf8.contains($0) })
        else { return body(nil) }
        // hxxp(s):// is written so that nobody follows it by accident; the IDF keeps the real scheme.
        if bytes.count > 4, bytes[0] | 0x20 == UInt8(ascii: "h"), bytes[1] | 0x20 == UInt8(ascii: "x"), bytes[2] | 0x20 == UInt8(ascii: "x")
        {
            return withText("htt" + String(decoding: bytes.dropFirst(3), as: UTF8.self), body)
        }
        return body(bytes)
    }

    private func isPrintable(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.allSatisfy { $0 >= 0x20 && $0 <= 0x7E } }
    private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
    private func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || (byte >= 0x30 && byte <= 0x39) }
}

/// Without blanks and line ends around it.
func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = 0
    var end = bytes.count
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
}

private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
