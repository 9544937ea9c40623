/// The texts of one language, and how it writes numbers and times.
public struct Words: Sendable {
    enum Text: Sendable, Hashable {
        case plain(String)
        case plural([String: String])
    }

    /// `az`, `en`, `ru`.
    public let code: String
    let texts: [String: Text]
    let style: NumberStyle

    init(code: String, texts: [String: Text]) {
        self.code = code
        self.texts = texts
        style = NumberStyle(texts)
    }

    /// What the language calls itself.
    public var label: String { self["common.language.\(code)"] }

    /// The text of a key; the key itself where there is none, so that a person sees what is missing.
    public subscript(_ key: String) -> String {
        switch texts[key] {
        case .plain(let text): text
        case .plural(let forms): forms["other"] ?? key
        case nil: key
        }
    }

    /// Whether there is a text of a key.
    public func has(_ key: String) -> Bool { texts[key] != nil }

    /// The text of a key with values in the place of their names: `{{name}}`.
    public func text(_ key: String, _ values: [String: String]) -> String { Self.filled(self[key], values) }

    /// The text of a key in the plural form of a number, which stands for `{{count}}`.
    public func text(_ key: String, count: Int, _ values: [String: String] = [:]) -> String {
        var values = values
        values["count"] = number(count)
        guard case .plural(let forms) = texts[key] else { return text(key, values) }
        return Self.filled(forms[PluralRule.form(of: count, in: code)] ?? forms["other"] ?? key, values)
    }

    private static func filled(_ text: String, _ values: [String: String]) -> String {
        guard text.contains("{{") else { return text }
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            result += rest[..<open.lowerBound]
            let name = rest[open.upperBound..<close.lowerBound].trimmed
            result += values[name] ?? ""
            rest = rest[close.upperBound...]
        }
        return result + rest
    }
}

/// Which form of a word goes with a number (Unicode CLDR plural rules for the cardinals of the languages known here; others have one
/// and other).
enum PluralRule {
    static func form(of count: Int, in code: String) -> String {
        let number = count.magnitude
        switch code {
        case "ru", "uk", "be":
            let (ten, hundred) = (number % 10, number % 100)
            if ten == 1, hundred != 11 { return "one" }
            return (2...4).contains(ten) && !(12...14).contains(hundred) ? "few" : "many"
        default:
            return number == 1 ? "one" : "other"
        }
    }
}

extension StringProtocol {
    /// Where a text first stands in this one.
    func firstRange(of wanted: String) -> Range<Index>? {
        guard let first = wanted.first else { return nil }
        var start = startIndex
        while let found = self[start...].firstIndex(of: first) {
            if self[found...].hasPrefix(wanted) { return found..<index(found, offsetBy: wanted.count) }
            start = index(after: found)
        }
        return nil
    }
}
