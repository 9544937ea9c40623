/// Reads JSON in one pass into a flat list of nodes, without recursion and without copying a text.
struct JSONReader {
    private let bytes: UnsafeRawBufferPointer
    private let limits: JSONLimits
    private var nodes: [JSONNode] = []
    private var at = 0

    static func read(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits) throws(JSONError) -> [JSONNode] {
        guard bytes.count <= limits.bytes else { throw JSONError(.tooLong(limit: limits.bytes), at: 0, in: bytes) }
        if let offset = UTF8Check.firstInvalid(in: bytes) { throw JSONError(.invalidUTF8, at: offset, in: bytes) }
        var reader = JSONReader(bytes: bytes, limits: limits)
        try reader.document()
        return reader.nodes
    }

    private init(bytes: UnsafeRawBufferPointer, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
        nodes.reserveCapacity(min(bytes.count / 16 + 16, 1 << 20))
    }

    private func error(_ problem: JSONError.Problem, at offset: Int? = nil) -> JSONError {
        JSONError(problem, at: offset ?? at, in: bytes)
    }

    private mutating func document() throws(JSONError) {
        // A byte order mark is no part of JSON, and a reader may pass over it (RFC 8259 §8.1).
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { at = 3 }
        skipBlanks()
        try values()
        skipBlanks()
        guard at == bytes.count else { throw error(.trailingContent) }
    }

    private mutating func skipBlanks() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    /// Reads values until the root is whole; the open lists and objects are a chain of `parent`.
    private mutating func values() throws(JSONError) {
        var open: [UInt32] = []
        while true {
            var key = (start: 0, length: 0, isEscaped: false)
            if let parent = open.last {
                if nodes[Int(parent)].kind == .object {
                    guard at < bytes.count else { throw error(.unexpectedEnd) }
                    guard bytes[at] == 0x22 else { throw error(.expectedKey) }
                    key = try text()
                    skipBlanks()
                    guard at < bytes.count else { throw error(.unexpectedEnd) }
                    guard bytes[at] == 0x3A else { throw error(.expectedColon) }
                    at += 1
                    skipBlanks()
                } else {
                    key.start = Int(nodes[Int(parent)].count)
                }
            }
            let index = try append(key, parent: open.last)
            if nodes[index].kind == .array || nodes[index].kind == .object {
                guard open.count < limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
                skipBlanks()
                guard at < bytes.count else { throw error(.unexpectedEnd) }
                if bytes[at] == (nodes[index].kind == .array ? 0x5D : 0x7D) {
                    at += 1
                    close(index)
                } else {
                    open.append(UInt32(index))
                    continue
                }
            }
            // What was read is whole: a comma leads to its sibling, a bracket closes what holds it.
            while let parent = open.last {
                skipBlanks()
                guard at < bytes.count else { throw error(.unexpectedEnd) }
                let isObject = nodes[Int(parent)].kind == .object
                if bytes[at] == 0x2C {
                    at += 1
                    skipBlanks()
                    break
                }
                guard bytes[at] == (isObject ? 0x7D : 0x5D) else { throw error(.expectedCommaOrEnd) }
                at += 1
                close(Int(parent))
                if isObject { try refuseDuplicates(in: Int(parent)) }
                open.removeLast()
            }
            if open.isEmpty { return }
        }
    }

    private mutating func close(_ index: Int) {
        nodes[index].length = UInt32(at) - nodes[index].start
        nodes[index].next = UInt32(nodes.count)
    }

    private mutating func append(_ key: (start: Int, length: Int, isEscaped: Bool), parent: UInt32?) throws(JSONError) -> Int {
        guard at < bytes.count else { throw error(.unexpectedEnd) }
        guard nodes.count < limits.values else { throw error(.tooManyValues(limit: limits.values)) }
        let index = nodes.count
        var node = JSONNode(
            start: UInt32(at), length: 0, key: UInt32(key.start), keyLength: UInt32(key.length), parent: parent ?? UInt32(index),
            next: UInt32(index + 1), count: 0, kind: .null, flags: [])
        if key.isEscaped { node.flags.insert(.escapedKey) }
        if let parent {
            nodes[Int(parent)].count += 1
            if nodes[Int(parent)].kind == .object { node.flags.insert(.member) }
        }
        switch bytes[at] {
        case 0x22:
            let text = try text()
            node.kind = .text
            node.start = UInt32(text.start)
            node.length = UInt32(text.length)
            if text.isEscaped { node.flags.insert(.escapedText) }
        case 0x7B:
            node.kind = .object
            at += 1
        case 0x5B:
            node.kind = .array
            at += 1
        case 0x2D, 0x30...0x39:
            node.kind = .number
            node.length = UInt32(try number())
        case 0x74: node.length = try word("true", as: .true, into: &node)
        case 0x66: node.length = try word("false", as: .false, into: &node)
        case 0x6E: node.length = try word("null", as: .null, into: &node)
        default: throw error(.expectedValue)
        }
        nodes.append(node)
        return index
    }

