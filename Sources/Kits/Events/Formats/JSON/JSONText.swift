/// JSON texts turned into what they stand for.
enum JSONText {
    /// Appends the content of a checked string with its escapes undone.
    static func unescape(_ text: JSONCursor.Text, of cursor: JSONCursor, into scratch: ByteScratch) {
        var place = text.start
        while place < text.end {
            let slash = ByteScan.first(UInt8(ascii: "\\"), in: cursor.base, from: place, to: text.end)
            scratch.append(UnsafeRawBufferPointer(start: cursor.base + place, count: slash - place))
            place = slash
            guard place + 1 < text.end else { break }
            let escaped = cursor.byte(at: place + 1)
            place += 2
            switch escaped {
            case UInt8(ascii: "b"): scratch.append(0x08)
            case UInt8(ascii: "f"): scratch.append(0x0C)
            case UInt8(ascii: "n"): scratch.append(0x0A)
            case UInt8(ascii: "r"): scratch.append(0x0D)
            case UInt8(ascii: "t"): scratch.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = cursor.codeUnit(at: place) ?? 0xFFFD
                place += 4
                // Pairs were checked when the string was stepped over.
                if scalar & 0xFC00 == 0xD800 {
                    let low = cursor.codeUnit(at: place + 2) ?? 0xDC00
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + (low & 0x3FF)
                    place += 6
                }
                scratch.append(scalar: scalar)
            default: scratch.append(escaped)
            }
        }
    }

    /// A checked JSON value without blanks between its tokens: in place where it has none, else made in `scratch`.
    static func compact(_ base: UnsafeRawPointer, from start: Int, to end: Int, scratch: ByteScratch) -> UnsafeRawBufferPointer {
        let whole = UnsafeRawBufferPointer(start: base + start, count: end - start)
        guard whole.contains(where: { $0 <= 0x20 }) else { return whole }
        scratch.removeAll()
        var isInString = false
        var place = start
        while place < end {
            let byte = base.load(fromByteOffset: place, as: UInt8.self)
            if isInString, byte == UInt8(ascii: "\\"), place + 1 < end {
                scratch.append(byte)
                place += 1
                scratch.append(base.load(fromByteOffset: place, as: UInt8.self))
            } else {
                if byte == UInt8(ascii: "\"") { isInString.toggle() }
                if isInString || byte > 0x20 { scratch.append(byte) }
            }
            place += 1
        }
        return scratch.bytes
    }
}

extension JSONText {
    /// A JSON array of texts.
    static func array(of texts: [String]) -> String {
        "[" + texts.map { string($0) }.joined(separator: ",") + "]"
    }

    /// A text as JSON writes it.
    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
