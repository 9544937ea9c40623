import CSAF
import Centre
import CentreTesting
import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Advisories

@Suite("power fails while a version goes out", .serialized)
struct PressTests {
    /// A release that is written down and planned, as it is when the process dies before the channel has it.
    private func planned(_ house: AdvisoryHouse, _ content: AdvisoryContent) async throws -> (Draft, PublishedVersion) {
        try await house.running.house.jobs.pause("outward.site")
        let advisory = try await house.approve(content)
        _ = try await house.until { try await $0.desk.find(advisory.id)?.tracking != nil }
        let tracking = try #require(try await house.desk.find(advisory.id)?.tracking)
        return (advisory, PublishedVersion(tracking: tracking, version: 1))
    }

    @Test("before the tree is turned, nothing of it is shown; the next attempt shows it whole")
    func unfinishedTree() async throws {
        try await AdvisoryHouse.use { house in
            try await house.publish(AdvisoryHouse.content())
            let (_, version) = try await planned(house, AdvisoryHouse.content("Printers print anything"))
            // A tree that a killed process left half written.
            let half = house.advisories.press.root + "/releases/00000099.part/white/2026"
            try FileManager.default.createDirectory(atPath: half, withIntermediateDirectories: true)
            try Data("{".utf8).write(to: URL(fileURLWithPath: half + "/ex-cert-2026-0002.json"))
            let reader = house.running.browser(.public)
            #expect(try await reader.get("/.well-known/csaf/white/2026/ex-cert-2026-0002.json").status == 404)
            #expect(try await reader.get("/advisories/EX-CERT-2026-0002").status == 404)
            #expect(ProviderCheck(path: house.advisories.press.tree).run().allSatisfy { $0.state != .failed })

            _ = try await house.advisories.press.show(version)
            #expect(try await reader.get("/.well-known/csaf/white/2026/ex-cert-2026-0002.json").status == 200)
            #expect(try await reader.get("/advisories/EX-CERT-2026-0002").status == 200)
            #expect(ProviderCheck(path: house.advisories.press.tree).run().allSatisfy { $0.state != .failed })
        }
    }

    @Test("after the tree was turned and before the pages are, the tree verifies and a second attempt changes nothing but the pages")
    func turnedTree() async throws {
        try await AdvisoryHouse.use { house in
            let (advisory, version) = try await planned(house, AdvisoryHouse.content())
            try await house.advisories.press.writeTree(with: version)
            #expect(ProviderCheck(path: house.advisories.press.tree).run().allSatisfy { $0.state != .failed })
            #expect(try await house.desk.find(advisory.id)?.state == .approved)
            let before = try await house.running.browser(.public).get(house.documentPathOf(version)).body

            _ = try await house.advisories.press.show(version)
            _ = try await house.advisories.press.show(version)
            #expect(try await house.running.browser(.public).get(house.documentPathOf(version)).body == before)
            #expect(try await house.desk.find(advisory.id)?.state == .published)
            let edits = try await house.records.read { try AdvisoryStore.edits(of: advisory.id, $0) }
            #expect(edits.count { $0.step == .published } == 1)
        }
    }

    @Test("a document that is not valid is not shown, and the advisory goes back to its writer")
    func notValid() async throws {
        try await AdvisoryHouse.use { house in
            let (advisory, version) = try await planned(house, AdvisoryHouse.content())
            try await house.records.write {
                try $0.execute(
                    sql: "UPDATE advisories_release SET document = ? WHERE tracking = ?", arguments: [Data("{}".utf8), version.tracking])
            }
            try await house.running.house.jobs.resume("outward.site")
            #expect(try await house.until { try await $0.desk.find(advisory.id)?.state == .draft })
            #expect(try await house.running.browser(.public).get("/advisories/\(version.tracking)").status == 404)
            #expect(ProviderCheck(path: house.advisories.press.tree).run().allSatisfy { $0.state != .failed })
            let edits = try await house.records.read { try AdvisoryStore.edits(of: advisory.id, $0) }
            #expect(edits.first?.step == .returned && edits.first?.note.isEmpty == false)
        }
    }

    @Test("many publications at once each have their number and their document")
    func manyAtOnce() async throws {
        try await AdvisoryHouse.use { house in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...8 {
                    group.addTask { try await house.publish(AdvisoryHouse.content("Advisory of number \(number)")) }
                }
                try await group.waitForAll()
            }
            let index = try await house.running.browser(.public).get("/.well-known/csaf/white/index.txt").text.split(separator: "\n")
            #expect(Set(index).count == 8)
            #expect(ProviderCheck(path: house.advisories.press.tree).run().allSatisfy { $0.state != .failed })
        }
    }
}

extension AdvisoryHouse {
    func documentPathOf(_ version: PublishedVersion) -> String { "/.well-known/csaf/white/2026/\(version.tracking.lowercased()).json" }
}
