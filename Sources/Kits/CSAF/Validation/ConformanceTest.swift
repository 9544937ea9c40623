/// A test of section 6 of the standard.
///
/// Each is a small type in the file of its family, and stands in ``ConformanceTests/all``.
protocol ConformanceTest: Sendable {
    /// What the test is.
    var rule: Rule { get }
    /// Looks at a document and reports what is wrong.
    func check(_ facts: Facts, _ report: inout RuleReport)
}

/// What a test is: its place in the standard and what it asks, in our words.
public struct Rule: Hashable, Sendable {
    /// The section of the standard: `6.1.27.4`.
    public let id: String
    /// The versions of CSAF that have it.
    public let versions: [CSAFVersion]
    /// What it asks of a document, and why.
    public let explanation: String
    /// How grave a failure is.
    public let kind: Kind
    /// Categories of documents it is for; empty for all.
    let categories: [String]

    /// A test of both versions.
    init(_ id: String, _ explanation: String, _ versions: [CSAFVersion] = CSAFVersion.allCases, categories: [String] = []) {
        self.id = id
        kind = id.hasPrefix("6.1.") ? .mandatory : id.hasPrefix("6.2.") ? .recommended : .informative
        self.versions = versions
        self.explanation = explanation
        self.categories = categories
    }

    /// How grave a failure of a test is.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A document that fails is not valid.
        case mandatory
        /// A document should not fail without a good reason; CSAF 2.0 calls these tests optional.
        case recommended
        /// A hint at common mistakes.
        case informative

        /// The name in a version of the standard.
        public func name(in version: CSAFVersion) -> String { self == .recommended && version == .v2_0 ? "optional" : rawValue }
    }
}

/// Where a test failed, or what it has to say besides.
public struct Finding: Hashable, Sendable {
    /// The place in the document (JSON Pointer, RFC 6901).
    public let path: String
    /// What is wrong, and what would be right.
    public let message: String
}

/// What a test finds while it looks at a document.
struct RuleReport {
    private(set) var failures: [Finding] = []
    private(set) var hints: [Finding] = []
    private(set) var count = 0
    /// Findings beyond this are counted and not told one by one.
    static let limit = 100

    var hasFailed: Bool { count > 0 }

    mutating func fail(_ value: JSONValue?, _ message: @autoclosure () -> String) {
        count += 1
        if failures.count < Self.limit { failures.append(Finding(path: value?.pointer ?? "", message: message())) }
    }

    /// Something the reader should know that is no failure.
    mutating func hint(_ value: JSONValue?, _ message: @autoclosure () -> String) {
        if hints.count < Self.limit { hints.append(Finding(path: value?.pointer ?? "", message: message())) }
    }
}
