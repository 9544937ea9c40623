/// An element of an XML document, as far as CVRF needs it: no document type, no entities of its own, nothing fetched.
struct XMLElement {
    /// The name without its prefix.
    var name: String
    var attributes: [String: String] = [:]
    var children: [XMLElement] = []
    /// The text of the element itself.
    var text = ""

    /// The text without blanks at its ends.
    var trimmed: String {
        let scalars = text.drop { $0.isWhitespace }
        return String(scalars.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// The first child of that name.
    func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }
    /// The children of that name.
    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }
    /// The text of the child of that name; `nil` where there is none or it is empty.
    func text(_ name: String) -> String? { child(name).map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 } }
}

/// Why bytes are no XML that is read here.
public struct XMLError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// What is wrong.
    public let problem: String
    /// The line and what is wrong.
    public var description: String { "line \(line): \(problem)" }
}

/// Reads an XML document into elements.
struct XMLReader {
    private let bytes: [UInt8]
    private var at = 0
    private static let depthLimit = 128
    private static let elementLimit = 1_000_000

    static func read(_ bytes: [UInt8], limit: Int = 64 << 20) throws(XMLError) -> XMLElement {
        guard bytes.count <= limit else { throw XMLError(line: 1, problem: "the document is longer than \(limit) bytes") }
        if let offset = bytes.withUnsafeBytes({ UTF8Check.firstInvalid(in: $0) }) {
            throw XMLError(line: 1 + bytes[..<offset].count { $0 == 0x0A }, problem: "bytes that are not UTF-8")
        }
        var reader = XMLReader(bytes: bytes)
        return try reader.document()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func error(_ problem: String) -> XMLError {
        XMLError(line: 1 + bytes[..<min(at, bytes.count)].count { $0 == 0x0A }, problem: problem)
    }

    private func starts(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard at + count <= bytes.count else { return false }
        for place in 0..<count where bytes[at + place] != text.utf8Start[place] { return false }
        return true
    }

    private mutating func skip(to end: StaticString) throws(XMLError) {
        while at < bytes.count, !starts(end) { at += 1 }
        guard at < bytes.count else { throw error("the document ends too early") }
        at += end.utf8CodeUnitCount
    }

    private mutating func document() throws(XMLError) -> XMLElement {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        var open: [XMLElement] = []
        var count = 0
        while at < bytes.count {
            if bytes[at] != 0x3C {
                let start = at
                while at < bytes.count, bytes[at] != 0x3C { at += 1 }
                if !open.isEmpty { open[open.count - 1].text += try unescaped(bytes[start..<at]) }
            } else if starts("<!--") {
                try skip(to: "-->")
            } else if starts("<![CDATA[") {
                let start = at + 9
                try skip(to: "]]>")
                if !open.isEmpty { open[open.count - 1].text += String(decoding: bytes[start..<(at - 3)], as: UTF8.self) }
            } else if starts("<?") {
                try skip(to: "?>")
            } else if starts("<!") {
                throw error("a document type is not read; it could hide entities")
            } else if starts("</") {
                at += 2
                let name = try self.name()
                skipBlanks()
                guard starts(">"), let element = open.popLast(), element.name == name else { throw error("</\(name)> closes nothing") }
                at += 1
                guard !open.isEmpty else {
                    try end()
                    return element
                }
                open[open.count - 1].children.append(element)
            } else {
                at += 1
                var element = XMLElement(name: try name())
                count += 1
                guard count <= Self.elementLimit, open.count < Self.depthLimit else { throw error("too many elements") }
                let isEmpty = try attributes(&element)
                if !isEmpty {
                    open.append(element)
                } else if open.isEmpty {
                    try end()
                    return element
                } else {
                    open[open.count - 1].children.append(element)
                }
            }
        }
        throw error("the document ends too early")
    }

    /// After the outermost element only blanks, comments and instructions may follow.
    private mutating func end() throws(XMLError) {
        skipBlanks()
        while at < bytes.count {
            if starts("<!--") {
                try skip(to: "-->")
            } else if starts("<?") {
                try skip(to: "?>")
            } else {
                throw error("something follows the end")
            }
            skipBlanks()
        }
    }

    private mutating func skipBlanks() {
        while at < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[at]) { at += 1 }
    }

    private mutating func name() throws(XMLError) -> String {
        let start = at
        while at < bytes.count, StringForm.isAlphanumeric(bytes[at]) || [0x3A, 0x2D, 0x2E, 0x5F].contains(bytes[at]) || bytes[at] >= 0x80 {
            at += 1
        }
        guard at > start else { throw error("a name is missing") }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        return text.split(separator: ":").last.map(String.init) ?? text
    }

    /// - Returns: true if the element is closed at once.
    private mutating func attributes(_ element: inout XMLElement) throws(XMLError) -> Bool {
        while true {
            skipBlanks()
            guard at < bytes.count else { throw error("the document ends too early") }
            if starts("/>") {
                at += 2
                return true
            }
            if starts(">") {
                at += 1
                return false
            }
            let key = try name()
            skipBlanks()
            guard starts("=") else { throw error("'=' is missing after \(key)") }
            at += 1
            skipBlanks()
            guard at < bytes.count, bytes[at] == 0x22 || bytes[at] == 0x27 else { throw error("the value of \(key) is not quoted") }
            let quote = bytes[at]
            let start = at + 1
            at = start
            while at < bytes.count, bytes[at] != quote { at += 1 }
            guard at < bytes.count else { throw error("the value of \(key) is not closed") }
            element.attributes[key] = try unescaped(bytes[start..<at])
            at += 1
        }
    }

    private func unescaped(_ slice: ArraySlice<UInt8>) throws(XMLError) -> String {
        guard slice.contains(0x26) else { return String(decoding: slice, as: UTF8.self) }
        var out = ""
        var rest = slice
        while let mark = rest.firstIndex(of: 0x26) {
            out += String(decoding: rest[rest.startIndex..<mark], as: UTF8.self)
            guard let end = rest[mark...].prefix(12).firstIndex(of: 0x3B) else { throw error("'&' starts no entity") }
            let name = String(decoding: rest[(mark + 1)..<end], as: UTF8.self)
            let known: [String: String] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
            if let text = known[name] {
                out += text
            } else if name.hasPrefix("#"),
                let code = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst()),
                let scalar = Unicode.Scalar(code)
            {
                out.unicodeScalars.append(scalar)
            } else {
                throw error("there is no entity \(name)")
            }
            rest = rest[(end + 1)...]
        }
        return out + String(decoding: rest, as: UTF8.self)
    }
}
