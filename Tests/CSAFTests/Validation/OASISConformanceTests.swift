import CSAF
import Foundation
import Testing

/// The documents OASIS wrote for validators: for each test some that fail it and some that pass.
@Suite("OASIS' documents for validators", .enabled(if: StudyData.isThere, "\(StudyData.note)"))
struct OASISConformanceTests {
    /// One document with what OASIS says of it.
    struct Case {
        let test: String
        let path: String
        /// True if the named test must fail.
        let mustFail: Bool
        /// True if the document is valid on the whole.
        let isValid: Bool
    }

    /// Documents that OASIS calls valid although they break mandatory tests other than the one they are there to show, as docs/csaf.md argues:
    /// the tests we report.
    static let contradictions: [String: String] = [
        "2_0-2021-6-2-08-02": "6.1.25",  // two digests of one algorithm
        "2_0-2021-6-2-09-02": "6.1.25",
        "2_1-2024-6-2-08-02": "6.1.25",
        "2_1-2024-6-2-09-02": "6.1.25",
        "2_1-2024-6-1-10-13": "6.1.9",  // the temporal score in the place of the base score
        "2_1-2024-6-1-27-13-16": "6.1.1 6.1.2",  // a product is defined twice and another not at all
        "2_1-2024-6-1-50-14": "6.1.2",
        "2_1-2024-6-1-50-15": "6.1.2",
        "2_1-2024-6-2-20-02": "6.1.8",  // FIRST's schema of CVSS 4.0 forbids further members
        "2_1-2024-6-2-21-02": "6.1.14 6.1.21",  // revision 6 is older than 5
        "2_1-2024-6-2-34-03": "6.1.48",  // the namespace that 6-1-48-21 shows to be wrong
        "2_1-2024-6-2-39-02-01": "6.1.27.14",  // no note of the category description
        "2_1-2024-6-2-39-03-01": "6.1.27.14",
        "2_1-2024-6-2-42-02": "6.1.42",  // package URLs of different packages
        "2_1-2024-6-2-54-03-01": "6.1.1 6.1.60.2",  // the extension has a member that its schema forbids
        "2_1-2024-6-3-21-01-02": "6.1.1 6.1.60.2",
        "2_1-2024-6-3-21-01-12": "6.1.1 6.1.60.2",
    ]

    static func cases(_ version: String) throws -> [Case] {
        let base = "csaf/csaf_\(version)/test/validator/data/"
        let list = try JSONTree(StudyData.bytes(base + "testcases.json")).root["tests"]
        var cases: [Case] = []
        for test in list.map({ Array($0.children) }) ?? [] {
            for (member, mustFail) in [("failures", true), ("valid", false)] {
                for entry in test.member(member).map({ Array($0.children) }) ?? [] {
                    cases.append(
                        Case(
                            test: test["id"]?.text ?? "", path: base + (entry["name"]?.text ?? ""), mustFail: mustFail,
                            isValid: entry["valid"]?.flag ?? false))
                }
            }
        }
        return cases
    }

    /// The extensions OASIS wrote for its documents.
    static func extensions() throws -> ExtensionRegister {
        var register = ExtensionRegister()
        for name in ["documentation-11", "documentation-12", "documentation-13"] {
            let base = "csaf/csaf_2.1/test/extension/data/valid/\(name)/\(name)"
            register.add(
                try ExtensionPackage(
                    schema: JSONTree(StudyData.bytes(base + "-content_1.0.0.json")),
                    metadata: JSONTree(StudyData.bytes(base + "-metadata_1.0.0.json"))))
        }
        return register
    }

    @Test("every document fails and passes as OASIS says", arguments: [("2.0", 239), ("2.1", 856)])
    func verdicts(version: String, count: Int) throws {
        let cases = try Self.cases(version)
        #expect(cases.count == count)
        // Stands for the network: what these addresses would answer.
        let isReachable: @Sendable (String) -> Bool = { !$0.contains("example.invalid") && !$0.hasSuffix("/not-available") }
        let validator = CSAFValidator(
            context: ValidationContext(
                now: try #require(Timestamp("2026-11-24T00:00:00Z")), extensions: try Self.extensions(), isReachable: isReachable))
        for item in cases {
            let report = try validator.validate(StudyData.bytes(item.path))
            let name = item.path.split(separator: "/").last.map(String.init) ?? ""
            let result = try #require(report[item.test], "\(item.test) was not run on \(name)")
            #expect(result.hasFailed == item.mustFail, "\(item.test) on \(name)")
            let failed = report.tests.filter { $0.rule.kind == .mandatory && $0.hasFailed }.map(\.rule.id)
            if let known = Self.contradictions[String(name.dropFirst("oasis_csaf_tc-csaf_".count).dropLast(".json".count))] {
                #expect(failed.joined(separator: " ") == known)
            } else {
                #expect(
                    report.isValid == item.isValid,
                    "\(name): \(failed) \(report.schemaProblems.prefix(2).map { $0.path + " " + $0.message })")
            }
        }
    }

    @Test("where OASIS says which places are wrong, the same are reported")
    func places() throws {
        let validator = CSAFValidator(context: ValidationContext(extensions: try Self.extensions()))
        for item in try Self.cases("2.1") {
            let path = item.path.replacing(".json", with: ".result.json")
            guard let bytes = try? StudyData.bytes(path) else { continue }
            let expected = try JSONTree(bytes).root
            let report = try validator.validate(StudyData.bytes(item.path))
            for member in [expected["primary_result"]].compactMap(\.self) + (expected["secondary_results"].map { Array($0.children) } ?? [])
            {
                guard let id = member["id"]?.text, let result = report[id] else { continue }
                #expect(result.hasFailed == (member["passed"]?.flag == false), "\(id) on \(item.path)")
            }
        }
    }

    @Test("extensions that break the rules for extensions are refused", arguments: ["documentation-01", "documentation-02"])
    func refusedExtensions(name: String) throws {
        let base = "csaf/csaf_2.1/test/extension/data/invalid/\(name)/\(name)"
        let schema = try JSONTree(StudyData.bytes(base + "-content_1.0.0.json"))
        #expect(throws: ExtensionError.self) {
            try ExtensionPackage(schema: schema, metadata: JSONTree(StudyData.bytes(base + "-metadata_1.0.0.json")))
        }
    }

    @Test("file names follow from identifiers", arguments: ["2.0", "2.1"])
    func fileNames(version: String) throws {
        let valid = StudyData.documents("csaf/csaf_\(version)/test/filenames/data/valid")
        let invalid = StudyData.documents("csaf/csaf_\(version)/test/filenames/data/invalid")
        #expect(!valid.isEmpty && !invalid.isEmpty)
        for (paths, fits) in [(valid, true), (invalid, false)] {
            for path in paths {
                let id = try #require(try JSONTree(StudyData.bytes(path)).root.value(at: "/document/tracking/id")?.text)
                #expect((path.split(separator: "/").last.map(String.init) == DocumentFile.name(forID: id)) == fits, "\(path)")
            }
        }
    }

    @Test("platform names are told from other texts")
    func platformNames() throws {
        for line in try StudyData.lines("csaf/csaf_2.1/test/cpe/data/valid/cpe.txt") {
            #expect(PlatformName(String(line)) != nil, "\(line)")
        }
        for line in try StudyData.lines("csaf/csaf_2.1/test/cpe/data/invalid/cpe.txt") {
            #expect(PlatformName(String(line)) == nil, "\(line)")
        }
    }
}
