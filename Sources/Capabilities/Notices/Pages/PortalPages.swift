internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// Notices as their owners see them: an inbox, a page to read and answer each, and the page behind the link of a mail.
struct PortalPages: Sendable {
    let notices: Notices
    private var office: NoticeOffice { notices.office }

    init(_ notices: Notices) { self.notices = notices }

    func routes(_ routes: inout Routes) {
        routes.get(.portal, "/notices", .owner) { try await inbox($0) }
        routes.get(.portal, "/notices/:id", .owner) { request in
            let notice = try await own(request)
            // That the page was opened is no answer; it is noted so that the analyst knows the notice was read.
            try await office.house.records.write { try NoticeStore.markRead(notice.id, at: request.now, $0) }
            return try await page(notice, request, action: "/notices/\(notice.id)", errors: [:])
        }
        routes.post(.portal, "/notices/:id", .owner) { request in
            try await answer(own(request), request, way: .portal, action: "/notices/\(request["id"])")
        }
        routes.get(.portal, "/notices/:id/:file", .owner) { request in
            try await file(own(request), request)
        }
        routes.get(.portal, "/answer/:token", .anyone) { request in
            try await page(opened(request), request, action: "/answer/\(request["token"])", errors: [:])
        }
        routes.post(.portal, "/answer/:token", .anyone) { request in
            try await answer(opened(request), request, way: .link, action: "/answer/\(request["token"])")
        }
    }

    // MARK: - Who sees what

    /// The notice of the address, where it was sent to an owner that the person speaks for. Any other looks as if it did not exist.
    private func own(_ request: WebRequest) async throws -> Notice {
        let owners = try request.asker().owners
        guard let notice = try await office.house.records.read({ try NoticeStore.notice(request["id"], $0) }), Self.isShown(notice),
            owners.contains(notice.owner)
        else { throw WebProblem.notFound }
        return notice
    }

    /// What has not left the house is nobody's business yet; what an upstream operator was told about a customer is not the customer's.
    private static func isShown(_ notice: Notice) -> Bool { notice.sent != nil && notice.kind != .upstream }

    /// The notice that a mail's link opens.
    private func opened(_ request: WebRequest) async throws -> Notice {
        let token = request["token"]
        guard let id = AnswerLink.notice(token), token.utf8.count < 300,
            let notice = try await office.house.records.read({ try NoticeStore.notice(id, $0) }), notice.sent != nil,
            office.composer.link.opens(token, notice, now: request.now)
        else { throw WebProblem(.gone, "notices.problem.link") }
        return notice
    }

    // MARK: - Inbox

    private struct InboxView: Sendable {
        let head: Parts.Head
        let table: Parts.Table
    }

    private static let length = 50

    private func inbox(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let wish = NoticeStore.Wish(owners: try request.asker().owners, isVisibleToOwners: true)
        let page = max(1, request.query.number("page") ?? 1)
        let (list, count) = try await office.house.records.read { database in
            (
                try NoticeStore.notices(wish, now: request.now, limit: Self.length, offset: (page - 1) * Self.length, database),
                try NoticeStore.count(wish, now: request.now, database)
            )
        }
        let title = words["notices.portal.title"]
        var table = Parts.Table(
            id: "notices", caption: title,
            columns: [
                .init(words["notices.column.subject"]), .init(words["notices.column.severity"]),
                .init(words["notices.column.findings"], isNumber: true), .init(words["notices.column.time"]),
                .init(words["notices.column.state"]),
            ],
            rows: list.map { notice in
                let state = notice.answered != nil ? "answered" : notice.read != nil ? "read" : "new"
                return Parts.Table.Row(
                    [
                        .init(words.incident(notice.type), href: "/notices/\(notice.id)", isRow: true, isHead: true, sub: notice.subject),
                        .init(severity: words.mark(notice.severity)), .init(words.number(notice.findings)),
                        .init(time: words.mark(notice.sent ?? notice.planned, zone: request.zone)),
                        .init(tags: [
                            Parts.Tag(words["notices.portal.state.\(state)"], state == "answered" ? .good : state == "new" ? .accent : nil)
                        ]),
                    ], isStrong: notice.read == nil && notice.answered == nil)
            }, empty: Parts.Empty(words["notices.portal.none"], text: words["notices.portal.noneText"], icon: "notice"))
        table.pager = Parts.Pager(page: page, of: (count + Self.length - 1) / Self.length) { "/notices?page=\($0)" }
        return Page("notices/inbox", InboxView(head: Parts.Head(title, lead: words["notices.portal.lead"]), table: table), title: title)
    }

