internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// What of a case can be looked for in networks, and what is known of each.
struct ObservablePages: Sendable {
    let office: CaseOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/cases/:case/observables", .permission(.casesRead)) { try await page($0, error: nil) }
        routes.post(.desk, "/cases/:case/observables", .permission(.casesWork)) { try await add($0) }
        routes.post(.desk, "/cases/:case/observables/:observable", .permission(.casesWork)) { try await mark($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let table: Parts.Table
        let form: Parts.Form?
    }

    private func page(_ request: WebRequest, error: String?) async throws -> any Answer {
        let found = try await office.found(request)
        let words = request.words
        let (frame, observables) = try await office.read { database in
            (try CaseFrame(office, request, found, database), try CaseStore.observables(of: found.id, database))
        }
        let canWork = request.principal?.may(.casesWork) == true
        var columns: [Parts.Table.Column] = [
            .init(words["cases.observables.value"]), .init(words["cases.observables.kind"]), .init(words["cases.observables.meaning"]),
            .init(words["cases.observables.noted"]),
        ]
        if canWork { columns.append(.init(words["cases.observables.change"], isLabelHidden: true)) }
        let table = Parts.Table(
            id: "observables", caption: words["cases.tab.observables"], columns: columns,
            rows: observables.map { noted in
                var cells: [Parts.Table.Cell] = [
                    .init(
                        noted.observable.defanged, href: "/cases?place=all&q=\(Form.encoded(noted.observable.value))", isHead: true,
                        isMono: true), .init(words["cases.observables.kinds.\(noted.observable.kind.rawValue)"]),
                    .init(
                        tags: [
                            noted.isIndicator
                                ? Parts.Tag(words["cases.observables.indicator"], .warn) : Parts.Tag(words["cases.observables.harmless"])
                        ]), .init(sub: noted.person, time: words.mark(noted.time, zone: request.zone)),
                ]
                if canWork {
                    cells.append(
                        .init(
                            action: Parts.Action(
                                words[noted.isIndicator ? "cases.observables.makeHarmless" : "cases.observables.makeIndicator"],
                                post: "/cases/\(found.name)/observables/\(noted.id)",
                                fields: [.init("indicator", noted.isIndicator ? "0" : "1")], isPlain: true, isSmall: true)))
                }
                return Parts.Table.Row(cells, isFaded: !noted.isIndicator)
            },
            empty: Parts.Empty(words["cases.observables.none"], text: words["cases.observables.noneText"], icon: "finding"))
        let text = Parts.Field(
            "text", words["cases.observables.add"], .area(rows: 5), value: request.form["text"], hint: words["cases.observables.addHint"],
            error: error, isRequired: true)
        let form =
            canWork
            ? Parts.Form("/cases/\(found.name)/observables", fields: [text], submit: words["common.action.add"]) : nil
        return Page(
            "cases/observables", View(head: frame.head(.observables), tabs: frame.tabs(.observables), table: table, form: form),
            title: found.title, status: error == nil ? .ok : .unprocessableContent)
    }

    private func add(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let observables = ObservableReader.observables(in: request.form.words("text", limit: 200_000) ?? "")
        guard !observables.isEmpty else { return try await page(request, error: request.words["cases.observables.nothing"]) }
        let (person, now) = (try request.personName(), request.now)
        let count = try await office.write { database in
            let count = try CaseStore.note(observables, of: found.id, entry: nil, by: person, at: now, database)
            if count > 0 {
                try CaseStore.add(
                    .init(.observable, field: "added", later: "\(count)", text: observables.map(\.defanged).joined(separator: "\n")),
                    to: found.id, by: person, at: now, database)
            }
            return count
        }
        return Redirect(
            "/cases/\(found.name)/observables", flash: Flash(.done, request.words.text("cases.observables.added", count: count)))
    }

    private func mark(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        guard let id = Int64(request["observable"]) else { throw WebProblem.notFound }
        let (person, now, isIndicator) = (try request.personName(), request.now, request.form["indicator"] == "1")
        do {
            try await office.write {
                try CaseStore.mark(id, isIndicator: isIndicator, of: found.id, by: person, at: now, $0)
            }
        } catch is CaseMistake {
            throw WebProblem.notFound
        }
        return Redirect("/cases/\(found.name)/observables")
    }
}
