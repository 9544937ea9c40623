import CSAF
import Foundation
import Testing

/// Advisories that vendors and teams have published.
@Suite("Published advisories", .enabled(if: StudyData.isThere, "\(StudyData.note)"))
struct RealDocumentTests {
    private static func advisories() -> [String] {
        StudyData.documents("csaf-real").filter { path in
            (try? JSONTree(StudyData.bytes(path)).root["document"]?["csaf_version"]) != nil
        }
    }

    @Test("every advisory is read, keeps every byte of meaning and comes out the same")
    func roundTrip() throws {
        let paths = Self.advisories()
        #expect(paths.count >= 40)
        for path in paths {
            let tree = try JSONTree(StudyData.bytes(path))
            let copy = try JSONTree(JSONDraft(tree.root).bytes())
            let again = try JSONTree(JSONDraft(copy.root).bytes(indented: false))
            let isSame = JSONDraft(copy.root).bytes() == JSONDraft(again.root).bytes()
            #expect(isSame, "\(path)")
            let advisory = Advisory(tree)
            #expect(!advisory.id.isEmpty && !advisory.title.isEmpty, "\(path)")
            guard CSAFValidator(preset: .basic).validate(tree).isValid else { continue }
            for vulnerability in advisory.vulnerabilities {
                let unknown = vulnerability.statuses.keys.filter { advisory[product: $0] == nil }
                #expect(unknown.isEmpty, "\(path)")
            }
        }
    }

    @Test("provider trees of others are checked to the end")
    func providers() throws {
        let folder = StudyData.root.appending(path: "csaf-real/providers/schwarz-informatik/.well-known/csaf").path
        let results = ProviderCheck(path: folder).run()
        #expect(results.map(\.number) == Array(1...20))
        for number in [2, 7, 12, 18, 19] {
            let result = try #require(results.first { $0.number == number })
            #expect(result.state == .passed, "requirement \(number): \(result.findings)")
        }
    }
}
