import Centre
import CentreTesting
import Foundation
import Testing
import Vocabulary

@testable import Constituency

@Suite("Verification of contacts")
struct VerificationTests {
    private static let yaml = """
        register: 1
        owners:
          - id: bank
            names: {az: "Şəki Bankı", en: "Sheki\\nBank"}
            contacts:
              - {purpose: abuse, name: Desk, email: abuse@bank.example, language: az}
              - {purpose: technical, email: noc@bank.example, language: ru, standing: verified, since: "2026-09-01T00:00:00Z"}
              - {purpose: management, email: old@bank.example, language: en, standing: verified, since: "2025-01-01T00:00:00Z"}
              - {purpose: press, email: gone@bank.example, standing: bounced, since: "2026-09-01T00:00:00Z"}
              - {purpose: 24x7, phone: "+000 1"}

        """

    /// Mails that left, by recipient.
    private func mails(_ centre: OwnersCentre) async throws -> [String: String] {
        var mails: [String: String] = [:]
        for delivery in try await centre.running.house.outward.deliveries(DeliveryFilter(capability: "constituency"), limit: 100) {
            let content = try await centre.running.house.outward.content(of: delivery.id)
            mails[delivery.recipient] = delivery.subject + "\n" + String(decoding: content ?? [], as: UTF8.self)
        }
        return mails
    }

    private func link(_ mail: String?) throws -> String {
        let found = try #require(mail?.firstMatch(of: /https:\/\/portal\.cert\.example(\/verify\/\S+)/))
        return String(found.1)
    }

    @Test("those are asked who were never verified or too long ago, in their language, once; their answer makes them verified")
    func round() async throws {
        let clock = OwnersCentre.Clock()
        try await OwnersCentre.use(Self.yaml, clock: clock) { centre in
            let desk = centre.desk("analyst")
            #expect(try await desk.get("/owners/verification").contains("2 contacts are due"))
            let made = try await desk.post("/owners/verification", [("months", "12")])
            let path = try #require(made.location)
            let preview = try await desk.get(path)
            #expect(preview.contains("abuse@bank.example") && preview.contains("old@bank.example") && !preview.contains("noc@bank.example"))
            #expect(preview.contains("https://portal.cert.example/verify/…"))
            #expect(try await mails(centre).isEmpty)
            #expect(try await centre.desk("viewer").post(path + "/send").status == 403)
            #expect(try await desk.post(path + "/send").status == 303)
            _ = try await centre.constituency.verification.send(1)
            let mails = try await mails(centre)
            #expect(mails.keys.sorted() == ["abuse@bank.example", "old@bank.example"])
            #expect(mails["abuse@bank.example"]?.contains("Salam,") == true && mails["abuse@bank.example"]?.contains("Şəki Bankı") == true)
            // A name with a line break begins no new line.
            #expect(mails["old@bank.example"]?.contains("contact of Sheki Bank.") == true)
            // Nobody is asked twice.
            #expect(try await desk.post("/owners/verification", [("months", "0")]).location == "/owners/verification/2")
            let second = try await centre.register.inspect { try VerificationStore.members(2, limit: 10, $0) }
            #expect(second.map(\.address) == ["noc@bank.example"])

            let stranger = centre.stranger()
            let address = try link(mails["abuse@bank.example"])
            let page = try await stranger.get(address)
            #expect(page.status == 200 && page.contains("abuse@bank.example") && page.contains("Desk"))
            #expect(try await stranger.post(address, [("phone", "none")]).status == 422)
            let answer = try await stranger.post(address, [("name", "Night desk"), ("phone", "+000 5"), ("language", "en")])
            #expect(answer.status == 303 && answer.location == address)
            let contact = try centre.owner("bank").contacts[0]
            #expect(contact.name == "Night desk" && contact.language == .en && contact.phone == "+000 5")
            #expect(contact.standing == .verified(clock.now) && contact.email?.description == "abuse@bank.example")
            #expect(try centre.register.history(of: "bank").first?.author.id == "contact abuse@bank.example")
            #expect(try await stranger.get(address).contains("You have answered already"))
            let rounds = try await centre.register.inspect { try VerificationStore.rounds(limit: 5, $0) }
            #expect(rounds.last?.asked == 2 && rounds.last?.sent == 2 && rounds.last?.corrected == 1 && rounds.last?.confirmed == 0)
        }
    }

