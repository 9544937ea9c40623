/// How versions of the types of VERS are ordered.
enum VersionScheme {
    /// Types that are registered or belong to a defined kind of package.
    static let registered: Set<String> = PackageURL.typesWithNamespace.union(PackageURL.typesWithoutNamespace).union([
        "all", "none", "alpine", "android", "archlinux", "conda", "cpython", "datetime", "drupal", "ebuild", "gentoo", "go", "guix",
        "hackagedep", "intdot", "lexicographic", "mattermost", "mozilla", "nginx", "nix", "openssl", "openwrt", "semver", "windows",
    ])

    /// Types whose order is known here to the letter.
    static func isKnown(_ scheme: String) -> Bool {
        ["intdot", "semver", "npm", "cargo", "golang", "go", "hex", "datetime", "lexicographic", "deb", "rpm"].contains(scheme)
    }

    /// Less than, equal to or greater than zero. Types of unknown order, and constraints without a type, compare number by number and word
    /// by word.
    static func compare(_ left: String, _ right: String, scheme: String?) -> Int {
        if left == right { return 0 }
        switch scheme {
        case "semver", "npm", "cargo", "golang", "go", "hex":
            if let one = SemanticVersion(left.hasPrefix("v") ? String(left.dropFirst()) : left),
                let two = SemanticVersion(right.hasPrefix("v") ? String(right.dropFirst()) : right)
            {
                return one.compare(two)
            }
            return natural(left, right)
        case "lexicographic", "datetime": return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
        case "deb", "rpm": return epochs(left, right)
        default: return natural(left, right)
        }
    }

    private static func epochs(_ left: String, _ right: String) -> Int {
        func parts(_ text: String) -> (Int, Substring) {
            guard let colon = text.firstIndex(of: ":"), let epoch = Int(text[..<colon]) else { return (0, text[...]) }
            return (epoch, text[text.index(after: colon)...])
        }
        let (one, two) = (parts(left), parts(right))
        return one.0 == two.0 ? natural(String(one.1), String(two.1)) : one.0 - two.0
    }

    private enum Piece: Equatable {
        case number(Substring)
        case word(Substring)
        /// A tilde sorts before everything, even the end.
        case tilde
    }

    private static func natural(_ left: String, _ right: String) -> Int {
        let (one, two) = (pieces(left), pieces(right))
        for place in 0..<max(one.count, two.count) {
            let order = rank(place < one.count ? one[place] : nil, place < two.count ? two[place] : nil)
            if order != 0 { return order }
        }
        return 0
    }

    private static func pieces(_ text: String) -> [Piece] {
        var out: [Piece] = []
        var rest = text[...]
        while let first = rest.first {
            if first.isASCII, first.isNumber {
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                out.append(.number(digits.drop { $0 == "0" }))
                rest = rest.dropFirst(digits.count)
            } else if first.isLetter {
                let word = rest.prefix { $0.isLetter }
                out.append(.word(word))
                rest = rest.dropFirst(word.count)
            } else {
                if first == "~" { out.append(.tilde) }
                rest = rest.dropFirst()
            }
        }
        // A leading v is no part of the version.
        if case .word(let word)? = out.first, word.lowercased() == "v", out.count > 1 { out.removeFirst() }
        return out
    }

    /// Words that mark what comes before a release.
    private static let early: Set<String> = [
        "alpha", "a", "beta", "b", "dev", "m", "milestone", "pre", "preview", "rc", "c", "cr", "snapshot",
    ]

    private static func rank(_ left: Piece?, _ right: Piece?) -> Int {
        switch (left, right) {
        case (nil, nil): 0
        case (.tilde?, .tilde?): 0
        case (.tilde?, _): -1
        case (_, .tilde?): 1
        case (nil, .word(let word)?): early.contains(word.lowercased()) && word.count > 1 ? 1 : -1
        case (.word(let word)?, nil): early.contains(word.lowercased()) && word.count > 1 ? -1 : 1
        // Missing numbers count as zero.
        case (nil, .number(let digits)?): digits.isEmpty ? 0 : -1
        case (.number(let digits)?, nil): digits.isEmpty ? 0 : 1
        case (.number(let one)?, .number(let two)?):
            one.count != two.count ? one.count - two.count : one == two ? 0 : one.utf8.lexicographicallyPrecedes(two.utf8) ? -1 : 1
        case (.number?, .word?): 1
        case (.word?, .number?): -1
        case (.word(let one)?, .word(let two)?): one == two ? 0 : one.utf8.lexicographicallyPrecedes(two.utf8) ? -1 : 1
        }
    }
}
