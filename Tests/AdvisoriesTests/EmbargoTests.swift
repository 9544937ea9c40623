import Centre
import CentreTesting
import Foundation
import Testing
import Vocabulary

@testable import Advisories

@Suite("what is not public yet leaks nowhere", .serialized)
struct EmbargoTests {
    /// Every address of the public face that shows something, with its places filled in.
    private func addresses(_ house: AdvisoryHouse, hidden: Advisory) -> [String] {
        house.running.centre.routes.filter { $0.face == .public && $0.verb == .get }.flatMap { route -> [String] in
            let path = route.path
            var all = [path]
            all = all.flatMap { path in
                path.contains(":tracking")
                    ? ["EX-CERT-2026-0001", "EX-CERT-2026-0002", hidden.id].map { path.replacing(":tracking", with: $0) } : [path]
            }
            all = all.map { $0.replacing(":language", with: "en").replacing(":sector", with: "all").replacing(":token", with: "x") }
            all = all.flatMap { path in
                path.contains(":file")
                    ? ["advisories.atom", "warnings.atom", "advisories.rss", "advisories.json", "en.svg"].map {
                        path.replacing(":file", with: $0)
                    } : [path]
            }
            return all.flatMap { path in
                path.hasSuffix("**")
                    ? [
                        "provider-metadata.json", "feed-tlp-white.json", "white/index.txt", "white/changes.csv", "category-white.json",
                        "service.json", "white/2026/ex-cert-2026-0002.json",
                    ]
                    .map { path.replacing("**", with: $0) } : [path]
            }
        } + ["/advisories?q=meters", "/advisories?q=CVE-2026-54321", "/warnings?q=meters"]
    }

    @Test("drafts, reviews and embargoes tell nothing through any public address, and give no number away")
    func embargo() async throws {
        try await AdvisoryHouse.use { house in
            try await house.publish(AdvisoryHouse.content())
            var secret = AdvisoryHouse.content("Meters can be switched off")
            secret.vulnerabilities[0].cve = "CVE-2026-54321"
            secret.embargo = house.clock.now + .seconds(86_400)
            let hidden = try await house.approve(secret)
            let reader = house.running.browser(.public)
            // The page of what is public names the number of one that is not, without knowing it.
            let nothing = try await reader.get("/advisories/EX-CERT-2026-0777")
            for address in addresses(house, hidden: hidden) {
                let answer = try await reader.get(address, headers: ["Accept-Language": "en"])
                #expect(!answer.contains("Meters can be"), "\(address)")
                // A search and an address are said again on their page.
                #expect(address.contains("CVE-2026-54321") || !answer.contains("CVE-2026-54321"), "\(address)")
                #expect(address.contains(hidden.id) || !answer.contains(hidden.id), "\(address)")
                if !address.contains("EX-CERT"), !address.contains("feed"), !address.contains("q=") {
                    #expect(!answer.contains("EX-CERT-2026-0002"), "\(address)")
                }
            }
            let asked = try await reader.get("/advisories/EX-CERT-2026-0002")
            #expect(asked.status == nothing.status && asked.body.count == nothing.body.count)
            #expect(try await house.desk.find(hidden.id)?.tracking == nil, "a number was given before the embargo ended")

            // What is published meanwhile takes the next number: there is no gap.
            let between = try await house.publish(AdvisoryHouse.content("Printers print anything"))
            #expect(between.tracking == "EX-CERT-2026-0002")

            house.clock.advance(86_401)
            #expect(try await house.until { try await $0.desk.find(hidden.id)?.state == .published })
            let shown = try await reader.get("/advisories/EX-CERT-2026-0003", headers: ["Accept-Language": "en"])
            #expect(shown.contains("Meters can be switched off"))
        }
    }

    @Test("what is marked AMBER stands in the portal and not in public, and counts by itself")
    func amber() async throws {
        try await AdvisoryHouse.use { house in
            let amber = try await house.publish(AdvisoryHouse.content("Meters can be switched off", tlp: .amber))
            #expect(amber.tracking == "EX-CERT-2026-R0001")
            let open = try await house.publish(AdvisoryHouse.content())
            #expect(open.tracking == "EX-CERT-2026-0001")
            let reader = house.running.browser(.public)
            for address in addresses(house, hidden: amber) + ["/advisories/EX-CERT-2026-R0001", "/warnings/EX-CERT-2026-R0001"] {
                let answer = try await reader.get(address, headers: ["Accept-Language": "en"])
                #expect(!answer.contains("Meters"), "\(address)")
            }
            let owner = house.running.browser(.portal).signIn(as: "owner:bank")
            #expect(try await owner.get("/advisories/EX-CERT-2026-R0001", headers: ["Accept-Language": "en"]).contains("Meters"))
            #expect(try await house.running.browser(.portal).get("/advisories/EX-CERT-2026-R0001").status != 200)
        }
    }

    @Test("a publication that is called off shows nothing, and goes back to its writer")
    func calledOff() async throws {
        try await AdvisoryHouse.use { house in
            let advisory = try await house.desk.begin(AdvisoryHouse.content(), by: AdvisoryHouse.writer)
            try await house.records.write { database in
                try AdvisoryStore.take(.submitted, advisory.id, by: AdvisoryHouse.writer, at: noon, database) {
                    $0.submitter = AdvisoryHouse.writer
                }
            }
            // Nothing that lacks what it must have is agreed to.
            try await house.desk.giveBack(advisory.id, by: AdvisoryHouse.reader, note: "Say it shorter.")
            try await house.desk.save(advisory.id, by: AdvisoryHouse.writer) { $0.texts["en"]?.advice = "" }
            await #expect(throws: AdvisoryRefusal.notWhole) { try await house.desk.submit(advisory.id, by: AdvisoryHouse.writer) }
            #expect(try await house.desk.find(advisory.id)?.state == .draft)
        }
    }

    @Test("whoever wrote or handed it in cannot agree; who saw an older text cannot either")
    func fourEyes() async throws {
        try await AdvisoryHouse.use { house in
            let advisory = try await house.desk.begin(AdvisoryHouse.content(), by: AdvisoryHouse.writer)
            try await house.desk.submit(advisory.id, by: AdvisoryHouse.writer)
            let edit = try #require(try await house.desk.find(advisory.id)?.edit)
            await #expect(throws: AdvisoryRefusal.samePerson) {
                try await house.desk.approve(advisory.id, basis: edit, by: AdvisoryHouse.writer)
            }
            await #expect(throws: AdvisoryRefusal.changedMeanwhile) {
                try await house.desk.approve(advisory.id, basis: edit - 1, by: AdvisoryHouse.reader)
            }
            #expect(try await house.desk.find(advisory.id)?.state == .review)
        }
    }
}
