internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Post
internal import Vocabulary

extension Notices {
    /// An analyst writes to the contact of a notice: a mail in its thread, and a word in the conversation, together or not at all.
    func reply(to notice: Notice, _ text: String, by person: String) async throws {
        let now = office.house.clock()
        let contacts = try await office.directory.contacts(of: notice.owner)
        guard let contact = contacts.first(where: { $0.id == notice.contact }), let email = contact.email else {
            throw WebProblem(.conflict, "notices.problem.noContact")
        }
        let (number, last) = try await office.house.records.read { database in
            let count = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM notices_answer WHERE notice = ? AND kind = 'reply'", arguments: [notice.id])
            return ((count ?? 0) + 1, try AnswerDesk.lastMessage(notice.id, database))
        }
        let composer = office.composer
        let name = NoticeDispatch.name(notice.id, "reply-\(number)")
        guard let dispatch = DispatchID(name), let message = MessageID(left: name, right: composer.sender.domain) else {
            throw NoticeMistake.noAddress(contact.id)
        }
        let subject = HeaderText.singleLine(notice.subject.hasPrefix("Re: ") ? notice.subject : "Re: \(notice.subject)", limit: 300)
        var mail = MailMessage(
            id: message, date: now, from: composer.sender.party,
            to: [MailParty(email, name: HeaderText.singleLine(contact.name ?? "", limit: 120))],
            subject: subject, text: text, language: LanguageTag(contact.language ?? "az"))
        if let replyTo = composer.sender.replyTo { mail.replyTo = [replyTo] }
        let answered = last.flatMap { MessageID($0) }
        mail.references = [composer.messageID(notice.id), answered].compactMap { $0 }
        mail.inReplyTo = [answered ?? composer.messageID(notice.id)].compactMap { $0 }
        await office.seal.refresh()
        guard let sealed = await office.seal.sealed(try mail.composed(boundarySeed: name), for: contact) else {
            throw WebProblem(.conflict, "notices.problem.key")
        }
        let leaving = try Dispatch(
            id: dispatch, act: .inform, tlp: notice.tlp, audience: .recipients, channel: "mail", recipient: "\(email)", subject: subject,
            content: sealed.bytes, mediaType: "message/rfc822", capability: NoticeDispatch.capability,
            reference: NoticeDispatch.reference(notice.id), author: person)
        let outward = office.house.outward
        try await office.house.records.write { database in
            try outward.plan(leaving, in: database)
            try database.execute(
                sql: "INSERT INTO notices_answer (notice, kind, way, who, text, moment) VALUES (?, 'reply', 'desk', ?, ?, ?)",
                arguments: [notice.id, person, text, now.microseconds])
        }
    }

    /// Lets a version of a rule run without asking, and what waits for that leave.
    func approve(rule: String, version: Int, by person: String) async throws {
        let jobs = office.house.jobs
        try await office.house.records.write { database in
            try NoticeStore.approveRule(rule, version: version, by: person, database)
            try jobs.add(NewJob("notices.approve", payload: RuleWish(rule: rule, version: version, person: person)), in: database)
        }
    }
}
