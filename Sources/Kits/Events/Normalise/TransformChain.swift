import FoundationEssentials
import Vocabulary

/// The transforms of one rule, ready to run over cells.
struct TransformChain {
    private let steps: [Step]
    /// How times are written, where a transform says so.
    let timestamps: TimestampFormat
    /// The kind that the transforms give to a target that has none of its own (an extra).
    let kind: ValueKind?

    private enum Step {
        case transform(Transform)
        case capture(Pattern)
    }

    /// A compiled regular expression.
    // Swift's Regex is immutable but not marked Sendable; a chain is used by one worker at a time.
    private struct Pattern {
        let regex: Regex<AnyRegexOutput>
    }

    init(_ transforms: [Transform]) {
        var steps: [Step] = []
        var timestamps = TimestampFormat.automatic
        var kind: ValueKind?
        for transform in transforms {
            switch transform {
            case .timestamp(let format):
                kind = .time
                if let format, let named = TimestampFormat(name: format) { timestamps = named }
            case .integer: kind = .integer
            case .real: kind = .real
            case .boolean: kind = .boolean
            case .json:
                kind = .json
                steps.append(.transform(transform))
            case .capture(let text):
                // A pattern that does not compile was refused when the definition was checked; here it matches nothing.
                if let regex = try? Regex(text).matchingSemantics(.unicodeScalar) {
                    steps.append(.capture(Pattern(regex: regex)))
                } else {
                    steps.append(.transform(.none(of: [""])))
                }
            default: steps.append(.transform(transform))
            }
        }
        self.steps = steps
        self.timestamps = timestamps
        self.kind = kind
    }

    /// Whether the steps only let cells pass or not, and change none.
    var onlyTests: Bool {
        steps.allSatisfy { step in
            switch step {
            case .capture: false
            case .transform(let transform): transform.isTest
            }
        }
    }

    /// Runs the steps over a cell and hands the outcome to `body`; nil where a step says "no value".
    func run<Result>(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        run(bytes, from: 0, body)
    }

    private func run<Result>(_ bytes: UnsafeRawBufferPointer, from index: Int, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        guard index < steps.count else { return body(bytes) }
        func next(_ text: String?) -> Result {
            guard var text else { return body(nil) }
            return text.withUTF8 { run(UnsafeRawBufferPointer($0), from: index + 1, body) }
        }
        func go(_ part: UnsafeRawBufferPointer?) -> Result {
            guard let part else { return body(nil) }
            return run(part, from: index + 1, body)
        }
        switch steps[index] {
        case .capture(let pattern):
            let text = String(decoding: bytes, as: UTF8.self)
            guard let match = try? pattern.regex.firstMatch(in: text) else { return body(nil) }
            let part = match.output.count > 1 ? match.output[1].substring : match.output[0].substring
            return next(part.map(String.init))
        case .transform(let transform):
            if let passes = transform.test(bytes) { return passes ? go(bytes) : body(nil) }
            if case .trim = transform { return go(trimmed(bytes)) }
            return next(transform.text(String(decoding: bytes, as: UTF8.self)))
        }
    }
}

extension Transform {
    /// Whether it only tests cells.
    fileprivate var isTest: Bool {
        switch self {
        case .none, .nonzero, .address, .network, .hash, .hostName, .url, .timestamp, .integer, .real, .boolean: true
        default: false
        }
    }

    /// Whether the cell passes, for transforms that only test; nil for those that change the text.
    fileprivate func test(_ bytes: UnsafeRawBufferPointer) -> Bool? {
        switch self {
        case .none(let texts): !texts.contains { $0.utf8.count == bytes.count && $0.utf8.elementsEqual(bytes) }
        case .nonzero: CellParser.integer(bytes) != 0
        case .address: !bytes.contains(UInt8(ascii: "/")) && IPAddress(ascii: trimmed(bytes)).map { $0.ipv4 != 0 } ?? false
        case .network: bytes.contains(UInt8(ascii: "/")) && IPPrefix(lenient: trimmed(bytes)) != nil
        case .hash(let length): bytes.count == length && bytes.allSatisfy { isHexDigit($0) }
        case .hostName: FieldText.hostName.withNormalised(bytes) { $0 != nil }
        case .url: FieldText.url.withNormalised(bytes) { $0 != nil }
        case .timestamp, .integer, .real, .boolean: true
        default: nil
        }
    }

    private func isHexDigit(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66)
    }

    /// The text that comes out; nil for "no value".
    fileprivate func text(_ text: String) -> String? {
        switch self {
        case .lower: return text.lowercased()
        case .upper: return text.uppercased()
        case .refang: return Defanging.refangedURL(text)
        case .urlPart(let part): return part.of(text)
        case .split(let separator, let index):
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            let place = index < 0 ? parts.count + index : index
            return parts.indices.contains(place) ? String(parts[place]) : nil
        case .endpointHost: return Endpoint(text).map { String($0.host) }
        case .endpointPort: return Endpoint(text)?.port.map(String.init)
        case .map(let table, let otherwise): return table[text] ?? table[text.lowercased()] ?? otherwise
        case .replace(let old, let new):
            let parts: [Substring] = text.split(separator: old, omittingEmptySubsequences: false)
            return parts.joined(separator: new)
        case .prefix(let prefix): return prefix + text
        case .suffix(let suffix): return text + suffix
        case .value(let value): return value
        case .containing(let needle, let found, let otherwise): return text.contains(needle) ? found : otherwise
        case .json: return (try? JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8))) == nil ? nil : text
        case .unpad: return Self.unpadded(text)
        case .printable:
            let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x20...0x7E).contains($0.value) }))
            return kept.isEmpty ? nil : kept
        case .cveList: return Self.cveList(text)
        case .base64: return Data(base64Encoded: text) != nil ? text : Data(text.utf8).base64EncodedString()
        case .base64Decoded: return Data(base64Encoded: text).flatMap { String(data: $0, encoding: .utf8) }
        default: return text
        }
    }

    private static func unpadded(_ text: String) -> String {
        text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            let rest = part.drop { $0 == "0" }
            return rest.isEmpty && !part.isEmpty ? "0" : String(rest)
        }.joined(separator: ".")
    }

    private static func cveList(_ text: String) -> String? {
        let ids = Set(text.split { $0 == ";" || $0 == "," || $0 == " " }.map { $0.lowercased() }.filter { isCVE($0) })
        return ids.isEmpty ? nil : ids.sorted().joined(separator: ";")
    }

    private static func isCVE(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0] == "cve"
            && parts[1...].allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
    }
}

extension Transform.URLPart {
    fileprivate func of(_ text: String) -> String? {
        guard let url = URLText(text) else { return nil }
        switch self {
        case .scheme: return url.scheme
        case .host: return url.hostText
        case .hostName: return url.host?.domain.map { $0.ascii }
        case .hostAddress: return url.host?.address.map { $0.description }
        case .port: return url.port.map { String($0) }
        case .path: return url.path.isEmpty ? nil : url.path
        case .query: return url.query
        }
    }
}

/// `host:port`, `[v6]:port`, or a host alone.
private struct Endpoint {
    let host: Substring
    let port: UInt16?

    init?(_ text: String) {
        if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<close]
            let rest = text[text.index(after: close)...]
            port = rest.hasPrefix(":") ? UInt16(rest.dropFirst()) : nil
        } else if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            host = text[..<colon]
            port = UInt16(text[text.index(after: colon)...])
        } else {
            host = text[...]
            port = nil
        }
        if host.isEmpty { return nil }
    }
}

/// Any JSON value, decoded only to see that it is one.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {}
}
