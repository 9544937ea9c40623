/// A JSON document as it was written: the bytes, and one node for each value. Order, unknown members and the text of numbers are kept.
///
/// Nothing is copied while reading; a text becomes a `String` when somebody asks for it.
public final class JSONTree: Sendable {
    /// The bytes the document was read from.
    public let bytes: [UInt8]
    let nodes: ContiguousArray<JSONNode>

    /// Reads a document.
    ///
    /// - Throws: ``JSONError`` with line and column where the bytes are no JSON, or more than `limits` allow.
    public init(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var problem: JSONError?
        nodes = bytes.withUnsafeBytes { buffer in
            do throws(JSONError) {
                return ContiguousArray(try JSONReader.read(buffer, limits: limits))
            } catch {
                problem = error
                return []
            }
        }
        if let problem { throw problem }
        self.bytes = bytes
    }

    /// Reads a document.
    ///
    /// - Throws: ``JSONError`` with line and column where the text is no JSON.
    public convenience init(_ text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(Array(text.utf8), limits: limits)
    }

    /// The whole document.
    public var root: JSONValue { JSONValue(tree: self, index: 0) }

    /// Line and column (from 1, in characters) of a value.
    public func place(of value: JSONValue) -> (line: Int, column: Int) {
        let offset = Int(nodes[Int(value.index)].start)
        let error = bytes.withUnsafeBytes { JSONError(.expectedValue, at: offset, in: $0) }
        return (error.line, error.column)
    }
}

/// A value in a ``JSONTree``.
public struct JSONValue: Sendable {
    /// The document it stands in.
    public let tree: JSONTree
    let index: UInt32

    init(tree: JSONTree, index: UInt32) {
        self.tree = tree
        self.index = index
    }

    @inline(__always) var node: JSONNode { tree.nodes[Int(index)] }

    /// What it is.
    public var kind: JSONKind { node.kind }
    /// How many values a list or an object holds.
    public var count: Int { Int(node.count) }
    /// True for an object.
    public var isObject: Bool { kind == .object }
    /// True for a list.
    public var isArray: Bool { kind == .array }

    /// The text; `nil` if this is none.
    public var text: String? {
        let node = node
        guard node.kind == .text else { return nil }
        return slice(node.start, node.length) {
            node.flags.contains(.escapedText) ? JSONEscape.decoded($0) : String(decoding: $0, as: UTF8.self)
        }
    }

    /// The bytes as written; of a text without quotation marks, escapes as they are.
    public func withRaw<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let node = node
        return slice(node.start, node.length, body)
    }

    /// The value as written: a number to its last digit.
    public var raw: String { withRaw { String(decoding: $0, as: UTF8.self) } }

    /// The number; `nil` if this is none.
    public var number: Double? { kind == .number ? Double(raw) : nil }

    /// True or false; `nil` if this is neither.
    public var flag: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The name of the member; `nil` for elements of lists and the root.
    public var key: String? {
        let node = node
        guard node.flags.contains(.member) else { return nil }
        return slice(node.key, node.keyLength) {
            node.flags.contains(.escapedKey) ? JSONEscape.decoded($0) : String(decoding: $0, as: UTF8.self)
        }
    }

    /// What holds this value; `nil` at the root.
    public var parent: JSONValue? {
        let parent = node.parent
        return parent == index ? nil : JSONValue(tree: tree, index: parent)
    }

    /// The member of that name; `nil` if there is none or this is no object.
    public subscript(_ name: StaticString) -> JSONValue? {
        let node = node
        guard node.kind == .object else { return nil }
        var child = index + 1
        for _ in 0..<node.count {
            let candidate = tree.nodes[Int(child)]
            if matches(candidate, name) { return JSONValue(tree: tree, index: child) }
            child = candidate.next
        }
        return nil
    }

    /// The member of that name; `nil` if there is none or this is no object.
    public func member(_ name: String) -> JSONValue? {
        for child in children where child.key == name { return child }
        return nil
    }

    /// The element at that place; `nil` outside the list.
    public subscript(_ position: Int) -> JSONValue? {
        guard kind == .array, position >= 0, position < count else { return nil }
        for (place, child) in children.enumerated() where place == position { return child }
        return nil
    }

    /// True if the name of this member is `name`.
    func isNamed(_ name: StaticString) -> Bool { matches(node, name) }

    private func matches(_ node: JSONNode, _ name: StaticString) -> Bool {
        guard !node.flags.contains(.escapedKey) else {
            return JSONValue.text(name) == slice(node.key, node.keyLength, JSONEscape.decoded)
        }
        guard Int(node.keyLength) == name.utf8CodeUnitCount else { return false }
        return slice(node.key, node.keyLength) { same($0, name) }
    }

    private static func text(_ name: StaticString) -> String { name.withUTF8Buffer { String(decoding: $0, as: UTF8.self) } }

    @inline(__always) private func same(_ bytes: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
        for position in 0..<bytes.count where bytes[position] != name.utf8Start[position] { return false }
        return true
    }

    /// True if this is exactly that text.
    public func isText(_ text: StaticString) -> Bool {
        let node = node
        guard node.kind == .text else { return false }
        guard !node.flags.contains(.escapedText) else { return self.text == JSONValue.text(text) }
        guard Int(node.length) == text.utf8CodeUnitCount else { return false }
        return slice(node.start, node.length) { same($0, text) }
    }

    /// The values of a list, the members of an object, in the order they are written; none for other values.
    public var children: Children { Children(of: self) }

    /// The way here from the root as a JSON Pointer (RFC 6901): `/document/title`; empty at the root.
    public var pointer: String {
        var parts: [String] = []
        var value = self
        while let parent = value.parent {
            if let key = value.key {
                parts.append(key.contains { $0 == "~" || $0 == "/" } ? JSONPointer.escaped(key) : key)
            } else {
                parts.append(String(value.node.key))
            }
            value = parent
        }
        return parts.isEmpty ? "" : "/" + parts.reversed().joined(separator: "/")
    }

    private func slice<Result>(_ start: UInt32, _ length: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        tree.bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[Int(start)..<Int(start) + Int(length)])) }
    }

    /// Values within a value.
    public struct Children: Sequence, IteratorProtocol {
        private let tree: JSONTree
        private var index: UInt32
        private var left: UInt32

        init(of value: JSONValue) {
            tree = value.tree
            index = value.index + 1
            left = value.node.count
        }

        /// The next value.
        public mutating func next() -> JSONValue? {
            guard left > 0 else { return nil }
            left -= 1
            defer { index = tree.nodes[Int(index)].next }
            return JSONValue(tree: tree, index: index)
        }
    }
}

extension JSONValue: Equatable {
    /// The same place of the same document.
    public static func == (left: JSONValue, right: JSONValue) -> Bool { left.tree === right.tree && left.index == right.index }
}
