import Testing
import Vocabulary

@Suite("Named time formats")
struct TimestampFormatTests {
    private func read(_ text: String, _ format: TimestampFormat) -> String? {
        var copy = text
        return copy.withUTF8 { Instant(ascii: UnsafeRawBufferPointer($0), format: format) }?.iso8601
    }

    @Test(
        "numbers are counted from the start their format names",
        arguments: [
            ("1706666584", "epoch-seconds", "2024-01-31T02:03:04+00:00"),
            ("1706666584.5", "epoch-seconds", "2024-01-31T02:03:04.500000+00:00"),
            ("0", "epoch-seconds", "1970-01-01T00:00:00+00:00"),
            ("-1.5", "epoch-seconds", "1969-12-31T23:59:58.500000+00:00"),
            ("1706666584123", "epoch-milliseconds", "2024-01-31T02:03:04.123000+00:00"),
            ("1706666584123.25", "epoch-milliseconds", "2024-01-31T02:03:04.123250+00:00"),
            ("133511401840000000", "windows-nt", "2024-01-31T02:03:04+00:00"),
            ("0", "windows-nt", "1601-01-01T00:00:00+00:00"),
        ])
    func counted(text: String, format: String, expected: String) throws {
        #expect(read(text, try #require(TimestampFormat(name: format))) == expected)
    }

    @Test(
        "a text is read by its strptime pattern",
        arguments: [
            ("31/01/2024 02:03:04", "%d/%m/%Y %H:%M:%S", "2024-01-31T02:03:04+00:00"),
            ("31/01/24 02:03", "%d/%m/%y %H:%M", "2024-01-31T02:03:00+00:00"),
            ("2024-01-31T02:03:04.25+0400", "%Y-%m-%dT%H:%M:%S.%f%z", "2024-01-30T22:03:04.250000+00:00"),
            ("Jan 31 2024 11:03:04 PM", "%b %d %Y %I:%M:%S %p", "2024-01-31T23:03:04+00:00"),
            ("12:00 AM 31 January 2024", "%I:%M %p %d %B %Y", "2024-01-31T00:00:00+00:00"),
            ("2024 031", "%Y %j", "2024-01-31T00:00:00+00:00"),
            ("2024 366", "%Y %j", "2024-12-31T00:00:00+00:00"),
            ("01/31/24 02:03:04 CET", "%D %T %Z", "2024-01-31T01:03:04+00:00"),
            ("2024-01-31", "%F", "2024-01-31T00:00:00+00:00"),
            ("20240131020304", "%Y%m%d%H%M%S", "2024-01-31T02:03:04+00:00"),
            ("02 03 04 31 01 2024 UTC", "%H %M %S %d %m %Y %Z", "2024-01-31T02:03:04+00:00"),
            ("100% 2024", "100%% %Y", "2024-01-01T00:00:00+00:00"),
            ("Wed  3 Jan 2024", "%a %e %b %Y", "2024-01-03T00:00:00+00:00"),
            ("@1706666584", "@%s", "2024-01-31T02:03:04+00:00"),
            ("31/01/69", "%d/%m/%y", "1969-01-31T00:00:00+00:00"),
        ])
    func patterns(text: String, pattern: String, expected: String) {
        #expect(read(text, .strftime(pattern)) == expected)
    }

    @Test(
        "a text that does not follow its format is refused",
        arguments: [
            ("31/01/2024 x", "%d/%m/%Y"), ("31/13/2024", "%d/%m/%Y"), ("30/02/2024", "%d/%m/%Y"), ("2023 366", "%Y %j"),
            ("13:00 PM", "%I:%M %p"), ("2024", "%Q"), ("2024", "%Y%"), ("1706666584", "iso8601"), ("20240131 x", "iso8601"),
            ("abc", "epoch-seconds"), ("", "epoch-seconds"), ("1.", "epoch-seconds"), ("99999999999999999999", "epoch-milliseconds"),
            ("-1", "windows-nt"), ("999999999999999999", "epoch-seconds"), ("", "%Y"),
        ])
    func refused(text: String, format: String) {
        #expect(read(text, TimestampFormat(name: format) ?? .strftime(format)) == nil)
    }

    @Test("a format is named as it prints, and an unknown directive is pointed out")
    func names() {
        for format in [TimestampFormat.automatic, .iso8601, .epochSeconds, .epochMilliseconds, .windowsNT, .strftime("%d/%m/%Y")] {
            #expect(TimestampFormat(name: format.description) == format)
        }
        #expect(TimestampFormat(name: "%Y-%Q") == nil)
        #expect(TimestampFormat(name: "yesterday") == nil)
        #expect(TimestampFormat.strftime("%Y-%Q").unsupportedDirective == "%Q")
        #expect(TimestampFormat.strftime("%Y %").unsupportedDirective == "%")
        #expect(TimestampFormat.strftime("%d.%m.%Y").unsupportedDirective == nil)
    }
}
