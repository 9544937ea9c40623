/// IANA's register of language subtags (RFC 5646 §3): whether the parts of a tag exist.
public enum LanguageRegister {
    /// What is wrong with a tag.
    public enum Problem: Equatable, Sendable, CustomStringConvertible {
        /// The tag is not built as RFC 5646 says.
        case malformed
        /// There is no such language.
        case unknownLanguage(String)
        /// There is no such extension of the language.
        case unknownExtendedLanguage(String)
        /// There is no such script.
        case unknownScript(String)
        /// There is no such region.
        case unknownRegion(String)
        /// There is no such variant.
        case unknownVariant(String)

        /// What is wrong, in a few words.
        public var description: String {
            switch self {
            case .malformed: "the tag is not built as RFC 5646 says"
            case .unknownLanguage(let text): "there is no language “\(text)”"
            case .unknownExtendedLanguage(let text): "there is no extended language “\(text)” of this language"
            case .unknownScript(let text): "there is no script “\(text)”"
            case .unknownRegion(let text): "there is no region “\(text)”"
            case .unknownVariant(let text): "there is no variant “\(text)”"
            }
        }
    }

    private static let languageBits = RegisterTable.bytes(languages)
    private static let scriptNames = Set(scripts.split(separator: " ").map(String.init))
    private static let regionNames = Set(regions.split(separator: " ").map(String.init))
    private static let variantNames = Set(variants.split(separator: " ").map(String.init))
    private static let grandfatheredTags = Set(grandfathered.split(separator: " ").map(String.init))
    private static let extensions: [String: Set<String>] = {
        var out: [String: Set<String>] = [:]
        for line in extended.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard let head = words.first, head.hasSuffix(":") else { continue }
            out[String(head.dropLast()), default: []].formUnion(words.dropFirst())
        }
        return out
    }()

    /// The first thing wrong with a tag; `nil` if it is well-formed and its parts exist or are kept for private use.
    public static func problem(_ tag: String) -> Problem? {
        let lowered = tag.lowercased()
        if grandfatheredTags.contains(lowered) { return nil }
        var parts = lowered.split(separator: "-", omittingEmptySubsequences: false).map(String.init)[...]
        guard parts.allSatisfy({ 1...8 ~= $0.utf8.count && $0.utf8.allSatisfy(isAlphanumeric) }), let language = parts.popFirst() else {
            return .malformed
        }
        if language == "x" { return parts.isEmpty ? .malformed : nil }
        guard language.utf8.allSatisfy(isLetter), language.utf8.count >= 2 else { return .malformed }
        guard isLanguage(language) else { return .unknownLanguage(language) }
        var isFirst = true
        while let part = parts.first, part.utf8.count == 3, part.utf8.allSatisfy(isLetter) {
            guard isFirst, extensions[language]?.contains(part) == true || extensions[""]?.contains(part) == true else {
                return .unknownExtendedLanguage(part)
            }
            isFirst = false
            parts.removeFirst()
        }
        if let part = parts.first, part.utf8.count == 4, part.utf8.allSatisfy(isLetter) {
            guard scriptNames.contains(part) || isPrivateScript(part) else { return .unknownScript(part) }
            parts.removeFirst()
        }
        if let part = parts.first,
            part.utf8.count == 2 && part.utf8.allSatisfy(isLetter) || part.utf8.count == 3 && part.utf8.allSatisfy(isDigit)
        {
            guard regionNames.contains(part) || isPrivateRegion(part) else { return .unknownRegion(part.uppercased()) }
            parts.removeFirst()
        }
        var seen: Set<String> = []
        while let part = parts.first, part.utf8.count >= 5 || part.utf8.count == 4 && part.utf8.first.map(isDigit) == true {
            guard variantNames.contains(part) else { return .unknownVariant(part) }
            guard seen.insert(part).inserted else { return .malformed }
            parts.removeFirst()
        }
        while let singleton = parts.popFirst() {
            guard singleton.utf8.count == 1, !parts.isEmpty, seen.insert(singleton).inserted else { return .malformed }
            if singleton == "x" { return nil }
            var isEmpty = true
            while let part = parts.first, part.utf8.count >= 2 {
                isEmpty = false
                parts.removeFirst()
            }
            if isEmpty { return .malformed }
        }
        return nil
    }

    /// The part of a tag that is kept for private use (RFC 5646 §2.2); `nil` if none is.
    public static func privatePart(_ tag: String) -> String? {
        let parts = tag.lowercased().split(separator: "-").map(String.init)
        guard let language = parts.first else { return nil }
        if language == "x" || isPrivateLanguage(language) { return language }
        for (place, part) in parts.enumerated().dropFirst() {
            if part.utf8.count == 1 { return part == "x" ? "x" : parts.dropFirst(place).contains("x") ? "x" : nil }
            if part.utf8.count == 4, isPrivateScript(part) { return part }
            if part.utf8.count == 2, isPrivateRegion(part) { return part.uppercased() }
        }
        return nil
    }

    private static func isLanguage(_ text: String) -> Bool {
        var value = 0
        for letter in text.utf8 { value = value * 26 + Int(letter) - 0x61 }
        guard 2...3 ~= text.utf8.count else { return false }
        if text.utf8.count == 3 { value += 26 * 26 }
        return languageBits[value / 8] & (1 << (value % 8)) != 0 || isPrivateLanguage(text)
    }

    private static func isPrivateLanguage(_ text: String) -> Bool { text.utf8.count == 3 && "qaa" <= text && text <= "qtz" }
    private static func isPrivateScript(_ text: String) -> Bool { text.utf8.count == 4 && "qaaa" <= text && text <= "qabx" }
    private static func isPrivateRegion(_ text: String) -> Bool {
        text == "aa" || text == "zz" || text.utf8.count == 2 && ("qm" <= text && text <= "qz" || "xa" <= text && text <= "xz")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte }
    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
}
