import Testing

@testable import Charts

@Suite("Scales")
struct ScaleTests {
    @Test(
        "ticks stand at round numbers",
        arguments: [
            (0.0, 10.0, [0.0, 2, 4, 6, 8, 10]), (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0, 37, [0, 10, 20, 30]),
            (-3, 3, [-2, 0, 2]), (0, 4200, [0, 1000, 2000, 3000, 4000]), (0.0001, 0.0003, [0.0001, 0.00015, 0.0002, 0.00025, 0.0003]),
            (5, 5, [5]),
        ])
    func round(lower: Double, upper: Double, expected: [Double]) {
        let ticks = LinearScale(lower: lower, upper: upper, start: 0, end: 100).ticks(5)
        if lower == upper {
            #expect(ticks.contains { abs($0 - lower) < 1 })
        } else {
            #expect(ticks == expected)
        }
    }

    @Test("a nice scale begins and ends at ticks and holds zero")
    func nice() {
        let scale = LinearScale.nice(over: [3, 47], start: 100, end: 0)
        #expect(scale.lower == 0)
        #expect(scale.upper == 50)
        #expect(scale(25) == 50)
    }

    @Test(
        "huge, tiny and missing numbers stay within the ends",
        arguments: [1e308, -1e308, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 0])
    func extremes(value: Double) {
        for scale in [
            LinearScale.nice(over: [value], start: 0, end: 100), LinearScale(lower: -1e308, upper: 1e308, start: 0, end: 100),
            LinearScale(lower: value, upper: value, start: 0, end: 100),
        ] {
            let place = scale(value)
            #expect(place >= 0 && place <= 100)
            #expect(scale.ticks().count < 1000)
            #expect(scale.ticks().allSatisfy { $0.isFinite })
        }
    }

    @Test(
        "time ticks stand at full hours, days, months and years",
        arguments: [
            // From 2026-11-24 07:40 for so many seconds.
            (Int64(6 * 3600), TimeStep.hours(1), ["08:00", "09:00", "10:00", "11:00", "12:00", "13:00"]),
            (Int64(5 * 86_400), TimeStep.days(1), ["11-25", "11-26", "11-27", "11-28", "11-29"]),
            (Int64(200 * 86_400), TimeStep.months(2), ["2027-01", "2027-03", "2027-05"]),
            (Int64(5 * 31_556_952), TimeStep.years(1), ["2027", "2028", "2029", "2030", "2031"]),
        ])
    func times(length: Int64, step: TimeStep, labels: [String]) {
        let from = CivilTime.days(2026, 11, 24) * 86_400 + 7 * 3600 + 2400
        let ticks = TimeScale(from: from, to: from + length, start: 0, end: 100).ticks(atMost: 6)
        #expect(ticks.step == step)
        #expect(ticks.moments.map { CivilTime.text($0, ticks.step) } == labels)
    }

    @Test("days begin at local midnight")
    func zone() {
        let from: Int64 = 1_795_478_400
        let ticks = TimeScale(from: from, to: from + 3 * 86_400, start: 0, end: 1, zoneOffset: { _ in 4 * 3600 }).ticks(atMost: 5)
        #expect(ticks.moments.allSatisfy { ($0 + 4 * 3600) % 86_400 == 0 })
        #expect(!ticks.moments.isEmpty)
    }

    @Test("weeks begin on Mondays")
    func weeks() {
        // 2026-11-23 is a Monday.
        for (day, monday) in [(22, "11-16"), (23, "11-23"), (24, "11-23"), (29, "11-23"), (30, "11-30")] {
            let moment = CivilTime.days(2026, 11, day) * 86_400 + 3600
            #expect(CivilTime.text(CivilTime.floor(moment, to: .days(7)), .days(1)) == monday)
        }
    }

    @Test("dates survive the way to days and back", arguments: [-800_000, -1, 0, 59, 60, 11_016, 20_781, 2_932_896])
    func dates(day: Int64) {
        let (year, month, date) = CivilTime.date(day)
        #expect(CivilTime.days(year, month, date) == day)
    }

    @Test("a time axis of a million years has few ticks")
    func long() {
        let ticks = TimeScale(from: -1_000_000_000_000_000, to: 1_000_000_000_000_000, start: 0, end: 100).ticks(atMost: 8)
        #expect(ticks.moments.count <= 400)
    }

    @Test("equal values fall into one shade, and few shades lie far apart")
    func shades() {
        let one = Shades(values: [5, 5, 5, 5], steps: 5, isEven: false)
        #expect(one.bounds == [5])
        let two = Shades(values: [1, 1, 1, 9], steps: 4, isEven: false)
        #expect(two.class(of: 1) == "step-1")
        #expect(two.class(of: 9) == "step-6")
        #expect(two.class(of: 0) == "step-0")
        #expect(two.class(of: nil) == "none")
        #expect(two.class(of: .nan) == "none")
    }

    @Test("quantiles put about equally many values into each shade")
    func quantiles() {
        let values = (1...100).map { Double($0 * $0) }
        let shades = Shades(values: values, steps: 5, isEven: false)
        let counts = Dictionary(grouping: values, by: { shades.class(of: $0) }).mapValues(\.count)
        #expect(counts.count == 5)
        #expect(counts.values.allSatisfy { $0 == 20 })
    }
}
