/// Tests CSAF documents of versions 2.0 and 2.1 against the standard: their form, and all tests of section 6.
///
/// ```swift
/// let report = try CSAFValidator(preset: .extended).validate(bytes)
/// report.isValid              // the form and the mandatory tests
/// report.tests.flatMap(\.errors)
/// ```
public struct CSAFValidator: Sendable {
    /// The tests to run.
    public var preset: Preset
    /// What they know beside the document.
    public var context: ValidationContext
    /// How large a document may be.
    public var limits: JSONLimits

    /// A validator; what is left out runs all tests without the network.
    public init(preset: Preset = .full, context: ValidationContext = ValidationContext(), limits: JSONLimits = JSONLimits()) {
        self.preset = preset
        self.context = context
        self.limits = limits
    }

    /// The tests of a version, in the order of the standard.
    public static func rules(_ version: CSAFVersion) -> [Rule] {
        ConformanceTests.all.map(\.rule).filter { $0.versions.contains(version) }
    }

    /// Reads and tests a document.
    ///
    /// - Throws: ``JSONError`` where the bytes are no JSON. What is JSON and no CSAF has a report.
    public func validate(_ bytes: [UInt8]) throws(JSONError) -> ValidationReport {
        validate(try JSONTree(bytes, limits: limits))
    }

    /// Tests a document.
    public func validate(_ tree: JSONTree) -> ValidationReport {
        let root = tree.root
        let named = root["document"]?["csaf_version"]?.text
        let version = named.flatMap(CSAFVersion.init(rawValue:)) ?? (root["$schema"] == nil ? .v2_0 : .v2_1)
        let shape = ShapeCheck.check(root, in: version == .v2_0 ? .csaf20 : .csaf21)
        let facts = Facts(root, version: version, shape: shape, context: context)
        var tests: [TestResult] = []
        for test in ConformanceTests.all {
            let rule = test.rule
            guard rule.versions.contains(version), preset.includes(rule) else { continue }
            var report = RuleReport()
            let isSkipped = !rule.categories.isEmpty && !rule.categories.contains(facts.category)
            if !isSkipped { test.check(facts, &report) }
            tests.append(TestResult(rule, version, report, isSkipped: isSkipped))
        }
        return ValidationReport(
            version: version, isVersionKnown: named.flatMap(CSAFVersion.init(rawValue:)) != nil, preset: preset.name,
            schemaProblems: preset.includesSchema ? shape.problems.map { Finding(path: $0.value.pointer, message: $0.message) } : [],
            tests: tests)
    }
}

/// What became of a document's tests.
public struct ValidationReport: Sendable {
    /// The version the document was tested as.
    public let version: CSAFVersion
    /// False if the document names no version that is known.
    public let isVersionKnown: Bool
    /// The name of the set of tests.
    public let preset: String
    /// Where the document does not have the form its schema asks for.
    public let schemaProblems: [Finding]
    /// The tests that were run, in the order of the standard.
    public let tests: [TestResult]

    /// True if the document has the form its schema asks for.
    public var isSchemaValid: Bool { schemaProblems.isEmpty }
    /// True if the document is valid: of the right form, and no mandatory test failed.
    public var isValid: Bool { isSchemaValid && !tests.contains { $0.rule.kind == .mandatory && $0.hasFailed } }

    /// The result of a test; `nil` where it was not run.
    public subscript(_ id: String) -> TestResult? { tests.first { $0.rule.id == id } }
}

/// What became of one test.
public struct TestResult: Sendable {
    /// The test.
    public let rule: Rule
    /// What the version of the document calls its kind: `mandatory`, `optional` or `recommended`, `informative`.
    public let kind: String
    /// True if the test is for other categories of documents.
    public let isSkipped: Bool
    /// How often it failed; more than are told one by one.
    public let failureCount: Int
    /// Failures of a mandatory test.
    public let errors: [Finding]
    /// Failures of an optional or recommended test, and what a mandatory test could not look at.
    public let warnings: [Finding]
    /// Failures of an informative test, and what another could not look at.
    public let infos: [Finding]

    init(_ rule: Rule, _ version: CSAFVersion, _ report: RuleReport, isSkipped: Bool) {
        self.rule = rule
        self.isSkipped = isSkipped
        kind = rule.kind.name(in: version)
        failureCount = report.count
        errors = rule.kind == .mandatory ? report.failures : []
        warnings = rule.kind == .recommended ? report.failures : rule.kind == .mandatory ? report.hints : []
        infos = rule.kind == .informative ? report.failures + report.hints : rule.kind == .recommended ? report.hints : []
    }

    /// True if the document did not pass.
    public var hasFailed: Bool { failureCount > 0 }
}
