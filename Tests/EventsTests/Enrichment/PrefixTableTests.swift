import Testing
import Vocabulary

@testable import Events

@Suite("Longest prefix table")
struct PrefixTableTests {
    private func table(_ networks: [String]) throws -> PrefixTable {
        PrefixTable(try networks.enumerated().map { (network: try #require(IPPrefix($1)), payload: UInt32($0)) })
    }

    @Test(
        "the most specific network wins",
        arguments: [
            ("198.18.0.0", 0), ("198.18.3.255", 0), ("198.18.4.0", 1), ("198.18.4.127", 1), ("198.18.4.128", 2), ("198.18.4.255", 2),
            ("198.18.5.0", 1), ("198.18.8.0", 0), ("198.19.255.255", 0), ("198.17.255.255", nil), ("198.20.0.0", nil),
            ("2001:db8::1", 3), ("2001:db8:1::", 4), ("2001:db8:1::7", 5), ("2001:db8:1::8", 4), ("2001:db9::", nil),
        ] as [(String, UInt32?)])
    func mostSpecific(address: String, payload: UInt32?) throws {
        let table = try table([
            "198.18.0.0/15", "198.18.4.0/22", "198.18.4.128/25", "2001:db8::/32", "2001:db8:1::/48", "2001:db8:1::7/128",
        ])
        #expect(table[try #require(IPAddress(address))] == payload)
    }

    @Test("all networks around an address come out, most specific first")
    func allMatches() throws {
        let table = try table(["10.0.0.0/8", "10.1.2.0/24", "10.1.0.0/16", "10.1.2.3/32"])
        let matches = table.matches(try #require(IPAddress("10.1.2.3")))
        #expect(matches.map(\.network.description) == ["10.1.2.3/32", "10.1.2.0/24", "10.1.0.0/16", "10.0.0.0/8"])
        #expect(matches.map(\.payload) == [3, 1, 2, 0])
    }

    @Test("the same network given twice matches twice, the first given first")
    func repeatedNetwork() throws {
        let table = try table(["10.0.0.0/8", "10.1.0.0/16", "10.1.0.0/16", "10.1.1.0/24"])
        #expect(table.matches(try #require(IPAddress("10.1.1.1"))).map(\.payload) == [3, 1, 2, 0])
        #expect(table.matches(try #require(IPAddress("10.1.2.1"))).map(\.payload) == [1, 2, 0])
    }

    @Test("the default routes of both families stay apart")
    func wholeFamilies() throws {
        let table = try table(["0.0.0.0/0", "::/0"])
        for (text, payload) in [("0.0.0.0", 0), ("255.255.255.255", 0), ("::", 1), ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 1)] {
            #expect(table[try #require(IPAddress(text))] == UInt32(payload), "\(text)")
        }
        let ipv6 = try self.table(["::/0"])
        #expect(ipv6[try #require(IPAddress("192.0.2.1"))] == nil)
    }

    @Test("an empty table knows nothing")
    func empty() throws {
        let table = PrefixTable([])
        #expect(table[try #require(IPAddress("192.0.2.1"))] == nil)
        #expect(table[try #require(IPAddress("2001:db8::1"))] == nil)
    }

    @Test("it agrees with looking through the whole list", arguments: 0..<16)
    func agreesWithScan(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        var entries: [(network: IPPrefix, payload: UInt32)] = []
        // Few distinct leading bits, so that networks nest, repeat and touch.
        func address() -> IPAddress {
            if dice.next() % 2 == 0 {
                return IPAddress(ipv4: UInt32(truncatingIfNeeded: dice.next()) & (dice.next() % 2 == 0 ? 0x0103_000F : 0x8000_FFFF))
            }
            let mask: UInt64 = dice.next() % 2 == 0 ? 0x2001_000F_0000_0003 : 0xE000_0000_0000_00FF
            return IPAddress(high: dice.next() & mask, low: dice.next() & 0x8000_0000_0000_0007)
        }
        for payload in 0..<UInt32(150) {
            let around = address()
            let length = Int(dice.next() % (around.isIPv4 ? 33 : 129))
            entries.append((try #require(IPPrefix(around, length: length)), payload))
        }
        let table = PrefixTable(entries)
        var probes = (0..<300).map { _ in address() }
        for entry in entries {
            let (first, last) = (entry.network.address, entry.network.lastAddress)
            probes += [first, last, IPAddress(high: first.high, low: first.low &- 1), IPAddress(high: last.high, low: last.low &+ 1)]
        }
        var disagreeing: [IPAddress] = []
        for probe in probes {
            let expected =
                entries.filter { $0.network.contains(probe) }
                .sorted { $0.network.length != $1.network.length ? $0.network.length > $1.network.length : $0.payload < $1.payload }
            if table.matches(probe).map(\.payload) != expected.map(\.payload) || table[probe] != expected.first?.payload {
                disagreeing.append(probe)
            }
        }
        #expect(disagreeing == [])
    }
}

/// Numbers that look random and are the same in every run.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
