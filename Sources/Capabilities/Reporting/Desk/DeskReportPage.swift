internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// One report at the desk: what was said, its files, the conversation, and what can be done. Who is behind it stays sealed until somebody gives
/// a reason.
struct DeskReportPage: Sendable {
    let office: ReportingOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/reports/:id", .permission(.reportingRead)) { request in
            let report = try await report(request)
            if request.principal?.may(.reportingWork) == true, report.seen == nil {
                try await office.house.records.write { try ReportStore.see(report.id, at: request.now, $0) }
            }
            return try await page(try await self.report(request), request)
        }
        routes.post(.desk, "/reports/:id/type", .permission(.reportingWork)) { try await setType($0) }
        routes.post(.desk, "/reports/:id/reply", .permission(.reportingWork)) { try await reply($0) }
        routes.post(.desk, "/reports/:id/case", .permission(.reportingWork)) { try await openCase($0) }
        routes.post(.desk, "/reports/:id/close", .permission(.reportingWork)) { try await close($0) }
        routes.post(.desk, "/reports/:id/open", .permission(.reportingWork)) { try await reopen($0) }
        routes.post(.desk, "/reports/:id/identity", .permission(.reportingUnseal)) { try await unseal($0) }
        routes.get(.desk, "/reports/:id/files.zip", .permission(.reportingFiles)) { request in
            let report = try await report(request)
            let files = try await office.house.vault.files(of: report.reference)
            guard !files.isEmpty else { throw WebProblem.notFound }
            return office.house.vault.archive(files, named: "\(office.label(report)).zip")
        }
    }

    private func report(_ request: WebRequest) async throws -> Report {
        let id = request["id"]
        guard let report = try await office.house.records.read({ try ReportStore.report(id, $0) }) else { throw WebProblem.notFound }
        return report
    }

    // MARK: - What is done

    private func person(_ request: WebRequest) throws -> String { "staff:\(try request.asker().id)" }

    private func setType(_ request: WebRequest) async throws -> any Answer {
        let report = try await report(request)
        guard let type = request.form["type"].flatMap({ IncidentType(name: $0) }) else { throw WebProblem.badRequest("type") }
        let name = try request.asker().name
        let text = request.words.text(
            "reporting.desk.typeChanged", ["from": request.words.incident(report.type), "to": request.words.incident(type)])
        try await office.house.records.write { database in
            try ReportStore.set(type: type, of: report.id, by: .staff, database)
            _ = try ReportStore.say(text, in: report.reference, by: .system, way: .desk, name: name, at: request.now, database)
        }
        return Redirect("/reports/\(report.id)", flash: Flash(.done, text))
    }

    private func reply(_ request: WebRequest) async throws -> any Answer {
        let report = try await report(request)
        guard let text = request.form["text"].map({ String($0.prefix(20_000)) }) else {
            return try await page(report, request, error: request.words["reporting.mailbox.empty"])
        }
        let isNote = request.form["kind"] == "note"
        let name = try request.asker().name
        let author = try person(request)
        try await office.house.records.write { database in
            let message = try ReportStore.say(
                text, in: report.reference, by: isNote ? .note : .centre, way: .desk, name: name, at: request.now, database)
            try ReportStore.see(report.id, at: request.now, database)
            guard !isNote, let message else { return }
            try ReportStore.set(waiting: false, of: report.id, database)
            try ReporterLetters(office: office).send(text, message: message, about: report, by: author, in: database)
        }
        return Redirect(
            "/reports/\(report.id)", flash: Flash(.done, request.words[isNote ? "reporting.desk.noted" : "reporting.desk.replied"]))
    }

    private func openCase(_ request: WebRequest) async throws -> any Answer {
        guard let cases = office.cases else { throw WebProblem.notFound }
        let report = try await report(request)
        let files = try await office.house.vault.files(of: report.reference)
        let name = try request.asker().name
        let text = report.text + (report.target.map { "\n\n\(request.words["reporting.details.target"]): \($0)" } ?? "")
        let opening = CaseOpening(
            origin: report.reference, title: report.title, text: text, type: report.type, language: report.language,
            party: "reporter:\(report.number)", files: files.map(\.id), urgency: report.care.first?.rawValue, path: "/reports/\(report.id)",
            received: report.received)
        let reference = try await office.house.records.write { database in
            let reference = try cases.open(opening, in: database)
            if report.caseReference == nil {
                try ReportStore.set(case: reference, of: report.id, database)
                _ = try ReportStore.say(
                    reference.number, in: report.reference, by: .system, way: .desk, name: name, at: request.now, database)
            }
            return reference
        }
        return Redirect(reference.path)
    }

    private func close(_ request: WebRequest) async throws -> any Answer {
        let report = try await report(request)
        guard let reason = request.form["reason"].map({ String($0.prefix(1_000)) }) else {
            return try await page(report, request, closeError: request.words["common.form.required"])
        }
        let name = try request.asker().name
        try await office.house.records.write { database in
            try ReportStore.close(report.id, reason: reason, database)
            _ = try ReportStore.say(reason, in: report.reference, by: .system, way: .desk, name: name, at: request.now, database)
        }
        return Redirect("/reports/\(report.id)", flash: Flash(.done, request.words["reporting.desk.closed"]))
    }

    private func reopen(_ request: WebRequest) async throws -> any Answer {
        let report = try await report(request)
        try await office.house.records.write { try ReportStore.reopen(report.id, $0) }
        return Redirect("/reports/\(report.id)")
    }

    private func unseal(_ request: WebRequest) async throws -> any Answer {
        let report = try await report(request)
        let reason = request.form["reason"] ?? ""
        let values: [String: String]?
        do {
            values = try await office.house.sealed.open(report.reference, by: try person(request), reason: reason, book: office.book)
        } catch let problem as WebProblem where problem.status == .unprocessableContent {
            return try await page(report, request, unsealError: request.words[problem.key])
        }
        // Shown once, in the answer to the form: a page that could be opened again would open it without a reason.
        return try await page(report, request, identity: values ?? [:])
    }

    // MARK: - The page

    private struct View: Sendable {
        let head: Parts.Head
        let text: String
        let conversation: Parts.Timeline?
        let reply: Parts.Form?
        let files: Parts.Table?
        let events: Parts.Table?
        let facts: Parts.Facts
        let type: Parts.Form?
        let identity: Parts.Facts?
        let unseal: Parts.Form?
        let anonymous: String?
        let openings: Parts.Facts?
        let close: Parts.Form?
    }

    private func page(
        _ report: Report, _ request: WebRequest, error: String? = nil, closeError: String? = nil, unsealError: String? = nil,
        identity: [String: String]? = nil
    ) async throws -> Page {
        let words = request.words
        let (messages, events) = try await office.house.records.read { database in
            (try ReportStore.messages(of: report.reference, database), try ReportStore.events(of: report.id, database))
        }
        let files = try await office.house.vault.files(of: report.reference)
        let openings = try await office.house.sealed.openings(of: report.reference)
        let mayWork = request.principal?.may(.reportingWork) == true
        let mayUnseal = request.principal?.may(.reportingUnseal) == true

        var head = Parts.Head(report.title, crumbs: [Parts.Link(words["reporting.desk.title"], "/reports")])
        head.tags = [words.mark(report.state)] + report.care.map(words.mark)
        if let reference = report.caseReference {
            head.actions.append(Parts.Action(reference.number, href: reference.path, icon: "case"))
        } else if office.cases != nil, mayWork, report.state != .closed {
            head.actions.append(
                Parts.Action(words["reporting.desk.openCase"], post: "/reports/\(report.id)/case", icon: "case", isPrimary: true))
        }
        if report.state == .closed, mayWork {
            head.actions.append(Parts.Action(words["reporting.desk.reopen"], post: "/reports/\(report.id)/open", icon: "refresh"))
        }

        var table: Parts.Table?
        if !files.isEmpty {
            table = words.table(files, zone: request.zone, download: nil)
            table?.summary = words["reporting.files.password"]
            if request.principal?.may(.reportingFiles) == true {
                table?.actions = [
                    Parts.Action(
                        words["reporting.files.download"], href: "/reports/\(report.id)/files.zip", icon: "download", isSmall: true)
                ]
            }
        }
        var reply: Parts.Form?
        if mayWork {
            let kinds: [(String, String)] =
                (report.hasMailbox || report.hasContact
                    ? [("answer", words[report.hasMailbox ? "reporting.desk.answer" : "reporting.desk.answerMail"])] : [])
                + [("note", words["reporting.desk.note"])]
            reply = Parts.Form(
                "/reports/\(report.id)/reply",
                fields: [
                    Parts.Field("text", words["reporting.mailbox.text"], .area(rows: 4), error: error, isRequired: true),
                    Parts.Field("kind", words["reporting.desk.kind"], .radio, options: kinds, selected: [kinds[0].0]),
                ], submit: words["reporting.mailbox.send"])
        }
        let conversation = words.timeline(messages, zone: request.zone, isInside: true)
        let page = View(
            head: head, text: report.text.isEmpty ? report.title : report.text,
            conversation: conversation.items.isEmpty ? nil : conversation, reply: reply, files: table, events: eventTable(events, words),
            facts: facts(report, request),
            type: mayWork
                ? Parts.Form(
                    "/reports/\(report.id)/type",
                    fields: [
                        Parts.Field(
                            "type", words["reporting.desk.type"], options: words.typeOptions(first: report.type),
                            selected: [report.type.name],
                            hint: words["reporting.desk.typeSource.\(report.typeSource.rawValue)"])
                    ], submit: words["common.action.save"]) : nil,
            identity: identity.map { values in
                Parts.Facts(values.sorted { $0.key < $1.key }.map { .init(words["reporting.identity.\($0.key)"], $0.value) })
            },
            unseal: report.hasContact && mayUnseal && identity == nil
                ? Parts.Form(
                    "/reports/\(report.id)/identity",
                    fields: [Parts.Field("reason", words["reporting.desk.reason"], error: unsealError, isRequired: true)],
                    submit: words["reporting.desk.unseal"]) : nil,
            anonymous: report.hasContact ? (mayUnseal ? nil : words["reporting.desk.sealed"]) : words["reporting.desk.anonymous"],
            openings: openings.isEmpty
                ? nil
                : Parts.Facts(
                    openings.prefix(10).map {
                        .init(words.dateTime($0.moment, zone: request.zone), $0.reason, sub: $0.person)
                    }),
            close: mayWork && report.state != .closed
                ? Parts.Form(
                    "/reports/\(report.id)/close",
                    fields: [Parts.Field("reason", words["reporting.desk.closeReason"], error: closeError, isRequired: true)],
                    submit: words["reporting.desk.close"]) : nil)
        let status: HTTPResponse.Status = error ?? closeError ?? unsealError == nil ? .ok : .unprocessableContent
        return Page("reporting/desk-report", page, title: report.title, status: status)
    }

    private func facts(_ report: Report, _ request: WebRequest) -> Parts.Facts {
        let words = request.words
        var facts: [Parts.Facts.Fact] = [
            .init(words["reporting.receipt.number"], office.label(report), isMono: true),
            .init(words["reporting.desk.received"], time: words.mark(report.received, zone: request.zone)),
            .init(
                words["reporting.desk.way"], words["reporting.way.\(report.way.rawValue)"], sub: words["common.language.\(report.language)"]
            ),
        ]
        if let happening = report.happening {
            facts.append(.init(words["reporting.start.what"], words["reporting.happening.\(happening.rawValue).label"]))
        }
        if let target = report.target { facts.append(.init(words["reporting.details.target"], target)) }
        if let occurred = report.occurred { facts.append(.init(words["reporting.details.occurred"], occurred)) }
        if report.isOngoing { facts.append(.init(words["reporting.details.ongoing"], words["common.word.yes"])) }
        facts.append(.init(words["reporting.details.sharing"], words["reporting.sharing.\(report.sharing.rawValue)"]))
        if let seen = report.seen { facts.append(.init(words["reporting.desk.seen"], time: words.mark(seen, zone: request.zone))) }
        if let reason = report.closedReason { facts.append(.init(words["reporting.desk.closeReason"], reason)) }
        return Parts.Facts(facts)
    }

    private func eventTable(_ events: [String], _ words: Words) -> Parts.Table? {
        guard !events.isEmpty else { return nil }
        return Parts.Table(
            id: "events", caption: words["reporting.desk.events"],
            columns: [.init(words["reporting.desk.event"])],
            rows: events.prefix(100).map { Parts.Table.Row([.init($0, isHead: true, isMono: true)]) })
    }
}
