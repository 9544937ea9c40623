/// One value of one event, for the places where events are read one by one: output, tests, mail.
public enum Value: Hashable, Sendable {
    /// Text, an address, a network.
    case text(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    /// Microseconds since 1970 UTC.
    case time(Int64)
    /// A JSON array or object as text.
    case json(String)
}

/// One event as a list of fields in the order of its batch.
public struct Event: Sendable, Equatable {
    /// Field and value; a field appears once.
    public var fields: [(key: FieldKey, value: Value)]

    /// An event with these fields.
    public init(_ fields: [(key: FieldKey, value: Value)] = []) {
        self.fields = fields
    }

    /// The value of a field; nil where the event has none. Setting nil removes it.
    public subscript(key: FieldKey) -> Value? {
        get { fields.first { $0.key == key }?.value }
        set {
            let index = fields.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): fields[index].value = value
            case (let index?, nil): fields.remove(at: index)
            case (nil, let value?): fields.append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// The value of an IDF field.
    public subscript(field: EventField) -> Value? {
        get { self[.idf(field)] }
        set { self[.idf(field)] = newValue }
    }

    /// Whether both have the same fields with the same values, in whatever order.
    public static func == (one: Event, other: Event) -> Bool {
        one.fields.count == other.fields.count && one.fields.allSatisfy { other[$0.key] == $0.value }
    }
}
