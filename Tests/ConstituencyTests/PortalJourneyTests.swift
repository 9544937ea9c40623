import Centre
import CentreTesting
import Foundation
import Testing
import Vocabulary

@testable import Constituency

@Suite("Owners in the portal")
struct PortalJourneyTests {
    @Test("an owner sees their organisation, proposes changes, staff accept or refuse, and the history says so")
    func proposals() async throws {
        try await OwnersCentre.use { centre in
            let portal = centre.portal("seki-bank")
            let page = try await portal.get("/organisation")
            #expect(
                page.status == 200 && page.contains("198.18.7.0/24") && !page.contains("/observed/")
                    && !page.contains("abuse@telekom.example"))
            _ = try await portal.get("/organisation/propose")
            #expect(try await portal.post("/organisation/propose", [("note", "")]).status == 422)
            let sent = try await portal.post(
                "/organisation/propose", [("adding", "198.19.7.0/24\nAS64499"), ("removing", "bank.example"), ("note", "see the contract")])
            #expect(sent.status == 303)
            #expect(try await portal.post("/organisation/contacts/add", [("purpose", "24x7"), ("phone", "+000 9")]).status == 303)
            #expect(try centre.owner("seki-bank").networks.count == 1)
            let desk = centre.desk("analyst")
            let list = try await desk.get("/owners/proposals")
            #expect(list.contains("+ 198.19.7.0/24") && list.contains("− bank.example") && list.contains("see the contract"))
            #expect(list.contains("Rəşad Hüseynov"))
            #expect(try await desk.get("/owners/seki-bank").contains("2 proposals of this owner"))
            #expect(try await desk.post("/owners/proposals/1/accept").status == 303)
            let bank = try centre.owner("seki-bank")
            #expect(bank.networks.count == 2 && bank.asns == [ASN(64499)] && bank.domains.count == 1)
            #expect(try centre.register.history(of: "seki-bank").first?.author.name == "Aygün Əliyeva")
            #expect(try await desk.post("/owners/proposals/2/refuse").status == 422)
            #expect(try await desk.post("/owners/proposals/2/refuse", [("reason", "Number does not answer")]).status == 303)
            #expect(try centre.owner("seki-bank").contacts.isEmpty)
            let after = try await portal.get("/organisation")
            #expect(after.contains("Number does not answer") && after.contains("Accepted") && after.contains("Refused"))
            // What was decided stays decided.
            #expect(try await desk.post("/owners/proposals/2/accept").status == 303)
            #expect(try centre.owner("seki-bank").contacts.isEmpty)
            #expect(try await centre.desk("viewer").post("/owners/proposals/1/refuse", [("reason", "x")]).status == 403)
        }
    }

    @Test("how they are told is changed at once, by the contact, and stands in the history")
    func preferences() async throws {
        try await OwnersCentre.use { centre in
            let portal = centre.portal("odlar-telekom")
            let id = try centre.contact("odlar-telekom")
            _ = try await portal.get("/organisation/contacts/\(id)/preferences")
            let fields = [("interval", "weekly"), ("format", "html"), ("severity", "high"), ("channels", "portal"), ("channels", "mail")]
            #expect(try await portal.post("/organisation/contacts/\(id)/preferences", fields).status == 303)
            let contact = try centre.owner("odlar-telekom").contacts[0]
            #expect(contact.preferences == .init(interval: .weekly, format: .html, minimumSeverity: .high, channels: ["mail", "portal"]))
            #expect(contact.email?.description == "abuse@telekom.example")
            #expect(try centre.register.history(of: "odlar-telekom").first?.author.id == "owner:odlar-telekom")
            let card = try #require(try await centre.constituency.contacts(of: "odlar-telekom").first)
            #expect(card.interval == .weekly && card.channels == ["mail", "portal"])
        }
    }

    @Test("an owner can never see or change what belongs to another")
    func isolation() async throws {
        try await OwnersCentre.use { centre in
            let before = try centre.register.owners()
            let other = try centre.contact("odlar-telekom")
            // A proposal of the other owner.
            let their = centre.portal("odlar-telekom")
            _ = try await their.get("/organisation/propose")
            #expect(try await their.post("/organisation/propose", [("note", "theirs")]).status == 303)
            let portal = centre.portal("seki-bank")
            _ = try await portal.get("/organisation")
            for path in [
                "/organisation?owner=odlar-telekom", "/organisation/propose?owner=odlar-telekom", "/organisation/contacts/\(other)",
                "/organisation/contacts/\(other)?owner=odlar-telekom", "/organisation/contacts/\(other)/preferences",
                "/organisation/contacts/\(other)/preferences?owner=odlar-telekom", "/organisation/contacts/add?owner=odlar-telekom",
                "/organisation?owner=nobody",
            ] {
                let page = try await portal.get(path)
                #expect(page.status == 404 && !page.contains("telekom.example"), "\(path)")
            }
            let contact = [("purpose", "abuse"), ("email", "thief@x.example"), ("interval", "weekly")]
            for (path, fields) in [
                ("/organisation/propose?owner=odlar-telekom", [("note", "x")]), ("/organisation/contacts/\(other)", contact),
                ("/organisation/contacts/\(other)?owner=odlar-telekom", contact),
                ("/organisation/contacts/add?owner=odlar-telekom", contact), ("/organisation/contacts/\(other)/remove", []),
                ("/organisation/contacts/\(other)/remove?owner=odlar-telekom", []),
                ("/organisation/contacts/\(other)/preferences", contact),
                ("/organisation/contacts/\(other)/preferences?owner=odlar-telekom", contact), ("/organisation/proposals/1/withdraw", []),
            ] as [(String, [(String, String)])] {
                #expect(try await portal.post(path, fields).status == 404, "\(path)")
            }
            #expect(try centre.register.owners() == before)
            let proposals = try await centre.register.inspect { try ProposalStore.list(open: true, limit: 10, $0) }
            #expect(proposals.map(\.owner) == ["odlar-telekom"])
            // Naming the owner in the form instead of the address is of no use.
            #expect(try await portal.post("/organisation/propose", [("owner", "odlar-telekom"), ("note", "x")]).status == 303)
            #expect(try await centre.register.inspect { try ProposalStore.openCount(owner: "odlar-telekom", $0) } == 1)
            // Programs and strangers stay outside.
            let program = ["authorization": "Bearer program:x/odlar-telekom"]
            #expect(try await centre.stranger().get("/organisation", headers: program).status == 403)
            #expect(try await centre.stranger().get("/organisation").status == 303)
            #expect(try await centre.portal("").get("/organisation").status == 303)
        }
    }

    @Test("who speaks for two organisations changes between them and keeps them apart")
    func several() async throws {
        try await OwnersCentre.use { centre in
            let portal = centre.portal("seki-bank,odlar-telekom")
            #expect(try await portal.get("/organisation").contains("?owner=odlar-telekom"))
            _ = try await portal.get("/organisation/propose?owner=odlar-telekom")
            #expect(try await portal.post("/organisation/propose?owner=odlar-telekom", [("note", "for the second")]).status == 303)
            #expect(try await centre.register.inspect { try ProposalStore.openCount(owner: "odlar-telekom", $0) } == 1)
            #expect(try await portal.post("/organisation/proposals/1/withdraw").location == "/organisation?owner=odlar-telekom")
        }
    }
}
