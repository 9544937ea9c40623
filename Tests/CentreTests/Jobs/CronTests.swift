import Testing
import Vocabulary

@testable import Centre

@Suite("Timetables")
struct CronTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let expression: String
        var zone = "UTC"
        let after: String
        let next: [String]
        var testDescription: String { "\(expression) in \(zone) after \(after)" }

        init(_ expression: String, _ zone: String = "UTC", after: String, _ next: String...) {
            self.expression = expression
            self.zone = zone
            self.after = after
            self.next = next
        }
    }

    static let plain = [
        Case("* * * * *", after: "2026-03-01 12:00:30", "2026-03-01 12:01:00", "2026-03-01 12:02:00"),
        Case("*/15 * * * *", after: "2026-03-01 12:00:00", "2026-03-01 12:15:00", "2026-03-01 12:30:00"),
        Case("5-20/5 3 * * *", after: "2026-03-01 03:10:00", "2026-03-01 03:15:00", "2026-03-01 03:20:00", "2026-03-02 03:05:00"),
        Case("0,30 8,20 * * *", after: "2026-03-01 08:30:00", "2026-03-01 20:00:00", "2026-03-01 20:30:00", "2026-03-02 08:00:00"),
        Case("30 6 * * MON-FRI", after: "2026-03-06 06:30:00", "2026-03-09 06:30:00", "2026-03-10 06:30:00"),
        Case("0 0 * * sun", after: "2026-03-01 00:00:00", "2026-03-08 00:00:00"),
        Case("0 0 * * 7", after: "2026-03-01 00:00:00", "2026-03-08 00:00:00"),
        Case("0 0 * * FRI-SUN", after: "2026-03-01 00:00:00", "2026-03-06 00:00:00", "2026-03-07 00:00:00", "2026-03-08 00:00:00"),
        Case("0 0 1 JAN,jul *", after: "2026-03-01 00:00:00", "2026-07-01 00:00:00", "2027-01-01 00:00:00"),
        Case("0 0 31 * *", after: "2026-03-31 00:00:00", "2026-05-31 00:00:00"),
        Case("0 0 29 2 *", after: "2026-03-01 00:00:00", "2028-02-29 00:00:00"),
        Case("0 0 29 2 *", after: "2096-03-01 00:00:00", "2104-02-29 00:00:00"),
        // Both days restricted: either suffices.
        Case("0 0 13 * FRI", after: "2026-03-01 00:00:00", "2026-03-06 00:00:00", "2026-03-13 00:00:00", "2026-03-20 00:00:00"),
        Case("0 0 */2 * MON", after: "2026-03-01 00:00:00", "2026-03-09 00:00:00"),
        Case("@hourly", after: "2026-03-01 12:00:00", "2026-03-01 13:00:00"),
        Case("@weekly", after: "2026-03-01 12:00:00", "2026-03-08 00:00:00"),
        Case("@yearly", after: "2026-03-01 12:00:00", "2027-01-01 00:00:00"),
        Case("0 9 * * *", "Asia/Baku", after: "2026-03-01 12:00:00", "2026-03-02 05:00:00"),
        Case("0 1 * * *", "Asia/Baku", after: "2026-03-01 20:59:00", "2026-03-01 21:00:00", "2026-03-02 21:00:00"),
        Case("0 9 * * *", "Pacific/Kiritimati", after: "2026-03-01 12:00:00", "2026-03-01 19:00:00"),
        Case("0 9 * * *", "Pacific/Pago_Pago", after: "2026-03-01 12:00:00", "2026-03-01 20:00:00"),
        Case("30 0 * * *", "Asia/Kolkata", after: "2026-03-01 12:00:00", "2026-03-01 19:00:00"),
    ]

    /// Berlin: 2026-03-29 02:00 becomes 03:00 at 01:00 UTC; 2026-10-25 03:00 becomes 02:00 at 01:00 UTC.
    static let changes = [
        Case("30 2 * * *", "Europe/Berlin", after: "2026-03-28 12:00:00", "2026-03-29 01:00:00", "2026-03-30 00:30:00"),
        Case("0,30 2 * * *", "Europe/Berlin", after: "2026-03-28 12:00:00", "2026-03-29 01:00:00", "2026-03-30 00:00:00"),
        Case("0 2,3 * * *", "Europe/Berlin", after: "2026-03-28 12:00:00", "2026-03-29 01:00:00", "2026-03-30 00:00:00"),
        Case("0 6 * * *", "Europe/Berlin", after: "2026-03-28 12:00:00", "2026-03-29 04:00:00"),
        Case("*/30 * * * *", "Europe/Berlin", after: "2026-03-29 00:15:00", "2026-03-29 00:30:00", "2026-03-29 01:00:00"),
        Case("0 * * * *", "Europe/Berlin", after: "2026-03-29 00:00:00", "2026-03-29 01:00:00", "2026-03-29 02:00:00"),
        Case("30 2 * * *", "Europe/Berlin", after: "2026-10-24 12:00:00", "2026-10-25 00:30:00", "2026-10-26 01:30:00"),
        Case("30 2 * * *", "Europe/Berlin", after: "2026-10-25 00:45:00", "2026-10-26 01:30:00"),
        Case(
            "*/30 * * * *", "Europe/Berlin", after: "2026-10-24 23:45:00", "2026-10-25 00:00:00", "2026-10-25 00:30:00",
            "2026-10-25 01:00:00", "2026-10-25 01:30:00", "2026-10-25 02:00:00"),
        Case("0 6 * * *", "Europe/Berlin", after: "2026-10-24 12:00:00", "2026-10-25 05:00:00"),
        // The clocks of Beirut go forward at midnight, and back at midnight into the day before.
        Case("15 0 * * *", "Asia/Beirut", after: "2026-03-28 12:00:00", "2026-03-28 22:00:00", "2026-03-29 21:15:00"),
        Case("30 23 * * *", "Asia/Beirut", after: "2026-10-24 12:00:00", "2026-10-24 20:30:00", "2026-10-25 21:30:00"),
        Case(
            "30 * * * *", "Asia/Beirut", after: "2026-10-24 20:00:00", "2026-10-24 20:30:00", "2026-10-24 21:30:00", "2026-10-24 22:30:00"),
        // Lord Howe changes by half an hour.
        Case("15 2 * * *", "Australia/Lord_Howe", after: "2026-10-03 12:00:00", "2026-10-03 15:30:00", "2026-10-04 15:15:00"),
        // Samoa had no 30 December 2011.
        Case("0 12 30 12 *", "Pacific/Apia", after: "2011-12-29 00:00:00", "2011-12-30 10:00:00", "2012-12-29 22:00:00"),
    ]

    @Test("the next moments of a timetable are", arguments: plain + changes)
    func next(_ test: Case) throws {
        let times = try JobSchedule(test.expression, zone: test.zone).times()
        var moment = try #require(Instant(test.after))
        for expected in test.next {
            moment = try #require(times.next(after: moment))
            #expect(moment == Instant(expected), "\(moment)")
        }
    }

    @Test(
        "a timetable that cannot be read is refused with the field that is wrong",
        arguments: [
            ("", "0 fields"), ("* * * *", "4 fields"), ("* * * * * *", "6 fields"), ("60 * * * *", "minute “60”"),
            ("* 24 * * *", "hour “24”"),
            ("* * 0 * *", "day “0”"), ("* * * 13 *", "month “13”"), ("* * * * 8", "weekday “8”"), ("* * * * mond", "or a name such as MON"),
            ("5/10 * * * *", "5-59/10"), ("*/0 * * * *", "step “0”"), ("*/x * * * *", "step “x”"), ("*/2/3 * * * *", "more than one step"),
            ("30-10 * * * *", "runs backwards"), ("1-2-3 * * * *", "not a range"), (",1 * * * *", "minute “”"), ("-1 * * * *", "minute “”"),
            ("+1 * * * *", "minute “+1”"), ("0 0 31 2 *", "never run"), ("0 0 31 4,6,9,11 *", "never run"), ("@never", "@yearly"),
            ("99999999999999999999 * * * *", "minute"),
        ])
    func refused(_ expression: String, _ reason: String) {
        #expect { try CronExpression(expression) } throws: { "\($0)".contains(reason) }
    }

    @Test("a zone that nobody knows is refused")
    func zone() {
        #expect { try JobSchedule("@daily", zone: "Asia/Atlantis").times() } throws: { "\($0)".contains("Asia/Baku") }
    }

    @Test(
        "every moment a timetable gives lies after the one asked for and reads as the timetable says",
        arguments: [
            "Europe/Berlin", "America/Havana", "Asia/Beirut", "America/St_Johns", "Asia/Baku",
        ])
    func always(zone: String) throws {
        let offsets = try #require(ZoneOffsets(zone))
        for expression in ["17 * * * *", "*/20 */2 * * *", "45 1 * * *", "0 0 * * *"] {
            let times = try JobSchedule(expression, zone: zone).times()
            let cron = times.expression
            var moment = try #require(Instant("2026-01-01 00:00:00"))
            let end = try #require(Instant("2027-01-01 00:00:00"))
            var count = 0
            while moment < end {
                let next = try #require(times.next(after: moment))
                #expect(next > moment)
                let local = next.seconds + offsets.offset(at: next.seconds)
                let isOnTime = cron.minutes >> UInt64(local / 60 % 60) & 1 == 1 && cron.hours >> UInt64(local / 3600 % 24) & 1 == 1
                let isAtChange = offsets.offset(at: next.seconds) > offsets.offset(at: next.seconds - 1)
                #expect(isOnTime || isAtChange, "\(expression) \(next)")
                moment = next
                count += 1
            }
            if cron.hours.nonzeroBitCount == 1 { #expect(count == 366, "once a day and the first of the next year") }
        }
    }
}
