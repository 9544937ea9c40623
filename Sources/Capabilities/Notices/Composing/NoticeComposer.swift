internal import Centre
internal import Post
internal import Vocabulary

/// Who writes, and to where answers come.
struct NoticeSender: Sendable {
    let party: MailParty
    let replyTo: MailParty?
    /// The domain of Message-IDs.
    let domain: DomainName
    let naming: WebFrame.Naming

    func centre(in code: String) -> String { naming.full[code] ?? naming.full["en"] ?? naming.short }
}

/// A notice before it is written.
struct NoticeDraft: Sendable {
    let id: Notice.ID
    let kind: Notice.Kind
    let owner: OwnerCard
    let contact: ContactCard
    /// Whose findings they are, where the contact is somebody else's: the upstream operator's.
    let findings: [SeenFinding]
    let type: String
    let rule: String
    let ruleVersion: Int
    let because: [Reason]
    let planned: Instant
    /// When this was told first, for reminders and what follows.
    var firstTold: Instant?
    /// Earlier notices of the thread, the first first.
    var thread: [Notice.ID] = []

    var severity: Severity { findings.map(\.severity).max() ?? .medium }
    var tlp: TLP { findings.map(\.tlp).max() ?? .amber }
}

/// A notice as it is read.
struct NoticeLetter: Sendable {
    let subject: String
    let text: String
    let html: String
    let mail: ComposedMail
}

/// Writes a notice: what was seen and when, why it matters, how to fix it, how to answer. The same draft gives the same bytes.
struct NoticeComposer: Sendable {
    let catalogue: Catalogue
    let shelf: RecommendationShelf
    let sender: NoticeSender
    let link: AnswerLink
    let zone: Zone

    /// Findings shown in the letter itself; all stand in the files.
    static let shown = 40

    /// - Parameter isBrief: without any detail, for contacts whose key cannot be used: they read it in the portal
    /// - Throws: `MailRefusal`
    func letter(_ draft: NoticeDraft, isBrief: Bool = false) throws -> NoticeLetter {
        let words = catalogue[draft.contact.language ?? ""]
        let subject = HeaderText.singleLine(subject(draft, words, isBrief: isBrief), limit: 300)
        let blocks = isBrief ? briefBlocks(draft, words) : blocks(draft, words)
        let text = PlainLetter.text(blocks)
        let html = HTMLLetter.text(blocks, language: words.code, title: subject)
        guard let email = draft.contact.email, let id = messageID(draft.id) else { throw NoticeMistake.noAddress(draft.contact.id) }
        var mail = MailMessage(
            id: id, date: draft.planned, from: sender.party,
            to: [MailParty(email, name: HeaderText.singleLine(draft.contact.name ?? "", limit: 120))], subject: subject, text: text,
            html: draft.contact.format == .text ? nil : html, language: LanguageTag(words.code))
        if let replyTo = sender.replyTo { mail.replyTo = [replyTo] }
        mail.automatic = .generated
        let earlier = draft.thread.compactMap(messageID)
        mail.references = earlier
        mail.inReplyTo = earlier.last.map { [$0] } ?? []
        // Digests can be had less often or not at all; what is urgent cannot be unsubscribed from by a click.
        if draft.kind == .first, draft.severity < .critical, link.portal.hasPrefix("https://") {
            mail.unsubscribe = ListUnsubscribe(web: "\(link.portal)/organisation")
        }
        mail.fields = [MailField("X-Keshik-Notice", draft.id), MailField("X-TLP", draft.tlp.label)]
        if !isBrief {
            let reporter = XARFReport.Reporter(
                organisation: String(sender.centre(in: "en").prefix(200)), contact: "\(sender.party.address)", domain: sender.domain.ascii)
            mail.attachments = NoticeFiles.attachments(draft.findings, notice: draft.id, reporter: reporter)
            if mail.attachments.contains(where: { $0.name == "xarf.json" }) { mail.fields.append(MailField("X-XARF", "PLAIN")) }
        }
        return NoticeLetter(subject: subject, text: text, html: html, mail: try mail.composed(boundarySeed: draft.id))
    }

    /// The Message-ID of a notice's mail: the name of its dispatch, so that answers and returns find it.
    func messageID(_ notice: Notice.ID) -> MessageID? { MessageID(left: "\(NoticeDispatch.name(notice, "mail"))", right: sender.domain) }

    private func subject(_ draft: NoticeDraft, _ words: Words, isBrief: Bool) -> String {
        let values = [
            "short": sender.naming.short, "type": isBrief ? words["notices.mail.subject.confidential"] : words.incident(draft.type),
            "organisation": draft.owner.name(in: words.code), "place": draft.findings.first?.place ?? "",
        ]
        return words.text("notices.mail.subject.\(draft.kind.rawValue)", count: draft.findings.count, values)
    }

    private func briefBlocks(_ draft: NoticeDraft, _ words: Words) -> [LetterBlock] {
        [
            .paragraph(greeting(draft, words)), .paragraph(words["notices.mail.brief"]),
            .links([.init(label: words["notices.mail.open"], address: "\(link.portal)/notices/\(draft.id)")]),
        ] + foot(draft, words)
    }

