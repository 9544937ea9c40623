import Centre
import CentreTesting
import GRDB
import Testing
import Vocabulary

@testable import Cases

@Suite("the queue is quick whatever is asked", .serialized)
struct CaseListTests {
    /// Every filter, alone and together with others.
    static let wishes: [CaseWish] = {
        func wish(_ change: (inout CaseWish) -> Void) -> CaseWish {
            var wish = CaseWish()
            wish.me = "staff:analyst"
            change(&wish)
            return wish
        }
        var all: [CaseWish] = []
        for place in CaseWish.Place.allCases {
            all += [
                wish { $0.place = place },
                wish {
                    $0.place = place; $0.type = .phishing
                },
                wish {
                    $0.place = place; $0.severity = .high
                },
                wish {
                    $0.place = place; $0.tlp = .red
                },
                wish {
                    $0.place = place; $0.assignee = "p3"
                },
                wish {
                    $0.place = place; $0.isUnassigned = true
                },
                wish {
                    $0.place = place; $0.kind = .coordinated
                },
                wish {
                    $0.place = place; $0.sector = "energy"
                },
                wish {
                    $0.place = place; $0.organisation = "owner-7"
                },
                wish {
                    $0.place = place; $0.urgency = "child-safety"
                },
                wish {
                    $0.place = place; $0.watcher = "p1"
                },
                wish {
                    $0.place = place; $0.type = .ddos; $0.tlp = .red; $0.sector = "energy"; $0.severity = .critical
                },
                wish {
                    $0.place = place; $0.search = "phishing"
                },
                wish {
                    $0.place = place; $0.search = "192.0.2.7"; $0.type = .ddos
                },
            ]
        }
        return all
    }()

    @Test("no filter scans the table of cases, on the first page and on later ones")
    func plans() async throws {
        try await CaseHouse.use { house in
            try await house.open("report:1")
            for wish in Self.wishes {
                for mark in [nil, CaseMark("3-1000-1772452800000000")] {
                    let (sql, arguments) = CaseStore.statement(wish, after: mark, limit: 51, now: noon)
                    let plan = try await house.house.records.read { database in
                        try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map { $0["detail"] as String }
                    }
                    let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.contains("VIRTUAL TABLE") && $0 != "SCAN h" && $0 != "SCAN f" }
                    #expect(scans.isEmpty, "\(wish): \(plan)")
                    if wish.search == nil {
                        #expect(
                            !plan.contains {
                                $0.contains("TEMP B-TREE") && CaseStore.isByPriority(wish) && wish.assignee == nil
                                    && wish.organisation == nil && wish.urgency == nil && wish.place != .mine
                            }, "\(plan)")
                    }
                }
            }
        }
    }

    @Test("pages go on where the last ended, and show every case once")
    func pages() async throws {
        try await CaseHouse.use { house in
            for number in 1...25 {
                try await house.open(
                    "report:\(number)", title: "Case \(number)", severity: number % 3 == 0 ? .high : .low,
                    urgency: number == 7 ? "child-safety" : nil)
            }
            let now = house.clock.now
            for place in [CaseWish.Place.open, .all] {
                var (seen, mark): ([Case], CaseMark?) = ([], nil)
                while true {
                    var wish = CaseWish()
                    wish.place = place
                    let (asked, after) = (wish, mark)
                    let page = try await house.house.records.read { try CaseStore.list(asked, after: after, limit: 4, now: now, $0) }
                    guard let last = page.last else { break }
                    seen += page
                    mark = CaseMark(last)
                }
                #expect(Set(seen.map(\.id)).count == 25 && seen.count == 25)
                if place == .open {
                    #expect(seen.first?.urgency == "child-safety")
                    #expect(seen.dropFirst().map(\.severity) == seen.dropFirst().map(\.severity).sorted(by: >))
                }
            }
        }
    }

    @Test("a filter is kept under a name, and others see it when it is shared")
    func views() async throws {
        try await CaseHouse.use { house in
            let analyst = house.analyst()
            _ = try await analyst.get("/cases?place=open&type=phishing")
            #expect(
                try await analyst.post(
                    "/cases/views", [("name", "Open phishing"), ("query", "?place=open&type=phishing"), ("shared", "1")]
                ).status == 303)
            #expect(try await analyst.get("/cases").contains("Open phishing"))
            let officer = house.running.browser(.desk).signIn(as: "staff:duty-officer")
            #expect(try await officer.get("/cases").contains("Open phishing"))
            #expect(try await officer.post("/cases/views/1/remove").status == 303)
            #expect(try await officer.get("/cases").contains("Open phishing"), "only who made it removes it")
        }
    }

    @Test("every page of the desk opens for who may and for nobody else, in every language", arguments: ["az", "en", "ru"])
    func access(_ language: String) async throws {
        try await CaseHouse.use { house in
            let one = try await house.open("report:1", party: "owner:bank", urgency: "fraud-in-progress")
            let party = try #require(try await house.house.records.read { try PartyStore.parties(of: 1, $0).first })
            let analyst = house.analyst()
            let viewer = house.running.browser(.desk).signIn(as: "staff:viewer")
            let auditor = house.running.browser(.desk).signIn(as: "staff:auditor")
            for route in house.running.centre.routes where route.face == .desk && route.path.hasPrefix("/cases") {
                let path = route.path.replacing(":case", with: one.id).replacing(":party", with: "\(party.id)").replacing(
                    ":view", with: "1"
                )
                .replacing(":format", with: "stix").replacing(":task", with: "1").replacing(":deadline", with: "1")
                .replacing(":observable", with: "1").replacing(":assistance", with: "1").replacing(":shift", with: "1")
                .replacing(":note", with: "1")
                if route.verb == .get {
                    let page = try await analyst.get(path, headers: ["Accept-Language": language])
                    #expect(page.status == 200, "\(path): \(page.status)")
                    #expect(!page.contains(">cases."), "\(path) shows a key in \(language)")
                    #expect(try await viewer.get(path).status == 403, "\(path)")
                } else {
                    _ = try await auditor.get("/cases")
                    #expect([403, 303].contains(try await auditor.post(path).status), "\(path)")
                }
            }
            #expect(try await house.entries(one).allSatisfy { $0.kind == .opened || $0.kind == .party }, "who only reads changed nothing")
        }
    }
}
