import CSAF
import Centre
import CentreTesting
import Foundation
import Testing
import Vocabulary

@testable import Advisories

@Suite("from the first word to publication", .serialized)
struct PublicationJourneyTests {
    @Test("an editor writes, a second person agrees, and it is public as page, warning, feeds and a CSAF document that is valid")
    func journey() async throws {
        try await AdvisoryHouse.use { house in
            let editor = house.running.browser(.desk).signIn(as: "staff:editor")
            _ = try await editor.get("/advisories/new")
            let begun = try await editor.post(
                "/advisories/new", [("kind", "advisory"), ("language", "en"), ("title", "Router can be taken over")])
            let texts = try #require(begun.location)
            let page = try await editor.get(texts)
            #expect(page.status == 200)
            let base = String(texts.dropLast("/texts".count))
            let saved = try await editor.post(
                texts,
                [
                    ("basis", "1"), ("en-title", "Router can be taken over"), ("en-summary", "Anybody can take it over."),
                    ("en-advice", "Install 2.4.1."), ("en-happened", "Routers can be taken over."), ("en-concerned", "Look at the label."),
                    ("en-steps", "Install the update."), ("az-title", "Marşrutlaşdırıcı"), ("tlp", "TLP:CLEAR"), ("severity", "high"),
                    ("remedy", "vendor_fix"), ("references", "https://vendor.example/7 Notice of the vendor"), ("sectors", "energy"),
                ])
            #expect(saved.status == 303, "\(saved.text.prefix(2000))")
            let product = try await editor.post(
                base + "/products",
                [("vendor", "Example Networks"), ("name", "Router X"), ("version", "< 2.4.1"), ("status", "known_affected")])
            #expect(product.status == 303)
            let vulnerability = try await editor.post(
                base + "/vulnerabilities/new",
                [
                    ("cve", "CVE-2026-12345"), ("title", "Login without password"), ("weakness", "CWE-287 Improper Authentication"),
                    ("vector3-AV", "N"), ("vector3-AC", "L"), ("vector3-PR", "N"), ("vector3-UI", "N"), ("vector3-S", "U"),
                    ("vector3-C", "H"), ("vector3-I", "H"), ("vector3-A", "H"),
                ])
            #expect(vulnerability.status == 303, "\(vulnerability.text.prefix(3000))")
            let overview = try await editor.get(base)
            #expect(overview.contains(base + "/submit"), "\(overview.text)")
            for page in [
                "/texts", "/products", "/vulnerabilities", "/rating", "/preview", "/preview?as=citizen", "/preview?as=mail",
                "/preview?as=csaf", "/history",
            ] {
                #expect(try await editor.get(base + page).status == 200, "\(page)")
            }
            #expect(try await editor.post(base + "/submit").status == 303)
            let id = String(base.split(separator: "/").last ?? "")
            let handedIn = try #require(try await house.desk.find(id))
            #expect(handedIn.state == .review)

            _ = try await editor.post(base + "/approve", [("basis", "\(handedIn.edit)")])
            #expect(try await house.desk.find(id)?.state == .review, "whoever wrote it agreed to it")
            let officer = house.running.browser(.desk).signIn(as: "staff:duty-officer")
            #expect(try await officer.get(base).contains(base + "/approve"))
            #expect(try await officer.post(base + "/approve", [("basis", "\(handedIn.edit)")]).status == 303)
            #expect(try await house.until { try await $0.desk.find(id)?.state == .published })

            let advisory = try #require(try await house.desk.find(id))
            #expect(advisory.tracking == "EX-CERT-2026-0001")
            let reader = house.running.browser(.public)
            let expert = try await reader.get("/advisories/EX-CERT-2026-0001", headers: ["Accept-Language": "en"])
            #expect(expert.status == 200 && expert.contains("CVE-2026-12345") && expert.contains("CWE-287"))
            let citizen = try await reader.get("/warnings/EX-CERT-2026-0001", headers: ["Accept-Language": "en"])
            #expect(citizen.status == 200 && citizen.contains("Look at the label.") && !citizen.contains("CWE-287"))
            #expect(try await reader.get("/advisories?q=login", headers: ["Accept-Language": "en"]).contains("EX-CERT-2026-0001"))
            #expect(try await reader.get("/advisories?q=printer").contains("EX-CERT-2026-0001") == false)
            for format in ["atom", "rss", "json"] {
                let feed = try await reader.get("/feeds/en/energy/advisories.\(format)")
                #expect(feed.status == 200 && feed.contains("Router can be taken over"), "\(format)")
            }
            #expect(try await !reader.get("/feeds/en/energy/advisories.atom").contains("<script"))
            let bytes = try await reader.get(house.documentPath(advisory)).body
            let report = try CSAFValidator(preset: .extended).validate(Array(bytes))
            #expect(report.isValid, "\(report.schemaProblems) \(report.tests.filter(\.hasFailed).map(\.rule.id))")
            let deliveries = try await house.running.house.outward.deliveries(DeliveryFilter(capability: "advisories"))
            #expect(deliveries.map(\.act) == [.publish] && deliveries.first?.state == .accepted)
            #expect(deliveries.first?.approver == "staff:staff:duty-officer" && deliveries.first?.author == "staff:staff:editor")
        }
    }

