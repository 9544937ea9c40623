internal import Foundation

/// The language a letter is in, by its letters and its smallest words; a receipt in a wrong language is a small harm, so that this may be simple.
enum LetterLanguage {
    private static let azerbaijani: Set<Substring> = [
        "ve", "bu", "bir", "ucun", "menim", "mene", "biz", "bize", "sizin", "salam", "hormetli", "ile", "deyil", "xahis", "edirem",
        "haqqinda", "var",
        "olan", "meni",
    ]
    private static let english: Set<Substring> = [
        "the", "and", "is", "are", "this", "that", "for", "with", "from", "we", "our", "you", "your", "please", "dear", "of", "to", "have",
        "was",
    ]

    /// - Parameter said: what the letter says of itself
    static func of(_ text: String, said: String?) -> String {
        let sample = text.prefix(4_000)
        let cyrillic = sample.unicodeScalars.count { (0x400...0x4FF).contains($0.value) }
        if cyrillic > 20 || cyrillic * 3 > sample.count { return "ru" }
        if sample.contains("ə") || sample.contains("Ə") { return "az" }
        let words = FoldedText.of(String(sample)).split(separator: " ")
        let (az, en) = (words.count { azerbaijani.contains($0) }, words.count { english.contains($0) })
        if az != en { return az > en ? "az" : "en" }
        return ["az", "en", "ru"].first { said?.lowercased().hasPrefix($0) == true } ?? "az"
    }
}
