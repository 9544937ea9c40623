import Centre
import CentreTesting
import EventStore
import Foundation
import Post
import Testing
import Vocabulary

@testable import Notices

@Suite("from what is seen to what is answered", .serialized)
struct NoticeJourneyTests {
    @Test("an owner is told by mail, answers in the portal, and the finding changes")
    func journey() async throws {
        try await NoticeHouse.use { house in
            try house.store.take([sight("192.0.2.10", owner: "bank", severity: "critical", at: noon)], piece: 1)
            try await house.decide()
            let mail = try #require(try await house.mails(atLeast: 1).first)
            #expect(mail.to.first?.address.description == "abuse@bank.example")
            #expect(mail.text.contains("192.0.2.10:3389"))
            #expect(mail.attachments.map(\.name).contains { $0.hasSuffix(".csv") })

            let notice = try #require(try await house.notice())
            #expect(try await house.until { try await $0.notice()?.state == .sent })
            let owner = house.running.browser(.portal).signIn(as: "owner:bank")
            #expect(try await owner.get("/notices").contains(notice.subject))
            let page = try await owner.get("/notices/\(notice.id)")
            #expect(page.status == 200)
            #expect(page.contains("192.0.2.10"))
            let answered = try await owner.post("/notices/\(notice.id)", [("answer", "fixed"), ("text", "Shut behind the VPN.")])
            #expect(answered.status == 303)

            let finding = try #require(try await findings(house).first)
            let decisions = try house.store.decisions(about: finding.id)
            #expect(decisions.map(\.kind) == [.verifyFixed])
            #expect(decisions.first?.note.contains("Shut behind the VPN.") == true)
            let desk = try await house.running.browser(.desk).signIn(as: "staff:analyst").get("/notices/\(notice.id)")
            #expect(desk.contains("Shut behind the VPN."))
            let marks = try await house.notices.trail(ofFinding: "\(finding.id)")
            #expect(marks.map(\.kind).contains(.answered))
        }
    }

    @Test("the first run of a rule waits for a person, and what the person lets out leaves")
    func approval() async throws {
        try await NoticeHouse.use(isApproved: false) { house in
            try house.store.take([sight("192.0.2.10", owner: "bank", severity: "critical", at: noon)], piece: 1)
            try await house.decide()
            let notice = try #require(try await house.notice())
            #expect(notice.state == .awaiting)
            let owner = house.running.browser(.portal).signIn(as: "owner:bank")
            #expect(try await owner.get("/notices/\(notice.id)").status == 404)
            let desk = house.running.browser(.desk).signIn(as: "staff:duty-officer")
            #expect(try await desk.get("/notices?state=awaiting").contains("Example") == false)
            _ = try await desk.get("/notices/\(notice.id)")
            #expect(try await desk.post("/notices/\(notice.id)/approve", [("rule", "1")]).status == 303)
            #expect(try await house.mails(atLeast: 1).count == 1)
            try house.store.take([sight("192.0.2.11", owner: "bank", severity: "critical", at: noon)], piece: 2)
            try await house.decide()
            #expect(try await house.mails(atLeast: 2).count == 2)
        }
    }

    @Test("nothing is told twice, however often it is decided")
    func once() async throws {
        try await NoticeHouse.use { house in
            try house.store.take(
                (1...20).map { sight("192.0.2.\($0)", owner: $0 % 2 == 0 ? "bank" : "school", severity: "critical", at: noon) }, piece: 1)
            for _ in 0..<3 { try await house.decide() }
            async let first: String = house.notices.decideNow()
            async let second: String = house.notices.decideNow()
            _ = (try? await first, try? await second)
            #expect(try await house.mails(atLeast: 2).count == 2)
            #expect(try await house.all().map(\.findings).reduce(0, +) == 20)
        }
    }

    @Test("what waits for the digest goes out in the morning, all of a type in one mail")
    func digest() async throws {
        try await NoticeHouse.use { house in
            try house.store.take(
                [
                    sight("192.0.2.10", owner: "school", at: noon), sight("192.0.2.11", owner: "school", at: noon),
                    sight("192.0.2.12", owner: "school", type: "phishing", identifier: nil, port: nil, url: "http://a.example/x", at: noon),
                ], piece: 1)
            try await house.decide()
            #expect(try await house.all().isEmpty)
            house.clock.advance(20 * 3600)
            try await house.decide()
            let mails = try await house.mails(atLeast: 2)
            #expect(mails.count == 2)
            #expect(mails.allSatisfy { $0.to.first?.address.description == "abuse@school.example" })
            #expect(mails.contains { $0.text.contains("Hörmətli") && $0.text.contains("hxxp[:]//a.example/x") })
        }
    }

