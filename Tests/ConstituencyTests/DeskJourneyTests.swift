import Centre
import CentreTesting
import Foundation
import Testing
import Vocabulary

@testable import Constituency

@Suite("Owners on the desk")
struct DeskJourneyTests {
    @Test("a person finds an owner by name in any language, address, AS number, domain and mail address")
    func search() async throws {
        try await OwnersCentre.use { centre in
            let desk = centre.desk("viewer")
            let all = try await desk.get("/owners")
            #expect(all.status == 200 && all.contains("Odlar Telecom") && all.contains("Ministry of Communications"))
            for (text, found, other) in [
                ("şəki xalq", "seki-bank", "rabite"), ("SEKI+BANKI", "seki-bank", "rabite"),
                ("198.18.7.9", "seki-bank", "href=\"/owners/rabite"),
                ("AS64496", "odlar-telekom", "seki-bank"), ("bank.example", "seki-bank", "odlar-telekom"),
                ("abuse@telekom", "odlar-telekom", "seki-bank"), ("198.18.0.0/15", "seki-bank", "href=\"/owners/rabite"),
            ] {
                let page = try await desk.get("/owners?q=" + (text.contains("+") ? text : Form.encoded(text)))
                #expect(page.contains("href=\"/owners/\(found)") && !page.contains("href=\"/owners/\(other)\""), "\(text)")
            }
            #expect(try await desk.get("/owners?q=%25").contains("No owner fits"))
            #expect(try await desk.get("/owners?sector=banking").contains("seki-bank"))
            #expect(try await !desk.get("/owners?critical=yes").contains("seki-bank"))
            let silent = try await desk.get("/owners?lack=no-contact&sort=networks&order=down")
            #expect(silent.contains("seki-bank") && !silent.contains("href=\"/owners/odlar-telekom\""))
        }
    }

    @Test("every page of the register opens in every language, and no text is missing")
    func pages() async throws {
        try await OwnersCentre.use(ContactsTests.rich + "  - {id: other, contacts: [{purpose: abuse, email: a@other.example}]}\n") {
            centre in
            #expect(centre.running.centre.frame.catalogue.gaps.filter { $0.contains("constituency") } == [])
            let round = try #require(try await centre.constituency.verification.propose(olderThan: 12, by: "x"))
            for language in ["az", "en", "ru"] {
                let desk = centre.desk().cookie("__Host-keshik-language", language)
                let portal = centre.portal("bank").cookie("__Host-keshik-language", language)
                for path in [
                    "/owners", "/owners?q=nothing&lack=bounced&critical=1", "/owners/bank", "/owners/bank/edit", "/owners/bank/remove",
                    "/owners/add", "/owners/bank/contacts/add", "/owners/bank/contacts/c-1", "/owners/bank/agreements/add",
                    "/owners/import",
                    "/owners/conflicts", "/owners/coverage", "/owners/verification", "/owners/verification/\(round)", "/owners/proposals",
                    "/owners/lookup", "/owners/lookup?q=192.0.2.1", "/owners/lookup?q=%3F%3F",
                ] {
                    let page = try await desk.get(path)
                    #expect(page.status == 200 && !page.contains("constituency."), "\(language) \(path)")
                }
                for path in [
                    "/organisation", "/organisation/propose", "/organisation/contacts/add", "/organisation/contacts/c-1",
                    "/organisation/contacts/c-1/preferences",
                ] {
                    let page = try await portal.get(path)
                    #expect(page.status == 200 && !page.contains("constituency."), "\(language) \(path)")
                }
            }
        }
    }

    @Test("whose an address is, why, and who comes next")
    func lookup() async throws {
        try await OwnersCentre.use { centre in
            let page = try await centre.desk("viewer").get("/owners/lookup?q=198.18.7.9")
            #expect(page.contains("198.18.7.9 lies in 198.18.7.0/24") && page.contains("198.18.7.9 lies in 198.18.0.0/16"))
            let part = try await centre.desk("viewer").get("/owners/lookup?q=https%3A%2F%2Flogin.bank.example%2F")
            #expect(part.contains("login.bank.example is below bank.example") && part.contains("belongs to Odlar Telecom, Ministry"))
            #expect(try await centre.desk("viewer").get("/owners/lookup?q=203.0.113.9").contains("Nobody answers for it"))
        }
    }

