/// A network: an address and how many of its first bits are fixed (CIDR, RFC 4632 and RFC 4291 §2.3).
@frozen
public struct IPPrefix: Hashable, Sendable {
    /// The network's first address; all bits behind the prefix are zero.
    public let address: IPAddress
    /// Fixed bits of the 128; an IPv4 prefix has its own length plus 96.
    @usableFromInline let mappedLength: UInt8

    /// True for an IPv4 network.
    @inlinable
    public var isIPv4: Bool { address.isIPv4 }

    /// Fixed bits as the family counts them: 0...32 or 0...128.
    @inlinable
    public var length: Int { Int(mappedLength) - (isIPv4 ? 96 : 0) }

    /// The network of `length` bits around `address`, host bits cleared; `nil` if the family has no such length.
    public init?(_ address: IPAddress, length: Int) {
        guard length >= 0, length <= (address.isIPv4 ? 32 : 128) else { return nil }
        self.init(bits: address.bits, mappedLength: length + (address.isIPv4 ? 96 : 0))
    }

    /// The network of one address.
    public init(host address: IPAddress) {
        self.address = address
        mappedLength = 128
    }

    private init(bits: UInt128, mappedLength: Int) {
        address = IPAddress(bits: bits & IPPrefix.mask(mappedLength))
        self.mappedLength = UInt8(truncatingIfNeeded: mappedLength)
    }

    private static func mask(_ length: Int) -> UInt128 { ~((~0 as UInt128) >> length) }
}

extension IPPrefix: ASCIIParsable {
    /// Reads `192.0.2.0/24` or `2001:db8::/32`; a bare address is the network of that one address.
    ///
    /// Host bits must be zero: `192.0.2.1/24` is refused, see `init(lenient:)`.
    public init?(ascii: UnsafeRawBufferPointer) {
        guard let (bits, length) = IPPrefix.read(ascii), bits & IPPrefix.mask(length) == bits else { return nil }
        self.init(bits: bits, mappedLength: length)
    }

    /// Reads the same forms and clears host bits: `192.0.2.1/24` is `192.0.2.0/24`.
    public init?(lenient ascii: UnsafeRawBufferPointer) {
        guard let (bits, length) = IPPrefix.read(ascii) else { return nil }
        self.init(bits: bits, mappedLength: length)
    }

    /// Reads the same forms from text and clears host bits.
    public init?(lenient text: some StringProtocol) {
        var copy = String(text)
        guard let value = copy.withUTF8({ IPPrefix(lenient: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = value
    }

    /// The canonical text, always with its length: `192.0.2.0/24`, `2001:db8::/32`, `192.0.2.1/32`.
    public var description: String { "\(address)/\(length)" }

    private static func read(_ ascii: UnsafeRawBufferPointer) -> (bits: UInt128, mappedLength: Int)? {
        var end = ascii.count
        // The length has at most three digits, so the slash is near the end.
        var slash = end - 1
        while slash >= 0, end - slash <= 4, ascii[slash] != 0x2F { slash -= 1 }
        var suffix: Int?
        if slash >= 0, end - slash <= 4, ascii[slash] == 0x2F {
            let digits = ascii.part(slash + 1..<end)
            guard let number = digits.decimal(maximumDigits: 3), digits.count == 1 || digits[0] != 0x30 else { return nil }
            suffix = Int(number)
            end = slash
        }
        let text = ascii.part(0..<end)
        if let ipv4 = IPAddress.ipv4Bits(text) {
            guard suffix ?? 32 <= 32 else { return nil }
            return (IPAddress(ipv4: ipv4).bits, (suffix ?? 32) + 96)
        }
        guard suffix ?? 128 <= 128, let bits = IPAddress.ipv6Bits(text) else { return nil }
        return (bits, suffix ?? 128)
    }
}

extension IPPrefix: Comparable {
    /// Order of the first addresses; of networks that begin alike, the larger comes first.
    @inlinable
    public static func < (left: IPPrefix, right: IPPrefix) -> Bool {
        left.address == right.address ? left.mappedLength < right.mappedLength : left.address < right.address
    }
}

extension IPPrefix {
    /// The network's last address.
    public var lastAddress: IPAddress { IPAddress(bits: address.bits | ~IPPrefix.mask(Int(mappedLength))) }

    /// First to last address in the common order of both families.
    ///
    /// Only IPv6 networks of at most 80 bits that begin at `::` have the IPv4 block inside their range;
    /// `contains(_:)` still keeps the families apart.
    public var range: ClosedRange<IPAddress> { address...lastAddress }

    /// True if `address` is of the same family and lies in the network.
    public func contains(_ address: IPAddress) -> Bool {
        address.isIPv4 == isIPv4 && address.bits & IPPrefix.mask(Int(mappedLength)) == self.address.bits
    }

    /// True if `other` is of the same family and lies in the network; a network contains itself.
    public func contains(_ other: IPPrefix) -> Bool {
        other.mappedLength >= mappedLength && contains(other.address)
    }

    /// The fewest networks that together are exactly `range`, in order.
    public static func covering(_ range: ClosedRange<IPAddress>) -> [IPPrefix] {
        var networks: [IPPrefix] = []
        var first = range.lowerBound.bits
        let last = range.upperBound.bits
        while true {
            // The block beginning here is as large as its alignment and what is left allow.
            let remaining = last - first
            let room = remaining == .max ? 128 : 127 - (remaining + 1).leadingZeroBitCount
            let hostBits = min(first.trailingZeroBitCount, room)
            networks.append(IPPrefix(bits: first, mappedLength: 128 - hostBits))
            let (next, overflow) = first.addingReportingOverflow(hostBits == 128 ? 0 : 1 << hostBits)
            if hostBits == 128 || overflow || next > last { return networks }
            first = next
        }
    }

    /// The networks named by a register entry: a prefix, an address, or `first - last` as in RIPE's `inetnum`.
    ///
    /// `nil` if the text is none of them, the families differ or the range runs backwards.
    public static func covering(text: some StringProtocol) -> [IPPrefix]? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 1 { return IPPrefix(lenient: parts[0].trimmingBlanks()).map { [$0] } }
        guard parts.count == 2, let first = IPAddress(parts[0].trimmingBlanks()), let last = IPAddress(parts[1].trimmingBlanks()),
            first.isIPv4 == last.isIPv4, first <= last
        else { return nil }
        return covering(first...last)
    }
}
