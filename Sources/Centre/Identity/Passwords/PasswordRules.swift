/// What is wrong with a password.
public enum PasswordFlaw: String, Sendable, Hashable, CaseIterable {
    /// Fewer than 12 characters.
    case short
    /// More than 256 characters.
    case long
    /// One of those that are tried first.
    case common
    /// Made of the person's or the centre's name.
    case personal
}

/// Which passwords are taken (OWASP ASVS 5.0 V6.2): length, no rules of composition, none of those that are guessed first.
///
/// The list of common ones is not copied from anywhere: it follows from how people make them. A password is common where, without
/// digits and marks at its ends and with usual replacements undone (`@` for a), it is a word of the list, a keyboard walk, or a short
/// piece repeated.
struct PasswordRules: Sendable {
    static let minimum = 12
    static let maximum = 256

    private let words: Set<String>

    /// - Parameter denied: further words, such as the centre's name
    init(denied: [String] = []) {
        var words = Set(Self.seeds.map(Self.plain))
        for word in denied {
            for piece in Self.pieces(word) where piece.count >= 3 { words.insert(piece) }
        }
        self.words = words
    }

    /// What is wrong with a password; nil where it may be taken.
    /// - Parameter person: names of the account it is for
    func flaw(_ password: String, person: [String]) -> PasswordFlaw? {
        guard password.count >= Self.minimum else { return .short }
        guard password.count <= Self.maximum else { return .long }
        let names = Set(person.flatMap(Self.pieces).filter { $0.count >= 3 })
        let plain = Self.plain(password)
        if isMade(of: words, plain) || Self.isWalk(password) || Self.isRepeated(password.lowercased()) { return .common }
        if !names.isEmpty, isMade(of: words.union(names), plain) { return .personal }
        return nil
    }

    /// Whether a text is nothing but words of a list, with at most three further letters.
    private func isMade(of list: Set<String>, _ text: String) -> Bool {
        if text.isEmpty { return true }
        let letters = Array(text)
        // fewest[i]: letters before i that belong to no word.
        var fewest = Array(0...letters.count)
        for end in 1...letters.count {
            fewest[end] = min(fewest[end], fewest[end - 1] + 1)
            for start in max(0, end - 24)..<end where end - start >= 3 {
                if list.contains(String(letters[start..<end])) { fewest[end] = min(fewest[end], fewest[start]) }
            }
        }
        return fewest[letters.count] <= 3 && fewest[letters.count] < letters.count
    }

    /// Letters alone, in lower case, with usual replacements undone.
    private static func plain(_ text: String) -> String {
        let replaced: [Character: Character] = ["@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "$": "s", "5": "s", "7": "t"]
        var letters = Array(text.lowercased())
        while let last = letters.last, !last.isLetter { letters.removeLast() }
        while let first = letters.first, !first.isLetter, first != "@", first != "$" { letters.removeFirst() }
        return String(letters.map { replaced[$0] ?? $0 }.filter(\.isLetter))
    }

    private static func pieces(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter }.map(String.init)
    }

    /// Runs along the alphabet, the digits or a row of the keyboard, in either direction, for all but three characters.
    private static func isWalk(_ text: String) -> Bool {
        let rows = [
            "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
            "1qaz2wsx3edc4rfv5tgb6yhn", "qazwsxedcrfvtgbyhnujm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю",
        ]
        let letters = Array(text.lowercased())
        var pairs: Set<String> = []
        for row in rows {
            for (left, right) in zip(row, row.dropFirst()) {
                pairs.insert("\(left)\(right)")
                pairs.insert("\(right)\(left)")
            }
        }
        let steps = zip(letters, letters.dropFirst()).count { pairs.contains("\($0)\($1)") || $0 == $1 }
        return letters.count - 1 - steps <= 3
    }

    /// A piece of at most four characters, again and again.
    private static func isRepeated(_ text: String) -> Bool {
        let letters = Array(text)
        return (1...4).contains { size in
            letters.indices.dropFirst(size).allSatisfy { letters[$0] == letters[$0 - size] }
        }
    }

    /// Words of which guessed passwords are made, in the languages of the faces.
    private static let seeds = [
        "password", "passwort", "parol", "parool", "пароль", "şifrə", "sifre", "secret", "admin", "administrator", "root", "user", "guest",
        "login", "welcome", "letmein", "changeme", "default", "master", "access", "system", "server", "internet", "computer", "security",
        "cert", "keshik", "keşik", "test", "temp", "qwerty", "qwertz", "asdf", "zxcv", "йцукен", "iloveyou", "love", "hello", "salam",
        "привет", "monkey", "dragon", "football", "futbol", "baseball", "princess", "sunshine", "shadow", "superman", "batman", "michael",
        "summer", "winter", "spring", "autumn", "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "monday", "friday", "azerbaijan", "azerbaycan", "azərbaycan", "baku", "baki", "bakı", "qarabag",
        "qarabağ", "russia", "moscow", "россия", "москва", "spartak", "and", "the", "for", "you", "new", "one", "two", "abc", "mypass",
        "pass", "word", "correct", "horse", "battery", "staple", "company", "office", "work", "home", "family", "money", "god", "jesus",
        "allah", "inshallah", "mehmet", "mammadov", "aliyev", "natasha", "наташа", "любовь", "люблю", "тебя", "я",
    ]
}
