import Foundation
import Testing

@testable import SampleNation

@Suite("The country of a sample nation")
struct CountryTests {
    @Test("owners have different names in the register, and parents that are in it")
    func owners() {
        let owners = Nation(seed: 7).owners
        let ids = Set(owners.map(\.id))
        #expect(ids.count == owners.count)
        for owner in owners {
            #expect(owner.id.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }, "\(owner.id)")
            #expect(!owner.prefixes.isEmpty && !owner.contacts.isEmpty && !owner.domains.isEmpty)
            if let parent = owner.parent { #expect(ids.contains(parent), "\(parent) of \(owner.id)") }
        }
        #expect(Set(owners.flatMap(\.domains)).count == owners.count)
        #expect(owners.contains { $0.azerbaijani.contains("ə") && $0.azerbaijani.contains("ı") })
    }

    @Test("no two owners hold the same network, and networks of organisations do not overlap by half")
    func networks() {
        let prefixes = Nation(seed: 7).owners.flatMap(\.prefixes)
        let keys = prefixes.map { "\($0.isSix) \($0.high) \($0.length)" }
        #expect(Set(keys).count == keys.count)
        for prefix in prefixes {
            let isAligned = prefix.high << UInt64(prefix.length) == 0
            #expect(isAligned, "\(prefix)")
        }
    }

    @Test("the network database answers as the register says")
    func database() throws {
        let nation = try WrittenNation(days: 1, events: 1)
        let reader = try MiniReader(nation.bytes("networks.mmdb"))
        let country = Nation(seed: 7)
        for index in stride(from: 0, to: country.fourCount, by: 997) {
            let host = country.host(index, isSix: false)
            let found = try #require(reader.lookup(host.address))
            #expect(found.asn == country.owners[host.owner].announcedBy)
            #expect(found.country == "XO")
        }
        for index in stride(from: 0, to: country.sixCount, by: 499) {
            let host = country.host(index, isSix: true)
            #expect(reader.lookup(host.address)?.asn == country.owners[host.owner].announcedBy)
        }
        #expect(reader.lookup(.four(0x0A00_0101))?.organisation == "Odlar Telekom")
        #expect(reader.lookup(.four(0xCB00_7105))?.country == "XB")
        #expect(reader.lookup(.four(0x0AFF_FFFF)) == nil)
        #expect(reader.lookup(.six(0x2001_0DB9_0000_0000, 1)) == nil)
    }

    @Test("the country was given what its owners hold, and some more that nobody asked for")
    func delegations() {
        let nation = Nation(seed: 1)
        var bytes = Bytes(capacity: 1 << 16)
        Delegations(nation: nation).write(into: &bytes, day: .standardEnd)
        let lines = String(decoding: bytes.buffer, as: UTF8.self).split(separator: "\n").map { $0.split(separator: "|") }
        let records = lines.filter { $0.count == 7 && $0.last == "allocated" }
        #expect(lines[0].count == 7 && lines[0][3] == "\(records.count)")
        let fours = nation.owners.flatMap(\.prefixes).count { !$0.isSix }
        #expect(records.count { $0[2] == "ipv4" } == fours + 4)
        #expect(records.contains { $0[2] == "ipv4" && $0[3] == "10.240.0.0" && $0[4] == "16384" })
        #expect(records.contains { $0[2] == "ipv6" && $0[3] == "2001:db8:f000:0::" && $0[4] == "40" })
        // Nobody holds the idle ones.
        for prefix in nation.owners.flatMap(\.prefixes) where !prefix.isSix { #expect(prefix.four >> 20 != 0x0AF) }
    }

    @Test("feeds of a day that is not over speak of no later time")
    func unfinishedDay() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nation-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let day = try CalendarDay(year: 2026, month: 3, day: 5)
        _ = try SampleNation(seed: 1, days: 1, events: 20_000, end: day, passed: 3_600 * 6).write(to: folder)
        let suricata = try String(contentsOfFile: folder + "/feeds/suricata/eve-2026-03-05.json", encoding: .utf8)
        #expect(suricata.contains("2026-03-05T05:") && !suricata.contains("2026-03-05T06:") && !suricata.contains("2026-03-05T23:"))
        let reports = try FileManager.default.contentsOfDirectory(atPath: folder + "/feeds/shadowserver")
        #expect(!reports.isEmpty && reports.allSatisfy { $0.hasPrefix("2026-03-04-") })
    }

    @Test("a longer network wins over the shorter one around it")
    func longest() throws {
        var database = NetworkDatabase()
        database.add(.four(0x0A00_0000, 8), asn: 64_496, organisation: "Around", country: "XO")
        database.add(.four(0x0A01_0200, 24), asn: 64_497, organisation: "Inside with a name longer than twenty-nine octets", country: "XA")
        var bytes = Bytes(capacity: 1000)
        database.write(into: &bytes, day: .standardEnd)
        let reader = try MiniReader(bytes.buffer)
        #expect(reader.lookup(.four(0x0A01_01FF))?.asn == 64_496)
        #expect(reader.lookup(.four(0x0A01_0200))?.organisation == "Inside with a name longer than twenty-nine octets")
        #expect(reader.lookup(.four(0x0A01_02FF))?.asn == 64_497)
        #expect(reader.lookup(.four(0x0A01_0300))?.asn == 64_496)
        #expect(reader.lookup(.four(0x0B00_0000)) == nil)
    }

    @Test(
        "addresses are written as RFC 5952 says",
        arguments: [
            (UInt64(0x2001_0DB8_0000_0000), UInt64(1), "2001:db8::1"),
            (0x2001_0DB8_0000_0001, 0x0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
            (0x2001_0000_0000_0001, 0x0000_0000_0000_0001, "2001:0:0:1::1"),
            (0x2001_0DB8_0000_0000, 0x0001_0000_0000_0001, "2001:db8::1:0:0:1"),
            (0x2001_0DB8_B000_0000, 0, "2001:db8:b000::"), (0, 0, "::"), (0, 1, "::1"),
        ])
    func sixes(high: UInt64, low: UInt64, text: String) {
        var bytes = Bytes(capacity: 40)
        bytes.address(high, low)
        #expect(String(decoding: bytes.buffer, as: UTF8.self) == text)
    }

    @Test("a permutation gives every number once", arguments: [1, 2, 1000, 4096, 4097])
    func permutes(count: Int) {
        let order = Permutation(of: count, seed: 9)
        #expect(Set((0..<count).map { order($0) }) == Set(0..<count))
    }
}

/// Reads just enough of the MaxMind DB format 2.0 to check what was written.
struct MiniReader {
    struct Found: Equatable {
        var asn = 0
        var organisation = ""
        var country = ""
    }

    private let bytes: [UInt8]
    private let nodes: Int

    struct NoDatabase: Error {}

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        let marker = [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8)
        guard let start = (0..<bytes.count - marker.count).last(where: { Array(bytes[$0..<$0 + marker.count]) == marker }) else {
            throw NoDatabase()
        }
        var position = start + marker.count
        guard case .map(let metadata) = MiniReader.value(bytes, &position), case .number(let count)? = metadata["node_count"],
            case .number(24)? = metadata["record_size"], case .number(6)? = metadata["ip_version"], position == bytes.count
        else { throw NoDatabase() }
        nodes = count
    }

    func lookup(_ address: Address) -> Found? {
        let words: (UInt64, UInt64)
        switch address {
        case .four(let four): words = (0, UInt64(four))
        case .six(let high, let low): words = (high, low)
        }
        var node = 0
        for level in 0..<128 {
            let bit = (level < 64 ? words.0 >> UInt64(63 - level) : words.1 >> UInt64(127 - level)) & 1
            let offset = node * 6 + Int(bit) * 3
            node = Int(bytes[offset]) << 16 | Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2])
            if node == nodes { return nil }
            if node > nodes { break }
        }
        var position = nodes * 6 + node - nodes
        guard case .map(let map) = MiniReader.value(bytes, &position), case .number(let asn)? = map["autonomous_system_number"],
            case .text(let organisation)? = map["autonomous_system_organization"], case .map(let country)? = map["country"],
            case .text(let code)? = country["iso_code"]
        else { return nil }
        return Found(asn: asn, organisation: organisation, country: code)
    }

    private indirect enum Value {
        case text(String)
        case number(Int)
        case map([String: Value])
        case other
    }

    private static func value(_ bytes: [UInt8], _ position: inout Int) -> Value {
        let control = bytes[position]
        position += 1
        var type = Int(control >> 5)
        if type == 0 {
            type = Int(bytes[position]) + 7
            position += 1
        }
        var size = Int(control & 31)
        if size == 29 {
            size = 29 + Int(bytes[position])
            position += 1
        }
        switch type {
        case 2:
            defer { position += size }
            return .text(String(decoding: bytes[position..<position + size], as: UTF8.self))
        case 5, 6, 9:
            defer { position += size }
            return .number(bytes[position..<position + size].reduce(0) { $0 << 8 | Int($1) })
        case 7:
            var map: [String: Value] = [:]
            for _ in 0..<size {
                if case .text(let key) = value(bytes, &position) { map[key] = value(bytes, &position) }
            }
            return .map(map)
        case 11:
            for _ in 0..<size { _ = value(bytes, &position) }
            return .other
        default: return .other
        }
    }
}
