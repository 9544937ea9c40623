/// Names as people type them: without case, marks and punctuation, in Azerbaijani letters too.
public enum OwnerNames {
    /// The form in which names are compared: `Şəki Bələdiyyəsi` and `seki belediyyesi` are the same.
    ///
    /// Letters lose case and marks (ə counts as e, ı as i), anything that is no letter or digit separates words.
    public static func folded(_ name: some StringProtocol) -> String {
        var folded = ""
        var isAtBorder = true
        for scalar in name.unicodeScalars {
            for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                // Combining marks.
                if 0x300...0x36F ~= lower.value { continue }
                if let plain = plainLetters[lower] {
                    folded += plain
                    isAtBorder = false
                } else if lower.properties.isAlphabetic || lower.properties.numericType != nil {
                    folded.unicodeScalars.append(lower)
                    isAtBorder = false
                } else if lower != "'" && lower != "’" && !isAtBorder {
                    folded.append(" ")
                    isAtBorder = true
                }
            }
        }
        if folded.last == " " { folded.removeLast() }
        return folded
    }

    private static let plainLetters: [Unicode.Scalar: String] = {
        var letters: [Unicode.Scalar: String] = [:]
        let groups: [(String, String)] = [
            ("àáâãäåāăą", "a"), ("çćĉċč", "c"), ("ďđð", "d"), ("èéêëēĕėęěəǝ", "e"), ("ĝğġģǧ", "g"), ("ĥħ", "h"), ("ìíîïĩīĭįı", "i"),
            ("ĵ", "j"), ("ķ", "k"), ("ĺļľŀł", "l"), ("ñńņňŋ", "n"), ("òóôõöøōŏőɵ", "o"), ("ŕŗř", "r"), ("śŝşšș", "s"), ("ţťŧț", "t"),
            ("ùúûüũūŭůűų", "u"), ("ŵ", "w"), ("ýÿŷ", "y"), ("źżž", "z"), ("æ", "ae"), ("œ", "oe"), ("ß", "ss"), ("þ", "th"), ("ё", "е"),
        ]
        for (marked, plain) in groups {
            for scalar in marked.unicodeScalars { letters[scalar] = plain }
        }
        return letters
    }()
}
