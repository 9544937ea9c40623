/// A column that records do not have themselves: the same text in all records of a source.
public struct GivenColumn: Sendable, Hashable {
    /// Where its text comes from.
    public enum Origin: Sendable, Hashable {
        /// The definition.
        case text(String)
        /// The first match of a regular expression in the first 64 KiB, its first capture where it has one: "last updated" in a comment.
        case head(pattern: String)
        /// The same in the source's name, which may be a path or a URL.
        case sourceName(pattern: String)
    }

    /// The column's name.
    public var name: String
    /// Where its text comes from.
    public var origin: Origin

    /// A column of that name and origin.
    public init(name: String, origin: Origin) {
        self.name = name
        self.origin = origin
    }
}

/// What a given column says in one source.
public struct GivenValue: Sendable, Hashable {
    /// The column's name.
    public var name: String
    /// What it says in every record.
    public var text: String

    /// What a column says.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

extension FeedDefinition {
    /// What the given columns say in a source; columns whose pattern does not match are left out.
    ///
    /// The result belongs to the identity of the source's pieces: the same rows under another "last updated" are other events.
    /// - Parameters:
    ///   - head: the source's first bytes; 64 KiB are looked at.
    ///   - sourceName: its path or URL.
    public func givenValues(head: UnsafeRawBufferPointer, sourceName: String?) -> [GivenValue] {
        if given.isEmpty { return [] }
        let text = String(decoding: head.prefix(65_536), as: UTF8.self)
        return given.compactMap { column in
            let found: String? =
                switch column.origin {
                case .text(let text): text
                case .head(let pattern): Self.match(pattern, in: text)
                case .sourceName(let pattern): sourceName.flatMap { Self.match(pattern, in: $0) }
                }
            return found.map { GivenValue(name: column.name, text: $0) }
        }
    }

    private static func match(_ pattern: String, in text: String) -> String? {
        // A pattern that does not compile was refused when the definition was checked.
        guard let regex = try? Regex(pattern).matchingSemantics(.unicodeScalar), let match = try? regex.firstMatch(in: text) else {
            return nil
        }
        let part = match.output.count > 1 ? match.output[1].substring : match.output[0].substring
        return part.map(String.init)
    }
}
