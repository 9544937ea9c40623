import Testing
import Vocabulary

@Suite("Networks")
struct IPPrefixTests {
    @Test(
        "texts become their canonical form",
        arguments: [
            ("192.0.2.0/24", "192.0.2.0/24"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("192.0.2.1", "192.0.2.1/32"),
            ("192.0.2.1/32", "192.0.2.1/32"),
            ("2001:db8::/32", "2001:db8::/32"),
            ("2001:DB8:0::1", "2001:db8::1/128"),
            ("::/0", "::/0"),
            ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
            ("::ffff:0:0/96", "0.0.0.0/0"),
        ])
    func canonical(text: String, expected: String) throws {
        let prefix = try #require(IPPrefix(text))
        #expect(prefix.description == expected)
        #expect(IPPrefix(expected) == prefix)
    }

    @Test(
        "a network with host bits is refused and, leniently, cleared",
        arguments: [
            ("192.0.2.1/24", "192.0.2.0/24"),
            ("198.51.100.255/0", "0.0.0.0/0"),
            ("2001:db8::1/32", "2001:db8::/32"),
            ("ffff::/1", "8000::/1"),
        ])
    func hostBits(text: String, cleared: String) {
        #expect(IPPrefix(text) == nil)
        #expect(IPPrefix(lenient: text)?.description == cleared)
    }

    @Test(
        "what is not a network is refused even leniently",
        arguments: [
            "", "/", "/24", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/024", "192.0.2.0/-1", "192.0.2.0/24/24", "192.0.2.0/2 ",
            "2001:db8::/129", "2001:db8::/999", "192.0.2/24", "192.0.2.0/255.255.255.0", "2001:db8::/1000",
        ])
    func refused(text: String) {
        #expect(IPPrefix(lenient: text) == nil)
    }

    @Test("a network knows its length, its range and what lies in it")
    func contents() throws {
        let network = try #require(IPPrefix("198.51.100.64/26"))
        #expect(network.length == 26)
        #expect(network.range == (try #require(IPAddress("198.51.100.64")))...(try #require(IPAddress("198.51.100.127"))))
        #expect(network.contains(try #require(IPAddress("198.51.100.127"))))
        #expect(!network.contains(try #require(IPAddress("198.51.100.128"))))
        #expect(network.contains(try #require(IPPrefix("198.51.100.96/28"))))
        #expect(network.contains(network))
        #expect(!network.contains(try #require(IPPrefix("198.51.100.0/24"))))
    }

    @Test("the IPv6 default route holds no IPv4 address")
    func familiesApart() throws {
        let everything = try #require(IPPrefix("::/0"))
        #expect(everything.contains(try #require(IPAddress("2001:db8::1"))))
        #expect(!everything.contains(try #require(IPAddress("192.0.2.1"))))
        #expect(!everything.contains(try #require(IPPrefix("192.0.2.0/24"))))
        #expect(!everything.isIPv4)
    }

    @Test(
        "a range is covered by the fewest networks",
        arguments: [
            ("192.0.2.0 - 192.0.2.127", ["192.0.2.0/25"]),
            ("192.0.2.0-192.0.2.255", ["192.0.2.0/24"]),
            ("192.0.2.1 - 192.0.2.1", ["192.0.2.1/32"]),
            ("192.0.2.1 - 192.0.2.6", ["192.0.2.1/32", "192.0.2.2/31", "192.0.2.4/31", "192.0.2.6/32"]),
            ("0.0.0.0 - 255.255.255.255", ["0.0.0.0/0"]),
            ("2001:db8:: - 2001:db8:2:ffff:ffff:ffff:ffff:ffff", ["2001:db8::/47", "2001:db8:2::/48"]),
            (":: - ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ["::/0"]),
            ("192.0.2.9/24", ["192.0.2.0/24"]),
            (" 2001:db8::1 ", ["2001:db8::1/128"]),
        ])
    func covering(text: String, expected: [String]) {
        #expect(IPPrefix.covering(text: text)?.map(\.description) == expected)
    }

    @Test(
        "a range that runs backwards or across families is refused",
        arguments: [
            "192.0.2.9 - 192.0.2.1", "192.0.2.1 - ::1", "a - b", "", "-",
        ])
    func noRange(text: String) {
        #expect(IPPrefix.covering(text: text) == nil)
    }

    @Test("covering networks join up to exactly the range, of any family")
    func coveringProperty() throws {
        var random = SeededGenerator(seed: 4)
        for round in 0..<2_000 {
            let limit = UInt64(1) << UInt64.random(in: 1...63, using: &random)
            var ends = [UInt64.random(in: 0..<limit, using: &random), UInt64.random(in: 0..<limit, using: &random)].sorted()
            if round % 2 == 0 { ends = ends.map { 0xFFFF_0000_0000 | ($0 & 0xFFFF_FFFF) }.sorted() }
            let high: UInt64 = round % 2 == 0 ? 0 : 0x2001_0DB8_0000_0000
            let range = IPAddress(high: high, low: ends[0])...IPAddress(high: high, low: ends[1])
            let networks = IPPrefix.covering(range)
            #expect(networks.first?.range.lowerBound == range.lowerBound)
            #expect(networks.last?.range.upperBound == range.upperBound)
            for (left, right) in zip(networks, networks.dropFirst()) {
                let end = left.range.upperBound
                let (low, carry) = end.low.addingReportingOverflow(1)
                #expect(right.address == IPAddress(high: end.high + (carry ? 1 : 0), low: low))
            }
        }
    }

    @Test("a random network reads back as it prints")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 5)
        for round in 0..<4_000 {
            let address =
                round % 2 == 0
                ? IPAddress(ipv4: .random(in: 0...(.max), using: &random))
                : IPAddress(high: .random(in: 0...(.max), using: &random), low: .random(in: 0...(.max), using: &random))
            let length = Int.random(in: 0...(address.isIPv4 ? 32 : 128), using: &random)
            let prefix = try #require(IPPrefix(address, length: length))
            #expect(prefix.length == length)
            #expect(prefix.contains(address))
            #expect(IPPrefix(prefix.description) == prefix)
        }
        #expect(IPPrefix(IPAddress(ipv4: 0), length: 33) == nil)
        #expect(IPPrefix(IPAddress(high: 1, low: 0), length: -1) == nil)
    }

    @Test("networks sort by first address, the larger before the smaller")
    func order() throws {
        let texts = ["0.0.0.0/0", "192.0.2.0/24", "192.0.2.0/25", "192.0.2.128/25", "2001:db8::/32", "2001:db8::/48"]
        let prefixes = try texts.map { try #require(IPPrefix($0)) }
        #expect(prefixes.reversed().sorted() == prefixes)
    }
}
