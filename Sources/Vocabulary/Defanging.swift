/// Makes indicators safe to show (no reader's program turns them into links) and takes them back.
public enum Defanging {
    /// A name, address or mail address taken back: `www[.]example[.]com`, `192(.)0[.]2{.}1`, `info[at]example[dot]com`,
    /// `2001[:]db8[:][:]1`. A text that is not defanged stays as it is.
    public static func refanged(_ text: some StringProtocol) -> String {
        replaced(Array(text.utf8)[...], marks: hostMarks)
    }

    /// A URL taken back: `hxxp`, `h**p`, `fxp` and their kin, `[:]//`, and every mark of `refanged(_:)` before the path.
    ///
    /// Behind the host only bracketed marks count, and only if scheme or host were defanged: a plain URL stays as it is.
    public static func refangedURL(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        guard let (scheme, schemeEnd) = schemePart(bytes) else { return String(text) }
        var hostEnd = schemeEnd
        while hostEnd < bytes.count, bytes[hostEnd] != 0x2F, bytes[hostEnd] != 0x3F, bytes[hostEnd] != 0x23 { hostEnd += 1 }
        let host = replaced(bytes[schemeEnd..<hostEnd], marks: hostMarks)
        let rest = bytes[hostEnd...]
        let start = scheme + host
        let wasDefanged = !start.utf8.elementsEqual(bytes[..<hostEnd])
        return start + (wasDefanged ? replaced(rest, marks: pathMarks) : String(decoding: rest, as: UTF8.self))
    }

    /// True if the bytes begin as a web or FTP URL does and have no bracket before the path: nothing to take back.
    static func isPlainURL(_ text: UnsafeRawBufferPointer) -> Bool {
        var index: Int
        if text.count > 7, text.part(0..<7).equalsLowercased("http://") {
            index = 7
        } else if text.count > 8, text.part(0..<8).equalsLowercased("https://") {
            index = 8
        } else if text.count > 6, text.part(0..<6).equalsLowercased("ftp://") {
            index = 6
        } else {
            return false
        }
        while index < text.count, text[index] != 0x2F, text[index] != 0x3F, text[index] != 0x23 {
            switch UnicodeScalar(text[index]) {
            case "[", "]", "(", ")", "{", "}": return false
            default: index += 1
            }
        }
        return true
    }

    /// Dots and `@` in brackets, and colons where asked for.
    static func defanged(_ text: String, colons: Bool = false) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case ".": result += "[.]"
            case "@": result += "[at]"
            case ":" where colons: result += "[:]"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// The spoiled spelling of a scheme in lower case; other schemes stay.
    static func defangedScheme(_ scheme: String) -> String {
        switch scheme {
        case "http": "hxxp"
        case "https": "hxxps"
        case "ftp": "fxp"
        default: scheme
        }
    }

    // MARK: Marks

    private typealias Mark = (written: StaticString, meant: UInt8)

    /// What people write for a dot, an `@` or a colon in a host; letters in any case.
    private static let hostMarks: [Mark] = [
        ("[.]", 0x2E), ("(.)", 0x2E), ("{.}", 0x2E), ("[dot]", 0x2E), ("(dot)", 0x2E), ("{dot}", 0x2E), ("[point]", 0x2E),
        ("[at]", 0x40), ("(at)", 0x40), ("{at}", 0x40), ("[@]", 0x40), ("(@)", 0x40), ("[:]", 0x3A), ("[/]", 0x2F),
        ("[.", 0x2E), (".]", 0x2E),
    ]

    /// The marks that cannot be part of a path or query, where RFC 3986 allows no brackets.
    private static let pathMarks: [Mark] = [
        ("[.]", 0x2E), ("{.}", 0x2E), ("[dot]", 0x2E), ("{dot}", 0x2E), ("[at]", 0x40), ("[@]", 0x40), ("[:]", 0x3A), ("[/]", 0x2F),
    ]

    /// Schemes as people spoil them, and what they stand for.
    private static let schemes: [(written: StaticString, meant: String)] = [
        ("hxxp", "http"), ("hxxps", "https"), ("hxtp", "http"), ("hxtps", "https"), ("htxp", "http"), ("htxps", "https"),
        ("h**p", "http"), ("h**ps", "https"), ("h__p", "http"), ("h__ps", "https"), ("fxp", "ftp"), ("f*p", "ftp"),
    ]

    /// The mark between scheme and host as people spoil it.
    private static let separators: [StaticString] = ["://", "[:]//", "[://]", "(:)//", "(://)", "[:]\\\\"]

    /// The scheme with its `://`, taken back, and where the host begins.
    private static func schemePart(_ bytes: [UInt8]) -> (scheme: String, end: Int)? {
        var end = 0
        while end < bytes.count, end < 32, ![0x3A, 0x5B, 0x28].contains(bytes[end]) { end += 1 }
        guard end > 0, let separator = separators.first(where: { begins(bytes[end...], with: $0) }) else { return nil }
        let written = bytes[..<end]
        let known = schemes.first { $0.written.utf8CodeUnitCount == end && begins(written, with: $0.written) }
        return ((known?.meant ?? String(decoding: written, as: UTF8.self)) + "://", end + separator.utf8CodeUnitCount)
    }

    private static func begins(_ bytes: ArraySlice<UInt8>, with text: StaticString) -> Bool {
        guard bytes.count >= text.utf8CodeUnitCount else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[bytes.startIndex + offset].lowered != text.utf8Start[offset] { return false }
        return true
    }

    private static func replaced(_ bytes: ArraySlice<UInt8>, marks: [Mark]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if let mark = marks.first(where: { begins(bytes[index...], with: $0.written) }) {
                result.append(mark.meant)
                index += mark.written.utf8CodeUnitCount
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension DomainName {
    /// The name made safe to show: `www[.]example[.]com`.
    public var defanged: String { Defanging.defanged(ascii) }
}

extension IPAddress {
    /// The address made safe to show: `192[.]0[.]2[.]1`, `2001[:]db8[:][:]1`.
    public var defanged: String { Defanging.defanged(description, colons: true) }
}

extension EmailAddress {
    /// The address made safe to show: `info[at]example[.]com`.
    public var defanged: String { Defanging.defanged(description) }
}
