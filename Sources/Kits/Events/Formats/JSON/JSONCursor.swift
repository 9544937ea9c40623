/// A place in a JSON text (RFC 8259) and the steps over its tokens. Nothing is copied: a text is where it lies, with a note whether it has
/// escapes.
struct JSONCursor {
    /// Objects and arrays within one another.
    static let depthLimit = 64

    let base: UnsafeRawPointer
    var position: Int
    /// Where the text ends; nothing is read at or behind it.
    var end: Int

    /// A string between its quotes.
    struct Text {
        var start: Int
        var end: Int
        var hasEscapes: Bool
    }

    @inline(__always)
    init(base: UnsafeRawPointer, position: Int, end: Int) {
        self.base = base
        self.position = position
        self.end = end
    }

    /// The byte at the position, 0 at the end (a NUL is nowhere allowed between tokens).
    @inline(__always)
    var byte: UInt8 { position < end ? base.load(fromByteOffset: position, as: UInt8.self) : 0 }

    @inline(__always)
    func byte(at place: Int) -> UInt8 { base.load(fromByteOffset: place, as: UInt8.self) }

    @inline(__always)
    mutating func skipBlanks() {
        while position < end {
            let byte = byte(at: position)
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position &+= 1
        }
    }

    /// The problem at the position, or that the text ends there.
    func problem(_ kind: JSONProblem.Kind) -> JSONProblem {
        JSONProblem(position >= end ? .unexpectedEnd : kind, at: position)
    }

    @inline(__always)
    mutating func expectColon() throws(JSONProblem) {
        if byte != UInt8(ascii: ":") {
            skipBlanks()
            guard byte == UInt8(ascii: ":") else { throw problem(.expectedColon) }
        }
        position &+= 1
    }

    // MARK: Strings

