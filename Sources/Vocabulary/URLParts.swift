/// Where the parts of a URL lie in a buffer of bytes (RFC 3986 §3), found in one pass without allocating.
///
/// The splitter is for URLs as they are observed, attackers' included: path, query and fragment may hold any byte but control
/// characters. Scheme and a host are required, save that `file:` may have an empty host.
public struct URLParts: Hashable, Sendable {
    /// The scheme, without the colon.
    public let scheme: Range<Int>
    /// User name and password, without the `@`.
    public let userInformation: Range<Int>?
    /// The host, without the brackets of an IPv6 literal; not checked to be a name or an address.
    public let host: Range<Int>
    /// The port, if one is written.
    public let port: UInt16?
    /// The path, empty or beginning with `/`.
    public let path: Range<Int>
    /// The query, without the `?`.
    public let query: Range<Int>?
    /// The fragment, without the `#`.
    public let fragment: Range<Int>?

    /// Splits all of the bytes; `nil` if they are no URL with scheme and host.
    public init?(ascii text: UnsafeRawBufferPointer) {
        let end = text.count
        guard end > 0, text[0].isLetter else { return nil }
        var index = 1
        while index < end, URLParts.isSchemeByte(text[index]) { index += 1 }
        scheme = 0..<index
        guard end - index >= 3, text[index] == 0x3A, text[index + 1] == 0x2F, text[index + 2] == 0x2F else { return nil }
        index += 3

        let authorityStart = index
        var at: Int?
        while index < end, text[index] != 0x2F, text[index] != 0x3F, text[index] != 0x23 {
            if text[index] == 0x40 { at = index }
            guard text[index] > 0x20, text[index] != 0x7F else { return nil }
            index += 1
        }
        let authorityEnd = index
        userInformation = at.map { authorityStart..<$0 }
        let hostStart = at.map { $0 + 1 } ?? authorityStart
        guard let (host, port) = URLParts.hostAndPort(text, hostStart..<authorityEnd) else { return nil }
        guard !host.isEmpty || (text.part(scheme).equalsLowercased("file") && at == nil && port == nil) else { return nil }
        self.host = host
        self.port = port

        var queryStart: Int?
        var fragmentStart: Int?
        while index < end {
            let byte = text[index]
            guard byte >= 0x20, byte != 0x7F else { return nil }
            if fragmentStart == nil {
                if byte == 0x23 {
                    fragmentStart = index
                } else if byte == 0x3F, queryStart == nil {
                    queryStart = index
                }
            }
            index += 1
        }
        path = authorityEnd..<(queryStart ?? fragmentStart ?? end)
        query = queryStart.map { $0 + 1..<(fragmentStart ?? end) }
        fragment = fragmentStart.map { $0 + 1..<end }
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == 0x2B || byte == 0x2D || byte == 0x2E
    }

    private static func hostAndPort(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> (host: Range<Int>, port: UInt16?)? {
        var host = range
        var rest = range.upperBound
        if let first = range.first, text[first] == 0x5B {
            guard let close = text[range].firstIndex(of: 0x5D) else { return nil }
            host = first + 1..<close
            rest = close + 1
        } else if let colon = text[range].firstIndex(of: 0x3A) {
            host = range.lowerBound..<colon
            rest = colon
        }
        guard rest < range.upperBound else { return (host, nil) }
        guard text[rest] == 0x3A else { return nil }
        let digits = text.part(rest + 1..<range.upperBound)
        // RFC 3986 §3.2.3: a colon with nothing after it means no port.
        if digits.isEmpty { return (host, nil) }
        guard let number = digits.decimal(maximumDigits: 9), let port = UInt16(exactly: number) else { return nil }
        return (host, port)
    }
}
