import Testing
import Vocabulary

@testable import Events

@Suite("Owner index")
struct OwnerIndexTests {
    private func index() throws -> OwnerIndex {
        OwnerIndex([
            OwnerScope(id: "nation", countries: ["AZ"]),
            OwnerScope(
                id: "telekom", networks: try networks("198.18.0.0/16", "2001:db8:1000::/36"), asns: [ASN(64496)],
                domains: ["telekom.example"]),
            OwnerScope(id: "bank", networks: try networks("198.18.7.0/24"), domains: ["bank.example", "*.pay.telekom.example"]),
            OwnerScope(id: "bank-holding", priority: 5, networks: try networks("198.18.7.0/24")),
            OwnerScope(id: "younger", networks: try networks("198.18.7.0/24")),
        ])
    }

    private func networks(_ texts: String...) throws -> [IPPrefix] { try texts.map { try #require(IPPrefix($0)) } }

    @Test("the most specific network wins; priority, then age decide between owners of the same one")
    func networkOrder() throws {
        let matches = try index().owners(of: try #require(IPAddress("198.18.7.9")))
        #expect(matches.map(\.owner) == ["bank-holding", "bank", "younger", "telekom"])
        #expect(matches.last?.description == "198.18.7.9 lies in 198.18.0.0/16")
    }

    @Test("an IPv6 address finds its owner")
    func ipv6() throws {
        #expect(try index().owner(address: IPAddress("2001:db8:1fff::1")) == "telekom")
        #expect(try index().owner(address: IPAddress("2001:db8:2000::1")) == nil)
    }

    @Test(
        "a domain covers what is below it, at label borders only",
        arguments: [
            ("telekom.example", "telekom"), ("WWW.Telekom.Example", "telekom"), ("telekom.example.", "telekom"),
            ("host-1.adsl.telekom.example", "telekom"), ("mytelekom.example", nil), ("example", nil), ("pay.telekom.example", "bank"),
            ("a.pay.telekom.example", "bank"), ("xpay.telekom.example", "telekom"), ("", nil), (".", nil),
        ] as [(String, String?)])
    func domainBorders(name: String, owner: String?) throws {
        #expect(try index().owner(fqdn: name) == owner)
    }

    @Test("network comes before domain, domain before system, system before country")
    func evidenceOrder() throws {
        let index = try index()
        let address = IPAddress("198.18.7.9")
        #expect(index.owner(address: address, asn: ASN(64496), country: "AZ", fqdn: "telekom.example") == "bank-holding")
        #expect(index.owner(asn: ASN(64496), country: "AZ", fqdn: "www.bank.example") == "bank")
        #expect(index.owner(asn: ASN(64496), country: "AZ", fqdn: "www.example.net") == "telekom")
        #expect(index.owner(asn: ASN(64511), country: "az") == "nation")
        #expect(index.owner(asn: ASN(64511), country: "DE") == nil)
    }

    @Test("an explanation names every reason")
    func explanation() throws {
        let matches = try index().matches(asn: ASN(64496), country: "AZ", names: ["mail.pay.telekom.example", "bank.example"])
        #expect(
            matches.map(\.description) == [
                "mail.pay.telekom.example is below pay.telekom.example", "mail.pay.telekom.example is below telekom.example",
                "the domain is bank.example", "announced by AS64496", "located in AZ",
            ])
    }

    @Test("a network is found by the owners around it, not by those of a part")
    func aroundNetwork() throws {
        #expect(try index().owners(around: try #require(IPPrefix("198.18.0.0/17"))).map(\.owner) == ["telekom"])
        #expect(try index().owners(around: try #require(IPPrefix("198.18.0.0/15"))).isEmpty)
    }
}
