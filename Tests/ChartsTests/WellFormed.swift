import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What an XML parser finds in a picture or a figure.
final class ParsedMarkup: NSObject, XMLParserDelegate {
    private(set) var elements: [(name: String, attributes: [String: String])] = []
    private(set) var text = ""
    private var failure: String?

    /// Parses; throws what is wrong and where.
    init(_ markup: String) throws {
        super.init()
        // The named entities of HTML are not used; one root is needed.
        let parser = XMLParser(data: Data("<root>\(markup)</root>".utf8))
        parser.delegate = self
        if !parser.parse() {
            throw NotWellFormed(
                reason: "\(parser.parserError.map { "\($0)" } ?? "?") at \(parser.lineNumber):\(parser.columnNumber)", markup: markup)
        }
    }

    func parser(
        _: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        elements.append((name, attributes))
    }

    func parser(_: XMLParser, foundCharacters string: String) { text += string }

    func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }
}

struct NotWellFormed: Error {
    let reason: String
    let markup: String
}
