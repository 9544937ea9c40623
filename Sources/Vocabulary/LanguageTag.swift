/// The tag of a language (BCP 47, RFC 5646 §2.1), in the letter case the standard recommends: `az`, `az-Latn-AZ`, `en`.
public struct LanguageTag: Hashable, Sendable {
    /// The whole tag.
    public let text: String

    /// Azerbaijani.
    public static let az = LanguageTag(canonical: "az")
    /// English.
    public static let en = LanguageTag(canonical: "en")
    /// Russian.
    public static let ru = LanguageTag(canonical: "ru")

    private init(canonical: String) {
        text = canonical
    }

    /// The primary language subtag: `az`; `x` for a tag of private use alone.
    public var language: Substring { text.prefix { $0 != "-" } }

    /// The script subtag: `Latn`.
    public var script: Substring? {
        subtagsBeforeExtensions.dropFirst().first { $0.utf8.count == 4 && $0.utf8.allSatisfy(\.isLetter) }
    }

    /// The region subtag: `AZ`, `419`.
    public var region: Substring? {
        subtagsBeforeExtensions.dropFirst().first {
            ($0.utf8.count == 2 && $0.utf8.allSatisfy(\.isLetter)) || ($0.utf8.count == 3 && $0.utf8.allSatisfy(\.isDigit))
        }
    }

    private var subtagsBeforeExtensions: ArraySlice<Substring> {
        text.split(separator: "-").prefix { $0.utf8.count > 1 }
    }
}

extension LanguageTag: ASCIIParsable {
    /// Reads a well-formed tag in any case; the irregular tags registered before RFC 4646 are not taken.
    public init?(ascii: UnsafeRawBufferPointer) {
        guard ascii.count >= 2, ascii.count <= 128, ascii.allSatisfy({ $0.isLetter || $0.isDigit || $0 == 0x2D }) else { return nil }
        let lowered = String(decoding: ascii.lazy.map(\.lowered), as: UTF8.self)
        var subtags = lowered.split(separator: "-", omittingEmptySubsequences: false).map(String.init)[...]
        guard subtags.allSatisfy({ 1...8 ~= $0.utf8.count }) else { return nil }
        var canonical: [String] = []

        func take(_ fits: (String) -> Bool, as change: (String) -> String = { $0 }) -> Bool {
            guard let first = subtags.first, fits(first) else { return false }
            canonical.append(change(first))
            subtags.removeFirst()
            return true
        }
        func isAlphabetic(_ subtag: String) -> Bool { subtag.utf8.allSatisfy(\.isLetter) }

        if subtags.first != "x" {
            guard take({ 2...8 ~= $0.utf8.count && isAlphabetic($0) }) else { return nil }
            // Extended language subtags only follow a language of two or three letters.
            if let language = canonical.first, language.utf8.count <= 3 {
                for _ in 0..<3 {
                    guard take({ $0.utf8.count == 3 && isAlphabetic($0) }) else { break }
                }
            }
            _ = take({ $0.utf8.count == 4 && isAlphabetic($0) }, as: { $0.prefix(1).uppercased() + $0.dropFirst() })
            _ = take(
                { ($0.utf8.count == 2 && isAlphabetic($0)) || ($0.utf8.count == 3 && $0.utf8.allSatisfy(\.isDigit)) },
                as: { $0.uppercased() })
            var variants: Set<String> = []
            while let variant = subtags.first, variant.utf8.count >= 5 || (variant.utf8.count == 4 && variant.utf8.first?.isDigit == true) {
                guard variants.insert(variant).inserted else { return nil }
                canonical.append(subtags.removeFirst())
            }
            var singletons: Set<String> = []
            while let singleton = subtags.first, singleton.utf8.count == 1, singleton != "x" {
                guard singletons.insert(singleton).inserted else { return nil }
                canonical.append(subtags.removeFirst())
                guard take({ $0.utf8.count >= 2 }) else { return nil }
                while take({ $0.utf8.count >= 2 }) {}
            }
        }
        if subtags.first == "x" {
            guard subtags.count >= 2 else { return nil }
            canonical += subtags
            subtags = []
        }
        guard subtags.isEmpty else { return nil }
        self.init(canonical: canonical.joined(separator: "-"))
    }

    /// The whole tag.
    public var description: String { text }
}
