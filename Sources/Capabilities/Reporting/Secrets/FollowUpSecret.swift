internal import Centre
internal import Foundation

/// The words that open a reporter's mailbox: nine of a list of 512, so that nobody guesses them (81 bits), in plain letters that every keyboard has
/// and a person can write down. Only a keyed digest of them is kept.
///
/// They are drawn from the submission's own random number by a keyed hash, so that a form that is sent again, because the first answer was lost
/// on the way, gets the same receipt. Without the centre's key the number tells nothing about the words.
struct FollowUpSecret: Sendable {
    static let count = 9

    private let lists: [String: [String]]
    private let drawing: SigningKey
    private let sealing: SigningKey

    /// - Throws: ``ReportingMistake/wordList(_:)``
    init(_ secrets: Secrets, folder: ResourceFolder, languages: [String] = ["az", "en", "ru"]) throws {
        var lists: [String: [String]] = [:]
        for code in languages {
            let path = "\(folder.path)/Words/\(code).txt"
            let words = (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n").map(String.init) ?? []
            guard words.count == 512, Set(words).count == 512 else { throw ReportingMistake.wordList(path) }
            lists[code] = words
        }
        self.lists = lists
        drawing = secrets.derivedKey("reporting.words")
        sealing = secrets.derivedKey("reporting.mailbox")
    }

    /// The words of a submission in a language, `amber-river-stone-…`.
    func words(of submission: String, language: String) -> String {
        let list = lists[language] ?? lists["en"] ?? []
        let hash = drawing.signature(of: Array("\(language) \(submission)".utf8))
        var words: [String] = []
        var bits = 0
        var value = 0
        for byte in hash where words.count < Self.count {
            value = value << 8 | Int(byte)
            bits += 8
            if bits >= 9 {
                words.append(list[value >> (bits - 9) & 511])
                bits -= 9
                value &= (1 << bits) - 1
            }
        }
        return words.joined(separator: "-")
    }

    /// What is kept of the words; nil where a text cannot be any: capital letters, blanks and lines between them do not matter.
    func digest(of text: String) -> [UInt8]? {
        let words = text.lowercased().split { !($0.isASCII && $0.isLetter) }
        guard words.count == Self.count else { return nil }
        return sealing.signature(of: Array(words.joined(separator: "-").utf8))
    }

    /// Where the mailbox with a digest lies: too little of it to be of use, enough to find it. The rest is compared in constant time.
    static func place(_ digest: [UInt8]) -> String { Token.base64URL(digest.prefix(8)) }
}
