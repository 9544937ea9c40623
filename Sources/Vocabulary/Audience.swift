/// Whom information may reach, each circle inside the next (TLP 2.0 §2).
public enum Audience: UInt8, CaseIterable, Hashable, Comparable, Sendable {
    /// The named people it was given to.
    case recipients
    /// Their organisation.
    case organization
    /// The organisation and its clients, as far as they need it.
    case clients
    /// The wider community of those who defend networks, by channels closed to the public.
    case community
    /// Everybody.
    case everyone

    /// The smaller circle comes first.
    public static func < (left: Audience, right: Audience) -> Bool { left.rawValue < right.rawValue }
}
