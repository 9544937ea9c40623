/// A town of the fictional country and the region it lies in.
struct Place {
    let town: String
    let region: String
    /// Town and region in the capitals of the feeds.
    let townCapitals: [UInt8]
    let regionCapitals: [UInt8]

    private init(_ town: String, _ region: String) {
        self.town = town
        self.region = region
        townCapitals = Array(latin(town).uppercased().utf8)
        regionCapitals = Array(latin(region).uppercased().utf8)
    }

    /// The capital comes first, then the towns by size.
    static let all: [Place] = [
        Place("Odşəhər", "Odşəhər"), Place("Günəştəpə", "Odşəhər"), Place("Bozdağlı", "Şimal"), Place("Qızılsu", "Xəzrilik"),
        Place("Yaşıltəpə", "Cənub"), Place("Ağbulaq", "Qərb"), Place("Gümüşkənd", "Şimal"), Place("Narlıdərə", "Cənub"),
        Place("Üçqovaq", "Qərb"), Place("Sarıqayalı", "Dağətəyi"), Place("Göyərçinli", "Xəzrilik"), Place("Çiçəkli", "Cənub"),
        Place("Şirinsulu", "Şimal"), Place("Uzunboylu", "Qərb"), Place("İncəsulu", "Dağətəyi"), Place("Durnalı", "Düzən"),
        Place("Köhnəqala", "Düzən"), Place("Təzəqala", "Düzən"), Place("Alçalı", "Dağətəyi"), Place("Bulaqbaşı", "Xəzrilik"),
        Place("Ləpəli", "Xəzrilik"), Place("Mərcanlıq", "Cənub"), Place("Toğanlı", "Qərb"), Place("Duzdağ", "Düzən"),
    ]
}

/// Azerbaijani letters replaced by the nearest letters of ASCII.
func latin(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "ə": plain += "e"
        case "Ə": plain += "E"
        case "ğ": plain += "g"
        case "ı": plain += "i"
        case "İ": plain += "I"
        case "ö": plain += "o"
        case "Ö": plain += "O"
        case "ü": plain += "u"
        case "Ü": plain += "U"
        case "ş": plain += "s"
        case "Ş": plain += "S"
        case "ç": plain += "c"
        case "Ç": plain += "C"
        default: plain.unicodeScalars.append(scalar)
        }
    }
    return plain
}

/// A name in lower-case ASCII letters, digits and hyphens.
func slug(_ name: String) -> String {
    let words = latin(name).lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.joined(separator: "-")
}
