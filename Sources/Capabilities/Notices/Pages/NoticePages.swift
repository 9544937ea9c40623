internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// Notices on the desk: the list, and each with its conversation, its reasons and what left for it.
struct NoticePages: Sendable {
    let notices: Notices
    private var office: NoticeOffice { notices.office }

    init(_ notices: Notices) { self.notices = notices }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/notices", .permission(.noticesRead)) { try await NoticeListPage(office: office, request: $0).page() }
        routes.post(.desk, "/notices/decide", .permission(.noticesApprove)) { request in
            try await office.house.jobs.add(
                NewJob("notices.decide", payload: Notices.DecideWish(isForced: request.form.has("digests"))))
            return Redirect("/notices", flash: Flash(.done, request.words["notices.list.deciding"]))
        }
        routes.get(.desk, "/notices/:id", .permission(.noticesRead)) { request in try await page(request, error: nil) }
        routes.post(.desk, "/notices/:id/approve", .permission(.noticesApprove)) { try await approve($0) }
        routes.post(.desk, "/notices/:id/withdraw", .permission(.noticesApprove)) { try await withdraw($0) }
        routes.post(.desk, "/notices/:id/reply", .permission(.noticesAnswer)) { try await reply($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let reasons: [String]
        let letter: String?
        let table: Parts.Table
        let conversation: Parts.Timeline?
        let deliveries: Parts.Table
        let reply: Parts.Form?
    }

    private func notice(_ request: WebRequest) async throws -> Notice {
        guard let notice = try await office.house.records.read({ try NoticeStore.notice(request["id"], $0) }) else {
            throw WebProblem.notFound
        }
        return notice
    }

    private func page(_ request: WebRequest, error: String?) async throws -> Page {
        let words = request.words
        let notice = try await notice(request)
        let (findings, conversation) = try await office.house.records.read { database in
            (try NoticeStore.findings(of: notice.id, database), try AnswerDesk.conversation(notice.id, database))
        }
        let deliveries = try await notices.deliveries(notice.id)
        let letter = try await letter(notice, deliveries)
        var rows = FindingRows(words: words, zone: request.zone)
        rows.isForDesk = true
        let view = View(
            head: head(notice, request), facts: facts(notice, request),
            reasons: notice.because.map { words.sentence($0, zone: request.zone) }, letter: letter, table: rows.table(findings),
            conversation: conversation.isEmpty
                ? nil : ConversationRows(words: words, zone: request.zone).timeline(conversation, isForDesk: true, findings: findings),
            deliveries: table(deliveries, request), reply: replyForm(notice, request, error))
        return Page("notices/notice", view, title: notice.subject, status: error == nil ? .ok : .unprocessableContent)
    }

    private func letter(_ notice: Notice, _ deliveries: [Delivery]) async throws -> String? {
        guard let portal = deliveries.first(where: { $0.id.description == NoticeDispatch.name(notice.id, "portal") }),
            let bytes = try await office.house.outward.content(of: portal.id)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func head(_ notice: Notice, _ request: WebRequest) -> Parts.Head {
        let words = request.words
        var head = Parts.Head(
            "\(words.incident(notice.type)): \(notice.ownerName)", lead: notice.subject,
            crumbs: [.init(words["notices.list.title"], "/notices")])
        head.severity = words.mark(notice.severity)
        head.tlp = words.mark(notice.tlp)
        head.tags = [
            words.mark(notice.stage(at: request.now)), Parts.Tag(words["notices.kind.\(notice.kind.rawValue)"]), Parts.Tag(notice.id),
        ]
        if request.principal?.may(.noticesRules) == true {
            let query = "owner=\(Form.encoded(notice.owner))&type=\(Form.encoded(notice.type))"
            head.actions = [
                Parts.Action(words["notices.suppressions.add"], href: "/notices/suppressions?\(query)", isPlain: true),
                Parts.Action(words["notices.webhook.title"], href: "/notices/webhooks/\(Form.encoded(notice.owner))", isPlain: true),
            ]
        }
        if notice.state == .awaiting, request.principal?.may(.noticesApprove) == true {
            head.actions += [
                Parts.Action(words["common.action.approve"], post: "/notices/\(notice.id)/approve", icon: "check", isPrimary: true),
                Parts.Action(
                    words["notices.approve.rule"], post: "/notices/\(notice.id)/approve", fields: [.init("rule", "1")],
                    confirm: words["notices.approve.ruleConfirm"]),
                Parts.Action(words["notices.approve.withdraw"], post: "/notices/\(notice.id)/withdraw", isDanger: true),
            ]
        }
        return head
    }

    private func facts(_ notice: Notice, _ request: WebRequest) -> Parts.Facts {
        typealias Fact = Parts.Facts.Fact
        let words = request.words
        func time(_ key: String, _ moment: Instant?) -> Fact? {
            moment.map { Fact(words["notices.fact.\(key)"], time: words.mark($0, zone: request.zone)) }
        }
        return Parts.Facts(
            [
                Fact(words["notices.fact.owner"], link: .init(notice.ownerName, "/owners/\(Form.encoded(notice.owner))")),
                Fact(
                    words["notices.fact.contact"], notice.contactName.isEmpty ? notice.address : notice.contactName,
                    sub: [words.purpose(notice.purpose), notice.contactName.isEmpty ? nil : notice.address].compactMap { $0 }.joined(
                        separator: " · ")),
                Fact(words["notices.fact.language"], words["common.language.\(office.composer.catalogue[notice.language].code)"]),
                Fact(
                    words["notices.fact.rule"], link: .init(words.rule(notice.rule), "/notices/rules/\(notice.rule)"),
                ), Fact(words["notices.fact.version"], words.number(notice.ruleVersion)), time("planned", notice.planned),
                time("sent", notice.sent), time("returned", notice.returned), time("read", notice.read), time("answered", notice.answered),
            ].compactMap { $0 })
    }

    private func table(_ deliveries: [Delivery], _ request: WebRequest) -> Parts.Table {
        let words = request.words
        return Parts.Table(
            id: "deliveries", caption: words["notices.delivery.title"],
            columns: [
                .init(words["notices.delivery.channel"]), .init(words["notices.delivery.recipient"]), .init(words["notices.column.state"]),
                .init(words["notices.column.time"]), .init(words["notices.delivery.note"]),
            ],
            rows: deliveries.map { delivery in
                Parts.Table.Row([
                    .init(delivery.channel, isHead: true), .init(delivery.recipient),
                    .init(tags: [Parts.Tag(words["notices.delivery.state.\(delivery.state.rawValue)"])]),
                    .init(time: words.mark(delivery.since, zone: request.zone)), .init(delivery.note),
                ])
            })
    }

    // MARK: - What people do

    private func approve(_ request: WebRequest) async throws -> any Answer {
        let notice = try await notice(request)
        let person = try request.asker().name
        try await notices.approve(notice.id, by: person)
        if request.form.has("rule") {
            try await notices.approve(rule: notice.rule, version: notice.ruleVersion, by: person)
            return Redirect("/notices", flash: Flash(.done, request.words["notices.approve.ruleDone"]))
        }
        return Redirect("/notices/\(notice.id)", flash: Flash(.done, request.words["notices.approve.done"]))
    }

    private func withdraw(_ request: WebRequest) async throws -> any Answer {
        let notice = try await notice(request)
        try await notices.withdraw(notice.id, by: request.asker().name, reason: request.form["reason"] ?? "")
        return Redirect("/notices/\(notice.id)", flash: Flash(.done, request.words["notices.approve.withdrawn"]))
    }

    private func replyForm(_ notice: Notice, _ request: WebRequest, _ error: String?) -> Parts.Form? {
        guard notice.sent != nil, notice.address != nil, request.principal?.may(.noticesAnswer) == true else { return nil }
        let words = request.words
        var text = Parts.Field(
            "text", words["notices.reply.text"], .area(rows: 6), value: request.form["text"],
            hint: words.text("notices.reply.hint", ["address": notice.address ?? ""]), error: error, isRequired: true)
        text.maxlength = 8_000
        return Parts.Form("/notices/\(notice.id)/reply", fields: [text], submit: words["notices.reply.send"])
    }

    private func reply(_ request: WebRequest) async throws -> any Answer {
        let notice = try await notice(request)
        guard let text = request.form["text"], text.count <= 8_000 else {
            return try await page(request, error: request.words["common.form.required"])
        }
        try await notices.reply(to: notice, text, by: request.asker().name)
        return Redirect("/notices/\(notice.id)", flash: Flash(.done, request.words["notices.reply.done"]))
    }
}
