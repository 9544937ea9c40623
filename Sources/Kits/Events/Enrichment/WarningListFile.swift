internal import Vocabulary
internal import Yams

/// Own warning lists from files: one entry a line (`.txt`), or YAML or JSON with a name and a list (`.yaml`, `.yml`, `.json`; MISP's
/// warning lists read as they are where they list networks, addresses or host names).
///
/// ```yaml
/// name: partners
/// explanation: scanners of our partners
/// action: drop          # mark, drop or off; left out, the configuration decides
/// entries: [203.0.113.0/24, "2001:db8:5::/48", scanner.example, AS64500]
/// ```
///
/// An entry is a network, an address, a range `first - last`, a domain (with everything below it) or an AS number with its letters.
public struct WarningListFile: Sendable {
    /// The list, as far as it could be read.
    public private(set) var list: WarningList
    /// Entries left out, with their place and why.
    public private(set) var mistakes: [Mistake] = []

    /// Reads the text of a file; its kind and the list's name where it gives none come from the file's name.
    public init(path: String, text: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let stem = name.split(separator: ".").dropLast().joined(separator: ".")
        list = WarningList(name: stem.isEmpty ? name : stem)
        if name.hasSuffix(".txt") {
            readLines(text)
        } else {
            readDocument(text)
        }
    }

    private mutating func readLines(_ text: String) {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let entry = Self.trimmed(line.prefix { $0 != "#" })
            if !entry.isEmpty { add(entry, line: index + 1, column: 1) }
        }
    }

    private mutating func readDocument(_ text: String) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            switch error as? YamlError {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
                return note("The file is no YAML: \(problem).", at: mark)
            default: return note("The file is no YAML: \(error)", at: nil)
            }
        }
        guard let mapping = node?.mapping else { return note("Expected keys such as `name` and `entries`.", at: node?.mark) }
        if let name = mapping["name"]?.string, mapping["entries"] != nil || list.name == "list" { list.name = name }
        list.explanation = mapping["explanation"]?.string ?? mapping["description"]?.string ?? ""
        if let action = mapping["action"] {
            list.action = action.string.flatMap(WarningList.Action.init)
            if list.action == nil { note("`action` is mark, drop or off.", at: action.mark) }
        }
        if let type = mapping["type"], type.string == "regex" || type.string == "substring" {
            return note("Lists of regular expressions or parts of texts cannot be used; list networks or domains.", at: type.mark)
        }
        guard let entries = (mapping["entries"] ?? mapping["list"])?.sequence else {
            return note("`entries` is missing: a list of networks, domains or AS numbers.", at: node?.mark)
        }
        for entry in entries { add(Self.trimmed((entry.string ?? "")[...]), line: entry.mark?.line ?? 1, column: entry.mark?.column ?? 1) }
    }

    private mutating func note(_ message: String, at mark: Mark?) {
        mistakes.append(Mistake(line: mark?.line ?? 1, column: mark?.column ?? 1, message: message))
    }

    private mutating func add(_ entry: String, line: Int, column: Int) {
        // A domain may be written as a pattern for what is below it; a leading dot the type takes off itself.
        let name = entry.hasPrefix("*.") ? String(entry.dropFirst(2)) : entry
        if let networks = IPPrefix.covering(text: entry) {
            list.networks += networks
        } else if entry.lowercased().hasPrefix("as"), let asn = ASN(entry) {
            list.asns.append(asn.number...asn.number)
        } else if let domain = DomainName(name) {
            list.domains.append(domain.ascii)
        } else {
            mistakes.append(Mistake(line: line, column: column, message: "`\(entry)` is no network, address, domain or AS number."))
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
