/// A domain name as the IDF fields `*.fqdn` hold it: lower case, A-labels (RFC 5890), no dot at either end, never an address.
///
/// Letters, digits, hyphens and underscores stand anywhere in a label, since names seen in the wild do not keep to the
/// narrower rule for hosts (RFC 1123 §2.1); 63 bytes a label, 253 in all (RFC 1035 §2.3.4). A name may have one label.
public struct DomainName: Hashable, Sendable {
    /// The ASCII form, such as `xn--mgbh0fb.example`.
    public let ascii: String

    private init(canonical: String) {
        ascii = canonical
    }
}

extension DomainName: ASCIIParsable {
    /// Reads a name in any case, with or without dots at the ends; one with non-ASCII characters (UTF-8) goes through IDNA
    /// (UTS #46, non-transitional).
    public init?(ascii text: UnsafeRawBufferPointer) {
        guard text.count <= DomainName.maximumInputLength else { return nil }
        let isASCII = text.allSatisfy { $0 < 0x80 }
        let canonical = String(atMost: DomainName.maximumLength) { isASCII ? DomainName.canonicalize(text, into: $0) ?? 0 : 0 }
        if !canonical.isEmpty {
            self.init(canonical: canonical)
            return
        }
        guard !isASCII, !text.contains(where: { $0 <= 0x20 }), let mapped = IDNA.ascii(String(decoding: text, as: UTF8.self)),
            mapped.utf8.allSatisfy({ $0 < 0x80 })
        else { return nil }
        self.init(mapped)
    }

    /// The ASCII form.
    public var description: String { ascii }

    /// The longest name in bytes.
    public static let maximumLength = 253

    /// No Unicode name longer than this has an ASCII form that fits.
    private static let maximumInputLength = 1_024

    /// Writes the checked lower-case form of an ASCII name and returns its length, without allocating.
    ///
    /// `nil` if the bytes are no domain name or not ASCII; `buffer` must have room for `maximumLength` bytes.
    public static func canonicalize(_ text: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        precondition(buffer.count >= maximumLength, "a domain name needs room for 253 bytes")
        var start = 0
        var end = text.count
        while start < end, text[start] == 0x2E { start += 1 }
        while end > start, text[end - 1] == 0x2E { end -= 1 }
        guard end > start, end - start <= maximumLength else { return nil }
        var labelStart = start
        var labelIsNumber = true
        for index in start..<end {
            let byte = text[index].lowered
            if byte == 0x2E {
                guard index > labelStart, index - labelStart <= 63 else { return nil }
                labelStart = index + 1
                labelIsNumber = true
            } else {
                guard byte.isDigit || byte.isLetter || byte == 0x2D || byte == 0x5F else { return nil }
                if !byte.isDigit { labelIsNumber = false }
            }
            buffer[index - start] = byte
        }
        // A last label of digits alone makes the whole an address or a mistake, never a name.
        guard end - labelStart <= 63, !labelIsNumber else { return nil }
        return end - start
    }
}

extension DomainName: Comparable {
    /// Order of the ASCII forms.
    public static func < (left: DomainName, right: DomainName) -> Bool { left.ascii < right.ascii }
}

extension DomainName {
    /// The form for people: A-labels as the characters they stand for. Labels that do not decode stay as they are.
    public var unicode: String {
        ascii.contains("xn--") ? IDNA.unicode(ascii) ?? ascii : ascii
    }

    /// The labels of the ASCII form, the top-level domain last.
    public var labels: [Substring] { ascii.split(separator: ".") }

    /// The name without its first label; `nil` for a single label.
    public var parent: DomainName? {
        guard let dot = ascii.utf8.firstIndex(of: 0x2E) else { return nil }
        return DomainName(canonical: String(ascii[ascii.index(after: dot)...]))
    }

    /// True if the name lies below `other`; a name is not below itself.
    public func isSubdomain(of other: DomainName) -> Bool {
        let own = ascii.utf8
        let suffix = other.ascii.utf8
        guard own.count > suffix.count + 1, own.reversed().starts(with: suffix.reversed()) else { return false }
        return own[own.index(own.startIndex, offsetBy: own.count - suffix.count - 1)] == 0x2E
    }

    /// True if the name is `other` or lies below it.
    public func isWithin(_ other: DomainName) -> Bool { self == other || isSubdomain(of: other) }

    /// The suffix under which people register names, by the Public Suffix List with its private part: `co.uk`, `com`.
    ///
    /// A top-level domain the list does not know counts as a suffix.
    public var publicSuffix: DomainName? {
        PublicSuffixList.system.suffixLength(of: ascii, registrable: false).map { DomainName(canonical: String(ascii.suffix($0))) }
    }

    /// The public suffix and one label: the name somebody registered; `nil` if the name is itself a public suffix.
    public var registrable: DomainName? {
        PublicSuffixList.system.suffixLength(of: ascii, registrable: true).map { DomainName(canonical: String(ascii.suffix($0))) }
    }
}
