import Centre
import Foundation
import Testing
import Vocabulary

@testable import Constituency

@Suite("Decisions about the register")
struct DecisionTests {
    // MARK: - Coverage

    private func networks(_ texts: [String]) -> [IPPrefix] { texts.compactMap { IPPrefix($0) } }

    @Test(
        "ranges are taken away from ranges, at every edge",
        arguments: [
            (["198.18.0.0/24"], [], ["198.18.0.0/24"]), (["198.18.0.0/24"], ["198.18.0.0/24"], []),
            (["198.18.0.0/24"], ["198.18.0.0/25"], ["198.18.0.128/25"]), (["198.18.0.0/24"], ["198.18.0.128/25"], ["198.18.0.0/25"]),
            (["198.18.0.0/24"], ["198.18.0.64/26"], ["198.18.0.0/26", "198.18.0.128/25"]),
            (["198.18.0.0/24", "198.18.2.0/24"], ["198.18.0.0/16"], []),
            (["198.18.0.0/24", "198.18.2.0/24"], ["198.18.0.128/25", "198.18.2.0/25"], ["198.18.0.0/25", "198.18.2.128/25"]),
            (
                ["198.18.0.0/23"], ["198.18.0.0/32", "198.18.1.255/32"],
                [
                    "198.18.0.1/32", "198.18.0.2/31", "198.18.0.4/30", "198.18.0.8/29", "198.18.0.16/28", "198.18.0.32/27",
                    "198.18.0.64/26",
                    "198.18.0.128/25", "198.18.1.0/25", "198.18.1.128/26", "198.18.1.192/27", "198.18.1.224/28", "198.18.1.240/29",
                    "198.18.1.248/30", "198.18.1.252/31", "198.18.1.254/32",
                ]
            ),
            (["2001:db8::/32", "198.18.0.0/24"], ["2001:db8::/33"], ["198.18.0.0/24", "2001:db8:8000::/33"]),
        ] as [([String], [String], [String])])
    func subtracting(all: [String], taken: [String], rest: [String]) {
        let left = AddressRanges(networks(all)).subtracting(AddressRanges(networks(taken))).prefixes
        #expect(Set(left.map(\.description)) == Set(rest) && left.count == rest.count)
    }

    @Test("coverage tells which share has an owner, which an owner that can be told, and lists the rest, the largest first")
    func coverage() {
        let space = NationalSpace(
            networks: networks(["198.18.0.0/22", "198.18.8.0/24", "2001:db8::/32"]), asns: [ASN(64496), ASN(64497)], source: "test")
        let contact = Owner.Contact(purpose: "abuse", email: EmailAddress("a@b.example"), standing: .unverified)
        let bounced = Owner.Contact(
            purpose: "abuse", email: EmailAddress("a@c.example"), standing: .bounced(reason: "", Instant(seconds: 0)))
        let owners = [
            Owner(
                id: "told", networks: networks(["198.18.0.0/24", "198.18.0.128/25", "203.0.113.0/24"]), asns: [ASN(64496)],
                contacts: [contact]),
            Owner(id: "silent", networks: networks(["198.18.1.0/24", "2001:db8::/33"])),
            Owner(id: "lost", networks: networks(["198.18.2.0/25"]), contacts: [bounced]), Owner(id: "idle"),
        ]
        let coverage = Coverage(of: space, owners: owners)
        #expect(coverage.ipv4 == .init(all: 1280, owned: 640, reachable: 256))
        #expect(coverage.ipv6.ownedShare == 0.5 && coverage.ipv6.reachableShare == 0)
        #expect(coverage.unowned.map(\.description) == ["2001:db8:8000::/33", "198.18.3.0/24", "198.18.8.0/24", "198.18.2.128/25"])
        #expect(coverage.unownedASNs == [ASN(64497)])
        #expect(coverage.silent.map(\.id) == ["silent", "lost"])
        let own = Coverage(of: .unknown, owners: owners)
        #expect(!own.isNational && own.unowned.isEmpty && own.ipv4 == .init(all: 896, owned: 896, reachable: 512))
    }

