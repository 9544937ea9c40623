import Centre
import CentreTesting
import Foundation
import Ledger
import Testing
import Vocabulary

@testable import Referrals
@testable import Transparency

@Suite("requests of law enforcement and to owners", .serialized)
struct LawRequestTests {
    private let fields = [
        ("authority", "Cybercrime department"), ("officer", "Major Example"), ("reference", "17/26"), ("basis", "Code, article 143"),
        ("asked", "Who reported incident 5?"),
    ]

    private func deeds(_ house: ReferralHouse) throws -> [String] { try house.book.ledger.entries(0..<100).map(\.statement.deed) }

    @Test("a request is recorded, looked at, answered by two people, and all of it is in the ledger")
    func answered() async throws {
        try await ReferralHouse.use { house in
            let (analyst, officer) = (house.staff("analyst"), house.staff("duty-officer"))
            _ = try await analyst.get("/law-requests")
            let path = try #require(try await analyst.post("/law-requests", fields).location)
            #expect(try await house.until { try deeds(house) == ["request-received"] })
            // No answer before somebody looked at its basis.
            #expect(try await analyst.post(path + "/answer", [("text", "x")]).status == 409)
            #expect(try await analyst.post(path + "/check", [("holds", "yes"), ("words", "The court's order is enclosed")]).status == 303)
            #expect(try await analyst.post(path + "/answer", [("text", "We know of none.")]).status == 303)
            #expect(try await analyst.post(path + "/approve").status == 403)
            #expect(try deeds(house) == ["request-received"])
            _ = try await officer.get(path)
            #expect(try await officer.post(path + "/approve").status == 303)
            #expect(try await house.until { try deeds(house).count == 3 })
            #expect(try deeds(house) == ["request-received", "refer", "request-answered"])
            let page = try await analyst.get(path)
            #expect(page.contains("We know of none."))
            let statement = try await house.running.browser(.public).get("/transparency/statement.txt").text
            #expect(statement.contains("  request-received: 1\n"))
            #expect(statement.contains("  request-answered: 1\n"))
            #expect(statement.contains("  request-refused: 0\n"))
        }
    }

    @Test("a request without a basis is refused with a reason, and cannot be answered")
    func refused() async throws {
        try await ReferralHouse.use { house in
            let analyst = house.staff("analyst")
            _ = try await analyst.get("/law-requests")
            #expect(try await analyst.post("/law-requests", Array(fields.dropLast())).status == 422)
            let path = try #require(try await analyst.post("/law-requests", fields).location)
            _ = try await analyst.post(path + "/check", [("holds", "no"), ("words", "No law allows it")])
            #expect(try await analyst.post(path + "/answer", [("text", "x")]).status == 409)
            #expect(try await analyst.post(path + "/refuse", [("reason", "The law named does not allow it.")]).status == 303)
            #expect(try await house.until { try deeds(house) == ["request-received", "request-refused"] })
            #expect(try await analyst.post(path + "/refuse", [("reason", "again")]).status == 409)
        }
    }

    @Test("an owner is asked, not ordered, to keep data; the mail is an act in the ledger")
    func preservation() async throws {
        try await ReferralHouse.use { house in
            let analyst = house.staff("analyst")
            _ = try await analyst.get("/preservations")
            let bad = try await analyst.post(
                "/preservations", [("party", "Example ISP"), ("address", "nobody"), ("what", "Logs"), ("days", "91")])
            #expect(bad.status == 422)
            let asked = try await analyst.post(
                "/preservations",
                [
                    ("party", "Example ISP"), ("address", "abuse@isp.example"), ("what", "Logs of 192.0.2.7"), ("days", "90"),
                    ("language", "en"),
                ])
            #expect(asked.status == 303)
            #expect(try await house.until { try deeds(house) == ["recommend"] })
            let folder = house.house.data + "/mails"
            #expect(try await house.until { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).count == 2 })
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".txt") })
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            #expect(text.contains("Logs of 192.0.2.7"))
            #expect(text.contains("a request, not an order"))
        }
    }

    @Test("who may only look changes nothing, and strangers see nothing")
    func access() async throws {
        try await ReferralHouse.use { house in
            let analyst = house.staff("analyst")
            let path = try await house.draft(analyst)
            let auditor = house.staff("auditor")
            for page in ["/referrals", path, "/law-requests", "/preservations"] {
                #expect(try await auditor.get(page).status == 200)
                #expect(try await house.staff("editor").get(page).status == 403)
                #expect(try await house.running.browser(.desk).get(page).status != 200)
            }
            for act in ["", "/choice", "/text", "/seal", "/unseal", "/withdraw", "/receipt", "/later", "/take", "/approve"] {
                #expect(try await auditor.post(path + act).status == 403, "\(act)")
            }
            for language in ["az", "en", "ru"] {
                for page in ["/referrals", path, "/law-requests", "/preservations"] {
                    let answer = try await analyst.get(page, headers: ["accept-language": language])
                    #expect(!answer.text.replacing("docs/referrals.md", with: "").contains("referrals."), "\(page) \(language)")
                }
            }
        }
    }
}