    private func blocks(_ draft: NoticeDraft, _ words: Words) -> [LetterBlock] {
        let values = [
            "organisation": PlainLetter.line(draft.owner.name(in: words.code)), "type": PlainLetter.line(words.incident(draft.type)),
            "told": draft.firstTold.map { words.date($0, zone: zone) } ?? "", "centre": sender.centre(in: words.code),
        ]
        var blocks: [LetterBlock] = [
            .paragraph(greeting(draft, words)),
            .paragraph(words.text("notices.mail.intro.\(draft.kind.rawValue)", count: draft.findings.count, values)),
        ]
        // Doors of one kind stand together with what shuts them.
        let groups = Dictionary(grouping: draft.findings) {
            shelf.recommendation(type: $0.type, identifier: $0.identifier, in: words.code)?.topic ?? $0.type
        }.sorted { $0.value.count != $1.value.count ? $0.value.count > $1.value.count : $0.key < $1.key }
        var room = Self.shown
        for (_, findings) in groups {
            guard let first = findings.first else { continue }
            let advice = shelf.recommendation(type: first.type, identifier: first.identifier, in: words.code)?.text
            blocks.append(.heading(advice?.title ?? PlainLetter.line(words.incident(draft.type))))
            if room > 0 { blocks.append(table(Array(findings.prefix(room)), words)) }
            if findings.count > room { blocks.append(.paragraph(words.text("notices.mail.more", count: findings.count - max(0, room)))) }
            room -= findings.count
            if let advice {
                blocks += [
                    .heading(words["notices.mail.why"]), .paragraph(advice.why), .heading(words["notices.mail.how"]), .steps(advice.steps),
                    .paragraph("\(words["notices.mail.check"]) \(advice.check)"),
                ]
            }
        }
        let address = link.address(draft.id, contact: draft.contact.id, planned: draft.planned)
        blocks += [
            .heading(words["notices.mail.answerTitle"]), .paragraph(words["notices.mail.answer"]),
            .links(
                NoticeAnswer.Kind.choices.map {
                    .init(label: words["notices.answer.\($0.rawValue)"], address: "\(address)?answer=\($0.rawValue)")
                }), .paragraph(words["notices.mail.files"]),
        ]
        return blocks + foot(draft, words)
    }

    private func greeting(_ draft: NoticeDraft, _ words: Words) -> String {
        let name = draft.contact.name.map { HeaderText.singleLine($0, limit: 120) } ?? ""
        return name.isEmpty ? words["notices.mail.greetingNobody"] : words.text("notices.mail.greeting", ["name": name])
    }

    private func table(_ findings: [SeenFinding], _ words: Words) -> LetterBlock {
        let hasSpecifics = findings.contains { $0.specifics != nil }
        var columns = [words["notices.mail.place"]]
        if hasSpecifics { columns.append(words["notices.mail.specifics"]) }
        columns += [words["notices.mail.severity"], words["notices.mail.firstSeen"], words["notices.mail.lastSeen"]]
        return .table(
            columns: columns,
            rows: findings.map { finding in
                var row = [finding.defangedPlace]
                if hasSpecifics { row.append(finding.specifics ?? "") }
                return row + [
                    words["common.severity.\(finding.severity)"], words.dateTime(finding.firstSeen, zone: zone),
                    words.dateTime(finding.lastSeen, zone: zone),
                ]
            })
    }

    private func foot(_ draft: NoticeDraft, _ words: Words) -> [LetterBlock] {
        let tlp = words.mark(draft.tlp)
        return [
            .rule,
            .small(
                words.text(
                    "notices.mail.foot",
                    [
                        "centre": sender.centre(in: words.code), "organisation": PlainLetter.line(draft.owner.name(in: words.code)),
                        "tlp": tlp.label,
                        "meaning": words["common.tlpMeaning.\(tlp.name)"], "notice": draft.id, "portal": link.portal,
                        "purpose": PlainLetter.line(words.purpose(draft.contact.purpose)),
                    ])),
        ]
    }
}

/// Why a notice cannot be written.
enum NoticeMistake: Error, Sendable, Hashable, CustomStringConvertible {
    case noAddress(String)
    case senderWithoutDomain(String)

    var description: String {
        switch self {
        case .noAddress(let contact): "the contact \(contact) has no mail address; add one in the register"
        case .senderWithoutDomain(let address): "\(address) has no domain, which Message-IDs need; set `mail.from`"
        }
    }
}

extension SeenFinding {
    /// Its place, written so that nobody opens it by mistake.
    var defangedPlace: String {
        guard url != nil else { return place }
        return place.hasPrefix("http") ? "hxxp" + place.dropFirst(4).replacing("://", with: "[:]//", maxReplacements: 1) : place
    }
}

extension Words {
    /// What a type of incident is called; a text that is no type stands for itself.
    func incident(_ type: String) -> String { has("common.type.\(type)") ? self["common.type.\(type)"] : type }

    /// What a contact is for.
    func purpose(_ purpose: String) -> String { has("notices.purpose.\(purpose)") ? self["notices.purpose.\(purpose)"] : purpose }
}
