/// How easily a text is read, as far as the length of its sentences and words tells: LIX (Björnsson 1968), which needs no dictionary.
/// Azerbaijani and Russian words are longer than English ones by their endings, so what counts as long differs.
struct ReadingLevel: Sendable, Hashable {
    enum Verdict: String, Sendable, Hashable { case easy, fair, hard }

    let wordsPerSentence: Double
    /// The share of long words, 0 to 1.
    let longWordShare: Double
    let verdict: Verdict

    /// The level of a text; nil where it is too short to tell.
    init?(_ text: String, language: String) {
        let long = language == "en" ? 6 : language == "ru" ? 8 : 9
        var words = 0
        var longWords = 0
        var sentences = 0
        for sentence in text.split(whereSeparator: { ".!?…:\n".contains($0) }) {
            let lengths = sentence.split { !$0.isLetter }.map(\.count)
            guard !lengths.isEmpty else { continue }
            sentences += 1
            words += lengths.count
            longWords += lengths.count { $0 > long }
        }
        guard words >= 20, sentences > 0 else { return nil }
        wordsPerSentence = Double(words) / Double(sentences)
        longWordShare = Double(longWords) / Double(words)
        let lix = wordsPerSentence + 100 * longWordShare
        verdict = lix < 35 ? .easy : lix < 48 ? .fair : .hard
    }
}
