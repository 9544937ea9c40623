/// A column's rule as it is written in a definition: `TARGET | STEP | STEP(ARGUMENT, ...) !`.
///
/// Only the shape is read here; what the words mean is up to ``TransformNames`` and ``RuleReader``.
struct RuleText {
    /// A word and where it begins in the text, in bytes.
    struct Word {
        var text: String
        var offset: Int
    }

    /// One argument of a step: `text` or `name = text`.
    struct Argument {
        var name: Word?
        var text: String
        var offset: Int
    }

    /// One step of the chain.
    struct Step {
        var name: Word
        var arguments: [Argument]
    }

    /// A place where the text stops being a rule.
    struct Flaw: Error {
        var offset: Int
        var message: String
    }

    /// The words between the bars in order, the target first.
    var steps: [Step]
    /// Whether the text ends with `!`.
    var isRequired: Bool
    /// Whether the text ends with `?`.
    var isStrict: Bool

    /// Reads a chain of steps.
    init(_ text: String) throws(Flaw) {
        var scanner = Scanner(bytes: Array(text.utf8))
        steps = []
        isRequired = false
        isStrict = false
        scanner.skipBlanks()
        if scanner.isAtEnd { throw Flaw(offset: 0, message: "A rule needs a field to write to.") }
        while true {
            steps.append(try scanner.step())
            scanner.skipBlanks()
            if scanner.take("!") { isRequired = true } else if scanner.take("?") { isStrict = true }
            if isRequired || isStrict {
                scanner.skipBlanks()
                if !scanner.isAtEnd { throw Flaw(offset: scanner.place, message: "Nothing may follow the sign that ends a rule.") }
            }
            if scanner.isAtEnd { return }
            guard scanner.take("|") else {
                throw Flaw(offset: scanner.place, message: "Steps of a rule are separated by “|”.")
            }
        }
    }

    private struct Scanner {
        let bytes: [UInt8]
        var place = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { place >= bytes.count }

        mutating func skipBlanks() {
            while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 || bytes[place] == 0x0A { place += 1 }
        }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
            place += 1
            return true
        }

        mutating func step() throws(Flaw) -> Step {
            skipBlanks()
            let name = word(until: "|(!? \t\n")
            if name.text.isEmpty { throw Flaw(offset: name.offset, message: "A step has no name here.") }
            skipBlanks()
            let open = place
            guard take("(") else { return Step(name: name, arguments: []) }
            var arguments: [Argument] = []
            skipBlanks()
            if take(")") { return Step(name: name, arguments: []) }
            while true {
                arguments.append(try argument())
                skipBlanks()
                if take(")") { return Step(name: name, arguments: arguments) }
                guard take(",") else {
                    throw Flaw(offset: min(open, bytes.count), message: "The parenthesis that opens here is not closed.")
                }
            }
        }

        mutating func argument() throws(Flaw) -> Argument {
            skipBlanks()
            let first = try value()
            skipBlanks()
            guard take("=") else { return Argument(name: nil, text: first.text, offset: first.offset) }
            skipBlanks()
            let second = try value()
            return Argument(name: first, text: second.text, offset: second.offset)
        }

        /// A text in quotes, in which a backslash before the quote stands for the quote and nothing else is special, or a bare word.
        mutating func value() throws(Flaw) -> Word {
            let start = place
            guard place < bytes.count, bytes[place] == 0x22 || bytes[place] == 0x27 else {
                let word = word(until: ",)=")
                if word.text.isEmpty { throw Flaw(offset: start, message: "An argument is missing here; nothing is written \"\".") }
                return word
            }
            let quote = bytes[place]
            place += 1
            var text: [UInt8] = []
            while place < bytes.count, bytes[place] != quote {
                if bytes[place] == 0x5C, place + 1 < bytes.count, bytes[place + 1] == quote { place += 1 }
                text.append(bytes[place])
                place += 1
            }
            if place >= bytes.count { throw Flaw(offset: start, message: "The quotation mark that opens here is not closed.") }
            place += 1
            return Word(text: String(decoding: text, as: UTF8.self), offset: start)
        }

        mutating func word(until stops: StaticString) -> Word {
            let start = place
            let stops = UnsafeBufferPointer(start: stops.utf8Start, count: stops.utf8CodeUnitCount)
            while place < bytes.count, !stops.contains(bytes[place]) { place += 1 }
            var end = place
            while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 || bytes[end - 1] == 0x0A { end -= 1 }
            return Word(text: String(decoding: bytes[start..<end], as: UTF8.self), offset: start)
        }
    }
}