    @Test("where mail comes back the contact is marked and the next one is told")
    func returned() async throws {
        try await NoticeHouse.use { house in
            try house.store.take([sight("192.0.2.10", owner: "bank", severity: "critical", at: noon)], piece: 1)
            try await house.decide()
            _ = try await house.mails(atLeast: 1)
            let notice = try #require(try await house.notice())
            #expect(try await house.until { try await $0.notice()?.state == .sent })
            let id = try #require(DispatchID(NoticeDispatch.name(notice.id, "mail")))
            try await house.running.house.outward.returned(id, reason: "5.1.1 no such mailbox")
            let mails = try await house.mails(atLeast: 2)
            #expect(mails.count == 2)
            #expect(await house.directory.marks["bank-abuse"] == "5.1.1 no such mailbox")
            #expect(Set(mails.compactMap { $0.to.first?.address.description }).count == 2)
            let kinds = try await house.all().map(\.kind)
            #expect(kinds.contains(.again))
        }
    }

    @Test("an answer by mail stands in the conversation, changes no finding, and can be answered in the thread")
    func letter() async throws {
        try await NoticeHouse.use { house in
            try house.store.take([sight("192.0.2.10", owner: "bank", severity: "critical", at: noon)], piece: 1)
            try await house.decide()
            let mail = try #require(try await house.mails(atLeast: 1).first)
            let notice = try #require(try await house.notice())
            #expect(try await house.until { try await $0.notice()?.state == .sent })
            let dispatch = try #require(DispatchID(NoticeDispatch.name(notice.id, "mail")))
            let letter = Letter(
                id: "answer-1@bank.example", from: EmailAddress("abuse@bank.example"), fromName: "Desk", subject: "Re: x",
                words: "We shut it. <b>Thanks</b>", references: [mail.id?.text ?? ""], dispatches: [dispatch], isAutomatic: false,
                received: noon, raw: [])
            #expect(try await house.notices.take(letter))
            #expect(try await house.notices.take(letter))
            let finding = try #require(try await findings(house).first)
            #expect(try house.store.decisions(about: finding.id).isEmpty)
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst")
            let page = try await desk.get("/notices/\(notice.id)")
            #expect(page.text.components(separatedBy: "We shut it.").count == 2)
            #expect(!page.contains("<b>Thanks"))
            #expect(try await desk.post("/notices/\(notice.id)/reply", [("text", "Thank you, it is gone.")]).status == 303)
            let reply = try #require(try await house.mails(atLeast: 2).first { $0.text.contains("Thank you, it is gone.") })
            #expect(reply.threadReferences.map(\.text).contains("answer-1@bank.example"))
            let other = Letter(
                id: "x", from: nil, fromName: "", subject: "", words: "", references: [], dispatches: [], isAutomatic: false,
                received: noon,
                raw: [])
            #expect(try await house.notices.take(other) == false)
        }
    }

    @Test("the link of a mail shows the notice and answers it, and looking at it changes nothing")
    func link() async throws {
        try await NoticeHouse.use { house in
            try house.store.take([sight("192.0.2.10", owner: "bank", severity: "critical", at: noon)], piece: 1)
            try await house.decide()
            let mail = try #require(try await house.mails(atLeast: 1).first)
            #expect(try await house.until { try await $0.notice()?.sent != nil })
            let address = try #require(mail.text.split { " \n\r".contains($0) }.first { $0.contains("/answer/") })
            let path = String(address.dropFirst("https://portal.cert.example".count)) + "?answer=fixed"
            let anyone = house.running.browser(.portal)
            let page = try await anyone.get(path)
            #expect(page.status == 200 && page.contains("192.0.2.10"))
            #expect(try await house.notice()?.answered == nil)
            #expect(try await house.notice()?.read == nil)
            let target = String(path.split(separator: "?")[0])
            #expect(try await anyone.post(target, [("answer", "accept"), ("text", "x")]).status == 422)
            #expect(try await anyone.post(target, [("answer", "not-mine"), ("owner", "Example Telecom")]).status == 303)
            let finding = try #require(try await findings(house).first)
            #expect(try house.store.decisions(about: finding.id).map(\.kind) == [.dispute])
            #expect(try await anyone.get(String(target.dropLast(2)) + "xx").status == 410)
        }
    }

    private func findings(_ house: NoticeHouse) async throws -> [Finding] {
        var all: [Finding] = []
        try house.store.findings(now: house.clock.now.microseconds) { finding, _ in
            all.append(finding)
            return true
        }
        return all
    }
}
