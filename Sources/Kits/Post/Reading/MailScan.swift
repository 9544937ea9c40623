/// A look at a mail's lines before GMime takes it apart, which costs time that grows with the square of the length of a field of
/// addresses, and memory for each line that separates parts.
enum MailScan {
    /// Lines that begin as one that separates parts does; each costs a comparison for every part it is in.
    private static let delimiterLimit = 100_000
    private static let addressFields: Set<String> = ["from", "sender", "reply-to", "to", "cc", "bcc"]

    static func check(_ bytes: UnsafeRawBufferPointer, limits: MailLimits) throws(UnreadableMail) {
        guard bytes.count <= limits.total else { throw .tooLarge(limit: limits.total) }
        var start = 0
        var isInHeader = true
        var delimiters = 0
        var addresses = 0
        var fields = 0
        while start < bytes.count {
            var end = lineEnd(bytes, from: start)
            let first = bytes[start]
            if first == 0x0A || (first == 0x0D && end == start + 1) {
                isInHeader = false
            } else if first == 0x2D, start + 1 < bytes.count, bytes[start + 1] == 0x2D {
                delimiters += 1
                guard delimiters <= delimiterLimit else { throw .tooManyParts(limit: limits.parts) }
            } else if let name = fieldName(bytes, from: start, to: end) {
                while end + 1 < bytes.count, bytes[end + 1] == 0x20 || bytes[end + 1] == 0x09 { end = lineEnd(bytes, from: end + 1) }
                if isInHeader, end > limits.header { throw .headerTooLarge(limit: limits.header) }
                fields += 1
                guard fields <= limits.fields else { throw .tooManyFields(limit: limits.fields) }
                // GMime takes the parameters of these apart.
                let limit =
                    bytes[name].prefix(8).elementsEqual("content-".utf8) { $0 | 0x20 == $1 | 0x20 } ? limits.field / 4 : limits.field
                guard end - start <= limit else { throw .fieldTooLong(name: String(decoding: bytes[name], as: UTF8.self), limit: limit) }
                if name.count <= 8, addressFields.contains(String(decoding: bytes[name], as: UTF8.self).lowercased()) {
                    addresses += end - start
                    guard addresses <= limits.addresses else { throw .tooManyAddresses(limit: limits.addresses) }
                }
            }
            if isInHeader, end > limits.header { throw .headerTooLarge(limit: limits.header) }
            start = end + 1
        }
    }

    /// Where the line's LF stands, or the end.
    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        return index
    }

    /// Where the name of a field stands, if the line begins with one.
    private static func fieldName(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Range<Int>? {
        var index = start
        while index < min(end, start + 78) {
            let byte = bytes[index]
            // Blanks before the colon are obsolete, not unheard of (RFC 5322 §4.5).
            if byte == 0x3A || ((byte == 0x20 || byte == 0x09) && index > start) {
                var colon = index
                while colon < end, bytes[colon] == 0x20 || bytes[colon] == 0x09 { colon += 1 }
                return index > start && colon < end && bytes[colon] == 0x3A ? start..<index : nil
            }
            let isLetter = (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
            guard isLetter || byte == 0x2D || byte == 0x5F else { return nil }
            index += 1
        }
        return nil
    }
}
