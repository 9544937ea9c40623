import Foundation
import Testing

@testable import SampleNation

@Suite("A sample nation")
struct SampleNationTests {
    @Test("the same seed tells the same story, byte for byte")
    func repeats() throws {
        let first = try WrittenNation(days: 3, events: 4000)
        let second = try WrittenNation(days: 3, events: 4000)
        #expect(first.summary == second.summary)
        #expect(try first.fingerprint() == second.fingerprint())
    }

    @Test("another seed tells another story")
    func differs() throws {
        let first = try WrittenNation(seed: 1, days: 1, events: 500)
        let second = try WrittenNation(seed: 2, days: 1, events: 500)
        #expect(try first.fingerprint() != second.fingerprint())
    }

    @Test("a story once told stays as it is on every machine and in every version")
    func golden() throws {
        let nation = try WrittenNation(seed: 42, days: 2, events: 5000)
        let fingerprint = try nation.fingerprint()
        #expect(fingerprint == 118_016_920_442_005_226)
    }

    @Test("exactly as many rows are written as were asked for", arguments: [(1, 1), (1, 99), (2, 2001), (7, 12_345), (3, 30_000)])
    func counts(days: Int, events: Int) throws {
        let nation = try WrittenNation(days: days, events: events)
        #expect(nation.summary.rows == events)
        var counted = 0
        for feed in nation.summary.feeds {
            let rows = try rowCount(nation, feed.name)
            #expect(rows == feed.rows, "\(feed.name)")
            #expect(try nation.bytes(feed.name).count == feed.bytes)
            counted += rows
        }
        #expect(counted == events)
    }

    private func rowCount(_ nation: WrittenNation, _ name: String) throws -> Int {
        if name.hasSuffix(".eml") { return 1 }
        let lines = try nation.text(name).split(whereSeparator: \.isNewline)
        let isBare = name.hasPrefix("feeds/cert.pl") || name.hasSuffix("valid.json")
        let rows = lines.filter { line in
            !line.hasPrefix("#") && !line.hasPrefix(";") && !line.hasPrefix("Start\t") && line != "Address,Tags"
                && !line.hasPrefix("{\"type\":\"metadata\"")
                && !line.hasPrefix("phish_id,")
                && !line.hasPrefix("\"first_seen_utc\"") && !line.hasPrefix("\"timestamp\",") && !(isBare && line.count == 1)
        }
        return rows.count
    }

    @Test("an average row of a day is about as long as the provider's")
    func rowLength() throws {
        let nation = try WrittenNation(days: 1, events: 20_000)
        let length = nation.summary.bytes / nation.summary.rows
        #expect((480...620).contains(length))
    }

    @Test("addresses spread over the country: hundreds of thousands of hosts, most of them with three operators")
    func skew() throws {
        let country = Nation(seed: 7)
        #expect(country.fourCount + country.sixCount > 400_000)
        let largest = (0..<3).map { country.hosts(ofOwner: $0).count }.reduce(0, +)
        #expect(largest * 2 > country.fourCount)
        let nation = try WrittenNation(days: 1, events: 40_000)
        #expect(nation.summary.distinctAddresses > 20_000)
        #expect(nation.summary.operators == 24)
        #expect(nation.summary.owners > 400)
    }

    @Test("every host has an address of its own, inside its owner's networks", arguments: [false, true])
    func hostsDiffer(isSix: Bool) {
        let country = Nation(seed: 7)
        var seen = Set<Address>()
        let count = isSix ? country.sixCount : country.fourCount
        for index in stride(from: 0, to: count, by: 1) { seen.insert(country.host(index, isSix: isSix).address) }
        #expect(seen.count == count)
        for index in stride(from: 0, to: country.fourCount, by: 101) {
            #expect(country.prefix(of: country.host(index, isSix: false)) != nil)
        }
    }

    @Test("what is open today is mostly open tomorrow, some of it gets fixed, and some comes back")
    func recurs() throws {
        let nation = try WrittenNation(days: 14, events: 40_000)
        let days = try nation.reports.filter { $0.contains("-scan_telnet-") }.map { name in
            Set(records(try nation.text(name)).dropFirst().map { $0[2] })
        }
        #expect(days.count == 14)
        for (today, tomorrow) in zip(days, days.dropFirst()) {
            let share = Double(today.intersection(tomorrow).count) / Double(today.count)
            #expect(share > 0.7 && share < 1)
        }
        let returned = days[0].subtracting(days[2]).subtracting(days[3]).intersection(days[7])
        #expect(!returned.isEmpty)
    }

    @Test("the flood comes in the middle")
    func floods() throws {
        let nation = try WrittenNation(days: 9, events: 40_000)
        let floods = nation.summary.feeds.filter { $0.name.contains("event4_ddos_participant") }.map(\.rows)
        #expect(floods.count == 9)
        #expect(floods[4] > 5 * floods[0])
        #expect(floods[4] > 5 * floods[8])
    }

    @Test("numbers that make no story are refused", arguments: [(0, 10), (367, 10), (1, 0), (1, 1_000_000_001)])
    func refuses(days: Int, events: Int) {
        #expect(throws: SampleError.self) { try SampleNation(seed: 1, days: days, events: events).write(to: "/nowhere") }
    }

    @Test("a folder that cannot be made is named with the system's reason")
    func refusesFolder() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "sample-\(UUID().uuidString)")
        try Data([1]).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(throws: SampleError.cannotWrite(path: file.path + "/feeds", reason: "Not a directory")) {
            try SampleNation(seed: 1, days: 1, events: 1).write(to: file.path)
        }
    }

    @Test(
        "days are counted as the calendar counts them", arguments: [(1970, 1, 1, 0, 4), (2000, 2, 29, 11_016, 2), (2026, 3, 31, 20_543, 2)])
    func calendar(year: Int, month: Int, day: Int, count: Int, weekday: Int) throws {
        let date = try CalendarDay(year: year, month: month, day: day)
        #expect(date.daysSince1970 == count)
        #expect(date.weekday == weekday)
        #expect(date.advanced(by: 400).advanced(by: -400) == date)
    }

    @Test("days that do not exist are refused", arguments: [(2026, 2, 29), (2026, 13, 1), (2026, 4, 31), (1969, 1, 1), (2026, 1, 0)])
    func noSuchDay(year: Int, month: Int, day: Int) {
        #expect(throws: SampleError.noSuchDay(year: year, month: month, day: day)) { try CalendarDay(year: year, month: month, day: day) }
    }
}