    private mutating func word(_ word: StaticString, as kind: JSONKind, into node: inout JSONNode) throws(JSONError) -> UInt32 {
        let count = word.utf8CodeUnitCount
        guard at + count <= bytes.count else { throw error(.expectedValue) }
        for position in 0..<count where bytes[at + position] != word.utf8Start[position] { throw error(.expectedValue) }
        at += count
        node.kind = kind
        return UInt32(count)
    }

    /// Passes over a text that starts here.
    private mutating func text() throws(JSONError) -> (start: Int, length: Int, isEscaped: Bool) {
        let opening = at
        at += 1
        let start = at
        var isEscaped = false
        while true {
            // Eight bytes at a time while none is a quotation mark, a backslash or a control character.
            while at + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                let ones: UInt64 = 0x0101_0101_0101_0101
                let tops: UInt64 = 0x8080_8080_8080_8080
                let quote = word ^ (ones &* 0x22)
                let slash = word ^ (ones &* 0x5C)
                let found = ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | ((word &- ones &* 0x20) & ~word)
                if found & tops != 0 { break }
                at += 8
            }
            guard at < bytes.count else { throw error(.unclosedText, at: opening) }
            switch bytes[at] {
            case 0x22:
                at += 1
                return (start, at - 1 - start, isEscaped)
            case 0x5C:
                isEscaped = true
                try escape()
            case 0x00..<0x20: throw error(.controlCharacter(bytes[at]))
            default: at += 1
            }
        }
    }

    private mutating func escape() throws(JSONError) {
        guard at + 1 < bytes.count else { throw error(.unexpectedEnd) }
        switch bytes[at + 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: at += 2
        case 0x75:
            guard let unit = JSONEscape.unit(in: bytes, at: at) else { throw error(.invalidEscape) }
            if 0xDC00...0xDFFF ~= unit { throw error(.loneSurrogate) }
            if 0xD800...0xDBFF ~= unit {
                guard let low = JSONEscape.unit(in: bytes, at: at + 6), 0xDC00...0xDFFF ~= low else { throw error(.loneSurrogate) }
                at += 6
            }
            at += 6
        default: throw error(.invalidEscape)
        }
    }

    /// Passes over a number that starts here (RFC 8259 §6); its length.
    private mutating func number() throws(JSONError) -> Int {
        let start = at
        if bytes[at] == 0x2D { at += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[at - whole] != 0x30 else { throw error(.invalidNumber, at: start) }
        if at < bytes.count, bytes[at] == 0x2E {
            at += 1
            guard digits() > 0 else { throw error(.invalidNumber, at: start) }
        }
        if at < bytes.count, bytes[at] == 0x65 || bytes[at] == 0x45 {
            at += 1
            if at < bytes.count, bytes[at] == 0x2B || bytes[at] == 0x2D { at += 1 }
            guard digits() > 0 else { throw error(.invalidNumber, at: start) }
        }
        return at - start
    }

    private mutating func digits() -> Int {
        let start = at
        while at < bytes.count, 0x30...0x39 ~= bytes[at] { at += 1 }
        return at - start
    }

    /// A member that stands twice shows different readers different documents.
    private func refuseDuplicates(in object: Int) throws(JSONError) {
        let count = Int(nodes[object].count)
        guard count > 1 else { return }
        if count <= 12 {
            var left = object + 1
            for _ in 1..<count {
                var right = Int(nodes[left].next)
                while right < nodes.count {
                    if sameKey(left, right) { throw duplicate(right) }
                    right = Int(nodes[right].next)
                }
                left = Int(nodes[left].next)
            }
        } else {
            var seen: Set<String> = []
            var member = object + 1
            while member < nodes.count {
                if !seen.insert(key(member)).inserted { throw duplicate(member) }
                member = Int(nodes[member].next)
            }
        }
    }

    private func sameKey(_ left: Int, _ right: Int) -> Bool {
        let (one, other) = (nodes[left], nodes[right])
        if one.flags.contains(.escapedKey) || other.flags.contains(.escapedKey) { return key(left) == key(right) }
        guard one.keyLength == other.keyLength else { return false }
        for position in 0..<Int(one.keyLength) where bytes[Int(one.key) + position] != bytes[Int(other.key) + position] { return false }
        return true
    }

    private func key(_ index: Int) -> String {
        let node = nodes[index]
        let text = UnsafeRawBufferPointer(rebasing: bytes[Int(node.key)..<Int(node.key + node.keyLength)])
        return node.flags.contains(.escapedKey) ? JSONEscape.decoded(text) : String(decoding: text, as: UTF8.self)
    }

    private func duplicate(_ index: Int) -> JSONError {
        error(.duplicateKey(key(index)), at: Int(nodes[index].key))
    }
}
