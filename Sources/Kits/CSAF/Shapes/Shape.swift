/// What a value must look like: CSAF's schemas, compiled once.
indirect enum Shape: Sendable {
    /// Anything.
    case anything
    /// A text of a form.
    case text(StringForm)
    /// One of some texts.
    case choice([String])
    /// A number within limits.
    case number(minimum: Double, maximum: Double)
    /// True or false.
    case flag
    /// A list.
    case list(ListRule)
    /// An object.
    case object(ObjectRule)
    /// A shape by its place in the table; shapes may hold themselves.
    case named(Int)

    struct ListRule: Sendable {
        var minimum: Int
        var isSet: Bool
        var item: Shape
    }

    struct ObjectRule: Sendable {
        var members: [Member]
        var minimum: Int
        var maximum: Int
        /// True if the schema itself forbids further members; test 6.2.20 looks for them in any case.
        var isClosed: Bool
        /// True if further members are data of their own and no mistake.
        var isFree: Bool
    }

    struct Member: Sendable {
        var name: String
        var isRequired: Bool
        var shape: Shape
    }
}

/// Shapes by name.
struct ShapeTable: Sendable {
    private(set) var shapes: [Shape] = []
    private(set) var names: [String: Int] = [:]

    /// Reads shapes from a text. For each: `name = shape`, where a shape is
    ///
    /// - a form of texts (``StringForm``), `anything`, `flag`, `number(minimum..maximum)`,
    /// - `<one two>`: one of these texts,
    /// - `[shape]`, `[1 shape]`, `[1 set shape]`: a list, of at least one, without repetitions,
    /// - `{ name! : shape ... }`: an object, `!` marks what is required; behind the brace stand the least number of members `2..` or the
    ///   limits `3..3`, and `open` where further members are no mistake, `closed` where they are, `free` where they are data,
    /// - the name of another shape.
    ///
    /// - Parameter isClosed: whether objects that say nothing forbid further members.
    init(_ text: String, isClosed: Bool) {
        var tokens = Tokens(text)
        var definitions: [(String, Tokens)] = []
        // Names first, for shapes may stand before what they name.
        while let name = tokens.next() {
            guard tokens.next() == "=" else { break }
            names[name] = definitions.count
            definitions.append((name, tokens))
            tokens.skipShape()
        }
        for (_, tokens) in definitions {
            var tokens = tokens
            shapes.append(shape(&tokens, isClosed: isClosed))
        }
    }

    private func shape(_ tokens: inout Tokens, isClosed: Bool) -> Shape {
        guard let token = tokens.next() else { return .anything }
        switch token {
        case "anything": return .anything
        case "flag": return .flag
        case "<":
            var words: [String] = []
            while let word = tokens.next(), word != ">" { words.append(word) }
            return .choice(words)
        case "[":
            var rule = Shape.ListRule(minimum: 0, isSet: false, item: .anything)
            if let number = tokens.peek.flatMap(Int.init) {
                rule.minimum = number
                _ = tokens.next()
            }
            if tokens.peek == "set" {
                rule.isSet = true
                _ = tokens.next()
            }
            rule.item = shape(&tokens, isClosed: isClosed)
            _ = tokens.next()
            return .list(rule)
        case "{":
            var rule = Shape.ObjectRule(members: [], minimum: 0, maximum: .max, isClosed: isClosed, isFree: false)
            while let word = tokens.next(), word != "}" {
                if word == "open" || word == "closed" || word == "free" {
                    rule.isClosed = word == "closed"
                    rule.isFree = word == "free"
                } else if let dots = word.range(of: "..") {
                    rule.minimum = Int(word[..<dots.lowerBound]) ?? 0
                    rule.maximum = Int(word[dots.upperBound...]) ?? .max
                } else {
                    let isRequired = word.hasSuffix("!")
                    _ = tokens.next()
                    rule.members.append(
                        Shape.Member(
                            name: isRequired ? String(word.dropLast()) : word, isRequired: isRequired,
                            shape: shape(&tokens, isClosed: isClosed)))
                }
            }
            return .object(rule)
        default:
            if token.hasPrefix("number(") {
                let limits = token.dropFirst(7).dropLast().split(separator: ".", omittingEmptySubsequences: true).compactMap { Double($0) }
                return .number(minimum: limits.first ?? -.infinity, maximum: limits.last ?? .infinity)
            }
            if let form = StringForm(rawValue: token) { return .text(form) }
            return names[token].map { .named($0) } ?? .anything
        }
    }

    subscript(_ name: String) -> Shape { names[name].map { .named($0) } ?? .anything }

    /// Words of a table, separated by blanks and line ends.
    private struct Tokens {
        private let words: [Substring]
        private var at = 0

        init(_ text: String) { words = text.split { $0 == " " || $0 == "\n" } }

        var peek: String? { at < words.count ? String(words[at]) : nil }

        mutating func next() -> String? {
            guard at < words.count else { return nil }
            at += 1
            return String(words[at - 1])
        }

        /// Passes over one shape.
        mutating func skipShape() {
            var depth = 0
            repeat {
                switch next() {
                case "{", "[", "<": depth += 1
                case "}", "]", ">": depth -= 1
                case nil: return
                default: break
                }
            } while depth > 0
        }
    }
}

extension String {
    /// The place of a text within this one.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
