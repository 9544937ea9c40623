import Testing
import Vocabulary

@Suite("Instants")
struct InstantTests {
    @Test(
        "every form that feeds use is told apart by its shape",
        arguments: [
            ("2024-01-31 02:03:04", "2024-01-31T02:03:04+00:00"),
            ("2024-01-31 02:03:04.5", "2024-01-31T02:03:04.500000+00:00"),
            ("2024-01-31 02:03:04.123456", "2024-01-31T02:03:04.123456+00:00"),
            ("2024-01-31 02:03:04,123", "2024-01-31T02:03:04.123000+00:00"),
            ("2024-01-31T02:03:04", "2024-01-31T02:03:04+00:00"),
            ("2024-01-31T02:03:04Z", "2024-01-31T02:03:04+00:00"),
            ("2024-01-31t02:03:04.123456789z", "2024-01-31T02:03:04.123456+00:00"),
            ("2024-01-31T02:03:04+00:00", "2024-01-31T02:03:04+00:00"),
            ("2024-01-31T02:03:04.000001+00:00", "2024-01-31T02:03:04.000001+00:00"),
            ("2024-01-31T02:03:04.25Z", "2024-01-31T02:03:04.250000+00:00"),
            ("2024-01-31T02:03:04-00:00", "2024-01-31T02:03:04+00:00"),
            ("2024-01-31T02:03:04+00:30", "2024-01-31T01:33:04+00:00"),
            ("2024-01-31T02:03:04+04:00", "2024-01-30T22:03:04+00:00"),
            ("2024-01-31T02:03:04-0330", "2024-01-31T05:33:04+00:00"),
            ("2024-01-31 02:03:04+01", "2024-01-31T01:03:04+00:00"),
            ("2024-01-31 02:03:04 +0100", "2024-01-31T01:03:04+00:00"),
            ("2024-01-31 02:03:04 UTC", "2024-01-31T02:03:04+00:00"),
            ("2024-01-31 02:03:04 GMT", "2024-01-31T02:03:04+00:00"),
            ("2024-01-31 02:03:04 (UTC)", "2024-01-31T02:03:04+00:00"),
            ("2024-01-31 02:03", "2024-01-31T02:03:00+00:00"),
            ("2024-01-31", "2024-01-31T00:00:00+00:00"),
            ("2024-01-31 UTC", "2024-01-31T00:00:00+00:00"),
            ("2024/01/31 02:03:04", "2024-01-31T02:03:04+00:00"),
            ("2024-1-3 2:03:04", "2024-01-03T02:03:04+00:00"),
            ("2024-Jan-31 02:03:04", "2024-01-31T02:03:04+00:00"),
            ("20240131T020304Z", "2024-01-31T02:03:04+00:00"),
            ("20240131T0203+0100", "2024-01-31T01:03:00+00:00"),
            ("20240131020304", "2024-01-31T02:03:04+00:00"),
            ("20240131", "2024-01-31T00:00:00+00:00"),
            ("2024-01-31T24:00:00Z", "2024-02-01T00:00:00+00:00"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
            ("  2024-01-31 02:03:04\r\n", "2024-01-31T02:03:04+00:00"),
            ("Wed, 31 Jan 2024 02:03:04 +0100", "2024-01-31T01:03:04+00:00"),
            ("Wed, 31 Jan 2024 02:03:04 GMT", "2024-01-31T02:03:04+00:00"),
            ("31 Jan 2024 02:03 -0500", "2024-01-31T07:03:00+00:00"),
            ("Wed, 31 Jan 24 02:03:04 EST", "2024-01-31T07:03:04+00:00"),
            ("Wed, 31 Jan 2024 02:03:04 +0100 (CET)", "2024-01-31T01:03:04+00:00"),
            ("Wednesday, 31-Jan-24 02:03:04 GMT", "2024-01-31T02:03:04+00:00"),
            ("31-Jan-2024 02:03:04", "2024-01-31T02:03:04+00:00"),
            ("Jan 31 02:03:04 2024 GMT", "2024-01-31T02:03:04+00:00"),
            ("Jan  1 02:03:04 2024 GMT", "2024-01-01T02:03:04+00:00"),
            ("Wed Jan 31 02:03:04 2024", "2024-01-31T02:03:04+00:00"),
            ("Wed Jan 31 02:03:04 UTC 2024", "2024-01-31T02:03:04+00:00"),
            ("Wed Jan 31 02:03:04 CET 2024", "2024-01-31T01:03:04+00:00"),
            ("Wed Jan 31 2024 02:03:04 GMT+0100 (Central European Standard Time)", "2024-01-31T01:03:04+00:00"),
            ("January 31, 2024", "2024-01-31T00:00:00+00:00"),
            ("Jan 31, 2024 11:03:04 PM", "2024-01-31T23:03:04+00:00"),
            ("Sept 9 2024 12:00:00 am", "2024-09-09T00:00:00+00:00"),
            ("1706666584", "2024-01-31T02:03:04+00:00"),
            ("1706666584.25", "2024-01-31T02:03:04.250000+00:00"),
            ("1706666584123", "2024-01-31T02:03:04.123000+00:00"),
            ("1706666584123456", "2024-01-31T02:03:04.123456+00:00"),
            ("01/31/2024 02:03:04", "2024-01-31T02:03:04+00:00"),
            ("1/3/2024", "2024-01-03T00:00:00+00:00"),
            ("01/31/2024 02:03:04 PM", "2024-01-31T14:03:04+00:00"),
            ("31.01.2024 02:03:04", "2024-01-31T02:03:04+00:00"),
            ("31.01.2024", "2024-01-31T00:00:00+00:00"),
            ("31/Jan/2024:02:03:04 +0000", "2024-01-31T02:03:04+00:00"),
            ("31/Jan/2024:02:03:04 +0400", "2024-01-30T22:03:04+00:00"),
        ])
    func automatic(text: String, expected: String) {
        #expect(Instant(text)?.iso8601 == expected)
    }

    @Test(
        "what is no moment of the calendar, or could be read two ways, is refused",
        arguments: [
            "", "now", "2023-02-29 00:00:00", "2100-02-29", "2024-02-30 00:00:00", "2024-02-31", "2024-04-31 00:00:00",
            "2024-13-01 00:00:00",
            "2024-00-10 00:00:00", "2024-01-00 00:00:00", "2024-01-31 24:00:00.5", "2024-01-31 25:00:00", "2024-01-31 02:60:00",
            "2024-01-31 02:03:61", "2024-01-31 02:03:04x", "2024-01-31 02:03:04.", "2024-01-31 02:03:04.Z", "2024-01-31T02:03:04ZZ",
            "2024-01-31T02:03:04+00:0", "2024-01-31 02:03:04 XYZ", "2024-01-31T02:03:04+25:00",
            "2024-01-31 2:3:4", "0000-01-31 02:03:04", "31/01/2024 02:03:04", "32.01.2024", "1234",
            "123456789", "12345678901", "99999999",
            "20240230", "2024-01-31 02;03:04", "2024-0a-31 02:03:04", "Foo, 31 Jan 2024 02:03:04 GMT", "Jan 2024",
            "31 Jan", "2024-01/31", "01/31/24", "13:00:00", "2024-01-31 13:00:00 PM", "0000-00-00 00:00:00", "-", "1706666584.",
        ])
    func refused(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test("a moment between years 1 and 9999 reads back as it prints")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 6)
        let first = try #require(Instant("0001-01-01 00:00:00")).microseconds
        let last = try #require(Instant("9999-12-31T23:59:59.999999Z")).microseconds
        for round in 0..<10_000 {
            var value = Int64.random(in: first...last, using: &random)
            if round % 2 == 0 { value -= value % 1_000_000 }
            let instant = Instant(microseconds: value)
            #expect(Instant(instant.iso8601) == instant)
        }
    }