    @Test("a link opens for its contact alone, in its time, as long as the address stays")
    func links() async throws {
        let clock = OwnersCentre.Clock()
        try await OwnersCentre.use(Self.yaml, clock: clock) { centre in
            let verification = centre.constituency.verification
            let round = try #require(try await verification.propose(olderThan: 12, by: "x"))
            let asked = try await centre.register.inspect { try VerificationStore.members(round, limit: 10, $0) }
            let token = verification.mail.token(asked[0])
            // Before anybody approved the round no link opens.
            #expect(try await verification.opened(token) == nil)
            #expect(try await verification.approve(round, by: "x", repeats: false))
            #expect(try await verification.approve(round, by: "y", repeats: false) == false)
            #expect(try await verification.opened(token)?.contact.id == asked[0].contact.id)
            let other = verification.mail.token(asked[1])
            let parts = token.split(separator: ".")
            let forged = [
                other.split(separator: ".")[0] + "." + parts.dropFirst().joined(separator: "."),
                "\(parts[0]).\(parts[1]).\((Int64(parts[2]) ?? 0) + 86_400).\(parts[3])", "\(parts[0]).2.\(parts[2]).\(parts[3])",
                String(token.dropLast()), "", "a.b.c.d", String(repeating: "x.", count: 500),
            ].map { String($0) }
            for text in forged { #expect(try await verification.opened(text) == nil, "\(text)") }
            #expect(try await centre.stranger().get("/verify/\(forged[0])").status == 410)
            #expect(try await centre.stranger().post("/verify/\(forged[0])", [("name", "x")]).status == 410)
            clock.advance(days: 59)
            #expect(try await verification.opened(token) != nil)
            try await centre.register.change("bank", by: RegisterAuthor(id: "x", name: nil), at: clock.now) {
                $0.contacts[1].email = nil
                $0.contacts[2].email = EmailAddress("new@bank.example")
            }
            #expect(try await verification.opened(other) == nil)
            clock.advance(days: 2)
            #expect(try await verification.opened(token) == nil)
        }
    }

    @Test("a round of the timetable waits for a person, later ones do not where the person said so")
    func timetable() async throws {
        let clock = OwnersCentre.Clock()
        try await OwnersCentre.use(Self.yaml, clock: clock) { centre in
            let verification = centre.constituency.verification
            let first = try await verification.scheduledRound()
            #expect(first == .done("round 1 waits for approval"))
            #expect(try await verification.scheduledRound() == .done("round 1 still waits for approval"))
            #expect(try await verification.send(1).sent == 0)
            #expect(try await verification.approve(1, by: "p-1", repeats: true))
            clock.advance(days: 365)
            #expect(try await verification.scheduledRound() == .done("round 2 goes out"))
            #expect(try await verification.scheduledRound() == .done("every contact is verified"))
        }
    }

    @Test("sending a round again after a kill sends nobody a second mail")
    func again() async throws {
        try await OwnersCentre.use(Self.yaml) { centre in
            let verification = centre.constituency.verification
            _ = try await verification.propose(olderThan: 12, by: "x")
            #expect(try await verification.approve(1, by: "x", repeats: false))
            let asked = try await centre.register.inspect { try VerificationStore.members(1, limit: 10, $0) }
            // Planned, then killed before that was noted; meanwhile the organisation got another name.
            let dispatch = try #require(try verification.mail.dispatch(asked[0]))
            try await centre.running.house.outward.plan(dispatch)
            try await centre.register.change("bank", by: RegisterAuthor(id: "x", name: nil), at: Instant(seconds: 1)) {
                $0.names[.az] = "Yeni"
            }
            _ = try await verification.send(1)
            _ = try await verification.send(1)
            #expect(try await mails(centre).count == 2)
        }
    }

    @Test("a verification mail that comes back marks its contact")
    func returned() async throws {
        try await OwnersCentre.use(Self.yaml) { centre in
            let verification = centre.constituency.verification
            _ = try await verification.propose(olderThan: 12, by: "x")
            _ = try await verification.approve(1, by: "x", repeats: false)
            _ = try await verification.send(1)
            let outward = centre.running.house.outward
            let contact = try centre.contact("bank")
            let id = try #require(DispatchID("constituency-verification-1-\(contact)"))
            var delivery = try await outward.deliveries(DeliveryFilter(capability: "constituency"), limit: 10).first { $0.id == id }
            for _ in 0..<2_000 where delivery?.state != .accepted {
                await Task.yield()
                delivery = try await outward.deliveries(DeliveryFilter(capability: "constituency"), limit: 10).first { $0.id == id }
            }
            try await outward.returned(id, reason: "550 no such user")
            #expect(try centre.owner("bank").contacts[0].standing?.kind == .bounced)
            #expect(try await centre.desk("viewer").get("/owners/bank").contains("550 no such user"))
        }
    }
}
