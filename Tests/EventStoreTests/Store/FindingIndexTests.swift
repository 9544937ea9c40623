import Events
import Testing
import Vocabulary

@testable import EventStore

@Suite("Findings in memory")
struct FindingIndexTests {
    let folder: ScratchFolder
    let store: EmbeddedStore
    let now = monday + 20 * oneDay

    init() throws {
        folder = try ScratchFolder()
        store = try folder.store()
    }

    /// Findings of three owners and none, seen on different days by two feeds, with some that returned.
    private func fill(_ pieces: Range<Int>) throws {
        for piece in pieces {
            var events: [Event] = []
            for number in 0..<60 {
                let (host, day) = ((number * 7 + piece * 13) % 90, Int64((number + piece * 5) % 19))
                var event = openDoor(
                    "192.0.2.\(host)", port: [22, 23, 443][host % 3], at: monday + day * oneDay + Int64(host) * 1_000_000,
                    identifier: ["open-telnet", "open-ssh"][host % 2], owner: ["bank", "telecom", "ministry", nil][host % 4],
                    asn: 64_500 + Int64(host % 5))
                event[.severity] = ["low", "high", nil][host % 3].map { .text($0) }
                if host % 10 == 0 { event[.sourceFQDN] = .text("host-\(host).example.com") }
                events.append(event)
            }
            try store.take(events, feed: .daily(piece % 2 == 0 ? "example/scan" : "example/second"), piece: piece)
        }
    }

    private func question(_ text: String) throws -> FindingQuestion {
        FindingQuestion(PreparedFilter(try read(text, over: .findings).filter) { [$0.lowercased()] })
    }

    /// What reading the runs themselves gives.
    private func expected(_ text: String) throws -> [(finding: Finding, state: FindingState)] {
        let filter = PreparedFilter(try read(text, over: .findings).filter) { [$0.lowercased()] }
        var found: [(finding: Finding, state: FindingState)] = []
        try store.findings(now: now) { finding, state in
            if filter.matches(finding, state: state) { found.append((finding, state)) }
            return true
        }
        return found
    }

    static let questions = [
        "", "state:(open,recurring,reopened)", "state:fixed", "-state:fixed", "type:vulnerable-system", "identifier:open-ssh", "owner:bank",
        "-has:owner", "owner:(bank,telecom) severity:high", "port:23", "port:1-100", "ip:192.0.2.0/28", "ip:192.0.2.17", "ip:192.0.2.1*",
        "since:5d", "first-seen>=2026-03-10", "seen>2", "feed:example/second", "-feed:example/scan", "asn:(64500,64502)", "cc:az",
        "has:fqdn", "fqdn:example.com", "-fqdn:host-10.example.com has:fqdn", "telnet", "host-10", "192.0.2.3", "taxonomy:vulnerable",
        "state:reopened or (owner:ministry -port:443)", "-(owner:bank or port:22)", "cve:CVE-2026-1", "severity:high or severity:low",
    ]

    @Test("the index finds what the runs hold, with the same states and counts", arguments: questions)
    func answers(text: String) throws {
        try fill(0..<6)
        let decided = try expected("state:open").first ?? expected("")[0]
        try store.decide(.accept(until: now + oneDay), about: decided.finding.id, by: "Test", note: "", at: now - oneHour)
        let expected = try expected(text)
        var question = try question(text)
        question.limit = 1_000
        let answer = try store.findingIndex().answer(question, now: now)
        #expect(answer.total == expected.count)
        #expect(Set(answer.ids) == Set(expected.map(\.finding.id)))
        #expect(answer.byState == Dictionary(grouping: expected, by: \.state.name).mapValues(\.count))
        #expect(answer.byOwner == Dictionary(grouping: expected) { $0.finding.owner ?? "" }.mapValues(\.count))
        #expect(answer.byType == Dictionary(grouping: expected, by: \.finding.type).mapValues(\.count))
    }

    @Test("an index brought up to date is as one made anew", arguments: [1, 2, 5])
    func updates(steps: Int) throws {
        try fill(0..<20)
        var index = try store.findingIndex()
        for step in 0..<steps {
            // Few against all: so the update looks findings up one by one.
            try store.take(
                [openDoor("192.0.2.\(step)", at: now - oneDay, owner: "new-\(step)"), openDoor("198.51.100.\(step)", at: now - oneHour)],
                feed: .daily(step == 1 ? "example/third" : "example/scan"), piece: 100 + step)
            index = try store.findingIndex(from: index)
        }
        let fresh = try store.findingIndex()
        #expect(index.mark == fresh.mark)
        #expect(index.count == fresh.count)
        for text in Self.questions + ["owner:new-0", "feed:example/third"] {
            var question = try question(text)
            question.limit = 1_000
            let (one, other) = (index.answer(question, now: now), fresh.answer(question, now: now))
            #expect(one.ids == other.ids && one.byState == other.byState && one.byOwner == other.byOwner, "\(text)")
        }
    }

    @Test("merging runs changes nothing in the answers")
    func merging() throws {
        try fill(0..<16)
        let before = try store.findingIndex()
        _ = try store.compactIfNeeded()
        let after = try store.findingIndex(from: before)
        #expect(before.mark != after.mark)
        let question = try question("state:fixed or owner:bank")
        #expect(before.answer(question, now: now).ids == after.answer(question, now: now).ids)
    }

    @Test(
        "leafing forwards and back shows every finding once, in order",
        arguments: FindingQuestion.Order.allCases, [false, true])
    func leafing(order: FindingQuestion.Order, isRising: Bool) throws {
        try fill(0..<6)
        let index = try store.findingIndex()
        var whole = try question("")
        whole.order = order
        whole.isRising = isRising
        whole.limit = 1_000
        let all = index.answer(whole, now: now)
        #expect(all.next == nil && all.previous == nil)
        var part = whole
        part.limit = 17
        var answer = index.answer(part, now: now)
        var seen = answer.ids
        var pages = [answer.ids]
        while let next = answer.next {
            // As it stands in an address.
            part.after = FindingPlace("\(next)")
            #expect(part.after == next)
            answer = index.answer(part, now: now)
            #expect(answer.skipped == seen.count)
            seen += answer.ids
            pages.append(answer.ids)
        }
        #expect(seen == all.ids)
        part.after = nil
        while let previous = answer.previous {
            pages.removeLast()
            part.before = previous
            answer = index.answer(part, now: now)
            #expect(answer.ids == pages.last)
        }
        #expect(pages.count == 1)
    }

    @Test("findings are read whole by their ids; those that are not there are left out")
    func readingByID() throws {
        try fill(0..<6)
        let all = try expected("")
        let ids = all.map(\.finding.id).enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
        let found = try store.findings(withIDs: ids.reversed() + [FindingID(bits: 1)], now: now)
        #expect(found.map(\.finding) == all.map(\.finding).filter { ids.contains($0.id) })
    }

    @Test("a decision shows at once, though no event came")
    func decisions() throws {
        try fill(0..<2)
        let index = try store.findingIndex()
        let id = try expected("-state:fixed")[0].finding.id
        try store.decide(.verifyFixed, about: id, by: "Test", note: "", at: now - 1)
        var fixed = try question("state:fixed")
        fixed.fixedSince = now - oneHour
        #expect(index.answer(fixed, now: now).ids.contains(id) == false)
        #expect(try store.refreshedDecisions(of: index).answer(fixed, now: now).ids.contains(id))
        #expect(try store.findingIndex(from: index).answer(fixed, now: now).ids.contains(id))
    }
}
