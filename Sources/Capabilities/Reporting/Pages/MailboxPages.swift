internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// The mailbox of somebody who reported: opened with the words of the receipt, and with nothing else. It shows what was said and takes further words
/// and files. Every step is a form, so that no address and no cookie tells of it.
struct MailboxPages: Sendable {
    let office: ReportingOffice

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/report/mailbox", .anyone) { request in door(request, error: nil) }
        routes.post(.public, "/report/mailbox", .anyone) { try await open($0) }
        routes.post(.public, "/report/mailbox/words", .anyone, body: .evidence(limit: office.settings.uploadLimit)) { try await add($0) }
    }

    private struct DoorView: Sendable {
        let head: Parts.Head
        let form: Parts.Form
    }

    private func door(_ request: WebRequest, error: String?, status: HTTPResponse.Status = .ok) -> Page {
        let words = request.words
        let title = words["reporting.mailbox.title"]
        var field = Parts.Field(
            "words", words["reporting.mailbox.words"], .area(rows: 2), hint: words["reporting.mailbox.wordsHint"], error: error,
            isRequired: true)
        field.autocomplete = "off"
        field.maxlength = 400
        field.isMono = true
        let form = Parts.Form("/report/mailbox", fields: [field], submit: words["reporting.mailbox.open"])
        return Page(
            "reporting/door", DoorView(head: Parts.Head(title, lead: words["reporting.mailbox.lead"]), form: form), title: title,
            status: status)
    }

    private func open(_ request: WebRequest) async throws -> any Answer {
        if let pass = request.form["pass"] {
            guard let report = try await report(pass: pass, request) else {
                return door(request, error: request.words["reporting.problem.pass"], status: .gone)
            }
            return try await page(report, request)
        }
        if let seconds = office.pace.wait(request.remoteAddress, now: request.now) {
            let text = request.words.text("reporting.mailbox.wait", ["time": request.words.duration(seconds: max(1, seconds))])
            return door(request, error: text, status: .tooManyRequests)
        }
        guard let report = try await report(words: request.form.text("words")) else {
            office.pace.failed(request.remoteAddress, now: request.now)
            return door(request, error: request.words["reporting.mailbox.wrong"], status: .unprocessableContent)
        }
        return try await page(report, request)
    }

    /// The report that words open. The digest is looked for by a part of it, and the rest is compared in a time that tells nothing.
    private func report(words: String) async throws -> Report? {
        guard let digest = office.secret.digest(of: String(words.prefix(400))) else { return nil }
        let place = FollowUpSecret.place(digest)
        return try await office.house.records.read { database in
            guard let found = try ReportStore.mailbox(at: place, database), Token.equal(found.digest, digest) else { return nil }
            return try ReportStore.report(found.report, database)
        }
    }

    private func report(pass: String, _ request: WebRequest) async throws -> Report? {
        guard let id = office.pass.report(pass, now: request.now) else { return nil }
        return try await office.house.records.read { try ReportStore.report(id, $0) }
    }

    private func add(_ request: WebRequest) async throws -> any Answer {
        guard let report = try await report(pass: request.form.text("pass"), request) else {
            return door(request, error: request.words["reporting.problem.pass"], status: .gone)
        }
        let text = String((request.form["text"] ?? "").prefix(20_000))
        guard !text.isEmpty || !request.arrived.isEmpty else {
            return try await page(report, request, error: request.words["reporting.mailbox.empty"])
        }
        let ticket = request.form["ticket"].map { "\(report.id).\($0.prefix(40))" }
        try await office.intake.add(
            text.isEmpty ? request.words.text("reporting.mailbox.filesOnly", count: request.arrived.count) : text, files: request.arrived,
            to: report, way: .mailbox, ticket: ticket, cases: office.cases)
        return try await page(report, request, done: true)
    }

    private struct MailboxView: Sendable {
        let head: Parts.Head
        let isDone: Bool
        let facts: Parts.Facts
        let conversation: Parts.Timeline?
        let files: Parts.Table?
        let form: Parts.Form
        let refresh: Parts.Action
        let receipt: Parts.Action
    }

    private func page(_ report: Report, _ request: WebRequest, done: Bool = false, error: String? = nil) async throws -> Page {
        let words = request.words
        let messages = try await office.house.records.read { try ReportStore.messages(of: report.reference, $0) }
        let files = try await office.house.vault.files(of: report.reference).filter { $0.giver == "reporter" }
        let pass = office.pass.issue(report.id, now: request.now)
        var text = Parts.Field("text", words["reporting.mailbox.text"], .area(rows: 4), error: error)
        text.maxlength = 20_000
        text.isBare = true
        var upload = Parts.Field("evidence", words["reporting.details.files"], .file)
        upload.isMultiple = true
        let form = Parts.Form(
            "/report/mailbox/words", fields: [text, upload], submit: words["reporting.mailbox.send"],
            hidden: [Parts.Hidden("pass", pass), Parts.Hidden("ticket", Token.random(bytes: 9))])
        let state = report.state == .closed ? "closed" : report.seen == nil ? "new" : "open"
        let title = words.text("reporting.mailbox.report", ["number": office.label(report)])
        let conversation = words.timeline(messages, zone: request.zone, isInside: false)
        let view = MailboxView(
            head: Parts.Head(title, lead: words["reporting.mailbox.state.\(state)"]), isDone: done,
            facts: Parts.Facts([
                .init(words["reporting.receipt.received"], time: words.mark(report.received, zone: request.zone)),
                .init(words["reporting.details.type"], words.incident(report.type)),
                .init(words["reporting.details.text"], report.text.isEmpty ? report.title : report.text),
            ]), conversation: conversation.items.isEmpty ? nil : conversation,
            files: files.isEmpty ? nil : words.table(files, zone: request.zone, download: nil), form: form,
            refresh: Parts.Action(
                words["common.action.refresh"], post: "/report/mailbox", fields: [Parts.Hidden("pass", pass)], icon: "refresh"),
            receipt: Parts.Action(
                words["reporting.receipt.machine"], post: "/report/receipt.json", fields: [Parts.Hidden("pass", pass)], icon: "download"))
        return Page("reporting/mailbox", view, title: title)
    }
}
