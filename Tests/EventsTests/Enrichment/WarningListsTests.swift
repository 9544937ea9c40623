import Testing
import Vocabulary

@testable import Events

@Suite("Warning lists")
struct WarningListsTests {
    @Test(
        "the built-in lists know what is never worth a report",
        arguments: [
            ("10.1.2.3", "rfc1918"), ("172.31.255.255", "rfc1918"), ("172.32.0.0", nil), ("192.168.0.1", "rfc1918"), ("fd00::1", "rfc1918"),
            ("192.0.2.1", "documentation"), ("2001:db8::1", "documentation"), ("198.19.0.1", "benchmark"), ("127.0.0.1", "special-purpose"),
            ("100.64.0.1", "special-purpose"), ("100.128.0.1", nil), ("169.254.1.1", "special-purpose"), ("239.1.1.1", "special-purpose"),
            ("255.255.255.255", "special-purpose"), ("fe80::1", "special-purpose"), ("::1", "special-purpose"),
            ("ff02::1", "special-purpose"), ("8.8.8.8", "public-resolvers"), ("9.9.9.9", "public-resolvers"), ("9.9.9.8", nil),
            ("2620:fe::fe", "public-resolvers"), ("104.16.1.1", "cdn"), ("151.101.1.1", "cdn"), ("2606:4700::1", "cdn"),
            ("2a0b:4242::1", nil),
        ] as [(String, String?)])
    func builtIn(address: String, list: String?) throws {
        let place: IPAddress = try #require(IPAddress(address))
        #expect(WarningLists().hits(address: place).map(\.name) == (list.map { [$0] } ?? []))
    }

    @Test("an address can be on several lists")
    func severalLists() {
        let hits = WarningLists().hits(address: IPAddress("2606:4700:4700::1111"))
        #expect(hits.map(\.name) == ["public-resolvers", "cdn"])
    }

    @Test(
        "AS numbers for documentation and private use",
        arguments: [
            (64495, false), (64496, true), (64511, true), (64512, true), (65535, true), (65551, true), (65552, false), (23456, true),
            (4_199_999_999, false), (4_200_000_000, true), (4_294_967_295, true),
        ] as [(UInt32, Bool)])
    func systems(number: UInt32, isListed: Bool) {
        #expect(WarningLists().hits(asn: ASN(number)).isEmpty != isListed)
    }

    @Test("names of documentation count with everything below them")
    func names() {
        #expect(WarningLists().hits(name: "www.bank.example").map(\.name) == ["documentation"])
        #expect(WarningLists().hits(name: "www.example.com").map(\.name) == ["documentation"])
        #expect(WarningLists().hits(name: "myexample.com").isEmpty)
    }

    @Test("no built-in network was misspelt")
    func spelling() {
        let counts = Dictionary(uniqueKeysWithValues: WarningList.builtIn.map { ($0.name, $0.networks.count) })
        #expect(
            counts == [
                "rfc1918": 4, "documentation": 5, "benchmark": 2, "special-purpose": 16, "documentation-asn": 0, "public-resolvers": 87,
                "cdn": 43,
            ])
    }

    @Test("a profile lifts lists, the configuration turns them off and overrules a list's own wish")
    func actions() throws {
        let own = WarningList(name: "own", networks: [try #require(IPPrefix("203.0.113.0/24"))], action: .drop)
        let lists = WarningLists(WarningList.builtIn + [own], actions: ["cdn": .off], lifted: ["documentation", "documentation-asn"])
        #expect(lists.lists.map(\.list.name) == ["rfc1918", "benchmark", "special-purpose", "public-resolvers", "own"])
        #expect(lists.lists.map(\.action) == [.mark, .mark, .mark, .mark, .drop])
        #expect(WarningLists([own], actions: ["own": .mark]).lists.map(\.action) == [.mark])
    }

    @Test("an own list replaces the built-in one of its name")
    func replacement() throws {
        let own = WarningList(name: "cdn", networks: [try #require(IPPrefix("203.0.113.0/24"))])
        let lists = WarningLists(WarningList.builtIn + [own])
        #expect(lists.hits(address: IPAddress("104.16.1.1")).isEmpty)
        #expect(lists.hits(address: IPAddress("203.0.113.1")).map(\.name) == ["documentation", "cdn"])
    }
}

@Suite("Own warning lists")
struct WarningListFileTests {
    @Test("a text file has an entry a line, comments behind #")
    func lines() throws {
        let file = WarningListFile(
            path: "lists/scanners.txt",
            text: "# ours\n203.0.113.0/24\n198.51.100.7 # one host\r\n\n*.scan.example\n AS64500\n192.0.2.0 - 192.0.2.5\nwhat is this\n")
        #expect(file.list.name == "scanners")
        #expect(file.list.networks.map(\.description) == ["203.0.113.0/24", "198.51.100.7/32", "192.0.2.0/30", "192.0.2.4/31"])
        #expect(file.list.domains == ["scan.example"])
        #expect(file.list.asns == [64500...64500])
        #expect(file.mistakes.map(\.line) == [8])
    }

    @Test("a YAML file names list and action, and mistakes have their line and column")
    func document() throws {
        let file = WarningListFile(
            path: "partners.yaml",
            text:
                "name: our-partners\nexplanation: scans us\naction: drop\nentries:\n  - 2001:db8::/32\n  - -bad entry-\n  - AS4200000000\n"
        )
        #expect(file.list.name == "our-partners" && file.list.explanation == "scans us" && file.list.action == .drop)
        #expect(file.list.networks.map(\.description) == ["2001:db8::/32"])
        #expect(file.list.asns == [4_200_000_000...4_200_000_000])
        #expect(file.mistakes.map { [$0.line, $0.column] } == [[6, 5]])
    }

    @Test("a list in MISP's form reads as it is")
    func misp() {
        let file = WarningListFile(
            path: "warninglists/list.json",
            text:
                #"{"list": ["203.0.113.0/24", "www.example.org"], "name": "Known scanners", "type": "cidr", "version": 1}"#
        )
        #expect(file.list.name == "Known scanners" && file.list.networks.count == 1 && file.list.domains == ["www.example.org"])
        #expect(file.mistakes.isEmpty)
    }

    @Test(
        "a file that cannot be used says why",
        arguments: ["entries: [a", "- 192.0.2.0/24", "name: x", "action: burn\nentries: []", "type: regex\nlist: ['.*']"])
    func unusable(text: String) {
        let file = WarningListFile(path: "x.yaml", text: text)
        #expect(file.mistakes.count == 1)
        #expect(file.list.networks.isEmpty)
    }
}
