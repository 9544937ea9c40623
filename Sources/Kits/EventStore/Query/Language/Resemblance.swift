/// Which of a set of words somebody may have meant.
enum Resemblance {
    /// The word nearest to `word`, letters compared without case; nil where none is near enough to be meant.
    static func nearest(to word: String, among words: some Sequence<String>) -> String? {
        let wanted = Array(word.lowercased().unicodeScalars)
        var best: (word: String, cost: Int)?
        for candidate in words {
            let letters = Array(candidate.lowercased().unicodeScalars)
            // A third of the letters wrong is a slip; more is another word.
            let allowed = max(1, max(wanted.count, letters.count) / 3)
            guard abs(letters.count - wanted.count) <= allowed else { continue }
            let distance = distance(wanted, letters)
            // Of words equally near, one of the same length is the likelier.
            let cost = distance * 2 + (letters.count == wanted.count ? 0 : 1)
            if distance <= allowed, cost < best?.cost ?? .max { best = (candidate, cost) }
        }
        return best?.word
    }

    /// Letters to insert, drop, replace or swap with their neighbour until one word is the other (optimal string alignment).
    private static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        if one.isEmpty || other.isEmpty { return max(one.count, other.count) }
        var before: [Int] = []
        var previous = Array(0...other.count)
        for row in 1...one.count {
            var current = [row]
            for column in 1...other.count {
                let replaced = previous[column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1)
                var least = min(replaced, previous[column] + 1, current[column - 1] + 1)
                if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                    least = min(least, before[column - 2] + 1)
                }
                current.append(least)
            }
            before = previous
            previous = current
        }
        return previous[other.count]
    }
}