    /// Steps over a string; the position is behind the opening quote. Escapes, surrogate pairs and UTF-8 are checked, so what reads the
    /// text later cannot fail.
    mutating func string() throws(JSONProblem) -> Text {
        let start = position
        var place = position
        var hasEscapes = false
        var high: UInt64 = 0x8080_8080_8080_8080
        while true {
            while place &+ 8 <= end {
                let word = base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                let quotes = word ^ 0x2222_2222_2222_2222
                let slashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
                let stops =
                    ((quotes &- 0x0101_0101_0101_0101) & ~quotes) | ((slashes &- 0x0101_0101_0101_0101) & ~slashes)
                    | ((word &- 0x2020_2020_2020_2020) & ~word)
                let found = (stops & 0x8080_8080_8080_8080) | (word & high)
                if found != 0 {
                    place &+= found.trailingZeroBitCount &>> 3
                    break
                }
                place &+= 8
            }
            guard place < end else {
                position = start - 1
                throw JSONProblem(.unclosedString, at: position)
            }
            let byte = byte(at: place)
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try skipEscape(&place)
            } else if byte < 0x20 {
                throw JSONProblem(.controlCharacter(byte), at: place)
            } else {
                // Outside ASCII: no longer stop for it, and check the whole text once.
                if byte >= 0x80 { high = 0 }
                place &+= 1
            }
        }
        position = place &+ 1
        if high == 0, let wrong = UTF8Check.firstInvalid(base, from: start, to: place) { throw JSONProblem(.invalidUTF8, at: wrong) }
        return Text(start: start, end: place, hasEscapes: hasEscapes)
    }

    private func skipEscape(_ place: inout Int) throws(JSONProblem) {
        guard place &+ 1 < end else { throw JSONProblem(.unexpectedEnd, at: end) }
        switch byte(at: place &+ 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            place &+= 2
        case UInt8(ascii: "u"):
            guard let unit = codeUnit(at: place &+ 2) else { throw JSONProblem(.invalidEscape, at: place) }
            if unit & 0xFC00 == 0xDC00 { throw JSONProblem(.loneSurrogate, at: place) }
            if unit & 0xFC00 == 0xD800 {
                guard place &+ 8 <= end, byte(at: place &+ 6) == UInt8(ascii: "\\"), byte(at: place &+ 7) == UInt8(ascii: "u"),
                    let low = codeUnit(at: place &+ 8), low & 0xFC00 == 0xDC00
                else { throw JSONProblem(.loneSurrogate, at: place) }
                place &+= 6
            }
            place &+= 6
        default:
            throw JSONProblem(.invalidEscape, at: place)
        }
    }

    /// Four hexadecimal digits.
    func codeUnit(at place: Int) -> UInt32? {
        guard place &+ 4 <= end else { return nil }
        var unit: UInt32 = 0
        for offset in 0..<4 {
            let byte = byte(at: place &+ offset)
            let letter = (byte | 0x20) &- 0x61
            if byte &- 0x30 <= 9 {
                unit = unit << 4 | UInt32(byte &- 0x30)
            } else if letter < 6 {
                unit = unit << 4 | UInt32(letter &+ 10)
            } else {
                return nil
            }
        }
        return unit
    }

    // MARK: Numbers and words

    /// Steps over a number: -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? and nothing that would make it longer.
    @inline(__always)
    mutating func number() throws(JSONProblem) {
        let start = position
        var place = position
        if byte(at: place) == UInt8(ascii: "-") { place &+= 1 }
        let whole = place
        skipDigits(&place)
        guard place > whole, place == whole &+ 1 || byte(at: whole) != UInt8(ascii: "0") else {
            if place < end, byte(at: place) == UInt8(ascii: "I") { throw JSONProblem(.notFinite, at: start) }
            throw JSONProblem(.invalidNumber, at: start)
        }
        if place < end, byte(at: place) == UInt8(ascii: ".") {
            place &+= 1
            let fraction = place
            skipDigits(&place)
            guard place > fraction else { throw JSONProblem(.invalidNumber, at: start) }
        }
        if place < end, byte(at: place) | 0x20 == UInt8(ascii: "e") {
            place &+= 1
            if place < end, byte(at: place) == UInt8(ascii: "+") || byte(at: place) == UInt8(ascii: "-") { place &+= 1 }
            let exponent = place
            skipDigits(&place)
            guard place > exponent else { throw JSONProblem(.invalidNumber, at: start) }
        }
        position = place
    }

    @inline(__always)
    private func skipDigits(_ place: inout Int) {
        while place < end, byte(at: place) &- 0x30 <= 9 { place &+= 1 }
    }

    /// Steps over `true`, `false` or `null`.
    @inline(__always)
    mutating func word(_ word: StaticString) throws(JSONProblem) {
        let count = word.utf8CodeUnitCount
        guard position &+ count <= end else { throw JSONProblem(.expectedValue, at: position) }
        for index in 0..<count where byte(at: position &+ index) != word.utf8Start[index] {
            throw JSONProblem(.expectedValue, at: position)
        }
        position &+= count
    }

    // MARK: Whole values

    /// Steps over any value and checks all of it. The position is at its first byte.
    mutating func skipValue(depth: Int) throws(JSONProblem) {
        switch byte {
        case UInt8(ascii: "\""):
            position &+= 1
            _ = try string()
        case UInt8(ascii: "{"):
            guard depth < Self.depthLimit else { throw problem(.tooDeep) }
            position &+= 1
            try skipObject(depth: depth + 1)
        case UInt8(ascii: "["):
            guard depth < Self.depthLimit else { throw problem(.tooDeep) }
            position &+= 1
            try skipArray(depth: depth + 1)
        default:
            try skipScalar()
        }
    }

    /// Steps over a number or a word.
    mutating func skipScalar() throws(JSONProblem) {
        switch byte {
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "N"), UInt8(ascii: "I"): throw problem(.notFinite)
        default: throw problem(.expectedValue)
        }
    }

    private mutating func skipObject(depth: Int) throws(JSONProblem) {
        skipBlanks()
        if byte == UInt8(ascii: "}") {
            position &+= 1
            return
        }
        while true {
            guard byte == UInt8(ascii: "\"") else { throw problem(.expectedKey) }
            position &+= 1
            _ = try string()
            try expectColon()
            skipBlanks()
            try skipValue(depth: depth)
            skipBlanks()
            if byte == UInt8(ascii: ",") {
                position &+= 1
                skipBlanks()
                continue
            }
            guard byte == UInt8(ascii: "}") else { throw problem(.expectedCommaOrBrace) }
            position &+= 1
            return
        }
    }

    private mutating func skipArray(depth: Int) throws(JSONProblem) {
        skipBlanks()
        if byte == UInt8(ascii: "]") {
            position &+= 1
            return
        }
        while true {
            try skipValue(depth: depth)
            skipBlanks()
            if byte == UInt8(ascii: ",") {
                position &+= 1
                skipBlanks()
                continue
            }
            guard byte == UInt8(ascii: "]") else { throw problem(.expectedCommaOrBracket) }
            position &+= 1
            return
        }
    }
}
