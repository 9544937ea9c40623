/// The Traffic Light Protocol, version 2.0 (FIRST): how far information may be shared.
///
/// Stricter is greater, so `max` of two labels is the one their combination must carry.
public enum TLP: UInt8, CaseIterable, Hashable, Sendable {
    /// No limit.
    case clear
    /// The community, by channels closed to the public.
    case green
    /// The organisation and its clients, who need to know.
    case amber
    /// The organisation alone.
    case amberStrict
    /// The recipients alone.
    case red

    /// The label as the standard writes it: `TLP:AMBER+STRICT`.
    public var label: String {
        switch self {
        case .clear: "TLP:CLEAR"
        case .green: "TLP:GREEN"
        case .amber: "TLP:AMBER"
        case .amberStrict: "TLP:AMBER+STRICT"
        case .red: "TLP:RED"
        }
    }

    /// The widest circle the label allows.
    public var widestAudience: Audience {
        switch self {
        case .clear: .everyone
        case .green: .community
        case .amber: .clients
        case .amberStrict: .organization
        case .red: .recipients
        }
    }

    /// True if information under this label may be handed to `audience`.
    public func permits(audience: Audience) -> Bool { audience <= widestAudience }
}

extension TLP: Comparable {
    /// The more open label comes first.
    public static func < (left: TLP, right: TLP) -> Bool { left.rawValue < right.rawValue }
}

extension TLP: ASCIIParsable {
    /// Reads a label with or without `TLP:` in any case; `WHITE` (TLP 1.0) is `CLEAR`, `YELLOW` is `AMBER`.
    public init?(ascii: UnsafeRawBufferPointer) {
        var text = ascii.trimmed
        if text.count > 3, text.part(0..<3).equalsLowercased("tlp"), text[3] == 0x3A || text[3].isBlank {
            text = text.part(4..<text.count).trimmed
        }
        if text.equalsLowercased("clear") || text.equalsLowercased("white") {
            self = .clear
        } else if text.equalsLowercased("green") {
            self = .green
        } else if text.equalsLowercased("amber") || text.equalsLowercased("yellow") {
            self = .amber
        } else if text.equalsLowercased("amber+strict") || text.equalsLowercased("amber-strict") || text.equalsLowercased("amber_strict") {
            self = .amberStrict
        } else if text.equalsLowercased("red") {
            self = .red
        } else {
            return nil
        }
    }

    /// The label.
    public var description: String { label }
}
