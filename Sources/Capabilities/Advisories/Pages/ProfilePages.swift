internal import CSAF
internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Who the centre is, in the form that teams look for: RFC 2350, from what the configuration says.
struct ProfilePages: Sendable {
    let naming: WebFrame.Naming
    let site: String
    let portal: String?
    let contact: String
    let phone: String?
    let zone: Zone
    let press: Press

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/rfc2350", .anyone, keptFor: 300) { try await page($0) }
        routes.get(.public, "/.well-known/openpgpkey.asc", .anyone) { _ in
            guard let key = await press.signer() else { throw WebProblem.notFound }
            return Content(key.armored, type: "application/pgp-keys")
        }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let sections: [Section]
    }

    private struct Section: Sendable {
        let title: String
        let facts: Parts.Facts
    }

    private func page(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let key = await press.signer()
        var contact = [
            Parts.Facts.Fact(words["advisories.profile.name"], naming.full(in: words.code), sub: naming.short),
            Parts.Facts.Fact(words["advisories.profile.mail"], link: .init(self.contact, "mailto:\(self.contact)")),
        ]
        if let phone { contact.append(.init(words["advisories.profile.phone"], phone)) }
        contact.append(.init(words["advisories.profile.zone"], zone.name))
        if let key {
            contact.append(
                .init(
                    words["advisories.profile.key"], link: .init(Self.grouped(key.fingerprint), "/.well-known/openpgpkey.asc"), isMono: true
                ))
        }
        contact.append(.init(words["advisories.profile.site"], link: .init(site, site)))
        if let portal { contact.append(.init(words["front.reach.portal"], link: .init(portal, portal))) }
        let sections = [
            Section(
                title: words["advisories.profile.document"],
                facts: Parts.Facts([
                    .init(words["advisories.profile.updated"], time: words.mark(request.now.startOfDay, zone: request.zone)),
                    .init(words["advisories.profile.place"], link: .init("\(site)/rfc2350", "\(site)/rfc2350")),
                    .init(words["advisories.profile.told"], words["advisories.profile.toldText"]),
                ])), Section(title: words["advisories.profile.contact"], facts: Parts.Facts(contact)),
            Section(
                title: words["advisories.profile.charter"],
                facts: Parts.Facts([
                    .init(words["advisories.profile.mission"], words["advisories.profile.missionText"]),
                    .init(words["advisories.profile.constituency"], words["advisories.profile.constituencyText"]),
                    .init(words["advisories.profile.authority"], words["advisories.profile.authorityText"]),
                ])),
            Section(
                title: words["advisories.profile.policies"],
                facts: Parts.Facts([
                    .init(words["advisories.profile.incidents"], words["advisories.profile.incidentsText"]),
                    .init(words["advisories.profile.disclosure"], words["advisories.profile.disclosureText"]),
                    .init(words["advisories.profile.authentication"], words["advisories.profile.authenticationText"]),
                ])),
            Section(
                title: words["advisories.profile.services"],
                facts: Parts.Facts([
                    .init(
                        words["advisories.public.advisories"],
                        links: [.init("\(site)/advisories", "/advisories"), .init("CSAF", "/.well-known/csaf/provider-metadata.json")]),
                    .init(words["advisories.public.warnings"], link: .init("\(site)/warnings", "/warnings")),
                    .init("security.txt", link: .init("\(site)/.well-known/security.txt", "/.well-known/security.txt")),
                ])),
        ]
        let title = words["advisories.profile.title"]
        return Page(
            "advisories/profile", View(head: Parts.Head(title, lead: words["advisories.profile.lead"]), sections: sections), title: title)
    }

    private static func grouped(_ fingerprint: String) -> String {
        var groups: [Substring] = []
        var rest = Substring(fingerprint)
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: " ")
    }
}