    @Test("a registry's statistics give networks and systems of the country alone")
    func statistics() throws {
        let text = """
            2|test|20260101|6|19830705|20260101|+0400
            test|*|ipv4|*|4|summary
            # a note
            test|AZ|ipv4|198.18.0.0|768|20260101|allocated
            test|AZ|ipv4|198.18.8.0|256|20260101|reserved
            test|ZZ|ipv4|203.0.113.0|256|20260101|allocated
            test|AZ|ipv6|2001:db8::|32|20260101|assigned|x
            test|AZ|asn|64496|2|20260101|allocated
            test|AZ|ipv4|255.255.255.0|4096|20260101|allocated
            test|AZ|ipv4|nonsense|256|20260101|allocated
            test|AZ|asn|4294967295|9|20260101|allocated
            """
        let space = NationalSpace(statistics: text, countries: [try #require(CountryCode("AZ"))], source: "test")
        #expect(space.networks.map(\.description) == ["198.18.0.0/23", "198.18.2.0/24", "2001:db8::/32"])
        #expect(space.asns == [ASN(64496), ASN(64497)])
        let folder = try ScratchFolder()
        #expect(NationalSpace.read(folder: folder.url.path, countries: []) == .unknown)
        _ = try folder.write("delegated-test-latest", text)
        let read = NationalSpace.read(folder: folder.url.path, countries: [try #require(CountryCode("AZ"))])
        #expect(read.networks == space.networks && read.source == "delegated-test-latest")
    }

    // MARK: - Proposals

    @Test("what an owner proposes is a difference: it fits also after somebody else changed the owner")
    func proposals() throws {
        let known = Owner.Contact(
            id: "c-1", purpose: "abuse", name: "Old", email: EmailAddress("a@b.example"), standing: .verified(Instant(seconds: 5)))
        var owner = Owner(id: "a", names: [.en: "Name", .ru: "Имя"], networks: networks(["198.18.0.0/24"]), contacts: [known])
        var scope = ScopeParts()
        scope.networks = networks(["198.18.1.0/24"])
        var gone = ScopeParts()
        gone.networks = networks(["198.18.0.0/24", "198.18.9.0/24"])
        var parts = ProposedChange.ContactParts(known)
        parts.name = "New"
        let changes: [ProposedChange] = [
            .name(language: "az", "Ad"), .name(language: "ru", ""), .scope(adding: scope, removing: gone),
            .changedContact(id: "c-1", parts),
            .removedContact(id: "c-9"), .changedContact(id: "c-9", parts),
            .newContact(.init(Owner.Contact(purpose: "24x7", phone: "+1"))),
        ]
        let data = try JSONEncoder().encode(changes)
        #expect(try JSONDecoder().decode([ProposedChange].self, from: data) == changes)
        // Meanwhile another network came.
        owner.change(adding: ScopeParts(domains: [try #require(DomainName("bank.example"))]), removing: ScopeParts())
        let new = owner.applying(changes)
        #expect(new.names == [.en: "Name", .az: "Ad"])
        #expect(new.networks.map(\.description) == ["198.18.1.0/24"] && new.domains.count == 1)
        #expect(new.contacts.count == 2 && new.contacts[0].name == "New" && new.contacts[0].standing == .verified(Instant(seconds: 5)))
        parts.email = EmailAddress("other@b.example")
        #expect(owner.applying([.changedContact(id: "c-1", parts)]).contacts[0].standing == .unverified)
        #expect(owner.applying([.removedContact(id: "c-1")]).contacts.isEmpty)
    }

    @Test(
        "what is entered as a proposal is understood or refused",
        arguments: [
            ("AS64496\n198.18.0.0 - 198.18.1.255, bank.example", nil), ("198.18.0.1/24", "scope"), ("not a thing", "scope"),
            ("", "nothing"),
        ] as [(String, String?)])
    func proposalDraft(text: String, mistake: String?) {
        let draft = ProposalDraft(Form([("adding", text)]), owner: Owner(id: "a"))
        #expect(draft.mistakes.values.map(\.key) == (mistake.map { [$0] } ?? []))
        if mistake == nil { #expect(draft.changes.count == 1) }
    }

    // MARK: - Forms

    @Test(
        "an owner's form is understood or says which field is wrong",
        arguments: [
            ([("id", "a"), ("name-az", "Ad")], []), ([("id", "A b"), ("name-az", "Ad")], ["id"]), ([("id", "a")], ["name-az"]),
            ([("id", "a"), ("name-en", "N"), ("networks", "198.18.0.0/16\n198.18.0.1/16")], ["networks"]),
            (
                [("id", "a"), ("name-en", "N"), ("asns", "AS1 x"), ("domains", "exa!mple"), ("countries", "AZE"), ("priority", "1.5")],
                ["asns", "countries", "domains", "priority"]
            ),
            ([("id", "a"), ("name-en", "N"), ("networks", "198.18.0.0 - 198.18.1.255; 2001:db8::/32"), ("asns", "AS64496 64497")], []),
        ] as [([(String, String)], [String])])
    func ownerForm(fields: [(String, String)], wrong: [String]) {
        let draft = OwnerDraft(Form(fields.map { (name: $0.0, value: $0.1) }), id: nil)
        #expect(draft.mistakes.keys.sorted() == wrong)
        #expect((draft.owner == nil) == !wrong.isEmpty)
    }

    @Test(
        "a contact's form is understood or says which field is wrong",
        arguments: [
            ([("purpose", "abuse"), ("email", "a@b.example")], []), ([("purpose", "abuse")], ["email"]),
            ([("purpose", "abuse"), ("phone", "call me")], ["phone"]), ([("email", "a@b")], []),
            ([("purpose", "x"), ("email", "nobody")], ["email"]),
            (
                [("purpose", "x"), ("email", "a@b.example"), ("openpgp", "x"), ("certificate", "y"), ("language", "?")],
                ["certificate", "language", "openpgp"]
            ),
        ] as [([(String, String)], [String])])
    func contactForm(fields: [(String, String)], wrong: [String]) {
        let draft = ContactDraft(Form(fields.map { (name: $0.0, value: $0.1) }), known: nil, offered: ["mail"])
        let expected = fields.contains { $0.0 == "purpose" } ? wrong : (wrong + ["purpose"]).sorted()
        #expect(draft.mistakes.keys.sorted() == expected)
    }

    @Test("an address that changes has to be verified again; another name has not")
    func newAddress() {
        let known = Owner.Contact(
            id: "c-1", purpose: "abuse", email: EmailAddress("a@b.example"), standing: .verified(Instant(seconds: 5)))
        func standing(_ email: String) -> Owner.Contact.Standing? {
            ContactDraft(
                Form([(name: "purpose", value: "abuse"), (name: "email", value: email), (name: "name", value: "N")]), known: known,
                offered: []
            ).contact?.standing
        }
        #expect(standing("a@b.example") == .verified(Instant(seconds: 5)))
        #expect(standing("b@b.example") == .unverified)
    }

    @Test("channels that are not offered cannot be chosen")
    func channels() {
        let form = Form(["mail", "publication"].map { (name: "channels", value: $0) })
        #expect(Owner.Contact.Preferences(form, offered: ["mail", "portal"]).channels == ["mail"])
    }
}
