/// Text and numbers as XML and HTML take them.
enum Markup {
    /// Text escaped for content and attributes. What XML 1.0 forbids (control characters, U+FFFE) and what could turn the direction of
    /// the text around it (bidirectional controls, Unicode TR9) is left out; right-to-left text is isolated.
    static func text(_ text: some StringProtocol) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count + 8)
        var isRightToLeft = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: result += "&amp;"
            case 0x3C: result += "&lt;"
            case 0x3E: result += "&gt;"
            case 0x22: result += "&quot;"
            case 0x27: result += "&#39;"
            case 0x09, 0x0A, 0x0D: result += " "
            case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: break
            default:
                if isStrongRightToLeft(scalar.value) { isRightToLeft = true }
                result.unicodeScalars.append(scalar)
            }
        }
        return isRightToLeft ? "\u{2068}\(result)\u{2069}" : result
    }

    private static func isStrongRightToLeft(_ value: UInt32) -> Bool {
        (0x590...0x8FF).contains(value) || (0xFB1D...0xFDFF).contains(value) || (0xFE70...0xFEFC).contains(value)
            || (0x10800...0x10FFF).contains(value) || (0x1E800...0x1EFFF).contains(value)
    }

    /// A name for `id`: letters, digits and hyphens of it.
    static func name(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { $0 == "-" || $0 == "_" || ($0.isASCII && $0.properties.isAlphabetic) || ("0"..."9") ~= $0 }
        guard let first = kept.first else { return "chart" }
        let name = String(String.UnicodeScalarView(kept))
        return first.properties.isAlphabetic ? name : "c" + name
    }

    /// A coordinate with one decimal at most; 0 for what is no number.
    static func number(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e9 else { return "0" }
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, part) = (tenths.magnitude / 10, tenths.magnitude % 10)
        return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
    }

    /// An address that a picture may lead to: of the same host, or `http` and `https`. Nil for all others, such as `javascript:`.
    static func address(_ text: String) -> String? {
        let isLocal = text.hasPrefix("/") && !text.hasPrefix("//") || text.hasPrefix("?") || text.hasPrefix("#")
        guard isLocal || text.hasPrefix("https://") || text.hasPrefix("http://") else { return nil }
        return Markup.text(text)
    }
}

/// Numbers where no other format is given.
public enum PlainNumber {
    /// `1200`, `0.25`, `3.4e+20`: at most four significant digits after the point, nothing for NaN.
    public static func text(_ value: Double) -> String {
        guard value.isFinite else { return "" }
        if value == value.rounded(), value.magnitude < 1e15 { return String(Int64(value)) }
        if value.magnitude >= 1e15 || value.magnitude < 1e-4 { return "\(value)" }
        var scale = 10_000.0
        while scale > 1, value.magnitude * scale >= 1e7 { scale /= 10 }
        var text = "\((value * scale).rounded() / scale)"
        if text.hasSuffix(".0") { text.removeLast(2) }
        return text
    }
}
