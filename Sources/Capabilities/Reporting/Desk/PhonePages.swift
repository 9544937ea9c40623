internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// A report taken by phone: the form asks in the order in which one talks, and gives words that are read to the caller.
struct PhonePages: Sendable {
    let office: ReportingOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/reports/call", .permission(.reportingWork)) { form($0, error: nil) }
        routes.post(.desk, "/reports/call", .permission(.reportingWork)) { try await take($0) }
    }

    private struct FormView: Sendable {
        let head: Parts.Head
        let script: [String]
        let form: Parts.Form
    }

    private func form(_ request: WebRequest, error: String?) -> Page {
        let words = request.words
        let form = request.form
        let title = words["reporting.phone.title"]
        let fields: [Parts.Field] = [
            Parts.Field(
                "care", words["reporting.phone.care"], .choices,
                options: CarePath.allCases.map { ($0.rawValue, words["reporting.care.\($0.rawValue).title"]) },
                selected: Set(form.all("care"))),
            Parts.Field(
                "text", words["reporting.phone.text"], .area(rows: 7), value: form["text"], hint: words["reporting.phone.textHint"],
                error: error,
                isRequired: true),
            Parts.Field(
                "happening", words["reporting.start.what"],
                options: [("", words["reporting.phone.propose"])]
                    + Happening.allCases.map { ($0.rawValue, words["reporting.happening.\($0.rawValue).label"]) },
                selected: [form["happening"] ?? ""]),
            Parts.Field("target", words["reporting.details.target"], value: form["target"]),
            Parts.Field("occurred", words["reporting.details.occurred"], .line("datetime-local"), value: form["occurred"]),
            Parts.Field("ongoing", words["reporting.details.ongoing"], .box, value: "yes"),
            Parts.Field("name", words["reporting.identity.name"], value: form["name"], hint: words["reporting.phone.identityHint"]),
            Parts.Field("contact", words["reporting.phone.contact"], value: form["contact"]),
            Parts.Field(
                "language", words["reporting.phone.language"], options: ["az", "en", "ru"].map { ($0, words["common.language.\($0)"]) },
                selected: [form["language"] ?? words.code]),
            Parts.Field(
                "sharing", words["reporting.details.sharing"], .radio,
                options: SharingWish.allCases.map { ($0.rawValue, words["reporting.sharing.\($0.rawValue)"]) },
                selected: [form["sharing"] ?? SharingWish.nobody.rawValue]),
        ]
        let view = FormView(
            head: Parts.Head(
                title, lead: words["reporting.phone.lead"], crumbs: [Parts.Link(words["reporting.desk.title"], "/reports")]),
            script: (1...3).map { words["reporting.phone.script\($0)"] },
            form: Parts.Form(
                "/reports/call", fields: fields, submit: words["reporting.phone.take"], cancel: "/reports",
                hidden: [Parts.Hidden("submission", form["submission"] ?? Token.random(bytes: 18))]))
        return Page("reporting/phone", view, title: title, status: error == nil ? .ok : .unprocessableContent)
    }

    private struct SpokenView: Sendable {
        let head: Parts.Head
        let words: [String]
        let open: Parts.Action
    }

    private func take(_ request: WebRequest) async throws -> any Answer {
        let form = request.form
        guard let text = form["text"].map({ String($0.prefix(20_000)) }) else {
            return self.form(request, error: request.words["common.form.required"])
        }
        let happening = form["happening"].flatMap(Happening.init)
        let proposal = office.proposer.propose(text, happening: happening)
        let submission = form["submission"].flatMap { $0.utf8.count == 24 ? $0 : nil } ?? Token.random(bytes: 18)
        let language = form["language"].flatMap { ["az", "en", "ru"].contains($0) ? $0 : nil } ?? request.words.code
        let secret = office.secret.words(of: submission, language: language)
        var draft = ReportDraft(
            way: .phone, language: language, happening: happening, type: happening?.type ?? proposal.type,
            typeSource: happening == nil ? .machine : .staff, text: text)
        let care = Set(form.all("care").compactMap(CarePath.init)).union(proposal.care)
        draft.care = CarePath.allCases.filter(care.contains)
        draft.target = form["target"].map { String($0.prefix(500)) }
        draft.occurred = form["occurred"].map { String($0.prefix(40)).replacing("T", with: " ") }
        draft.isOngoing = form.has("ongoing")
        draft.sharing = form["sharing"].flatMap(SharingWish.init) ?? .nobody
        if let name = form["name"] { draft.identity["name"] = String(name.prefix(200)) }
        if let contact = form["contact"] {
            draft.identity["contact"] = String(contact.prefix(300))
            if let address = EmailAddress(contact) { draft.identity["email"] = "\(address)" }
        }
        draft.submission = submission
        draft.mailbox = office.secret.digest(of: secret)
        let (report, _) = try await office.intake.accept(draft, files: [])
        let words = request.words
        let title = office.label(report)
        return Page(
            "reporting/spoken",
            SpokenView(
                head: Parts.Head(
                    title, lead: words["reporting.phone.taken"], crumbs: [Parts.Link(words["reporting.desk.title"], "/reports")]),
                words: secret.split(separator: "-").map(String.init),
                open: Parts.Action(words["reporting.phone.open"], href: "/reports/\(report.id)", icon: "report", isPrimary: true)),
            title: title, status: .created)
    }
}
