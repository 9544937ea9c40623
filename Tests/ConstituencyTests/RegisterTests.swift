import Events
import Foundation
import Testing
import Vocabulary

@testable import Constituency

@Suite("Register of owners")
struct RegisterTests {
    @Test("what is imported is what is there")
    func imported() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        let plan = try register.take(Sample.register)
        #expect(plan.added.map(\.id) == ["rabite", "odlar-telekom", "seki-bank"])
        #expect(plan.conflicts.isEmpty && plan.problems.isEmpty)
        let telekom = try #require(try register.owner("odlar-telekom"))
        #expect(
            telekom.name() == "Odlar Telecom" && telekom.name(in: .az) == "Odlar Telekomunikasiya"
                && telekom.name(in: .ru) == "Odlar Telecom")
        #expect(telekom.isCritical && telekom.sector == "telecommunications" && telekom.parent == "rabite")
        #expect(telekom.networks.map(\.description) == ["198.18.0.0/16", "2001:db8:1000::/36"])
        #expect(telekom.contacts.map(\.purpose) == ["abuse", "technical"])
        #expect(telekom.contacts[0].email?.description == "abuse@telekom.example" && telekom.contacts[0].language == .az)
        #expect(telekom.notes == "Writes back \"quickly\".\nSecond line")
        let profile = try #require(try register.profile())
        #expect(profile.isSample && profile.liftedWarningLists == ["rfc1918", "documentation"] && profile.networks == "networks.mmdb")
        #expect(try register.owner("nobody") == nil)
    }

    @Test("the register is still there when it is opened again")
    func reopened() throws {
        let folder = try ScratchFolder()
        let before: [Owner]
        do {
            let register = try folder.register()
            try register.take(Sample.register)
            before = try register.owners()
        }
        let register = try folder.register()
        #expect(try register.owners() == before)
        #expect(try register.revision() == 1)
    }

    @Test("a register that does not exist is not made by looking for it")
    func absent() throws {
        let folder = try ScratchFolder()
        let path = folder.url.appending(path: "register.sqlite").path
        #expect(try Register.openIfPresent(path) === nil)
        _ = try folder.register()
        #expect(try Register.openIfPresent(path) !== nil)
    }

    @Test("importing the same file twice changes nothing")
    func twice() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        let plan = try register.take(Sample.register, mode: .replace)
        #expect(plan.isEmpty)
        #expect(plan.unchanged.count == 3)
        #expect(try register.revision() == 1)
    }

    @Test("a plan shows what changes, field by field, before it does")
    func changes() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        let text = Sample.register.replacing("198.18.0.0/16", with: "198.19.0.0/16").replacing("critical: true", with: "critical: false")
        let plan = try register.plan(for: RegisterYAML.read(text, path: "owners.yaml"))
        #expect(plan.changed.map(\.owner.id) == ["odlar-telekom"])
        #expect(
            plan.changed[0].changes.map(\.description) == ["critical: -yes +no", "networks: -198.18.0.0/16 +198.19.0.0/16"])
        #expect(try register.owner("odlar-telekom")?.isCritical == true)
        try register.apply(plan)
        #expect(try register.owner("odlar-telekom")?.networks.first?.description == "198.19.0.0/16")
    }

    @Test("owners a file does not name stay when it is merged and go when it replaces the register")
    func removal() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        let other = "register: 1\nowners:\n  - id: new-owner\n    networks: [198.19.0.0/24]\n"
        #expect(try register.take(other).removed.isEmpty)
        #expect(try register.owners().count == 4)
        let plan = try register.take(other, mode: .replace)
        #expect(plan.removed.map(\.id) == ["rabite", "odlar-telekom", "seki-bank"])
        #expect(try register.owners().map(\.id) == ["new-owner"])
    }

    @Test("a plan is carried out wholly or not at all")
    func atomic() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        let orphan = RegisterYAML.read("register: 1\nowners:\n  - {id: a, parent: nobody}\n  - {id: b}\n", path: "x.yaml")
        let plan = try register.plan(for: orphan)
        #expect(plan.problems == ["The owner `a` has the parent `nobody`, which does not exist."])
        #expect(throws: RegisterError.unsound(plan.problems)) { try register.apply(plan) }
        #expect(try register.owners().count == 3)
    }

    @Test("removing an owner that others belong to is a problem of the plan")
    func removedParent() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        let child = RegisterYAML.read("register: 1\nowners:\n  - {id: odlar-telekom, parent: rabite}\n", path: "x.yaml")
        #expect(try register.plan(for: child, mode: .replace).problems.count == 1)
    }

    @Test("owners that are above each other are a problem of the plan")
    func circle() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        let circle = RegisterYAML.read(
            "register: 1\nowners:\n  - {id: a, parent: c}\n  - {id: b, parent: a}\n  - {id: c, parent: b}\n  - {id: d, parent: a}\n",
            path: "x")
        #expect(try register.plan(for: circle).problems.count == 3)
    }

    @Test("a plan that was overtaken by another import is refused")
    func overtaken() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        let plan = try register.plan(for: RegisterYAML.read(Sample.register, path: "owners.yaml"))
        try register.take("register: 1\nowners:\n  - id: first\n")
        #expect(throws: RegisterError.changedMeanwhile) { try register.apply(plan) }
    }

    @Test("a network with two owners is a conflict that priority, then age decides")
    func conflicts() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take("register: 1\nowners:\n  - {id: older, networks: [198.18.0.0/16], asns: [64496]}\n")
        let plan = try register.take(
            """
            register: 1
            owners:
              - {id: younger, networks: [198.18.0.0/16], asns: [64496]}
              - {id: strong, priority: 1, asns: [64496]}
            """
        )
        #expect(plan.conflicts.map(\.subject) == ["198.18.0.0/16", "AS64496"])
        #expect(plan.conflicts.map(\.owners) == [["older", "younger"], ["strong", "older", "younger"]])
        #expect(plan.conflicts.map(\.isDecidedByPriority) == [false, true])
        let index = try register.ownerIndex()
        #expect(index.owner(address: IPAddress("198.18.3.4")) == "older")
        #expect(index.owner(asn: ASN(64496)) == "strong")
    }

    @Test("the owners above an owner come nearest first")
    func parents() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        #expect(try register.parents(of: "seki-bank").map(\.id) == ["odlar-telekom", "rabite"])
        #expect(try register.parents(of: "rabite").isEmpty)
    }

    @Test(
        "owners are found by what people call them",
        arguments: [
            ("odlar-telekom", ["odlar-telekom"]), ("Odlar Telecom", ["odlar-telekom"]), ("ODLAR  telecom", ["odlar-telekom"]),
            ("Şəki Xalq Bankı", ["seki-bank"]), ("seki xalq banki", ["seki-bank"]), ("ŞƏKİ XALQ BANKI", ["seki-bank"]),
            ("“Sheki Peoples Bank”", ["seki-bank"]), ("odlar", ["odlar-telekom"]), ("rabitə", ["rabite"]), ("bank xalq", ["seki-bank"]),
            ("nobody", []), ("", []), ("%", []),
        ])
    func names(name: String, ids: [String]) throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        #expect(try register.ids(named: name) == ids)
    }

    @Test("a file that is no database is refused with its name")
    func noDatabase() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("register.sqlite", String(repeating: "no database ", count: 100))
        let error = #expect(throws: RegisterError.self) { try Register.open(path) }
        #expect(error?.description.hasPrefix(path) == true)
    }
}

