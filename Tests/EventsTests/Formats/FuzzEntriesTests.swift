@_spi(Fuzzing) @testable import Events
import Testing

@Suite("Readers and random damage")
struct FuzzEntriesTests {
    struct Entry: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var run: @Sendable (UnsafeRawBufferPointer) -> Void
        var seed: String
        init(_ name: String, _ seed: String, _ run: @escaping @Sendable (UnsafeRawBufferPointer) -> Void) {
            (testDescription, self.seed, self.run) = (name, seed, run)
        }
    }

    static let entries = [
        Entry("JSON lines", "{\"a\":[{\"b\":1},2],\"c\":\"\\u00e9\"}\n{\"b\":{\"x\":[1,{\"y\":null}]}}\n") { fuzzJSONLines($0) },
        Entry("JSON", "[{\"a\":[{\"x\":1}]},{\"b\":{\"c\":[{\"d\":[1]}]}}] {\"b\":{\"c\":[{\"d\":[\"\\n\"]}]}}") { fuzzJSON($0) },
        Entry("XML", "<?xml version=\"1.0\"?><list a=\"b\"><item k=\"v\"><c>&lt;x</c><c/><![CDATA[y]]></item><item/></list>") {
            fuzzXML($0)
        },
        Entry("line patterns", "# c\n192.0.2.1 - x y\nz [1] 2\r\n") { fuzzLinePatterns($0) },
        Entry("pairs", "a=1 b=\"x \\\" y\" c\nk: v|l: w\n") { fuzzKeyValue($0) },
        Entry(
            "mail",
            """
            From x
            From: a@example.com
            Subject: =?utf-8?Q?x=C3?=
            Content-Type: multipart/report; boundary=b

            --b
            Content-Type: text/plain; charset=x

            t
            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            Version: 1
            A: b
             c
            --b
            Content-Type: application/json; name=xarf.json

            {"a":1}
            --b--

            From y
            X-XARF: PLAIN
            Date: d

            ---
            Source: 'x'

            """
        ) { fuzzMail($0) },
    ]

    @Test("any bytes give rows and refusals inside their piece, never a trap", arguments: entries)
    func damage(entry: Entry) {
        var numbers = SeededNumbers(23)
        let seed = Array(entry.seed.utf8)
        seed.withUnsafeBytes { entry.run($0) }
        for _ in 0..<800 {
            var damaged = mutated(seed, using: &numbers)
            if Bool.random(using: &numbers) { damaged = mutated(damaged, using: &numbers) }
            damaged.withUnsafeBytes { entry.run($0) }
        }
        for length in 0..<64 {
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            noise.withUnsafeBytes { entry.run($0) }
        }
    }
}
