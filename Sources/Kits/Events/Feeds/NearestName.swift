/// Finds what a person who mistyped a name probably meant.
enum NearestName {
    /// A sentence that offers the nearest of the names, or the whole list where it is short; nil where nothing is near.
    static func suggestion(for word: String, among names: some Sequence<String>) -> String? {
        let names = Array(names)
        if let nearest = nearest(to: word, among: names) { return "Did you mean “\(nearest)”?" }
        return names.count <= 16 && !names.isEmpty ? "It is one of: \(names.joined(separator: ", "))." : nil
    }

    /// The name with the fewest edits from the word, if they are few for its length.
    static func nearest(to word: String, among names: [String]) -> String? {
        let word = word.lowercased()
        let limit = max(1, min(3, word.count / 3))
        var best: (name: String, edits: Int)?
        for name in names where abs(name.count - word.count) <= limit {
            let edits = edits(from: Array(word.utf8), to: Array(name.lowercased().utf8))
            if edits <= limit, edits < (best?.edits ?? Int.max) { best = (name, edits) }
        }
        return best?.name
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static func edits(from one: [UInt8], to other: [UInt8]) -> Int {
        if one.isEmpty || other.isEmpty { return max(one.count, other.count) }
        var beforeLast = [Int](repeating: 0, count: other.count + 1)
        var last = Array(0...other.count)
        for row in 1...one.count {
            var current = [row] + [Int](repeating: 0, count: other.count)
            for place in 1...other.count {
                let replaced = last[place - 1] + (one[row - 1] == other[place - 1] ? 0 : 1)
                current[place] = min(replaced, last[place] + 1, current[place - 1] + 1)
                if row > 1, place > 1, one[row - 1] == other[place - 2], one[row - 2] == other[place - 1] {
                    current[place] = min(current[place], beforeLast[place - 2] + 1)
                }
            }
            beforeLast = last
            last = current
        }
        return last[other.count]
    }
}
