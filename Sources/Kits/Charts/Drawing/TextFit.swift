/// How wide text will be, without a font at hand: by classes of characters, on the safe side for usual sans-serif fonts at 12 units.
enum TextFit {
    static func width(_ text: some StringProtocol) -> Double { text.unicodeScalars.reduce(0) { $0 + width(of: $1) } }

    /// The text, shortened with an ellipsis where it is wider.
    static func shortened(_ text: String, to limit: Double) -> String {
        var used = 0.0
        var end = text.startIndex
        for place in text.indices {
            used += text[place].unicodeScalars.reduce(0) { $0 + width(of: $1) }
            if used > limit {
                var kept = text[..<end]
                while kept.last == " " { kept.removeLast() }
                return kept.isEmpty ? "" : kept + "…"
            }
            if used + 9 <= limit { end = text.index(after: place) }
        }
        return text
    }

    private static func width(of scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "ı", "I", "İ", ".", ",", ":", ";", "'", "|", "!", " ", "f", "t", "r", "(", ")", "-": 4.2
        case "m", "w", "M", "W", "%", "@", "щ", "ш", "ж", "ю", "ы", "Ш", "Щ", "Ж", "Ю": 11.4
        case "A"..."Z", "А"..."Я", "Ə", "Ğ", "Ö", "Ü", "Ş", "Ç": 8.8
        default: scalar.value >= 0x2E80 ? 12 : 7.4
        }
    }
}