    @Test("each day from 1896 to 2104 follows the day before")
    func calendar() throws {
        var day = try #require(CalendarDate(year: 1896, month: 1, day: 1))
        let end = try #require(CalendarDate(year: 2104, month: 12, day: 31))
        while day != end {
            let next = CalendarDate(daysSinceEpoch: day.daysSinceEpoch + 1)
            let isSameMonth = next.month == day.month && next.year == day.year && next.day == day.day + 1
            let isNextMonth = next.day == 1 && day.day >= 28 && next.month == day.month % 12 + 1
            #expect(isSameMonth || isNextMonth)
            #expect(CalendarDate(year: next.year, month: next.month, day: next.day) == next)
            #expect(next.daysSinceEpoch == day.daysSinceEpoch + 1)
            day = next
        }
        #expect(CalendarDate(year: 1900, month: 2, day: 29) == nil)
        #expect(CalendarDate(year: 2000, month: 2, day: 29) != nil)
    }

    @Test("the hour and day of a moment are rounded down, before 1970 too")
    func parts() {
        let late = Instant(microseconds: 90_061_000_001)
        #expect(late.hour == 25)
        #expect(late.startOfDay == Instant(seconds: 86_400))
        #expect((late.year, late.month, late.day) == (1970, 1, 2))
        let early = Instant(microseconds: -1)
        #expect(early.hour == -1)
        #expect(early.seconds == -1)
        #expect(early.startOfDay == Instant(seconds: -86_400))
        #expect(early.iso8601 == "1969-12-31T23:59:59.999999+00:00")
    }

    @Test("a moment moves by a duration and back")
    func arithmetic() {
        let start = Instant(seconds: 1_706_666_584)
        let later = start + .milliseconds(1_500)
        #expect(later.microseconds - start.microseconds == 1_500_000)
        #expect(later - start == .milliseconds(1_500))
        #expect(later - .milliseconds(1_500) == start)
    }

    @Test("noise never crashes the parser, and what it accepts prints and reads back")
    func noise() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let text = random.text("0123456789012345678901234567890123456789--::  //.,+TZJanFebWedUTC()", length: 0...32)
            guard let instant = Instant(text), (1...9999).contains(instant.year) else { continue }
            #expect(Instant(instant.iso8601) == instant)
        }
    }
}