    // MARK: - One notice

    private struct NoticeView: Sendable {
        let head: Parts.Head
        let intro: String
        let advice: [AdviceView]
        let conversation: Parts.Timeline?
        let form: Parts.Form
    }

    private struct AdviceView: Sendable {
        let title: String
        let why: String?
        let steps: [String]
        let check: String?
        let table: Parts.Table
    }

    private func page(_ notice: Notice, _ request: WebRequest, action: String, errors: [String: String]) async throws -> Page {
        let words = request.words
        let (findings, conversation) = try await office.house.records.read { database in
            (try NoticeStore.findings(of: notice.id, database), try AnswerDesk.conversation(notice.id, database))
        }
        let rows = FindingRows(words: words, zone: request.zone)
        let groups = Dictionary(grouping: findings) { $0.identifier ?? "" }.sorted { $0.value.count > $1.value.count }
        let advice = groups.enumerated().map { place, group -> AdviceView in
            let members = group.value
            let text = members.first.flatMap {
                office.composer.shelf.recommendation(type: $0.type, identifier: $0.identifier, in: words.code)?.text
            }
            return AdviceView(
                title: text?.title ?? words.incident(notice.type), why: text?.why, steps: text?.steps ?? [], check: text?.check,
                table: rows.table(members, id: "findings-\(place + 1)"))
        }
        var head = Parts.Head(words.incident(notice.type))
        head.severity = words.mark(notice.severity)
        head.tlp = words.mark(notice.tlp)
        head.tags = [Parts.Tag(notice.id)]
        if request.principal != nil {
            head.crumbs = [.init(words["notices.portal.title"], "/notices")]
            head.actions = [
                .init("CSV", href: "/notices/\(notice.id)/findings.csv", icon: "download"),
                .init("JSON", href: "/notices/\(notice.id)/findings.jsonl", icon: "download"),
            ]
        }
        // What a link of the mail proposes is chosen, not sent.
        let form = request.verb == .get ? Form([("answer", request.query["answer"] ?? "")]) : request.form
        let intro = words.text(
            "notices.portal.intro", count: notice.findings,
            ["organisation": notice.ownerName, "time": words.dateTime(notice.sent ?? notice.planned, zone: request.zone)])
        let view = NoticeView(
            head: head, intro: intro, advice: advice,
            conversation: conversation.isEmpty
                ? nil
                : ConversationRows(words: words, zone: request.zone).timeline(conversation, isForDesk: false, findings: findings),
            form: Parts.Form(
                action, fields: AnswerForm.fields(words, errors: errors, form, findings: findings), submit: words["notices.answer.send"]))
        return Page("notices/own", view, title: head.title, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func answer(_ notice: Notice, _ request: WebRequest, way: NoticeAnswer.Way, action: String) async throws -> any Answer {
        let read = AnswerForm.read(request.form, now: request.now, zone: request.zone, request.words)
        guard let form = read.form else { return try await page(notice, request, action: action, errors: read.errors) }
        let who =
            way == .portal ? try request.asker().name : notice.contactName.isEmpty ? notice.address ?? notice.contact : notice.contactName
        try await notices.answers.take(
            .init(notice: notice.id, findings: form.findings, kind: form.kind, way: way, who: who, text: form.text, until: form.until))
        return Redirect(action, flash: Flash(.done, request.words["notices.answer.thanks"]))
    }

    private func file(_ notice: Notice, _ request: WebRequest) async throws -> any Answer {
        let findings = try await office.house.records.read { try NoticeStore.findings(of: notice.id, $0) }
        switch request["file"] {
        case "findings.csv": return Content(NoticeFiles.csv(findings), type: "text/csv; charset=utf-8", fileName: "\(notice.id).csv")
        case "findings.jsonl": return Content(NoticeFiles.lines(findings), type: "application/x-ndjson", fileName: "\(notice.id).jsonl")
        default: throw WebProblem.notFound
        }
    }
}
