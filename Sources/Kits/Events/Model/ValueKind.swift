/// What the values of a column are. Every kind is dictionary coded in memory and in segments.
public enum ValueKind: UInt8, Sendable, CaseIterable {
    /// UTF-8 text.
    case text
    /// An IPv4 or IPv6 address, kept as canonical text (RFC 5952) beside its 128-bit value.
    case address
    /// An IP prefix, kept as text.
    case network
    /// A signed 64-bit whole number.
    case integer
    /// A double.
    case real
    /// True or false.
    case boolean
    /// An instant, microseconds since 1970 UTC.
    case time
    /// A JSON value (array or object), kept as text.
    case json

    /// Whether the values are kept as bytes.
    @inlinable public var isBytes: Bool {
        switch self {
        case .text, .address, .network, .json: true
        case .integer, .real, .boolean, .time: false
        }
    }
}
