import Centre
import CentreTesting
import GRDB
import Testing
import Vocabulary

@testable import Cases

@Suite("deadlines, tasks, duty, figures", .serialized)
struct WorkTests {
    private func jobRuns(_ house: CaseHouse) async throws {
        try await house.house.jobs.add(NewJob("cases.alarms", key: Token.random(bytes: 6)))
    }

    private func until(_ isSo: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<400 {
            if try await isSo() { return true }
            try await Task.sleep(for: .milliseconds(25))
        }
        return false
    }

    @Test("a deadline that passes raises an alarm once, and later is brought before who has duty")
    func alarms() async throws {
        try await CaseHouse.use { house in
            let reference = try await house.open("report:1", severity: .critical)
            let due = noon + .seconds(3_600)
            #expect(try await house.found(reference).due == due)
            house.clock.advance(3_700)
            try await jobRuns(house)
            #expect(try await until { try await house.entries(reference).contains { $0.kind == .alarm } })
            #expect(try await house.analyst().get("/cases?place=overdue").contains(reference.id))
            house.clock.advance(3_600)
            try await jobRuns(house)
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await !house.entries(reference).contains { $0.later == "escalated" }, "nobody has duty")
            let now = house.clock.now
            try await house.house.records.write { database in
                try CaseStore.see("p1", name: "Leyla", at: now, database)
                try DutyStore.add("p1", place: .first, starts: now - .seconds(60), ends: now + .seconds(3_600), by: "x", at: now, database)
            }
            try await jobRuns(house)
            #expect(try await until { try await house.entries(reference).contains { $0.later == "escalated" && $0.text == "Leyla" } })
            let id = try await house.found(reference).id
            #expect(try await house.house.records.read { try CaseStore.watchers(of: id, $0) } == ["p1"])
            for _ in 0..<2 { try await jobRuns(house) }
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await house.entries(reference).filter { $0.kind == .alarm && $0.later == "passed" }.count == 1)
        }
    }

    @Test("taking a case up and doing something meet its deadlines; an urgent case has an hour")
    func met() async throws {
        try await CaseHouse.use { house in
            let reference = try await house.open("report:1", severity: .low, urgency: "child-safety")
            #expect(try await house.found(reference).due == noon + .seconds(3_600))
            let analyst = house.analyst()
            _ = try await analyst.get(reference.path)
            house.clock.advance(60)
            #expect(try await analyst.post("\(reference.path)/act", [("act", "take")]).status == 303)
            #expect(try await house.found(reference).due == noon + .seconds(7_200))
            #expect(try await analyst.post("\(reference.path)/assistance", [("help", "advice"), ("offer", "call them")]).status == 303)
            #expect(try await house.found(reference).due == nil)
            #expect(try await house.found(reference).acted == noon + .seconds(60))
        }
    }

    @Test("a playbook becomes tasks once, in the version it had, and each is done with what came of it")
    func playbook() async throws {
        try await CaseHouse.use { house in
            #expect(
                house.cases.office.playbooks.all.map(\.id) == [
                    "account-takeover", "data-leak", "ddos", "defacement", "infected-network", "phishing", "ransomware",
                    "vulnerability-disclosure",
                ])
            let reference = try await house.open("report:1")
            let analyst = house.analyst()
            #expect(house.cases.office.playbooks.proposed(for: "phishing").first?.id == "phishing")
            _ = try await analyst.get("\(reference.path)/tasks")
            for _ in 0..<2 { #expect(try await analyst.post("\(reference.path)/playbook", [("playbook", "phishing")]).status == 303) }
            let id = try await house.found(reference).id
            let tasks = try await house.house.records.read { try CaseStore.tasks(of: id, $0) }
            #expect(tasks.count == house.cases.office.playbooks["phishing"]?.steps.count && tasks.allSatisfy { $0.version == 1 })
            let first = try #require(tasks.first)
            #expect(
                try await analyst.post(
                    "\(reference.path)/tasks/\(first.id)", [("state-\(first.id)", "done"), ("result-\(first.id)", "kept in the vault")]
                ).status
                    == 303)
            #expect(try await house.entries(reference).contains { $0.kind == .task && $0.text == "kept in the vault" })
            #expect(
                try await analyst.get("\(reference.path)/tasks", headers: ["Accept-Language": "ru"]).contains("Сохранить доказательства"))
        }
    }

    @Test("help is offered, accepted and given, in this order alone")
    func assistance() async throws {
        try await CaseHouse.use { house in
            let reference = try await house.open("report:1", party: "owner:bank")
            let analyst = house.analyst()
            _ = try await analyst.get("\(reference.path)/tasks")
            #expect(
                try await analyst.post(
                    "\(reference.path)/assistance", [("help", "analysis"), ("offer", "we read the logs"), ("party", "1")]
                ).status == 303)
            for state in ["given", "accepted", "given", "declined"] {
                #expect(
                    try await analyst.post("\(reference.path)/assistance/1", [("help-1", state), ("outcome-1", "so it was")]).status == 303)
            }
            let states = try await house.entries(reference).filter { $0.kind == .assistance }.reversed().map(\.field)
            #expect(states == ["offered", "accepted", "given"])
        }
    }

    @Test("a shift hands over with what it leaves, and somebody else takes it")
    func handOver() async throws {
        try await CaseHouse.use { house in
            try await house.open("report:1")
            let analyst = house.analyst()
            _ = try await analyst.get("/cases/duty")
            #expect(try await analyst.post("/cases/duty/hand-over", [("text", "")]).status == 422)
            #expect(try await analyst.post("/cases/duty/hand-over", [("text", "call the bank at nine")]).status == 303)
            #expect(try await analyst.get("/cases/duty").contains("call the bank at nine"))
            #expect(try await analyst.post("/cases/duty/shifts", [("person", "staff:analyst")]).status == 403)
            let taken = try await house.house.records.write { try DutyStore.receive(1, by: "Aygün Əliyeva", at: noon, $0) }
            #expect(!taken, "who handed over cannot take it")
            #expect(try await house.house.records.write { try DutyStore.receive(1, by: "Murad", at: noon, $0) })
            let note = try await house.house.records.read { try DutyStore.notes(limit: 1, $0).first }
            #expect(note?.figures.opened == 1 && note?.figures.new == 1 && note?.receiver == "Murad")
        }
    }

    @Test("the score is the weighted mean of the answers, and proposes the severity of its band")
    func score() async throws {
        try await CaseHouse.use { house in
            let scale = house.cases.office.scale
            let low = Dictionary(uniqueKeysWithValues: scale.questions.map { ($0.id, $0.answers.min { $0.value < $1.value }?.id ?? "") })
            let high = Dictionary(uniqueKeysWithValues: scale.questions.map { ($0.id, $0.answers.max { $0.value < $1.value }?.id ?? "") })
            #expect(scale.score(high) == 100 && scale.severity(100) == .critical)
            #expect(try #require(scale.score(low)) < 20)
            #expect(scale.score([:]) == nil)
            var mixed = low
            mixed["functional"] = "denied"
            // 6 of 32 parts go from 0 to 70.
            let (more, least) = (try #require(scale.score(mixed)), try #require(scale.score(low)))
            #expect(more - least == 13)
            let reference = try await house.open("report:1")
            let analyst = house.analyst()
            _ = try await analyst.get("\(reference.path)/score")
            #expect(try await analyst.post("\(reference.path)/score", [("functional", "denied")]).status == 422)
            #expect(try await analyst.post("\(reference.path)/score", high.map { ($0.key, $0.value) }).status == 303)
            #expect(try await house.found(reference).score == 100)
            #expect(try await house.found(reference).severity == .critical)
        }
    }

    @Test("reports, incidents and coordinated cases are counted apart, and a joined incident is not counted twice")
    func figures() async throws {
        try await CaseHouse.use { house in
            let now = house.clock.now
            var ids: [Int64] = []
            for number in 1...4 { ids.append(try await house.found(house.open("report:\(number)")).id) }
            let all = ids
            try await house.house.records.write { database in
                for id in all.dropFirst(2) { try CaseStore.change(id, [.kind(.incident), .sector("energy")], by: "x", at: now, database) }
                try CaseStore.apply(.accept, to: all[2], by: "x", at: now + .seconds(120), database)
                try CaseStore.apply(.close, to: all[2], closing: .resolved, by: "x", at: now + .seconds(600), database)
                try CaseStore.join([all[3]], to: all[2], text: "", by: "x", at: now, database)
            }
            let figures = try await house.house.records.read {
                try CaseFigures(from: now - .seconds(60), to: now + .seconds(60), $0)
            }
            #expect(figures.kinds[.report]?.received == 2 && figures.kinds[.incident]?.received == 1 && figures.kinds[.coordinated] == nil)
            #expect(figures.merged == 1 && figures.sectors["energy"]?.received == 1 && figures.types["phishing"]?.received == 1)
            #expect(figures.kinds[.incident]?.toAcknowledge == [120] && figures.kinds[.incident]?.toClose == [600])
            #expect(CaseFigures.median([3, 1, 2, 10]) == 2 && CaseFigures.median([]) == nil)
        }
    }
}
