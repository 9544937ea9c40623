import Centre
import EventStore
import Testing
import Vocabulary

@testable import Observation

@Suite("Text that leaves the house")
struct TextTests {
    @Test(
        "a value in a question reads back as itself",
        arguments: [
            "mirai", "Odlar Telekom", "a\"b", "c:\\d", "x,y", "(z)", "-22", "1-2", "*", "a*b", "not", "2001:db8::1", "Xəzər Bank", "a..b",
        ])
    func questions(value: String) throws {
        let query = try Query.parse(QueryText.term("malware", value), now: World.noon)
        guard case .term(let term) = query.filter, case .matches(let patterns) = term.test else {
            Issue.record("\(query.filter)")
            return
        }
        #expect(patterns == [.text(value)])
    }

    @Test(
        "a claim is added before the clauses, and to all alternatives",
        arguments: [
            ("", "port:22", "port:22"), ("type:scanner", "port:22", "type:scanner port:22"),
            ("type:scanner or type:spam", "port:22", "(type:scanner or type:spam) port:22"),
            ("type:scanner sort by time desc limit 10", "port:22", "type:scanner port:22 sort by time desc limit 10"),
            ("group by asn", "port:22", "port:22 group by asn"),
        ])
    func adding(text: String, term: String, result: String) throws {
        #expect(QueryFilter.adding(term, to: text) == result)
        _ = try Query.parse(result, now: World.noon)
    }

    @Test("a JSON string holds any text")
    func json() { #expect(JSON.quoted("a\"b\\c\n\u{1}ə") == #""a\"b\\c\n\u0001ə""#) }
}