    @Test("an owner is added, changed and removed, with mistakes shown at their fields and everything in the history")
    func editing() async throws {
        try await OwnersCentre.use { centre in
            let desk = centre.desk("analyst")
            _ = try await desk.get("/owners/add")
            let wrong = try await desk.post("/owners/add", [("id", "rabite"), ("name-en", "<b>X</b>"), ("networks", "198.18.0.1/16")])
            #expect(wrong.status == 422 && wrong.contains("198.18.0.1/16") && wrong.contains("&lt;b&gt;X") && !wrong.contains("<b>X"))
            let taken = try await desk.post("/owners/add", [("id", "rabite"), ("name-en", "X")])
            #expect(taken.status == 422 && taken.contains("there is an owner “rabite” already"))
            let added = try await desk.post(
                "/owners/add", [("id", "new-net"), ("name-en", "New Net"), ("networks", "198.19.0.0/24"), ("parent", "rabite")])
            #expect(added.status == 303 && added.location == "/owners/new-net")
            let form = try await desk.get("/owners/new-net/edit")
            let basis = try #require(form.text.firstMatch(of: /name="basis" value="(\d+)"/)?.1)
            let fields = [("name-en", "Newer Net"), ("networks", "198.19.0.0/24\n198.19.1.0/24"), ("basis", String(basis))]
            #expect(try await desk.post("/owners/new-net/edit", fields).status == 303)
            let changed = try centre.owner("new-net")
            #expect(changed.networks.count == 2 && changed.parent == nil)
            // The same form once more is out of date.
            let stale = try await desk.post("/owners/new-net/edit", fields + [("notes", "x")])
            #expect(stale.status == 422 && stale.contains("Somebody else changed this owner"))
            let page = try await desk.get("/owners/new-net")
            #expect(page.contains("Newer Net") && page.contains("Aygün Əliyeva") && page.contains("/observed/owner/new-net"))
            #expect(page.contains("+ 198.19.1.0/24"))
            #expect(try await desk.post("/owners/new-net/remove", [("confirm", "wrong")]).status == 422)
            #expect(try await desk.post("/owners/new-net/remove", [("confirm", "new-net")]).status == 303)
            #expect(try await desk.get("/owners/new-net").status == 410)
            #expect(try await desk.get("/owners/never-there").status == 404)
            #expect(try await desk.post("/owners/rabite/remove", [("confirm", "rabite")]).contains("odlar-telekom"))
        }
    }

    @Test("contacts and agreements are added, changed and removed")
    func contacts() async throws {
        try await OwnersCentre.use { centre in
            let desk = centre.desk("analyst")
            _ = try await desk.get("/owners/seki-bank/contacts/add")
            #expect(try await desk.post("/owners/seki-bank/contacts/add", [("purpose", "abuse"), ("email", "nobody")]).status == 422)
            let fields = [("purpose", "abuse"), ("email", "abuse@bank.example"), ("interval", "daily"), ("channels", "portal")]
            #expect(try await desk.post("/owners/seki-bank/contacts/add", fields).status == 303)
            let id = try centre.contact("seki-bank")
            #expect(try centre.owner("seki-bank").contacts[0].preferences == .init(interval: .daily, channels: ["portal"]))
            #expect(try await desk.post("/owners/seki-bank/contacts/\(id)/verified").status == 303)
            #expect(try await desk.post("/owners/seki-bank/contacts/\(id)", fields + [("name", "Desk")]).status == 303)
            let contact = try centre.owner("seki-bank").contacts[0]
            #expect(contact.id == id && contact.name == "Desk" && contact.standing?.kind == .verified)
            #expect(try await desk.get("/owners/seki-bank").contains("abuse@bank.example"))
            #expect(try await desk.post("/owners/rabite/contacts/\(id)", fields).status == 404)
            let agreement = [("kind", "nda"), ("ceiling", "amber+strict"), ("from", "2026-01-01"), ("until", "2025-01-01")]
            #expect(try await desk.post("/owners/seki-bank/agreements/add", agreement).status == 422)
            #expect(try await desk.post("/owners/seki-bank/agreements/add", Array(agreement.prefix(3))).status == 303)
            #expect(try await centre.constituency.owner("seki-bank")?.ceiling == .amberStrict)
            #expect(try await desk.get("/owners/seki-bank").contains("TLP:AMBER+STRICT"))
            let text = try #require(try centre.owner("seki-bank").agreements.first?.description)
            #expect(try await desk.post("/owners/seki-bank/agreements/remove", [("place", "0"), ("is", "other")]).status == 303)
            #expect(try centre.owner("seki-bank").agreements.count == 1)
            #expect(try await desk.post("/owners/seki-bank/agreements/remove", [("place", "0"), ("is", text)]).status == 303)
            #expect(try centre.owner("seki-bank").agreements.isEmpty)
            #expect(try await desk.post("/owners/seki-bank/contacts/\(id)/remove").status == 303)
            #expect(try centre.owner("seki-bank").contacts.isEmpty)
        }
    }

