/// A mail address (RFC 5321 §4.1.2, with UTF-8 local parts of RFC 6531): `local@host`.
public struct EmailAddress: Hashable, Sendable {
    /// The part before the `@`, as written; only the host knows whether case matters there.
    public let local: String
    /// Where the mailbox lives; a domain is lower case in its ASCII form.
    public let host: Host

    /// The domain, unless the host is an address literal.
    public var domain: DomainName? { host.domain }
}

extension EmailAddress: ASCIIParsable {
    /// Reads a bare address: dot-atom or quoted string, `@`, a domain or an address literal `[192.0.2.1]`, `[IPv6:2001:db8::1]`.
    public init?(ascii: UnsafeRawBufferPointer) {
        guard ascii.count <= 320, let at = ascii.lastIndex(of: 0x40), at >= 1, at <= 64 else { return nil }
        let localBytes = ascii.part(0..<at)
        guard EmailAddress.isDotAtom(localBytes) || EmailAddress.isQuoted(localBytes),
            let local = String(validating: localBytes, as: UTF8.self),
            let host = EmailAddress.host(ascii.part(at + 1..<ascii.count))
        else { return nil }
        self.local = local
        self.host = host
    }

    /// The address with its host in canonical form.
    public var description: String {
        switch host {
        case .domain(let name): "\(local)@\(name)"
        case .address(let address): address.isIPv4 ? "\(local)@[\(address)]" : "\(local)@[IPv6:\(address)]"
        }
    }

    private static func host(_ text: UnsafeRawBufferPointer) -> Host? {
        guard text.first == 0x5B else { return DomainName(ascii: text).map(Host.domain) }
        guard text.last == 0x5D, text.count > 2 else { return nil }
        let literal = text.part(1..<text.count - 1)
        if literal.count > 5, literal.part(0..<5).equalsLowercased("ipv6:") {
            guard let address = IPAddress(ascii: literal.part(5..<literal.count)), literal[5...].contains(0x3A) else { return nil }
            return .address(address)
        }
        guard let address = IPAddress(ascii: literal), address.isIPv4, !literal.contains(0x3A) else { return nil }
        return .address(address)
    }

    private static func isDotAtom(_ text: UnsafeRawBufferPointer) -> Bool {
        var previous: UInt8 = 0x2E
        for byte in text {
            if byte == 0x2E {
                guard previous != 0x2E else { return false }
            } else if !isAtomText(byte) {
                return false
            }
            previous = byte
        }
        return previous != 0x2E
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        if byte.isLetter || byte.isDigit || byte >= 0x80 { return true }
        switch UnicodeScalar(byte) {
        case "!", "#", "$", "%", "&", "'", "*", "+", "-", "/", "=", "?", "^", "_", "`", "{", "|", "}", "~": return true
        default: return false
        }
    }

    private static func isQuoted(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count >= 2, text.first == 0x22, text.last == 0x22 else { return false }
        var index = 1
        while index < text.count - 1 {
            let byte = text[index]
            guard byte >= 0x20, byte != 0x7F, byte != 0x22 else { return false }
            if byte == 0x5C {
                index += 1
                guard index < text.count - 1, text[index] >= 0x20, text[index] != 0x7F else { return false }
            }
            index += 1
        }
        return true
    }
}

extension EmailAddress: Comparable {
    /// Order of the texts.
    public static func < (left: EmailAddress, right: EmailAddress) -> Bool { left.description < right.description }
}
