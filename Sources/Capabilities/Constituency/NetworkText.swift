internal import Vocabulary

/// A network as people write it in registers.
enum NetworkText {
    struct Problem: Error {
        let message: String
    }

    /// Reads a prefix, an address or a range `first - last` (split into prefixes).
    static func read(_ text: String) -> Result<[IPPrefix], Problem> {
        if let network = IPPrefix(text) { return .success([network]) }
        if let network = IPPrefix(lenient: text) {
            return .failure(Problem(message: "`\(text)` has bits behind its prefix; the network around it is `\(network)`."))
        }
        if let networks = IPPrefix.covering(text: text) { return .success(networks) }
        return .failure(Problem(message: "`\(text)` is no network: `192.0.2.0/24`, `2001:db8::/32`, an address or `first - last`."))
    }
}

extension StringProtocol {
    /// Without blanks at either end.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace ?? false { text = text.dropFirst() }
        while text.last?.isWhitespace ?? false { text = text.dropLast() }
        return String(text)
    }
}
