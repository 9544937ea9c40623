/// The name of an event's column: a field of the IDF, or one of the provider's own columns under `extra.`.
public enum FieldKey: Hashable, Sendable {
    case idf(EventField)
    /// The name without the leading `extra.`.
    case extra(String)

    /// The flat name as it stands in IDF JSON and as the column's name in a segment.
    public var name: String {
        switch self {
        case .idf(let field): field.name
        case .extra(let name): "extra." + name
        }
    }

    /// The key of a flat name; nil where it is neither an IDF field nor begins with `extra.`.
    public init?(name: some StringProtocol) {
        if let field = EventField(name: name) {
            self = .idf(field)
        } else if name.hasPrefix("extra."), name.utf8.count > 6 {
            self = .extra(String(name.dropFirst(6)))
        } else {
            return nil
        }
    }
}

extension FieldKey: CustomStringConvertible {
    /// The flat name.
    public var description: String { name }
}
