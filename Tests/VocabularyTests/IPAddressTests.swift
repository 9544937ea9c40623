import Testing
import Vocabulary

@Suite("IP addresses")
struct IPAddressTests {
    @Test(
        "texts of both families become their canonical form",
        arguments: [
            ("192.0.2.1", "192.0.2.1"),
            ("0.0.0.0", "0.0.0.0"),
            ("255.255.255.255", "255.255.255.255"),
            ("10.100.99.9", "10.100.99.9"),
            ("::", "::"),
            ("::1", "::1"),
            ("1::", "1::"),
            ("2001:DB8::A", "2001:db8::a"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("0:0:0:0:0:0:0:1", "::1"),
            ("1:0:0:0:0:0:0:0", "1::"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("fe80::1:2:3:4", "fe80::1:2:3:4"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("::FFFF:C000:0201", "192.0.2.1"),
            ("0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"),
            ("::192.0.2.1", "::c000:201"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
            ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
            ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ])
    func canonical(text: String, expected: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == expected)
        #expect(IPAddress(expected) == address)
    }

    @Test(
        "what is not exactly one address is refused",
        arguments: [
            "", " ", ".", "...", ":", ":::", "1", "192.0.2", "192.0.2.", ".192.0.2.1", "192.0.2.1.", "192.0.2.1.5", "192.0.2.256",
            "192.0.2.1000", "010.0.0.1", "192.0.2.01", "192.0.2.00", "192..2.1", "1..2.3.4", "1.2..3.4", "1.2.3..4", ".1.2.3.4", "1...2.3",
            "....1.2", "192.0.2.-1", "192.0.2.1 ", " 192.0.2.1", "192.0.2.1/32",
            "192.0.2.0x1", "1921681.1", "0300.0.2.1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8:", ":1:2:3:4:5:6:7:8",
            "1::2::3", "::1::", "1:2:3:4::5:6:7:8", "12345::", "g::", "fe80::1%eth0", "::1%1", "[::1]", "1:2:3:4:5:6:7:192.0.2.1",
            "::192.0.2.1:1", "::192.0.2", "::192.0.2.256", "::192.0.2.01", "192.0.2.1::", "1:", "::1:", ":1", "2001:db8:::1",
            "2001:db8::1\0", "１９２.0.2.1",
        ])
    func refused(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("a random IPv4 address reads back as it prints")
    func ipv4RoundTrip() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<5_000 {
            let address = IPAddress(ipv4: UInt32.random(in: 0...(.max), using: &random))
            #expect(IPAddress(address.description) == address)
            #expect(address.isIPv4)
        }
    }

    @Test("a random IPv6 address with many zero groups reads back as it prints, whatever the case")
    func ipv6RoundTrip() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<5_000 {
            var halves: [UInt64] = [0, 0]
            for group in 0..<8 where Bool.random(using: &random) {
                let limit: UInt64 = [0xF, 0xFF, 0xFFFF][Int.random(in: 0..<3, using: &random)]
                halves[group / 4] |= UInt64.random(in: 0...limit, using: &random) << (16 * (3 - group % 4))
            }
            let address = IPAddress(high: halves[0], low: halves[1])
            let text = address.description
            #expect(IPAddress(text) == address)
            #expect(IPAddress(text.uppercased()) == address)
            #expect(!text.contains(":::"))
        }
    }

    @Test("IPv4 addresses are one ordered block of the common space")
    func order() throws {
        let addresses = ["::", "::fffe:ffff:ffff", "0.0.0.0", "9.255.255.255", "10.0.0.0", "255.255.255.255", "::1:0:0:0", "2001:db8::"]
        let parsed = try addresses.map { try #require(IPAddress($0)) }
        #expect(parsed.sorted() == parsed)
        #expect(parsed.filter(\.isIPv4).count == 4)
        #expect(parsed[3].ipv4 == 0x09FF_FFFF)
        #expect(parsed[7].ipv4 == nil)
    }

    @Test("random bytes never crash the parser, and what it accepts prints and reads back")
    func noise() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let text = random.text("0123456789abcdef:::::.....%/ ", length: 0...46)
            if let address = IPAddress(text) { #expect(IPAddress(address.description) == address) }
            if let prefix = IPPrefix(lenient: text) { #expect(IPPrefix(prefix.description) == prefix) }
        }
    }

    @Test(
        "a list that pads its octets is read only in full",
        arguments: [
            ("192.000.002.061", "192.0.2.61"), ("000.000.000.000", "0.0.0.0"), ("192.168.100.200", "192.168.100.200"), ("192.0.2.61", nil),
            ("192.000.002.61", nil), ("192.000.002.256", nil), ("192.000.002-061", nil), ("192.000.0x2.061", nil),
            ("192.000.002.0611", nil),
        ] as [(String, String?)])
    func zeroPadded(text: String, expected: String?) {
        let address = Array(text.utf8).withUnsafeBytes { IPAddress(zeroPadded: $0) }
        #expect(address?.description == expected)
    }

    /// Dotted decimal read the slow way, octet by octet.
    private func plainIPv4(_ text: [UInt8]) -> UInt32? {
        let octets = text.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard octets.count == 4 else { return nil }
        var value: UInt32 = 0
        for octet in octets {
            guard 1...3 ~= octet.count, octet.allSatisfy({ 0x30...0x39 ~= $0 }), octet.count == 1 || octet.first != 0x30 else { return nil }
            let number = octet.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
            guard number <= 255 else { return nil }
            value = value << 8 | number
        }
        return value
    }

    @Test("dotted decimal is read exactly as octet by octet, whatever bytes stand in it")
    func ipv4AgainstPlainReading() {
        var random = SeededGenerator(seed: 16)
        for round in 0..<60_000 {
            var bytes: [UInt8]
            if round % 2 == 0 {
                bytes = Array(random.text("0125669.......", length: 5...17).utf8)
            } else {
                let octets = (0..<4).map { _ in
                    "\(UInt16.random(in: 0...[9, 99, 300][Int.random(in: 0..<3, using: &random)], using: &random))"
                }
                bytes = Array(octets.joined(separator: ".").utf8)
            }
            if round % 3 == 0 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random) }
            let address = bytes.withUnsafeBytes { IPAddress(ascii: $0) }
            #expect(address?.ipv4 == plainIPv4(bytes), "\(bytes)")
        }
    }
}

@Suite("Where an address leads")
struct IPAddressReachTests {
    @Test(
        "networks of one's own, this machine and groups are not of the public internet",
        arguments: [
            ("8.8.8.8", true), ("2606:4700::1111", true), ("192.0.2.7", true), ("172.32.0.1", true), ("100.128.0.1", true),
            ("10.0.0.1", false), ("127.0.0.1", false), ("169.254.169.254", false), ("172.31.255.255", false), ("100.64.0.1", false),
            ("192.168.1.1", false), ("0.0.0.0", false), ("224.0.0.1", false), ("255.255.255.255", false), ("::1", false), ("::", false),
            ("::ffff:127.0.0.1", false), ("::ffff:8.8.8.8", true), ("64:ff9b::a00:1", false), ("2002:a00:1::", false), ("fe80::1", false),
            ("fd00::1", false), ("ff02::1", false),
        ])
    func reach(text: String, isReachable: Bool) throws {
        #expect(try #require(IPAddress(text)).isGloballyReachable == isReachable)
    }
}
