internal import Centre
internal import EventStore
internal import HTTPTypes
internal import Vocabulary

/// Addresses of findings on the desk.
struct FindingPages: Sendable {
    let reader: StoreReader
    let trail: (any NoticeTrail)?

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/findings", .permission(.observationRead)) { request in
            Page(
                "observation/findings", try await FindingListPage(reader: reader, request: request).view(),
                title: request.words["observation.findings.title"])
        }
        routes.get(.desk, "/findings/complete", .permission(.observationRead)) { request in
            try await Completion(subject: .findings, reader: reader).answer(request)
        }
        routes.get(.desk, "/findings/export/:format", .permission(.observationExport)) { request in
            try await FindingExport(reader: reader, owners: nil).answer(request)
        }
        routes.get(.desk, "/findings/:id", .permission(.observationRead)) { request in
            let view = try await page(request, errors: [:])
            return Page("observation/finding", view, title: view.head.title)
        }
        routes.post(.desk, "/findings/decide", .permission(.observationDecide)) { request in try await decideSeveral(request) }
        routes.post(.desk, "/findings/:id/decide", .permission(.observationDecide)) { request in try await decideOne(request) }
    }

    private func page(_ request: WebRequest, errors: [String: String]) async throws -> FindingView {
        let file = try await file(request["id"])
        return try await FindingPageMaker(reader: reader, trail: trail, request: request).view(file, errors: errors)
    }

    private func file(_ id: String) async throws -> FindingFile {
        do {
            return try await reader.finding(id)
        } catch StoreError.noSuchFinding, StoreError.ambiguousFinding {
            throw WebProblem.notFound
        }
    }

    private func decideOne(_ request: WebRequest) async throws -> any Answer {
        let read = DecisionForm.read(request.form, now: request.now, zone: request.zone, request.words)
        guard let decision = read.form else {
            var answer = Page("observation/finding", try await page(request, errors: read.errors))
            answer.status = .unprocessableContent
            return answer
        }
        let file = try await file(request["id"])
        let count = try await decide(decision, about: [file.finding.id], request)
        return Redirect(
            DeskLinks.finding(file.finding.id), flash: Flash(.done, request.words.text("observation.decide.done", count: count)))
    }

    private func decideSeveral(_ request: WebRequest) async throws -> any Answer {
        let back = "/findings?q=\(Form.encoded(request.form.text("q")))"
        let ids = request.form.all("id").compactMap { FindingID($0) }
        guard !ids.isEmpty else { return Redirect(back, flash: Flash(.problem, request.words["observation.decide.noneChosen"])) }
        let read = DecisionForm.read(request.form, now: request.now, zone: request.zone, request.words)
        guard let decision = read.form else {
            return Redirect(back, flash: Flash(.problem, read.errors.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ")))
        }
        let count = try await decide(decision, about: ids, request)
        return Redirect(back, flash: Flash(.done, request.words.text("observation.decide.done", count: count)))
    }

    private func decide(_ form: DecisionForm, about ids: [FindingID], _ request: WebRequest) async throws -> Int {
        let person = try request.asker().name
        let store = reader.store
        return try await reader.reading {
            for id in ids { try store.decide(form.kind, about: id, by: person, note: form.note, at: request.now.microseconds) }
            return ids.count
        }
    }
}