    @Test("an import is looked at before anything changes, and what was looked at is what is done")
    func importing() async throws {
        try await OwnersCentre.use { centre in
            let desk = centre.desk("duty-officer")
            _ = try await desk.get("/owners/import")
            func upload(_ text: String, _ name: String = "../owners.yaml", mode: String = "merge") async throws -> Browser.Answer {
                try await desk.upload(
                    "/owners/import", [("mode", mode)],
                    files: [(field: "files", name: name, type: "text/plain", content: Data(text.utf8))])
            }
            let broken = try await upload("register: 1\nowners:\n  - id: seki-bank\n    networks: [nonsense]\n")
            let place = try #require(broken.location)
            let mistakes = try await desk.get(place)
            #expect(mistakes.contains("owners.yaml:4:16") && mistakes.contains("nonsense") && !mistakes.contains("name=\"revision\""))
            #expect(try await upload("??", "photo.jpg").status == 422)
            let text = """
                register: 1
                owners:
                  - {id: seki-bank, names: {en: "Sheki Bank"}, networks: [198.18.7.0/24], parent: odlar-telekom, priority: 5}
                  - {id: fresh, networks: [198.18.7.0/24]}
                """
            let sent = try await upload(text)
            let preview = try #require(sent.location)
            let page = try await desk.get(preview)
            #expect(
                page.contains("1 owner is new") && page.contains("1 owner changes") && page.contains("1 thing would have several owners"))
            #expect(page.contains("− en: Sheki People&#39;s Bank") || page.contains("Sheki People"))
            #expect(try centre.register.owner("fresh") == nil)
            let revision = try #require(page.text.firstMatch(of: /name="revision" value="(\d+)"/)?.1)
            let draft = try #require(preview.split(separator: "?").first.map(String.init))
            // Somebody changes the register meanwhile.
            try await centre.register.change("rabite", by: RegisterAuthor(id: "x", name: nil), at: Instant(seconds: 1)) { $0.notes = "x" }
            let late = try await desk.post(draft, [("revision", String(revision)), ("mode", "merge"), ("countries", "")])
            #expect(late.status == 303 && late.location?.hasPrefix(draft) == true)
            #expect(try centre.register.owner("fresh") == nil)
            let again = try await desk.get(preview)
            let now = try #require(again.text.firstMatch(of: /name="revision" value="(\d+)"/)?.1)
            let done = try await desk.post(draft, [("revision", String(now)), ("mode", "merge"), ("countries", "")])
            #expect(done.location == "/owners")
            #expect(try centre.owner("fresh").networks.count == 1)
            #expect(try centre.register.history(of: "fresh").first?.author.name == "Aygün Əliyeva (owners.yaml)")
            #expect(try await desk.get(preview).status == 404)
            // Removing is only done where it was chosen.
            let replacing = try #require(try await upload("register: 1\nowners:\n  - {id: only}\n", mode: "replace").location)
            #expect(try await desk.get(replacing).contains("4 owners are removed"))
            #expect(try await desk.post(replacing.split(separator: "?")[0] + "/cancel").status == 303)
            #expect(try centre.register.owners().count == 4)
            #expect(try await desk.get("/owners/import/..%2F..%2Fkeys").status == 404)
        }
    }

    @Test("the whole register is exported, and cells that a spreadsheet would calculate are text")
    func export() async throws {
        try await OwnersCentre.use(ContactsTests.rich) { centre in
            let desk = centre.desk("viewer")
            let yaml = try await desk.get("/owners/export/yaml")
            #expect(
                RegisterYAML.read(yaml.text, path: "x").owners.count == 1
                    && yaml.headers["content-disposition"]?.contains("owners.yaml") == true)
            let csv = try await desk.get("/owners/export/csv")
            #expect(csv.contains(",'=cmd"))
            #expect(try centre.register.plan(for: RegisterTable.read(csv.text, path: "x")).isEmpty)
        }
    }

    @Test("a conflict shows who answers by which rule, and is resolved by priority or by taking the thing away")
    func conflicts() async throws {
        let yaml = """
            register: 1
            owners:
              - {id: older, names: {en: Older}, networks: [198.18.0.0/16], domains: [x.example]}
              - {id: younger, names: {en: Younger}, networks: [198.18.0.0/16], domains: [x.example]}
            """
        try await OwnersCentre.use(yaml) { centre in
            let desk = centre.desk("analyst")
            let page = try await desk.get("/owners/conflicts")
            #expect(page.contains("198.18.0.0/16") && page.contains("answers: entered earlier"))
            #expect(try await desk.post("/owners/conflicts/prefer", [("subject", "198.18.0.0/16"), ("owner", "younger")]).status == 303)
            #expect(try centre.register.lookup("198.18.3.4")?.matches.first?.owner.id == "younger")
            #expect(try await desk.get("/owners/conflicts").contains("answers: higher priority"))
            #expect(try await desk.post("/owners/conflicts/take", [("subject", "x.example"), ("owner", "older")]).status == 303)
            let older = try centre.owner("older")
            #expect(older.domains.isEmpty && older.networks.count == 1)
            #expect(try await desk.post("/owners/conflicts/take", [("subject", "x.example"), ("owner", "younger")]).status == 409)
            #expect(try await desk.post("/owners/conflicts/take", [("subject", "198.18.0.0/16"), ("owner", "older")]).status == 303)
            #expect(try await desk.get("/owners/conflicts").contains("No conflicts"))
        }
    }

    @Test("coverage shows the share and the rest of the country's space")
    func coverage() async throws {
        let space = NationalSpace(
            networks: [IPPrefix("198.18.0.0/15"), IPPrefix("203.0.113.0/24")].compactMap { $0 }, asns: [ASN(64496), ASN(64500)],
            source: "delegated-test")
        try await OwnersCentre.use(national: space) { centre in
            let page = try await centre.desk("viewer").get("/owners/coverage")
            #expect(
                page.contains("49.9\u{A0}%") && page.contains("203.0.113.0/24") && page.contains("198.19.0.0/16")
                    && page.contains("AS64500"))
            #expect(page.contains("/owners/seki-bank") && page.contains("delegated-test"))
        }
    }

    @Test(
        "who may only look cannot change, and nobody gets in without signing in",
        arguments: [
            "/owners/add", "/owners/rabite/edit", "/owners/rabite/remove", "/owners/rabite/contacts/add", "/owners/rabite/agreements/add",
            "/owners/import",
        ])
    func permissions(path: String) async throws {
        try await OwnersCentre.use { centre in
            let looked = try await centre.desk("viewer").get(path)
            #expect(looked.status == 403)
            #expect(try await centre.desk("auditor").post(path).status == 403)
            #expect(try await centre.running.browser(.desk).get(path).status == 303)
            #expect(try await centre.running.browser(.portal).signIn(as: "owner:rabite").get(path).status == 404)
        }
    }
}
