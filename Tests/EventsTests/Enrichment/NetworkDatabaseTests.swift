import Foundation
import Testing
import Vocabulary

@testable import Events

@Suite("Network databases")
struct NetworkDatabaseTests {
    private func database(_ fixture: DatabaseFixture, _ body: (NetworkDatabaseFile) throws -> Void) throws {
        let folder = try ScratchFolder()
        try body(try NetworkDatabaseFile(path: try fixture.write("test.mmdb", in: folder.url)))
    }

    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test("every provider's spelling of system and country is understood")
    func spellings() throws {
        let layouts: [[(String, DatabaseFixture.Field)]] = [
            [("autonomous_system_number", .number(64496)), ("autonomous_system_organization", .text("Example Telecom"))],
            [("asn", .text("AS64496")), ("as_name", .text("Example Telecom")), ("country_code", .text("az"))],
            [("asn", .number(64496)), ("name", .text("Example Telecom")), ("country", .text("AZ"))],
            [("country", .map([("geoname_id", .number(7)), ("iso_code", .text("AZ"))]))],
            [("registered_country", .map([("iso_code", .text("AZ"))]))],
        ]
        for (index, layout) in layouts.enumerated() {
            var fixture = DatabaseFixture()
            fixture.add("192.0.2.0/24", layout)
            try database(fixture) { file in
                let record = file.record(try address("192.0.2.7"))
                if index < 3 { #expect(record.asn == ASN(64496) && record.asName == "Example Telecom", "layout \(index)") }
                if index > 0 { #expect(record.country == "AZ", "layout \(index)") }
                #expect(file.record(try address("192.0.3.7")) == NetworkRecord())
            }
        }
    }

    @Test("a country's full name is no country code")
    func countryName() throws {
        var fixture = DatabaseFixture()
        fixture.add("192.0.2.0/24", [("country", .text("Azerbaijan")), ("asn", .text("AS64496"))])
        let place = try address("192.0.2.7")
        try database(fixture) { file in
            #expect(file.record(place) == NetworkRecord(asn: ASN(64496)))
        }
    }

    @Test("the table says what the file says", arguments: [24, 28, 32], [true, false])
    func tableAgrees(recordBits: Int, isIPv6: Bool) throws {
        var fixture = DatabaseFixture()
        fixture.recordBits = recordBits
        fixture.isIPv6 = isIPv6
        fixture.hasAliases = isIPv6
        var dice = Dice(seed: UInt64(recordBits))
        for number in 1...200 {
            let ipv4 = IPAddress(ipv4: UInt32(truncatingIfNeeded: dice.next()) & 0x0F00_FF3F)
            let network = try #require(IPPrefix(ipv4, length: 4 + Int(dice.next() % 29)))
            fixture.add(network.description, [("asn", .number(UInt32(number)))])
            guard isIPv6 else { continue }
            let ipv6 = IPAddress(high: 0x2001_0DB8_0000_0000 | dice.next() & 0xF_00FF_0000, low: dice.next() & 0xF00F)
            fixture.add(
                try #require(IPPrefix(ipv6, length: 32 + Int(dice.next() % 97))).description, [("asn", .number(UInt32(1000 + number)))])
        }
        try database(fixture) { file in
            let table = try #require(file.table(forLookups: .max / 2))
            var hits = 0
            var disagreeing: [IPAddress] = []
            for _ in 0..<5_000 {
                let ipv4 = UInt32(truncatingIfNeeded: dice.next()) & 0x0F00_FF3F
                let probes = [
                    IPAddress(ipv4: ipv4), IPAddress(high: 0x2001_0DB8_0000_0000 | dice.next() & 0xF_00FF_0000, low: dice.next() & 0xF00F),
                    IPAddress(high: 0x2002_0000_0000_0000 | UInt64(ipv4) << 16, low: 1), IPAddress(high: 0, low: UInt64(ipv4)),
                ]
                for probe in probes {
                    let place = file.find(probe)
                    if file.find(probe, in: table) != place { disagreeing.append(probe) }
                    if place != 0 { hits += 1 }
                }
            }
            #expect(disagreeing == [])
            #expect(hits > 1000)
        }
    }

    @Test("the table is built once it pays, not before")
    func laziness() throws {
        var fixture = DatabaseFixture()
        fixture.add("192.0.2.0/24", [("asn", .number(64496))])
        try database(fixture) { file in
            #expect(file.table(forLookups: 3) == nil)
            #expect(file.table(forLookups: 1000) != nil)
            #expect(file.table(forLookups: 1) != nil)
        }
    }

    @Test("a tree that leads back to itself is refused as a table")
    func endlessTree() throws {
        let folder = try ScratchFolder()
        var fixture = DatabaseFixture()
        for octet in 0..<64 { fixture.add("10.\(octet).0.0/16", [("asn", .number(64496))]) }
        var bytes = fixture.bytes()
        // Both records of the first node lead to the first node.
        bytes.replaceSubrange(0..<6, with: [0, 0, 0, 0, 0, 0])
        let place = folder.url.appending(path: "loop.mmdb")
        try Data(bytes).write(to: place)
        let file = try NetworkDatabaseFile(path: place.path)
        #expect(file.table(forLookups: .max / 2) == nil)
        #expect(file.record(try address("2001:db8::1")) == NetworkRecord())
    }

    @Test("the first file that knows a system gives number and name, the first that knows a country the country")
    func combination() throws {
        let folder = try ScratchFolder()
        var (first, second, third) = (DatabaseFixture(), DatabaseFixture(), DatabaseFixture())
        first.add("192.0.2.0/24", [("country_code", .text("AZ"))])
        second.add("192.0.2.0/25", [("asn", .number(64496)), ("as_name", .text("Second"))])
        third.add("192.0.2.0/24", [("asn", .number(64499)), ("as_name", .text("Third")), ("country_code", .text("DE"))])
        let database = NetworkDatabase(paths: [
            try first.write("a.mmdb", in: folder.url), try second.write("b.mmdb", in: folder.url),
            try third.write("c.mmdb", in: folder.url),
        ])
        #expect(database.problems.isEmpty)
        #expect(database.record(try address("192.0.2.1")) == NetworkRecord(asn: ASN(64496), asName: "Second", country: "AZ"))
        #expect(database.record(try address("192.0.2.200")) == NetworkRecord(asn: ASN(64499), asName: "Third", country: "AZ"))
    }

    @Test("a broken file is named with its reason and the others work")
    func brokenFile() throws {
        let folder = try ScratchFolder()
        var fixture = DatabaseFixture()
        fixture.add("192.0.2.0/24", [("asn", .number(64496))])
        let good = try fixture.write("good.mmdb", in: folder.url)
        let broken = folder.url.appending(path: "broken.mmdb").path
        try Data("no database".utf8).write(to: URL(fileURLWithPath: broken))
        let missing = folder.url.appending(path: "missing.mmdb").path
        let database = NetworkDatabase(paths: [broken, good, missing])
        #expect(database.record(try address("192.0.2.1")).asn == ASN(64496))
        #expect(database.problems.map(\.path) == [broken, missing])
        #expect(database.problems.map(\.reason) == [.notADatabase, .unreadable])
        #expect(database.problems[0].description.hasPrefix(broken))
    }

    @Test("a file that is replaced is read anew, and who holds the old one keeps it")
    func reload() throws {
        let folder = try ScratchFolder()
        let geo = folder.url.appending(path: "geo")
        try FileManager.default.createDirectory(at: geo, withIntermediateDirectories: true)
        let watch = NetworkDatabaseWatch(dataFolder: folder.url.path, usesSystemPlaces: false)
        #expect(watch.current().files.isEmpty)
        var fixture = DatabaseFixture()
        fixture.add("192.0.2.0/24", [("asn", .number(64496))])
        _ = try fixture.write("asn.mmdb", in: geo)
        let old = watch.current()
        #expect(old.record(try address("192.0.2.1")).asn == ASN(64496))
        #expect(watch.current().files[0] === old.files[0])
        var newer = DatabaseFixture()
        newer.add("192.0.2.0/24", [("asn", .number(64500))])
        _ = try newer.write("asn.mmdb", in: geo)
        #expect(watch.current().record(try address("192.0.2.1")).asn == ASN(64500))
        #expect(old.record(try address("192.0.2.1")).asn == ASN(64496))
        try FileManager.default.removeItem(at: geo.appending(path: "asn.mmdb"))
        #expect(watch.current().files.isEmpty)
    }

    @Test("a file the user named and that is missing is a problem, an empty folder is none")
    func namedFile() throws {
        let folder = try ScratchFolder()
        let missing = folder.url.appending(path: "asn.mmdb").path
        let watch = NetworkDatabaseWatch(files: [missing, folder.url.path], dataFolder: folder.url.path, usesSystemPlaces: false)
        #expect(watch.current().problems.map(\.path) == [missing])
    }

    private static let sharedDatabase =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared/data/ip/iptoasn-asn.mmdb")
        .standardizedFileURL.path

    @Test(
        "on a real database the table agrees for 100,000 random addresses of each family",
        .enabled(if: FileManager.default.fileExists(atPath: sharedDatabase), "../shared/data/ip is not there"))
    func realDatabase() throws {
        let file = try NetworkDatabaseFile(path: Self.sharedDatabase)
        let table = try #require(file.table(forLookups: .max / 2))
        var dice = Dice(seed: 1)
        var disagreeing: [IPAddress] = []
        for _ in 0..<100_000 {
            let ipv4 = IPAddress(ipv4: UInt32(truncatingIfNeeded: dice.next()))
            let ipv6 = IPAddress(high: 0x2000_0000_0000_0000 | dice.next() & 0x0FFF_FFFF_FFFF, low: dice.next())
            let spread = IPAddress(high: 0x2A00_0000_0000_0000 | dice.next() >> 12, low: dice.next())
            for address in [ipv4, ipv6, spread] where file.find(address, in: table) != file.find(address) { disagreeing.append(address) }
        }
        #expect(disagreeing == [])
        #expect(table.byteCount < 25_000_000)
    }
}
