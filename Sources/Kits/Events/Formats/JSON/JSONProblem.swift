/// What is wrong in a JSON text and where.
struct JSONProblem: Error, Equatable {
    /// Offset of the byte that could not be, in the piece.
    var offset: Int
    /// What was found or missing, as it reads behind "column 17: ".
    var what: Kind

    init(_ what: Kind, at offset: Int) {
        self.what = what
        self.offset = offset
    }

    enum Kind: Equatable {
        case expectedKey, expectedColon, expectedCommaOrBrace, expectedCommaOrBracket, expectedValue, expectedRecord
        case unclosedString, controlCharacter(UInt8), invalidEscape, loneSurrogate, invalidUTF8
        case invalidNumber, notFinite, tooDeep, tooManyColumns, trailingContent, tooLong(limit: Int)
        case missingPath(String)
        case unexpectedEnd, longKey, fullPiece
    }
}

extension JSONProblem.Kind: CustomStringConvertible {
    var description: String {
        switch self {
        case .expectedKey: "expected a key in double quotes"
        case .expectedColon: "expected ':' after a key"
        case .expectedCommaOrBrace: "expected ',' or '}' after a member"
        case .expectedCommaOrBracket: "expected ',' or ']' after an element"
        case .expectedValue: "expected a value"
        case .expectedRecord: "expected an object"
        case .unclosedString: "a text is not closed by '\"'"
        case .controlCharacter(let byte): "control character 0x\(String(byte, radix: 16, uppercase: true)) in a text must be escaped"
        case .invalidEscape: "there is no such escape in JSON"
        case .loneSurrogate: "half of a surrogate pair"
        case .invalidUTF8: "bytes that are not UTF-8"
        case .invalidNumber: "not a number as JSON writes it"
        case .notFinite: "NaN and Infinity are no JSON values"
        case .tooDeep: "more than \(JSONCursor.depthLimit) levels of nesting"
        case .tooManyColumns: "more than \(RawBatch.columnLimit) different keys"
        case .trailingContent: "something follows where the line or the array should end"
        case .tooLong(let limit): "the document is longer than \(limit) bytes; split it, or give it as JSON lines"
        case .missingPath(let path): "nothing at \(path)"
        case .longKey: "a key, with those of the objects around it, is longer than \(JSONShape.nameLimit) bytes"
        case .fullPiece: "the records before it have too many different keys to be kept together; give it in smaller files"
        case .unexpectedEnd: "the text ends in the middle of a value"
        }
    }
}

extension JSONProblem {
    /// A sentence for a person, the place counted from the start of the record: "column 17: expected ':' after a key", with the line before
    /// it where the record has several.
    func text(in bytes: UnsafeRawBufferPointer, from start: Int) -> String {
        let stop = min(max(offset, start), bytes.count)
        var line = 1
        var lineStart = start
        for place in start..<stop where bytes[place] == 0x0A {
            line += 1
            lineStart = place + 1
        }
        // Continuation bytes of UTF-8 are no columns of their own.
        let column = bytes[lineStart..<stop].reduce(into: 1) { $0 += $1 & 0xC0 == 0x80 ? 0 : 1 }
        return line == 1 ? "column \(column): \(what)" : "line \(line) of the record, column \(column): \(what)"
    }
}
