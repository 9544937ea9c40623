import CSAF
import Testing

@Suite("Tests of the standard")
struct ConformanceTestTests {
    /// An extension of our own for these tests: allowed at every place but the document.
    static func extensions() throws -> ExtensionRegister {
        var register = ExtensionRegister()
        let schema = """
            {"$schema":"https://docs.oasis-open.org/csaf/csaf/v2.1/schema/extension-metaschema.json",
            "$id":"https://example.com/schema/probe_1.0.0.json","type":"object","required":["$schema","category","critical","content"],
            "properties":{"content":{"type":"object","properties":{"probe":{"type":"string","minLength":1}},"unevaluatedProperties":false},
            "$schema":{"type":"string"},"category":{"type":"string"},"critical":{"type":"boolean"}},"additionalProperties":false}
            """
        let metadata = """
            {"extension_schema":"https://example.com/schema/probe_1.0.0.json",
            "requirement":{"$.x_extensions":{"max_occurrence":1},"$.document.x_extensions":{"max_occurrence":0}}}
            """
        register.add(try ExtensionPackage(schema: JSONTree(schema), metadata: JSONTree(metadata)))
        return register
    }

    static func validate(_ draft: JSONDraft) throws -> ValidationReport {
        let context = ValidationContext(now: try #require(Timestamp("2026-01-01T00:00:00Z")), extensions: try extensions())
        return try CSAFValidator(context: context).validate(draft.bytes())
    }

    @Test("a sound advisory passes every test", arguments: CSAFVersion.allCases)
    func sound(version: CSAFVersion) throws {
        let report = try Self.validate(SampleDocuments.base(version))
        let isSound = report.isValid && report.version == version
        #expect(isSound, "\(report.schemaProblems)")
        for test in report.tests {
            let hasFailed = test.hasFailed
            #expect(!hasFailed, "\(test.rule.id): \((test.errors + test.warnings + test.infos).map { $0.path + " " + $0.message })")
        }
    }

    @Test("a document with one thing wrong fails the test for it", arguments: FailingSample.all)
    func failing(sample: FailingSample) throws {
        for version in sample.versions {
            var draft = try SampleDocuments.base(version)
            for (pointer, value) in sample.edits { draft.set(pointer, to: value) }
            let report = try Self.validate(draft)
            let result = try #require(report[sample.id])
            let hasFailed = result.hasFailed
            #expect(hasFailed, "\(sample.id) of \(version.rawValue)")
            let findings = result.errors + result.warnings + result.infos
            let areTold = !findings.isEmpty && findings.allSatisfy { !$0.message.isEmpty }
            #expect(areTold)
            // Every finding stands at a place the document has.
            let root = try JSONTree(draft.bytes()).root
            for finding in findings {
                let isThere = root.value(at: finding.path) != nil
                #expect(isThere, "\(sample.id): \(finding.path)")
            }
        }
    }

    @Test("every test of both versions has a sample that fails it, an explanation and a kind", arguments: CSAFVersion.allCases)
    func complete(version: CSAFVersion) {
        let rules = CSAFValidator.rules(version)
        let sampled = Set(FailingSample.all.filter { $0.versions.contains(version) }.map(\.id))
        for rule in rules {
            #expect(sampled.contains(rule.id), "\(rule.id) has no sample")
            #expect(rule.explanation.count > 20)
        }
        #expect(Set(rules.map(\.id)).count == rules.count)
        #expect(rules.count == (version == .v2_0 ? 74 : 177))
    }

    @Test("presets hold the tests the standard puts in them")
    func presets() throws {
        let rules = CSAFValidator.rules(.v2_1)
        func count(_ name: String) throws -> Int {
            let preset = try #require(Preset(name))
            return rules.count(where: preset.includes)
        }
        #expect(try count("schema") == 0)
        #expect(try count("basic") == count("mandatory"))
        #expect(try count("extended") == count("mandatory") + count("recommended"))
        #expect(try count("full") == rules.count)
        #expect(try count("external-request-free") == rules.count - 2)
        #expect(try count("consistent-revision-history") == 11)
        #expect(try count("extensions-exist") == 7)
        #expect(try count("extensions") == 3 + 1 + 4 + 9)
        #expect(Preset("none") == nil)
    }

    @Test(
        "a document that is no CSAF has a report and no verdict of validity",
        arguments: ["{}", "[]", "null", "3", #"{"document":[]}"#, #"{"document":{"tracking":7},"product_tree":[{}],"vulnerabilities":{}}"#])
    func shapeless(text: String) throws {
        let report = try CSAFValidator().validate(Array(text.utf8))
        #expect(!report.isValid && !report.isSchemaValid)
    }
}
