import Centre
import CentreTesting
import GRDB
import Testing
import Vocabulary

@testable import Cases

@Suite("many cases become one, and are taken apart again", .serialized)
struct MergingTests {
    /// All that is on record of cases, but for what a joining and its undoing write down themselves.
    private func snapshot(_ ids: [Int64], _ house: CaseHouse) async throws -> [String] {
        try await house.house.records.read { database in
            var lines: [String] = []
            for id in ids {
                for sql in [
                    "SELECT name, title, kind, state, closing, type, severity, tlp, organisation, assignee, acknowledged, acted, closed, merged_into, root FROM cases_case WHERE id = ?",
                    "SELECT id, moment, person, kind, field, earlier, later, text, party, files FROM cases_entry WHERE case_id = ? AND kind NOT IN ('joined', 'separated') AND coalesce(field, '') <> 'merge' ORDER BY id",
                    "SELECT type, value, is_indicator FROM cases_observable WHERE case_id = ? ORDER BY type, value",
                    "SELECT id, name, role, told, heard FROM cases_party WHERE case_id = ? ORDER BY id",
                    "SELECT id, title, state FROM cases_task WHERE case_id = ? ORDER BY id",
                ] { lines += try Row.fetchAll(database, sql: sql, arguments: [id]).map { "\($0)" } }
            }
            return lines
        }
    }

    @Test("no word of a joined case is lost, and separating gives back exactly what was")
    func exact() async throws {
        try await CaseHouse.use { house in
            let names = try await [
                house.open("report:1", text: "first, 192.0.2.1", party: "owner:bank"), house.open("report:2", text: "second, 192.0.2.2"),
                house.open("report:3", text: "third, 192.0.2.3"),
            ]
            let cases = try await [house.found(names[0]), house.found(names[1]), house.found(names[2])]
            let now = house.clock.now
            // One is at work, one closed: the states must come back, too.
            try await house.house.records.write { database in
                try CaseStore.apply(.accept, to: cases[0].id, by: "leyla", at: now, database)
                try CaseStore.apply(.accept, to: cases[2].id, by: "leyla", at: now, database)
                try CaseStore.apply(.accept, to: cases[1].id, by: "leyla", at: now, database)
                try CaseStore.apply(.close, to: cases[1].id, closing: .unfounded, text: "nothing", by: "leyla", at: now, database)
            }
            let before = try await snapshot(cases.map(\.id), house)
            let analyst = house.analyst()
            _ = try await analyst.get("/cases/\(names[0].id)/relations")
            let joined = try await analyst.post(
                "/cases/\(names[0].id)/join", [("names", "\(names[1].id), TEST-C-\(names[2].id)"), ("text", "the same kit")])
            #expect(joined.status == 303)
            let whole = try await analyst.get("/cases/\(names[0].id)")
            for word in ["first, 192", "second, 192", "third, 192", "nothing"] { #expect(whole.contains(word), "\(word)") }
            #expect(try await analyst.get("/cases/\(names[2].id)").location == "/cases/\(names[0].id)")
            #expect(
                try await analyst.get("/cases?q=third").contains("/cases/\(names[0].id)"), "words of a joined case find the one it is in")
            #expect(try await house.found(names[1]).state == .merged)

            _ = try await analyst.get("/cases/\(names[0].id)/relations")
            for name in [names[1].id, names[2].id] {
                #expect(try await analyst.post("/cases/\(names[0].id)/separate", [("name", name)]).status == 303)
            }
            #expect(try await snapshot(cases.map(\.id), house) == before)
        }
    }

    @Test("a case that itself holds others keeps them when it is joined and when it is separated")
    func nested() async throws {
        try await CaseHouse.use { house in
            let names = try await [house.open("report:1"), house.open("report:2"), house.open("report:3")]
            let ids = try await [house.found(names[0]).id, house.found(names[1]).id, house.found(names[2]).id]
            let now = house.clock.now
            try await house.house.records.write { database in
                try CaseStore.join([ids[2]], to: ids[1], text: "", by: "leyla", at: now, database)
                try CaseStore.join([ids[1]], to: ids[0], text: "", by: "leyla", at: now, database)
            }
            #expect(try await house.found(names[2]).root == ids[0])
            await #expect(throws: CaseMistake.self) {
                try await house.house.records.write { try CaseStore.join([ids[0]], to: ids[2], text: "", by: "leyla", at: now, $0) }
            }
            try await house.house.records.write { try CaseStore.separate(ids[1], text: "", by: "leyla", at: now, $0) }
            #expect(try await house.found(names[2]).root == ids[1])
            #expect(try await house.found(names[1]).state == .new)
            #expect(try await house.found(names[2]).state == .merged)
        }
    }

    @Test("what comes in for a joined case is shown in the case it was joined to, and leaves with it")
    func later() async throws {
        try await CaseHouse.use { house in
            let (one, two) = try await (house.open("report:1"), house.open("report:2"))
            let (a, b) = try await (house.found(one).id, house.found(two).id)
            let now = house.clock.now
            try await house.house.records.write { database in
                try CaseStore.join([b], to: a, text: "", by: "leyla", at: now, database)
                let note = CaseNote(id: "n1", text: "a late word about 203.0.113.77", received: now)
                _ = try house.cases.add(note, toCaseOf: "report:2", in: database)
                _ = try house.cases.add(note, toCaseOf: "report:2", in: database)
            }
            #expect(try await house.entries(one).filter { $0.text.contains("a late word") }.count == 1)
            try await house.house.records.write { try CaseStore.separate(b, text: "", by: "leyla", at: now, $0) }
            #expect(try await house.entries(one).filter { $0.text.contains("a late word") }.isEmpty)
            #expect(try await house.entries(two).filter { $0.text.contains("a late word") }.count == 1)
        }
    }

    @Test("a split takes entries along and leaves them where they were")
    func split() async throws {
        try await CaseHouse.use { house in
            let one = try await house.open("report:1")
            let analyst = house.analyst()
            _ = try await analyst.get("/cases/\(one.id)")
            #expect(try await analyst.post("/cases/\(one.id)/note", [("text", "another victim: 198.51.100.20")]).status == 303)
            let entry = try #require(try await house.entries(one).first { $0.text.contains("another victim") })
            _ = try await analyst.get("/cases/\(one.id)/split")
            let answer = try await analyst.post(
                "/cases/\(one.id)/split", [("title", "The other victim"), ("entry", "\(entry.id)"), ("child", "1")])
            #expect(answer.location == "/cases/2026-00002")
            let new = CaseReference(id: "2026-00002", number: "", path: "")
            let copy = try #require(try await house.entries(new).first { $0.text == entry.text })
            #expect(copy.source == entry.id && copy.time == entry.time && copy.person == entry.person)
            #expect(try await house.entries(one).contains(entry))
            #expect(try await house.found(new).parent == house.found(one).id)
            #expect(try await analyst.get("/cases/\(one.id)/relations").contains("The other victim"))
        }
    }

    @Test("cases that share an observable are linked, with what they share; addresses within networks link nothing")
    func links() async throws {
        try await CaseHouse.use { house in
            let one = try await house.open("report:1", text: "seen: 198.51.100.44 and 10.0.0.5")
            try await house.open("report:2", title: "The second", text: "again 198[.]51[.]100[.]44")
            try await house.open("report:3", title: "The third", text: "only 10.0.0.5")
            let page = try await house.analyst().get("/cases/\(one.id)/relations")
            #expect(page.contains("The second") && page.contains("198[.]51[.]100[.]44"))
            #expect(!page.contains("The third"))
        }
    }
}
