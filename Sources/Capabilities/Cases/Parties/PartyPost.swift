internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Post
internal import Vocabulary

/// Writes to parties: a mail in the party's own thread and an entry of the case, together or not at all.
struct PartyPost: Sendable {
    let office: CaseOffice

    /// Where letters to a party go; nil where it has no address.
    func recipient(_ party: Party) async throws -> Recipient? {
        if let organisation = party.organisation {
            let contacts = try await office.owners.contacts(of: organisation)
            let chosen = contacts.first { $0.id == party.contact && $0.email != nil } ?? contacts.first { $0.email != nil }
            if let chosen, let email = chosen.email {
                return Recipient(
                    email: email, name: chosen.name ?? "", language: party.language ?? chosen.language ?? "az",
                    openPGPKey: chosen.openPGPKey, certificate: chosen.certificate)
            }
        }
        guard let email = party.email else { return nil }
        return Recipient(
            email: email, name: party.name, language: party.language ?? "en", openPGPKey: party.openPGPKey, certificate: party.certificate)
    }

    /// Somebody at a party.
    struct Recipient: Sendable {
        let email: EmailAddress
        let name: String
        let language: String
        let openPGPKey: String?
        let certificate: String?
    }

    /// Writes to a party.
    /// - Throws: ``CaseMistake/noAddress(_:)``, `OutwardRefusal`, a `WebProblem` where its key cannot be used
    func write(_ text: String, to party: Party, of found: Case, by person: String) async throws {
        guard let recipient = try await recipient(party) else { throw CaseMistake.noAddress(party.name) }
        let now = office.house.clock()
        let (own, number, answered) = try await office.read { database in
            (
                try CaseStore.present(party.caseID, database),
                try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM cases_entry WHERE party = ? AND kind = 'told'", arguments: [party.id]) ?? 0,
                try Self.lastLetter(of: party.id, database)
            )
        }
        let name = PartyDispatch.name(party, number + 1)
        guard let dispatch = DispatchID(name), let id = MessageID(left: name, right: office.domain) else {
            throw CaseMistake.noAddress(party.name)
        }
        let words = office.catalogue[recipient.language]
        let subject = HeaderText.singleLine("[\(office.number(own.name))] \(words["cases.mail.subject"])", limit: 200)
        var mail = MailMessage(
            id: id, date: now, from: office.sender,
            to: [MailParty(recipient.email, name: HeaderText.singleLine(recipient.name, limit: 120))], subject: subject,
            text: letter(text, found, office.number(own.name), party, words), language: LanguageTag(words.code))
        if let replyTo = office.replyTo { mail.replyTo = [replyTo] }
        let first = number > 0 ? MessageID(left: PartyDispatch.name(party, 1), right: office.domain) : nil
        mail.references = [first, answered].compactMap { $0 }
        mail.inReplyTo = [answered ?? first].compactMap { $0 }
        mail.fields = [MailField("X-TLP", found.tlp.label)]
        guard let sealed = await office.seal.sealed(try mail.composed(boundarySeed: name), for: recipient) else {
            throw WebProblem(.conflict, "cases.mistake.key")
        }
        let leaving = try Dispatch(
            id: dispatch, act: found.kind == .coordinated ? .exchange : .assist, tlp: found.tlp, audience: .recipients, channel: "mail",
            recipient: "\(recipient.email)", subject: subject, content: sealed.bytes, mediaType: "message/rfc822",
            capability: PartyDispatch.capability, reference: PartyDispatch.reference(found, party), author: person)
        let outward = office.house.outward
        try await office.write { database in
            try outward.plan(leaving, in: database)
            try CaseStore.add(
                .init(.told, text: text, party: party.id, mark: "dispatch:\(name)"), to: party.caseID, by: person, at: now, database)
            try PartyStore.told(party.id, at: now, database)
            try CaseStore.act(party.caseID, by: person, at: now, database)
        }
    }

    /// The letter around the words: which case it is about, the marking, until when nothing may become public, how to answer.
    private func letter(_ text: String, _ found: Case, _ number: String, _ party: Party, _ words: Words) -> String {
        var lines = ["\(found.tlp.label)", "", text, ""]
        if let embargo = found.embargo {
            lines += [words.text("cases.mail.embargo", ["time": words.dateTime(embargo, zone: office.house.zone)]), ""]
        }
        lines.append(words.text("cases.mail.number", ["number": number]))
        lines.append(words["cases.mail.answer"])
        if party.organisation != nil, !office.portal.isEmpty {
            lines.append(words.text("cases.mail.portal", ["link": "\(office.portal)/cases"]))
        }
        lines += ["", "-- ", office.naming.full[words.code] ?? office.naming.short]
        return lines.joined(separator: "\n")
    }

    /// The Message-ID of the last letter of a party: what the next one answers.
    static func lastLetter(of party: Int64, _ database: Database) throws -> MessageID? {
        try String.fetchOne(
            database,
            sql: """
                SELECT mark FROM cases_entry WHERE party = ? AND kind = 'heard' AND mark LIKE 'letter:%' AND trust <> 'stranger'
                ORDER BY id DESC LIMIT 1
                """,
            arguments: [party]
        ).flatMap { MessageID(String($0.dropFirst("letter:".count))) }
    }
}
