/// The Permissible Actions Protocol: what recipients may do with information on the network. Stricter is greater.
public enum PAP: UInt8, CaseIterable, Hashable, Sendable {
    /// No limit.
    case clear
    /// Active work against the target, such as connecting to it or filtering its traffic.
    case green
    /// Look-ups with third parties, nothing that reaches the target.
    case amber
    /// Only what nobody outside can notice, such as searching one's own logs.
    case red

    /// The label: `PAP:AMBER`.
    public var label: String {
        switch self {
        case .clear: "PAP:CLEAR"
        case .green: "PAP:GREEN"
        case .amber: "PAP:AMBER"
        case .red: "PAP:RED"
        }
    }

    /// Kinds of work, each more noticeable than the one before.
    public enum Action: UInt8, CaseIterable, Comparable, Sendable {
        /// Searching what one already has.
        case passive
        /// Asking a third party about the indicator.
        case lookUp
        /// Touching the target itself.
        case active
        /// Any use at all.
        case unrestricted

        /// The less noticeable comes first.
        public static func < (left: Action, right: Action) -> Bool { left.rawValue < right.rawValue }
    }

    /// True if the label allows work of this kind.
    public func permits(_ action: Action) -> Bool {
        switch self {
        case .clear: true
        case .green: action <= .active
        case .amber: action <= .lookUp
        case .red: action <= .passive
        }
    }
}

extension PAP: Comparable {
    /// The more open label comes first.
    public static func < (left: PAP, right: PAP) -> Bool { left.rawValue < right.rawValue }
}

extension PAP: ASCIIParsable {
    /// Reads a label with or without `PAP:` in any case; `WHITE` is `CLEAR`.
    public init?(ascii: UnsafeRawBufferPointer) {
        var text = ascii.trimmed
        if text.count > 4, text.part(0..<4).equalsLowercased("pap:") { text = text.part(4..<text.count).trimmed }
        if text.equalsLowercased("clear") || text.equalsLowercased("white") {
            self = .clear
        } else if text.equalsLowercased("green") {
            self = .green
        } else if text.equalsLowercased("amber") {
            self = .amber
        } else if text.equalsLowercased("red") {
            self = .red
        } else {
            return nil
        }
    }

    /// The label.
    public var description: String { label }
}
