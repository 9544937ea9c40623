/// A pattern of file names: `*` stands for any run of characters, `?` for one; case does not count.
enum FileNamePattern {
    /// The names that patterns are held against: the last component of a path in lower case, without the endings that compression adds; and
    /// where it begins with a day, what follows that.
    static func names(of path: String) -> [[UInt8]] {
        var name = Array((path.split(separator: "/").last.map(String.init) ?? path).lowercased().utf8)
        let endings = [".gz", ".zst", ".zstd", ".bz2", ".xz", ".zip"].map { Array($0.utf8) }
        while let ending = endings.first(where: { name.count > $0.count && name.suffix($0.count).elementsEqual($0) }) {
            name.removeLast(ending.count)
        }
        for day in ["0000-00-00", "00000000"] where name.count > day.utf8.count {
            let isDay = zip(name, day.utf8).allSatisfy { $1 == UInt8(ascii: "-") ? $0 == $1 : (0x30...0x39).contains($0) }
            let rest = name[day.utf8.count...]
            if isDay, let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "_") {
                return [name, Array(rest.dropFirst())]
            }
        }
        return [name]
    }

    /// Whether the whole name, already in lower case, has the form of the pattern.
    static func matches(_ pattern: String, _ name: [UInt8]) -> Bool {
        let pattern = Array(pattern.lowercased().utf8)
        var place = 0
        var index = 0
        // Where to go on when the run of the last star must be longer.
        var star: (place: Int, index: Int)?
        while index < name.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, index)
                place += 1
            } else if place < pattern.count, pattern[place] == UInt8(ascii: "?") || pattern[place] == name[index] {
                place += 1
                index += 1
            } else if let last = star {
                place = last.place + 1
                index = last.index + 1
                star = (last.place, index)
            } else {
                return false
            }
        }
        while place < pattern.count, pattern[place] == UInt8(ascii: "*") { place += 1 }
        return place == pattern.count
    }
}
