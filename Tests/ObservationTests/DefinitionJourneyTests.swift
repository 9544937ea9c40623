import Centre
import CentreTesting
import Foundation
import Testing

@testable import Observation

@Suite("Feeds and their definitions")
struct DefinitionJourneyTests {
    private static let definition = """
        provider: Ours
        interval: 1d
        format: csv
        columns:
          ip: source.ip !
          when: time.source
        feeds:
          - code: scans
            name: Our scans
            constants: {classification.type: scanner}

        """

    @Test("a mistake is told with line and column, and nothing is saved")
    func mistakes() async throws {
        try await World.use([]) { (world: World) async throws in
            let desk = world.desk()
            _ = try await desk.get("/feeds/definition")
            let text = Self.definition.replacingOccurrences(of: "source.ip !", with: "source.ipp !")
            let page = try await desk.post("/feeds/definition", [("name", "ours"), ("definition", text), ("act", "save")])
            #expect(page.status == 422)
            #expect(page.contains("<code>5:"))
            #expect(!FileManager.default.fileExists(atPath: world.running.folder.path + "/feeds/ours.yaml"))
        }
    }

    @Test("a pasted sample shows what fields come of it; saved, the feed is known")
    func preview() async throws {
        try await World.use([]) { (world: World) async throws in
            let desk = world.desk()
            _ = try await desk.get("/feeds/definition")
            let sample = "ip,when\n192.0.2.77,2026-11-24 08:00:00\nnonsense,2026-11-24 08:00:00\n"
            let page = try await desk.post(
                "/feeds/definition", [("name", "ours"), ("definition", Self.definition), ("sample", sample), ("act", "check")])
            #expect(page.status == 200)
            #expect(page.contains("192.0.2.77"))
            #expect(page.contains("source.ip"))
            let saved = try await desk.post("/feeds/definition", [("name", "ours"), ("definition", Self.definition), ("act", "save")])
            #expect(saved.status == 303)
            #expect(try await desk.get("/feeds/ours/scans").contains("Our scans"))
        }
    }

    @Test("a file's name leads nowhere else", arguments: ["../x", "a/b", ".hidden", "", "UPPER"])
    func names(name: String) async throws {
        try await World.use([]) { (world: World) async throws in
            let desk = world.desk()
            _ = try await desk.get("/feeds/definition")
            let answer = try await desk.post("/feeds/definition", [("name", name), ("definition", Self.definition), ("act", "save")])
            #expect(answer.status == 422)
        }
    }

    @Test("rows that could not be read are shown with the reason, and read again")
    func letters() async throws {
        try await World.use([#"{"classification.type": "spam", "source.ip": "nonsense"}"#, "this is no JSON"]) {
            (world: World) async throws in
            let desk = world.desk()
            let page = try await desk.get("/feeds/idf/lines")
            #expect(page.contains("this is no JSON"))
            let done = try await desk.post("/feeds/idf/lines/retry")
            #expect(done.status == 303)
        }
    }
}
