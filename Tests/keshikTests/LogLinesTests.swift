import Logging
import Testing

@testable import keshik

@Suite("Lines of the log")
struct LogLinesTests {
    @Test(
        "an event is one line, whatever stands in it",
        arguments: [
            ("plain", "plain"), ("two words", "\"two words\""), ("a\nlevel=error message=forged", "\"a\\nlevel=error message=forged\""),
            ("\r\n\t", "\"\\r\\n\\t\""), ("say \"x\"\\", "\"say \\\"x\\\"\\\\\""), ("", "\"\""), ("\u{1B}[2J", "\"\\u{1b}[2J\""),
            ("\u{2028}\u{202E}", "\"\\u{2028}\\u{202e}\""), ("Əli", "\"Əli\""),
        ])
    func values(text: String, shown: String) {
        let line = LogLines.line(at: "2026-01-02T03:04:05Z", .error, "keshik", text, ["who": "\(text)", "a b": "1"])
        #expect(line == "time=2026-01-02T03:04:05Z level=error logger=keshik message=\(shown) a_b=1 who=\(shown)\n")
    }
}