@Suite("Looking up whose something is")
struct RegisterLookupTests {
    private func lookup(_ text: String) throws -> RegisterLookup? {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        return try register.lookup(text)
    }

    @Test(
        "addresses, networks, systems, names and URLs are understood",
        arguments: [
            ("198.18.7.9", "198.18.7.9", ["seki-bank", "odlar-telekom"]), ("198.18.8.9", "198.18.8.9", ["odlar-telekom"]),
            ("2001:db8:1fff::1", "2001:db8:1fff::1", ["odlar-telekom"]),
            ("198.18.7.0/25", "198.18.7.0/25", ["seki-bank", "odlar-telekom"]),
            ("AS64496", "AS64496", ["odlar-telekom"]), ("www.telekom.example", "www.telekom.example", ["odlar-telekom"]),
            ("https://login.bank.example/x?y", "login.bank.example", ["seki-bank"]),
            ("http://198.18.7.9:8080/", "198.18.7.9", ["seki-bank", "odlar-telekom"]),
            ("hxxps://login[.]bank[.]example/", "login.bank.example", ["seki-bank"]),
            ("login[.]bank[.]example", "login.bank.example", ["seki-bank"]),
            ("www.ödəniş.example", "www.xn--dni-rna24cz0c.example", ["seki-bank"]), ("mytelekom.example", "mytelekom.example", []),
            ("203.0.113.1", "203.0.113.1", []),
        ])
    func subjects(text: String, subject: String, owners: [String]) throws {
        let found = try #require(try lookup(text))
        #expect(found.subject.description == subject)
        #expect(found.matches.map(\.owner.id) == owners)
    }

    @Test("each match says why, and who is above the owner")
    func reasons() throws {
        let matches = try #require(try lookup("198.18.7.9")).matches
        #expect(matches.map(\.reason) == ["198.18.7.9 lies in 198.18.7.0/24", "198.18.7.9 lies in 198.18.0.0/16"])
        #expect(matches[0].parents.map(\.id) == ["odlar-telekom", "rabite"])
        #expect(try #require(try lookup("198.18.0.0/16")).matches.map(\.reason) == ["the network is 198.18.0.0/16"])
    }

    @Test("a network also shows the owners of its parts")
    func inside() throws {
        let found = try #require(try lookup("198.18.0.0/15"))
        #expect(found.matches.isEmpty)
        #expect(found.inside.map(\.reason) == ["198.18.0.0/16 lies in 198.18.0.0/15", "198.18.7.0/24 lies in 198.18.0.0/15"])
    }

    @Test("what is no address, network, system, name or URL is not looked up", arguments: ["", "not a thing", "300.1.1.1", "http://"])
    func noSubject(text: String) throws {
        #expect(try lookup(text) == nil)
    }
}
