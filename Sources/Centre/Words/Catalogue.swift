internal import Yams

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// All texts that people read, by language and key. A language is there when a file with its code is: `Locales/az.yaml`.
public struct Catalogue: Sendable {
    /// The languages in the order they are offered; the first is the one used where nobody chose.
    public let languages: [Words]

    /// Reads `Locales/*.yaml` of every folder.
    /// - Parameters:
    ///   - folders: resource folders, the frame's own first
    ///   - order: codes in the order they are offered; languages not named follow by code
    /// - Throws: ``CatalogueError``
    public init(folders: [ResourceFolder], order: [String]) throws(CatalogueError) {
        var texts: [String: [String: Words.Text]] = [:]
        for folder in folders {
            for path in folder.files(in: "Locales", ending: ".yaml") {
                let code = String(path.split(separator: "/").last?.dropLast(5) ?? "")
                let flat: [String: Words.Text]
                do {
                    let content = try String(contentsOfFile: path, encoding: .utf8)
                    flat = Self.flattened(try Yams.load(yaml: content))
                } catch {
                    throw .unreadable(path: path, reason: "\(error)")
                }
                for (key, text) in flat {
                    if texts[code]?[key] != nil { throw .twice(key: key, path: path) }
                    texts[code, default: [:]][key] = text
                }
            }
        }
        guard !texts.isEmpty else { throw .empty }
        let codes = order.filter { texts[$0] != nil } + texts.keys.filter { !order.contains($0) }.sorted()
        languages = codes.map { Words(code: $0, texts: texts[$0] ?? [:]) }
    }

    /// The words of a language; those of the first language for a code that is not there.
    public subscript(_ code: String) -> Words { languages.first { $0.code == code } ?? languages[0] }

    /// Whether a language is there.
    public func has(_ code: String) -> Bool { languages.contains { $0.code == code } }

    /// The best language for an `Accept-Language` header (RFC 9110 section 12.5.4, basic filtering of RFC 4647).
    public func negotiated(_ header: String) -> Words {
        var wishes: [(code: String, weight: Double)] = []
        for item in header.split(separator: ",").prefix(20) {
            let parts = item.split(separator: ";")
            guard let range = parts.first else { continue }
            let code = String(range.split(separator: "-").first ?? "").trimmed.lowercased()
            let weight = parts.dropFirst().lazy.compactMap { $0.trimmed.hasPrefix("q=") ? Double($0.trimmed.dropFirst(2)) : nil }.first ?? 1
            if weight > 0 { wishes.append((code, weight)) }
        }
        let best = wishes.enumerated().filter { has($0.element.code) }.max {
            ($0.element.weight, -$0.offset) < ($1.element.weight, -$1.offset)
        }
        return best.map { self[$0.element.code] } ?? languages[0]
    }

    /// Keys that one language has and another lacks, `ru: notices.list.title`: a test asks that there are none.
    public var gaps: [String] {
        let all = languages.reduce(into: Set<String>()) { $0.formUnion($1.texts.keys) }
        return languages.flatMap { words in all.filter { words.texts[$0] == nil }.map { "\(words.code): \($0)" } }.sorted()
    }

    private static let pluralForms: Set<String> = ["zero", "one", "two", "few", "many", "other"]

    private static func flattened(_ node: Any?, _ prefix: String = "") -> [String: Words.Text] {
        switch node {
        case let map as [AnyHashable: Any]:
            let keys = map.keys.compactMap { $0 as? String }
            if keys.contains("other"), Set(keys).isSubset(of: pluralForms) {
                var forms: [String: String] = [:]
                for key in keys { forms[key] = map[key].map { "\($0)" } }
                return [prefix: .plural(forms)]
            }
            var flat: [String: Words.Text] = [:]
            for (key, value) in map {
                let name = key.base as? String ?? "\(key.base)"
                flat.merge(flattened(value, prefix.isEmpty ? name : "\(prefix).\(name)")) { first, _ in first }
            }
            return flat
        case let text as String: return [prefix: .plain(text)]
        case .some(let value): return [prefix: .plain("\(value)")]
        case nil: return [:]
        }
    }
}

/// Why the texts cannot be used.
public enum CatalogueError: Error, Sendable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case twice(key: String, path: String)
    case missing(key: String, language: String, template: String)
    case empty

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): the texts cannot be read: \(reason)"
        case .twice(let key, let path): "\(path): the key \(key) is in another file of this language already; keep one"
        case .missing(let key, let language, let template):
            "\(template): the key \(key) has no text in \(language); add it to Locales/\(language).yaml"
        case .empty: "no Locales/*.yaml were found; the program's resources lie beside it and must be moved with it"
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        var rest = Substring(self)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
