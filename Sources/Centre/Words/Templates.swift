internal import Mustache

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// All pages' templates, once for each language: `{{t:key}}` is replaced by the language's text when they are loaded, so that a missing
/// text is found at once and costs nothing later. The text may hold variables of the page.
public struct Templates: Sendable {
    private let libraries: [String: MustacheLibrary]
    /// The names of all templates.
    public let names: Set<String>

    /// Reads `Templates/**.mustache` of every folder.
    /// - Throws: ``CatalogueError/missing(key:language:template:)``, ``CatalogueError/unreadable(path:reason:)``
    public init(folders: [ResourceFolder], catalogue: Catalogue) throws(CatalogueError) {
        var sources: [(name: String, path: String, text: String)] = []
        for folder in folders {
            let root = folder.path + "/Templates/"
            for path in folder.files(in: "Templates", ending: ".mustache") {
                guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                    throw .unreadable(path: path, reason: "it is no UTF-8 text or may not be read")
                }
                sources.append((String(path.dropFirst(root.count).dropLast(9)), path, text))
            }
        }
        var libraries: [String: MustacheLibrary] = [:]
        for words in catalogue.languages {
            var library = MustacheLibrary()
            for source in sources {
                let text = try Self.translated(source.text, words, template: source.path)
                do {
                    try library.register(text, named: source.name)
                } catch {
                    throw .unreadable(path: source.path, reason: "\(error)")
                }
            }
            libraries[words.code] = library
        }
        self.libraries = libraries
        names = Set(sources.map(\.name))
    }

    /// Renders a template; nil where there is none of that name.
    func render(_ name: String, language: String, _ object: Any) -> String? {
        let view = (object as? Screen).map { ScreenTree($0) } ?? ViewTree.view(of: object)
        return libraries[language]?.render(view ?? object, withTemplate: name)
    }

    private static func translated(_ text: String, _ words: Words, template: String) throws(CatalogueError) -> String {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{t:"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let key = rest[open.upperBound..<close.lowerBound].trimmed
            guard words.has(key) else { throw .missing(key: key, language: words.code, template: template) }
            result += rest[..<open.lowerBound]
            result += escaped(words[key])
            rest = rest[close.upperBound...]
        }
        return result + rest
    }

    /// Escapes what HTML would read, but not the variables of a text.
    private static func escaped(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            result += HTML.escaped(rest[..<open.lowerBound])
            result += rest[open.lowerBound..<close.upperBound]
            rest = rest[close.upperBound...]
        }
        return result + HTML.escaped(rest)
    }
}

/// Text as HTML shows it.
public enum HTML {
    /// With the five characters escaped that HTML reads.
    public static func escaped(_ text: some StringProtocol) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
