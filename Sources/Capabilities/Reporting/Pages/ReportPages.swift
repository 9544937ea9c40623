internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// The public form: two pages and a receipt. Nothing of what a person writes stands in an address, and nothing needs a script or a cookie.
struct ReportPages: Sendable {
    let office: ReportingOffice

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/report", .anyone) { request in start(request, error: nil) }
        routes.get(.public, "/report/care/:path", .anyone) { try care($0) }
        routes.post(.public, "/report/details", .anyone) { details($0) }
        routes.post(.public, "/report", .anyone, body: .evidence(limit: office.settings.uploadLimit)) { try await submit($0) }
        routes.post(.public, "/report/receipt.json", .anyone) { try await receipt($0) }
        routes.get(.public, "/report/keys.json", .anyone) { _ in Content(office.signer.keySet, type: "application/jwk-set+json") }
    }

    // MARK: - First page: what happened

    private struct StartView: Sendable {
        struct Tile: Sendable {
            let value: String
            let label: String
            let hint: String
            let icon: String
            let isSelected: Bool
        }
        struct Card: Sendable {
            let id: String
            let title: String
            let icon: String
            let isSelected: Bool
        }
        let head: Parts.Head
        let cards: [Card]
        let tiles: [Tile]
        let text: Parts.Field
        let error: String?
    }

    private func start(_ request: WebRequest, error: String?) -> Page {
        let words = request.words
        let chosen = request.form["happening"] ?? request.query["happening"]
        let care = Set(request.form.all("care") + request.query.all("care"))
        let title = words["reporting.start.title"]
        var text = Parts.Field(
            "text", words["reporting.start.text"], .area(rows: 6), value: request.form["text"], hint: words["reporting.start.textHint"],
            error: error)
        text.maxlength = 20_000
        text.isBare = true
        let view = StartView(
            head: Parts.Head(title, lead: words["reporting.start.lead"]),
            cards: CarePath.allCases.map {
                StartView.Card(
                    id: $0.rawValue, title: words["reporting.care.\($0.rawValue).title"], icon: $0.icon,
                    isSelected: care.contains($0.rawValue))
            },
            tiles: Happening.allCases.map {
                StartView.Tile(
                    value: $0.rawValue, label: words["reporting.happening.\($0.rawValue).label"],
                    hint: words["reporting.happening.\($0.rawValue).hint"], icon: $0.icon, isSelected: chosen == $0.rawValue)
            }, text: text, error: error)
        return Page("reporting/start", view, title: title, status: error == nil ? .ok : .unprocessableContent)
    }

    private struct CarePage: Sendable {
        let head: Parts.Head
        let care: CareView
        let report: Parts.Action
    }

    private func care(_ request: WebRequest) throws -> Page {
        guard let path = CarePath(rawValue: request["path"]) else { throw WebProblem.notFound }
        let view = CareView(path, office.settings, request.words)
        return Page(
            "reporting/care",
            CarePage(
                head: Parts.Head(
                    view.title, lead: view.lead, crumbs: [Parts.Link(request.words["reporting.start.title"], "/report")]),
                care: view,
                report: Parts.Action(
                    request.words["reporting.care.report"], href: "/report?care=\(path.rawValue)", icon: "report", isPrimary: true)),
            title: view.title)
    }

    // MARK: - Second page: what else is known

    private struct DetailsView: Sendable {
        let head: Parts.Head
        let advice: [CareView]
        let form: Parts.Form
    }

    private func details(_ request: WebRequest) -> Page {
        let words = request.words
        let happening = request.form["happening"].flatMap(Happening.init)
        let text = request.form["text"] ?? ""
        guard !text.isEmpty || happening != nil else { return start(request, error: words["reporting.start.empty"]) }
        let proposal = office.proposer.propose(text, happening: happening)
        var care = Set(request.form.all("care").compactMap(CarePath.init)).union(proposal.care)
        if happening == .child { care.insert(.childSafety) }
        let paths = CarePath.allCases.filter(care.contains)

        let hint =
            proposal.because.isEmpty
            ? words["reporting.details.typeHint"]
            : words.text("reporting.details.typeBecause", ["words": proposal.because.prefix(4).map { "“\($0)”" }.joined(separator: ", ")])
        var story = Parts.Field("text", words["reporting.details.text"], .area(rows: 5), value: text, isRequired: text.isEmpty)
        story.maxlength = 20_000
        story.isBare = true
        var target = Parts.Field("target", words["reporting.details.target"], hint: words["reporting.details.targetHint"])
        target.maxlength = 500
        var files = Parts.Field(
            "evidence", words["reporting.details.files"], .file,
            hint: words.text("reporting.details.filesHint", ["size": words.size(office.settings.uploadLimit)]))
        files.isMultiple = true
        var contact = Parts.Field("contact", words["reporting.details.contact"], hint: words["reporting.details.contactHint"])
        contact.maxlength = 300
        contact.autocomplete = "email"
        var sharing = Parts.Field(
            "sharing", words["reporting.details.sharing"], .radio,
            options: SharingWish.allCases.map { ($0.rawValue, words["reporting.sharing.\($0.rawValue)"]) },
            selected: [SharingWish.nobody.rawValue])
        sharing.isBare = true
        var type = Parts.Field(
            "type", words["reporting.details.type"], options: words.typeOptions(first: proposal.type), selected: [proposal.type.name],
            hint: hint)
        type.isBare = true
        var hidden = [
            Parts.Hidden("proposed", proposal.type.name), Parts.Hidden("submission", Token.random(bytes: 18)),
        ]
        if let happening { hidden.append(Parts.Hidden("happening", happening.rawValue)) }
        hidden += paths.map { Parts.Hidden("care", $0.rawValue) }
        let form = Parts.Form(
            "/report",
            fields: [
                story, type, target, Parts.Field("occurred", words["reporting.details.occurred"], .line("datetime-local")),
                Parts.Field("ongoing", words["reporting.details.ongoing"], .box, value: "yes"), files, contact, sharing,
            ], submit: words["reporting.details.submit"], cancel: "/report", hidden: hidden)
        let title = words["reporting.details.title"]
        let view = DetailsView(
            head: Parts.Head(title, lead: words["reporting.details.lead"]), advice: paths.map { CareView($0, office.settings, words) },
            form: form)
        return Page("reporting/details", view, title: title)
    }

    // MARK: - Receipt

    private func submit(_ request: WebRequest) async throws -> any Answer {
        let form = request.form
        let text = String((form["text"] ?? "").prefix(20_000))
        let happening = form["happening"].flatMap(Happening.init)
        guard !text.isEmpty || happening != nil || !request.arrived.isEmpty else {
            return start(request, error: request.words["reporting.start.empty"])
        }
        let proposal = office.proposer.propose(text, happening: happening)
        let chosen = form["type"].flatMap { IncidentType(name: $0) }.flatMap { $0.isReferenceType ? $0 : nil }
        let proposed = form["proposed"].flatMap { IncidentType(name: $0) } ?? proposal.type
        // A submission of one's own making would let somebody foresee the words.
        let submission = form["submission"].flatMap { $0.utf8.count == 24 ? $0 : nil } ?? Token.random(bytes: 18)
        let language = request.words.code
        let secret = office.secret.words(of: submission, language: language)
        var draft = ReportDraft(
            way: .form, language: language, happening: happening, type: chosen ?? proposal.type,
            typeSource: chosen != nil && chosen != proposed ? .reporter : .machine, text: text)
        var care = Set(form.all("care").compactMap(CarePath.init)).union(proposal.care)
        if happening == .child { care.insert(.childSafety) }
        draft.care = CarePath.allCases.filter(care.contains)
        if text.isEmpty, let happening { draft.title = request.words["reporting.happening.\(happening.rawValue).label"] }
        draft.target = form["target"].map { String($0.prefix(500)) }
        draft.occurred = form["occurred"].map { String($0.prefix(40)).replacing("T", with: " ") }
        draft.isOngoing = form.has("ongoing")
        draft.sharing = form["sharing"].flatMap(SharingWish.init) ?? .nobody
        if let contact = form["contact"] {
            draft.identity["contact"] = String(contact.prefix(300))
            if let address = EmailAddress(contact) { draft.identity["email"] = "\(address)" }
        }
        draft.submission = submission
        draft.mailbox = office.secret.digest(of: secret)
        let (report, _) = try await office.intake.accept(draft, files: request.arrived)
        // A form that came twice gets the receipt of the first, with the same words.
        let files = try await office.house.vault.files(of: report.reference)
        if request.header("accept")?.contains("application/json") == true {
            return Content(
                Array("{\"number\":\(JSON.quoted(office.label(report))),\"words\":\(JSON.quoted(secret)),\"receipt\":".utf8)
                    + (try office.receipt(report, files: files)).dropLast() + Array("}\n".utf8), type: "application/json", status: .created)
        }
        return receiptPage(report, files: files, secret: secret, request)
    }

    private struct ReceiptView: Sendable {
        struct Word: Sendable {
            let number: Int
            let word: String
        }
        let head: Parts.Head
        let number: String
        let words: [Word]
        let secret: String
        let facts: Parts.Facts
        let files: Parts.Table?
        let advice: [CareView]
        let receipt: Parts.Action
        let mailbox: String
    }

    private func receiptPage(_ report: Report, files: [VaultFile], secret: String, _ request: WebRequest) -> Page {
        let words = request.words
        let title = words["reporting.receipt.title"]
        var facts: [Parts.Facts.Fact] = [
            .init(words["reporting.receipt.number"], office.label(report), isMono: true),
            .init(words["reporting.receipt.received"], time: words.mark(report.received, zone: request.zone)),
            .init(words["reporting.details.type"], words.incident(report.type)),
            .init(words["reporting.details.sharing"], words["reporting.sharing.\(report.sharing.rawValue)"]),
            .init(words["reporting.receipt.contact"], words["reporting.receipt.\(report.hasContact ? "contactGiven" : "anonymous")"]),
        ]
        if let target = report.target { facts.insert(.init(words["reporting.details.target"], target), at: 3) }
        let view = ReceiptView(
            head: Parts.Head(title, lead: words["reporting.receipt.lead"]), number: office.label(report),
            words: secret.split(separator: "-").enumerated().map { ReceiptView.Word(number: $0.offset + 1, word: String($0.element)) },
            secret: secret, facts: Parts.Facts(facts), files: files.isEmpty ? nil : words.table(files, zone: request.zone, download: nil),
            advice: report.care.map { CareView($0, office.settings, words) },
            receipt: Parts.Action(
                words["reporting.receipt.machine"], post: "/report/receipt.json",
                fields: [Parts.Hidden("pass", office.pass.issue(report.id, now: request.now))], icon: "download"),
            mailbox: office.site.isEmpty ? "/report/mailbox" : office.site + "/report/mailbox")
        return Page("reporting/receipt", view, title: title, status: .created)
    }

    private func receipt(_ request: WebRequest) async throws -> any Answer {
        guard let id = office.pass.report(request.form.text("pass"), now: request.now),
            let report = try await office.house.records.read({ try ReportStore.report(id, $0) })
        else { throw WebProblem(.gone, "reporting.problem.pass") }
        let files = try await office.house.vault.files(of: report.reference)
        return Content(
            try office.receipt(report, files: files), type: "application/jose+json", fileName: "\(office.label(report)).receipt.json")
    }
}
