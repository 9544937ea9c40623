/// Encoded words of RFC 2047 that stand side by side, made one.
///
/// GMime 3.2 decodes neighbours in one go, and stops at the first that is padded: of `=?utf-8?B?YQ==?= =?utf-8?B?Yg==?=` it gives `a`.
/// Taken apart they may not be either, since programs cut them within characters.
enum EncodedWords {
    /// The value of a header field with each run of words of one charset as one word.
    static func joined(_ value: String) -> String {
        guard value.contains("?=") else { return value }
        let bytes = Array(value.utf8)
        var joined: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "="), var word = Word(bytes, at: index) else {
                joined.append(bytes[index])
                index += 1
                continue
            }
            let start = index
            index = word.end
            var count = 1
            while let next = next(bytes, behind: index), next.charset == word.charset {
                word.content += next.content
                index = next.end
                count += 1
            }
            if count == 1 {
                joined += bytes[start..<index]
            } else {
                joined += "=?\(word.charset)?B?".utf8
                joined += Base64.encoded(word.content)
                joined += "?=".utf8
            }
        }
        return String(decoding: joined, as: UTF8.self)
    }

    private static func next(_ bytes: [UInt8], behind end: Int) -> Word? {
        var index = end
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
        return index > end ? Word(bytes, at: index) : nil
    }

    /// `=?charset?B?content?=`.
    private struct Word {
        let charset: String
        var content: [UInt8]
        let end: Int

        init?(_ bytes: [UInt8], at start: Int) {
            guard start + 8 <= bytes.count, bytes[start] == UInt8(ascii: "="), bytes[start + 1] == UInt8(ascii: "?") else { return nil }
            let mark = UInt8(ascii: "?")
            let reach = bytes[(start + 2)..<min(bytes.count, start + 1000)]
            guard let kindMark = reach.firstIndex(of: mark), kindMark + 3 < reach.endIndex, bytes[kindMark + 2] == mark else { return nil }
            let body = reach[(kindMark + 3)...]
            guard let last = body.firstIndex(of: mark), last + 1 < bytes.count, bytes[last + 1] == UInt8(ascii: "=") else { return nil }
            let charset = String(decoding: reach[..<kindMark], as: UTF8.self).lowercased()
            guard MediaType.isToken(charset) else { return nil }
            self.charset = charset
            switch bytes[kindMark + 1] | 0x20 {
            case UInt8(ascii: "b"): content = Base64.decoded(body[..<last])
            case UInt8(ascii: "q"): content = Self.quoted(body[..<last])
            default: return nil
            }
            end = last + 2
        }

        private static func quoted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            var content: [UInt8] = []
            var index = bytes.startIndex
            while index < bytes.endIndex {
                if bytes[index] == UInt8(ascii: "="), index + 2 < bytes.endIndex,
                    let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
                {
                    content.append(byte)
                    index += 3
                } else {
                    content.append(bytes[index] == UInt8(ascii: "_") ? 0x20 : bytes[index])
                    index += 1
                }
            }
            return content
        }
    }
}

/// Base64 (RFC 4648 §4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = 0
            for offset in 0..<3 { bits = bits << 8 | (offset < group.count ? Int(group[start + offset]) : 0) }
            for place in 0..<4 { text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "=")) }
        }
        return text
    }

    /// What the letters of the alphabet give, whatever stands between them.
    static func decoded(_ text: some Sequence<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits = 0
        var count = 0
        for byte in text {
            guard let value = value(byte) else { continue }
            bits = (bits << 6 | value) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(bits >> count & 0xFF))
            }
        }
        return bytes
    }

    private static func value(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
