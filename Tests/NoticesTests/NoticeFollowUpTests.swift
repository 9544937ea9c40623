import Centre
import CentreTesting
import EventStore
import Post
import Testing
import Vocabulary

@testable import Notices

@Suite("what follows while nobody answers", .serialized)
struct NoticeFollowUpTests {
    @Test("reminders, management, the upstream operator, each in its time; when it is gone, nothing more")
    func follows() async throws {
        try await NoticeHouse.use { house in
            var piece = 0
            func day(_ number: Int64) throws {
                piece += 1
                let now = noon + .seconds(number * aDay)
                house.clock.advance(now.seconds - house.clock.now.seconds)
                try house.store.take([sight("192.0.2.10", owner: "school", at: now - .seconds(60))], piece: piece, at: now)
            }
            for number: Int64 in 0...31 {
                try day(number)
                try await house.decide()
            }
            let told = try await house.all().reversed().map {
                "\($0.kind.rawValue) \($0.contact) \(($0.planned.seconds - noon.seconds) / aDay)"
            }
            #expect(
                told == [
                    "first school-abuse 1", "reminder school-abuse 8", "reminder school-abuse 22", "upstream telecom-abuse 31",
                ])
            let portal = house.running.browser(.portal).signIn(as: "owner:school")
            let upstream = try #require(try await house.all().first { $0.kind == .upstream })
            #expect(try await house.until { one in try await one.all().allSatisfy { $0.sent != nil } })
            #expect(try await portal.get("/notices/\(upstream.id)").status == 404)
            // The feed goes on without it.
            for number: Int64 in 32...40 {
                let now = noon + .seconds(number * aDay)
                house.clock.advance(aDay)
                try house.store.take([sight("198.51.100.7", owner: nil, at: now)], piece: 100 + Int(number), at: now)
                try await house.decide()
            }
            #expect(try await house.all().count == 4)
            let figures = try await house.running.house.records.read { try NoticeFigures(since: noon, now: noon + .seconds(50 * aDay), $0) }
            #expect(figures.total.told == 1 && figures.total.gone == 1)
            #expect(figures.sectors["education"]?.gone == 1 && figures.feeds["example/scan"]?.told == 1)
            #expect(figures.toTold == [86_460])
        }
    }

    @Test("an answer about one finding changes that one, and leaves the others")
    func oneOfSeveral() async throws {
        try await NoticeHouse.use { house in
            try house.store.take((1...3).map { sight("192.0.2.\($0)", owner: "bank", severity: "critical", at: noon) }, piece: 1)
            try await house.decide()
            #expect(try await house.until { try await $0.notice()?.sent != nil })
            let notice = try #require(try await house.notice())
            let findings = try await house.running.house.records.read { try NoticeStore.findings(of: notice.id, $0) }
            let one = try #require(findings.first)
            let owner = house.running.browser(.portal).signIn(as: "owner:bank")
            _ = try await owner.get("/notices/\(notice.id)")
            let answered = try await owner.post(
                "/notices/\(notice.id)",
                [("answer", "accept"), ("text", "Needed until we move."), ("until", "2026-04-01"), ("finding", "\(one.id)")])
            #expect(answered.status == 303)
            let changed = try findings.filter { try !house.store.decisions(about: $0.id).isEmpty }
            #expect(changed.map(\.id) == [one.id])
            let foreign = FindingID(bits: 42)
            _ = try await owner.post("/notices/\(notice.id)", [("answer", "fixed"), ("finding", "\(foreign)")])
            #expect(try house.store.decisions(about: foreign).isEmpty)
        }
    }

    @Test("what is written down twice is one notice")
    func enteredTwice() async throws {
        try await NoticeHouse.use { house in
            try house.store.take([sight("192.0.2.10", owner: "bank", severity: "critical", at: noon)], piece: 1)
            let office = house.notices.office
            let survey = try FindingSurvey(office, tracks: [:], isForced: false, now: noon)
            let circle = try await OwnerCircle(house.directory)
            let plans = NoticePlans(office: office, book: try await office.book(), now: noon)
            let plan = try await plans.plan(survey.candidates["bank"] ?? [], at: circle.around("bank"))
            let draft = try #require(plan.drafts.first)
            let written = try await NoticeWriter(office: office).write(draft)
            let outward = house.running.house.outward
            for expected in [1, 0] {
                let report = try await house.running.house.records.write { database in
                    try plans.enter([plan], [draft.id: written], outward, database)
                }
                #expect(report.notices == expected)
            }
            #expect(try await house.mails(atLeast: 1).count == 1)
        }
    }

    @Test("a rehearsal shows every letter and sends none; a replay shows what a period would have given")
    func rehearsal() async throws {
        try await NoticeHouse.use { house in
            try house.store.take([sight("192.0.2.10", owner: "school", at: noon), sight("192.0.2.11", owner: nil, at: noon)], piece: 1)
            let outcome = try await Rehearsal(office: house.notices.office).now()
            #expect(outcome.drafts.map(\.contact.id) == ["school-abuse"])
            #expect(try await house.all().isEmpty && house.mails().isEmpty)
            let page = try await house.running.browser(.desk).signIn(as: "staff:analyst").get("/notices/rules/preview")
            #expect(page.contains("192.0.2.10:3389"))
            let replay = try await Rehearsal(office: house.notices.office).replay(noon - .seconds(aDay)..<noon + .seconds(aDay))
            #expect(replay.counts["tell"] == 1)
            #expect(
                try await Rehearsal(office: house.notices.office).replay(noon - .seconds(9 * aDay)..<noon - .seconds(8 * aDay)).drafts
                    .isEmpty)
        }
    }
}
