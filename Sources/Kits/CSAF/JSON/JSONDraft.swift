/// JSON to be written: what a program builds, or a value taken over from a document unchanged.
public indirect enum JSONDraft: Sendable {
    /// A text.
    case text(String)
    /// A number as it is to be written.
    case number(String)
    /// True or false.
    case flag(Bool)
    /// `null`
    case null
    /// A list.
    case list([JSONDraft])
    /// Members in their order.
    case object([(name: String, value: JSONDraft)])
    /// A value of another document, as it is written there.
    case value(JSONValue)
}

extension JSONDraft: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A list.
    public init(arrayLiteral elements: JSONDraft...) { self = .list(elements) }
    /// An object, its members in the order written.
    public init(dictionaryLiteral elements: (String, JSONDraft)...) { self = .object(elements.map { (name: $0.0, value: $0.1) }) }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .number(String(value)) }
}

extension JSONDraft {
    /// A draft of a value, all of it open to change.
    public init(_ value: JSONValue) {
        switch value.kind {
        case .null: self = .null
        case .true: self = .flag(true)
        case .false: self = .flag(false)
        case .number: self = .number(value.raw)
        case .text: self = .text(value.text ?? "")
        case .array: self = .list(value.children.map { JSONDraft($0) })
        case .object: self = .object(value.children.map { (name: $0.key ?? "", value: JSONDraft($0)) })
        }
    }

    /// The member of that name; setting `nil` takes it away, a new one goes to the end. Reads as `nil` where this is no object.
    public subscript(_ name: String) -> JSONDraft? {
        get {
            switch self {
            case .object(let members): members.first { $0.name == name }?.value
            case .value(let value): value.member(name).map { JSONDraft($0) }
            default: nil
            }
        }
        set {
            var members: [(name: String, value: JSONDraft)] = []
            if case .object(let present) = self { members = present }
            if case .value(let value) = self, case .object(let present) = JSONDraft(value) { members = present }
            if let position = members.firstIndex(where: { $0.name == name }) {
                if let newValue { members[position].value = newValue } else { members.remove(at: position) }
            } else if let newValue {
                members.append((name: name, value: newValue))
            }
            self = .object(members)
        }
    }

    /// The element at that place; setting one past the end adds it, setting `nil` takes it away.
    public subscript(_ position: Int) -> JSONDraft? {
        get {
            guard case .list(let items) = self, items.indices.contains(position) else { return nil }
            return items[position]
        }
        set {
            var items: [JSONDraft] = []
            if case .list(let present) = self { items = present }
            if items.indices.contains(position) {
                if let newValue { items[position] = newValue } else { items.remove(at: position) }
            } else if let newValue {
                items.append(newValue)
            }
            self = .list(items)
        }
    }

    /// The same with the members of every object in alphabetical order, as CSAF recommends (test 6.2.13).
    public var sorted: JSONDraft {
        switch self {
        case .list(let items): .list(items.map(\.sorted))
        case .object(let members):
            .object(
                members.map { (name: $0.name, value: $0.value.sorted) }.sorted {
                    Array($0.name.utf8).lexicographicallyPrecedes($1.name.utf8)
                })
        case .value(let value): JSONDraft(value).sorted
        default: self
        }
    }

    /// The bytes; with `indent` one member a line, two spaces a level, and a last line feed.
    public func bytes(indented: Bool = true) -> [UInt8] {
        var out: [UInt8] = []
        write(to: &out, level: indented ? 0 : nil)
        if indented { out.append(0x0A) }
        return out
    }

    /// The text of ``bytes(indented:)``.
    public func encoded(indented: Bool = true) -> String { String(decoding: bytes(indented: indented), as: UTF8.self) }

    private func write(to out: inout [UInt8], level: Int?) {
        func newLine(_ level: Int?) {
            guard let level else { return }
            out.append(0x0A)
            out.append(contentsOf: repeatElement(0x20, count: level * 2))
        }
        switch self {
        case .text(let text): JSONEscape.write(text, to: &out)
        case .number(let number): out.append(contentsOf: number.utf8)
        case .flag(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
        case .null: out.append(contentsOf: "null".utf8)
        case .value(let value): JSONDraft(value).write(to: &out, level: level)
        case .list(let items):
            out.append(0x5B)
            for (position, item) in items.enumerated() {
                if position > 0 { out.append(0x2C) }
                newLine(level.map { $0 + 1 })
                item.write(to: &out, level: level.map { $0 + 1 })
            }
            if !items.isEmpty { newLine(level) }
            out.append(0x5D)
        case .object(let members):
            out.append(0x7B)
            for (position, member) in members.enumerated() {
                if position > 0 { out.append(0x2C) }
                newLine(level.map { $0 + 1 })
                JSONEscape.write(member.name, to: &out)
                out.append(0x3A)
                if level != nil { out.append(0x20) }
                member.value.write(to: &out, level: level.map { $0 + 1 })
            }
            if !members.isEmpty { newLine(level) }
            out.append(0x7D)
        }
    }
}
