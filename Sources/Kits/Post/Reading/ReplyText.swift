/// Finds the words of an answer between those of the mail that is answered.
public enum ReplyText {
    /// The new words: without quoted lines, without what stands below the words that introduce the old mail, without the signature.
    ///
    /// It knows the marks of Gmail, Outlook, Apple Mail, Thunderbird and mail.ru in Azerbaijani, English, Russian, Turkish, Ukrainian,
    /// German, French, Spanish, Italian, Portuguese, Dutch and Polish. A forwarded mail is not an old one: its words stay.
    public static func newWords(in text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(lineLimit).map(Line.init)
        var kept: [Line] = []
        var index = 0
        reading: while index < lines.count {
            let line = lines[index]
            if line.isQuoted {
                index += 1
                continue
            }
            if line.isSignatureMark || line.isOldMailMark || isHeader(lines, at: index) { break }
            if line.isRule, (1...2).contains(where: { index + $0 < lines.count && isHeader(lines, at: index + $0) }) { break }
            if let length = introduction(lines, at: index) {
                // Quoted lines leave by themselves, and new words may stand between them; unmarked ones go on to the end.
                let next = lines[(index + length)...].first { !$0.words.isEmpty }
                guard next?.isQuoted ?? false else { break reading }
                index += length
                continue
            }
            kept.append(line)
            index += 1
        }
        while let last = kept.last, last.words.isEmpty || last.isSentFrom { kept.removeLast() }
        return kept.drop { $0.words.isEmpty }.map { String($0.text) }.joined(separator: "\n")
    }

    private static let lineLimit = 20_000

    /// How many lines introduce the old mail, such as `On Tue, 24 Nov 2026 at 10:00, A <a@example.org> wrote:`, which programs fold.
    private static func introduction(_ lines: [Line], at start: Int) -> Int? {
        var joined = ""
        for length in 1...3 {
            guard start + length <= lines.count else { return nil }
            let line = lines[start + length - 1]
            guard !line.words.isEmpty, !line.isQuoted else { return nil }
            joined += (joined.isEmpty ? "" : " ") + line.words
            guard joined.utf8.count < 500 else { return nil }
            if joined.hasSuffix(":") { return ReplyMarks.isIntroduction(joined) ? length : nil }
        }
        return nil
    }

    /// Whether Outlook's copy of the header stands here: a sender, and two more of its fields in the lines below.
    private static func isHeader(_ lines: [Line], at start: Int) -> Bool {
        guard let label = lines[start].label, ReplyMarks.senders.contains(label) else { return false }
        let others = lines[(start + 1)..<min(lines.count, start + 7)].compactMap(\.label)
        return Set(others.filter(ReplyMarks.otherFields.contains)).count >= 2
    }
}

private struct Line {
    let text: Substring
    /// The text without blanks at its ends.
    let words: String

    init(_ text: Substring) {
        self.text = text
        words = text.trimmingBlanks
    }

    var isQuoted: Bool { words.hasPrefix(">") }
    var isSignatureMark: Bool { text == "-- " || text == "--" }
    /// A line of underscores or dashes, which Outlook draws above the old mail.
    var isRule: Bool { words.count >= 10 && (words.allSatisfy { $0 == "_" } || words.allSatisfy { $0 == "-" }) }
    /// `-----Original Message-----` in some language.
    var isOldMailMark: Bool {
        guard words.hasPrefix("--"), words.hasSuffix("--"), words.count < 80 else { return false }
        return ReplyMarks.oldMail.contains(words.filter { $0 != "-" }.trimmingBlanks.lowercased())
    }
    var isSentFrom: Bool {
        words.utf8.count < 120 && ReplyMarks.sentFrom.contains { words.lowercased().hasPrefix($0) } || ReplyMarks.isSentFromSuffix(words)
    }
    /// `from` of `*From:* A`, in lower case.
    var label: String? {
        guard let colon = words.firstIndex(of: ":"), words.utf8.count < 1000 else { return nil }
        let label = words[..<colon].filter { $0 != "*" }.trimmingBlanks
        return label.isEmpty || label.count > 20 ? nil : label.lowercased()
    }
}
