public import Vocabulary

/// Pieces of JSON as bytes (RFC 8259).
public enum JSONOutput {
    /// Appends text in quotation marks. Only what must be is escaped; bytes that are not UTF-8 become U+FFFD.
    public static func appendQuoted(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        var others: UInt8 = 0
        for byte in text { others |= byte }
        if others >= 0x80, String(validating: text.bindMemory(to: UInt8.self), as: UTF8.self) == nil {
            var repaired = String(decoding: text, as: UTF8.self)
            repaired.withUTF8 { appendEscaped(UnsafeRawBufferPointer($0), to: &bytes) }
        } else {
            appendEscaped(text, to: &bytes)
        }
    }

    /// Appends text in quotation marks.
    public static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { appendEscaped(UnsafeRawBufferPointer($0), to: &bytes) }
    }

    private static func appendEscaped(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for (index, byte) in text.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            bytes += text[start..<index]
            start = index + 1
            bytes.append(UInt8(ascii: "\\"))
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
            case 0x08: bytes.append(UInt8(ascii: "b"))
            case 0x09: bytes.append(UInt8(ascii: "t"))
            case 0x0A: bytes.append(UInt8(ascii: "n"))
            case 0x0C: bytes.append(UInt8(ascii: "f"))
            case 0x0D: bytes.append(UInt8(ascii: "r"))
            default:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array("u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        bytes += text[start...]
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a JSON document in one line: line ends between its parts become blanks.
    public static func appendDocument(_ document: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        for byte in document { bytes.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
    }

    /// Appends an instant as the data format writes it, in quotation marks.
    public static func append(_ instant: Instant, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        withUnsafeTemporaryAllocation(byteCount: Instant.maximumTextLength, alignment: 1) { buffer in
            let length = instant.write(into: buffer)
            bytes += buffer[..<length]
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a value, `null` for none and for numbers that JSON has no text for.
    public static func append(_ value: Value?, to bytes: inout [UInt8]) {
        switch value {
        case .text(let text)?: appendQuoted(text, to: &bytes)
        case .json(var text)?: text.withUTF8 { appendDocument(UnsafeRawBufferPointer($0), to: &bytes) }
        case .integer(let number)?: bytes += String(number).utf8
        case .real(let number)? where number.isFinite: bytes += String(number).utf8
        case .boolean(let flag)?: bytes += (flag ? "true" : "false").utf8
        case .time(let moment)?: append(Instant(microseconds: moment), to: &bytes)
        case .real?, nil: bytes += "null".utf8
        }
    }
}
