internal import Centre
internal import Post
internal import Vocabulary

/// Writes letters and wraps them as their contacts want them.
struct NoticeWriter: Sendable {
    let office: NoticeOffice

    func write(_ draft: NoticeDraft) async throws -> WrittenNotice {
        var letter = try office.composer.letter(draft)
        var mail = letter.mail
        if await !office.seal.isIdle(for: draft.contact) {
            if let sealed = await office.seal.sealed(mail, for: draft.contact) {
                mail = sealed
            } else {
                letter = try office.composer.letter(draft, isBrief: true)
                mail = await office.seal.signed(letter.mail)
            }
        }
        let ways = draft.contact.channels.filter { office.house.outward.channels.contains($0) && $0 != "portal" }
        return WrittenNotice(draft: draft, letter: letter, mail: mail.bytes, channels: draft.contact.channels.isEmpty ? ["mail"] : ways)
    }
}

/// A notice with all that leaves for it.
struct WrittenNotice: Sendable {
    let draft: NoticeDraft
    let letter: NoticeLetter
    let mail: [UInt8]
    /// Besides the portal.
    let channels: [String]

    private var main: String { channels.contains("mail") ? "mail" : channels.first ?? "portal" }

    func notice(_ entry: RuleBook.Entry) -> Notice {
        Notice(
            id: draft.id, kind: draft.kind, owner: draft.owner.id, ownerName: draft.owner.name(in: "az"), sector: draft.owner.sector,
            contact: draft.contact.id, contactName: draft.contact.name ?? "", purpose: draft.contact.purpose,
            address: draft.contact.email?.description, language: draft.contact.language ?? "az", type: draft.type, severity: draft.severity,
            tlp: draft.tlp, rule: draft.rule, ruleVersion: draft.ruleVersion, subject: letter.subject, findings: draft.findings.count,
            planned: draft.planned, channel: main, state: entry.isApproved ? .planned : .awaiting, because: draft.because)
    }

    /// One dispatch a way, planned together.
    func dispatches(approval: ApprovalNeed) throws -> [Dispatch] {
        try (channels + ["portal"]).map { channel in
            guard let id = DispatchID(NoticeDispatch.name(draft.id, channel)) else { throw NoticeMistake.noAddress(draft.contact.id) }
            let isMail = channel == "mail" || channel == "folder"
            return try Dispatch(
                id: id, act: .inform, tlp: draft.tlp, audience: .recipients, channel: channel,
                recipient: isMail ? draft.contact.email?.description ?? "" : draft.owner.id, subject: letter.subject,
                content: isMail ? mail : channel == "portal" ? Array(letter.text.utf8) : NoticeFiles.lines(draft.findings),
                mediaType: isMail ? "message/rfc822" : channel == "portal" ? "text/plain; charset=utf-8" : "application/x-ndjson",
                capability: NoticeDispatch.capability, reference: NoticeDispatch.reference(draft.id), author: "rule:\(draft.rule)",
                approval: approval)
        }
    }
}