    @Test("a later version stands in the place of the one before, with its history on the page and in the document")
    func versions() async throws {
        try await AdvisoryHouse.use { house in
            let first = try await house.publish(AdvisoryHouse.content())
            house.clock.advance(3_600)
            try await house.desk.save(first.id, by: AdvisoryHouse.writer) {
                $0.texts["en"]?.summary = "It is exploited now."
                $0.change = "Exploitation is known."
            }
            #expect(try await house.running.browser(.public).get("/advisories/EX-CERT-2026-0001").contains("It is exploited now.") == false)
            try await house.desk.submit(first.id, by: AdvisoryHouse.writer)
            let edit = try #require(try await house.desk.find(first.id)?.edit)
            try await house.desk.approve(first.id, basis: edit, by: AdvisoryHouse.reader)
            #expect(try await house.until { try await $0.desk.find(first.id)?.version == 2 })
            house.clock.advance(publicPagesKept + 1)
            let page = try await house.running.browser(.public).get("/advisories/EX-CERT-2026-0001", headers: ["Accept-Language": "en"])
            #expect(page.contains("It is exploited now.") && page.contains("Exploitation is known."))
            let bytes = try await house.running.browser(.public).get(house.documentPath(first)).body
            let document = try CSAF.Advisory(Array(bytes))
            #expect(document.version?.text == "2")
            #expect(document.initialRelease == noon && document.currentRelease == noon + .seconds(3_600))
        }
    }

    @Test("a warning has a page and no CSAF document; a withdrawal is said on it")
    func warning() async throws {
        try await AdvisoryHouse.use { house in
            let warning = try await house.publish(AdvisoryHouse.warning())
            let reader = house.running.browser(.public)
            #expect(try await reader.get("/warnings/EX-CERT-2026-0001").contains("Do not open the link."))
            #expect(try await reader.get("/advisories/EX-CERT-2026-0001").location == "/warnings/EX-CERT-2026-0001")
            #expect(try await reader.get(house.documentPath(warning)).status == 404)
            let officer = house.running.browser(.desk).signIn(as: "staff:duty-officer")
            _ = try await officer.get("/advisories/\(warning.id)")
            _ = try await officer.post("/advisories/\(warning.id)/withdraw", [("reason", "It was a false alarm.")])
            let edit = try #require(try await house.desk.find(warning.id)?.edit)
            try await house.desk.approve(warning.id, basis: edit, by: AdvisoryHouse.reader)
            #expect(try await house.until { try await $0.desk.find(warning.id)?.version == 2 })
            house.clock.advance(publicPagesKept + 1)
            #expect(try await reader.get("/warnings/EX-CERT-2026-0001").contains("It was a false alarm."))
        }
    }
}

let publicPagesKept = Int64(PublicPages.kept)
