/// Text as words are looked for in it: small letters, Azerbaijani letters as those of keyboards that lack them, ё as е.
enum FoldedText {
    static func of(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        // In Azerbaijani İ is the capital of i, and I that of ı; both are i here.
        for scalar in text.replacing("İ", with: "i").lowercased().unicodeScalars {
            switch scalar {
            case "ə": folded.append("e")
            case "ı": folded.append("i")
            case "ö": folded.append("o")
            case "ü": folded.append("u")
            case "ş": folded.append("s")
            case "ç": folded.append("c")
            case "ğ": folded.append("g")
            case "ё": folded.append("е")
            case "’", "'", "ʼ": continue
            default: folded.append(scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? scalar : " ")
            }
        }
        return " " + String(folded).split(separator: " ").joined(separator: " ") + " "
    }
}
