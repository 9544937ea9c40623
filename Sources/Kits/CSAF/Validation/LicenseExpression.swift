/// An SPDX license expression (SPDX 3.0.1, Annex B), without references to other documents, which CSAF does not allow.
public struct LicenseExpression: Hashable, Sendable {
    /// The licenses and exceptions it names, in their order.
    public let identifiers: [Identifier]

    /// One license or exception.
    public struct Identifier: Hashable, Sendable {
        /// As it is written, without `+`.
        public let text: String
        /// True behind `WITH`.
        public let isException: Bool
        /// What the lists say of it.
        public var standing: LicenseRegister.Standing {
            isException ? LicenseRegister.standing(exception: text) : LicenseRegister.standing(license: text)
        }
    }

    /// True if it names a license or exception that comes from nobody's list.
    public var isForeign: Bool { identifiers.contains { $0.standing == .foreign } }

    /// Reads an expression.
    ///
    /// - Throws: ``LicenseExpressionError``
    public init(_ text: String) throws(LicenseExpressionError) {
        var parser = Parser(text)
        try parser.compound(depth: 0)
        guard parser.isAtEnd else { throw .unexpected(parser.word) }
        identifiers = parser.identifiers
    }

    private struct Parser {
        private var words: [String] = []
        private var at = 0
        var identifiers: [Identifier] = []

        init(_ text: String) {
            var word = ""
            func end() {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            for character in text {
                switch character {
                case " ", "\t": end()
                case "(", ")":
                    end()
                    words.append(String(character))
                default: word.append(character)
                }
            }
            end()
        }

        var isAtEnd: Bool { at == words.count }
        var word: String { isAtEnd ? "" : words[at] }

        private mutating func take(_ wanted: String) -> Bool {
            guard word == wanted || word == wanted.lowercased() else { return false }
            at += 1
            return true
        }

        mutating func compound(depth: Int) throws(LicenseExpressionError) {
            guard depth < 64 else { throw .tooDeep }
            repeat {
                if take("(") {
                    try compound(depth: depth + 1)
                    guard take(")") else { throw .unclosed }
                } else {
                    try simple()
                }
            } while take("AND") || take("OR")
        }

        private mutating func simple() throws(LicenseExpressionError) {
            guard !isAtEnd else { throw .nothing }
            var license = word
            at += 1
            if license.hasSuffix("+"), !license.hasPrefix("LicenseRef-") { license.removeLast() }
            try check(license, prefix: "LicenseRef-")
            identifiers.append(Identifier(text: license, isException: false))
            if take("WITH") {
                guard !isAtEnd else { throw .nothing }
                try check(word, prefix: "AdditionRef-")
                identifiers.append(Identifier(text: word, isException: true))
                at += 1
            }
        }

        private func check(_ text: String, prefix: String) throws(LicenseExpressionError) {
            if text.hasPrefix("DocumentRef-") || text.contains(":") { throw .documentReference }
            guard !text.isEmpty, !["AND", "OR", "WITH", ")", "and", "or", "with"].contains(text) else { throw .unexpected(text) }
            guard text.utf8.allSatisfy({ StringForm.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E }) else { throw .illegalCharacter(text) }
            if text.lowercased().hasPrefix(prefix.lowercased()) {
                guard text.hasPrefix(prefix), text.count > prefix.count else { throw .wrongCase(prefix) }
            }
        }
    }
}

/// Why a text is no license expression.
public enum LicenseExpressionError: Error, Equatable, Sendable {
    /// A license is missing.
    case nothing
    /// A word stands where none can.
    case unexpected(String)
    /// A parenthesis is not closed.
    case unclosed
    /// An identifier holds a character that none can.
    case illegalCharacter(String)
    /// The word before an identifier of one's own has other letters.
    case wrongCase(String)
    /// It refers to a license in another document.
    case documentReference
    /// Parentheses nest without end.
    case tooDeep
}

extension LicenseExpressionError: CustomStringConvertible {
    /// What is wrong, in a few words.
    public var description: String {
        switch self {
        case .nothing: "a license is missing"
        case .unexpected(let word): "“\(word)” stands where AND, OR, WITH or the end is expected"
        case .unclosed: "a parenthesis is not closed"
        case .illegalCharacter(let word): "“\(word)” has other characters than letters, digits, '-' and '.'"
        case .wrongCase(let prefix): "identifiers of one's own start with \(prefix), in these letters"
        case .documentReference: "CSAF allows no licenses in other documents"
        case .tooDeep: "parentheses nest too deep"
        }
    }
}
