internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// The files of a case. They lie in the vault; out of it they come as an encrypted archive, never as themselves.
struct FilePages: Sendable {
    let office: CaseOffice

    /// Bytes that a form with files may have in all.
    private static let limit = 256 << 20

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/cases/:case/files", .permission(.casesRead)) { try await page($0) }
        routes.post(.desk, "/cases/:case/files", .permission(.casesWork), body: .upload(limit: Self.limit)) { try await add($0) }
        routes.post(.desk, "/cases/:case/files/archive", .permission(.casesWork)) { try await archive($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let table: Parts.Table
        let form: Parts.Form?
    }

    private func files(_ found: Case) async throws -> [VaultFile] {
        let ids = try await office.read { try CaseStore.files(of: found.id, $0) }
        var files: [VaultFile] = []
        for id in ids.prefix(500) { if let file = try await office.house.vault.file(id) { files.append(file) } }
        return files
    }

    private func page(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let words = request.words
        let frame = try await office.read { try CaseFrame(office, request, found, $0) }
        let files = try await files(found)
        let canWork = request.principal?.may(.casesWork) == true
        var table = Parts.Table(
            id: "files", caption: words["cases.tab.files"],
            columns: [
                .init(words["cases.files.name"]), .init(words["cases.files.type"]), .init(words["cases.files.size"], isNumber: true),
                .init(words["cases.files.digest"]), .init(words["cases.files.from"]),
            ],
            rows: files.map { file in
                var marks: [Parts.Tag] = []
                if file.type.danger == .program { marks.append(Parts.Tag(words["cases.files.program"], .bad)) }
                if case .matched(let rules, _) = file.scan { marks += rules.prefix(5).map { Parts.Tag($0, .bad, icon: "warning") } }
                return .init([
                    .init(file.name, isHead: true, tags: marks), .init(file.type.label), .init(words.number(file.size)),
                    .init(file.sha256, isMono: true), .init(sub: file.giver, time: words.mark(file.received, zone: request.zone)),
                ])
            }, empty: Parts.Empty(words["cases.files.none"], text: words["cases.files.noneText"], icon: "download"))
        if canWork, !files.isEmpty {
            table.actions = [Parts.Action(words["cases.files.archive"], post: "/cases/\(found.name)/files/archive", icon: "download")]
        }
        var field = Parts.Field("file", words["cases.files.add"], .file, hint: words["cases.files.hint"], isRequired: true)
        field.isMultiple = true
        let form = canWork ? Parts.Form("/cases/\(found.name)/files", fields: [field], submit: words["common.action.upload"]) : nil
        return Page(
            "cases/observables", View(head: frame.head(.files), tabs: frame.tabs(.files), table: table, form: form), title: found.title)
    }

    private func add(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let vault = office.house.vault
        var arrived: [ArrivedFile] = []
        do {
            for file in request.files where file.size > 0 {
                let writer = try vault.writer(named: file.name, field: file.field)
                try await copy(file.path, to: writer)
                arrived.append(try writer.finish())
            }
        } catch {
            await vault.discard(arrived)
            throw error
        }
        guard !arrived.isEmpty else {
            return Redirect("/cases/\(found.name)/files", flash: Flash(.problem, request.words["common.form.required"]))
        }
        let (person, now, files) = (try request.personName(), request.now, arrived)
        try await office.write { database in
            for file in files {
                try vault.keep(file, from: person, for: "case:\(found.name)", in: database)
                try CaseStore.addFiles([file.id], to: found.id, by: person, at: now, database)
                let digest = Observable(kind: .sha256, value: file.sha256)
                let entry = try CaseStore.add(
                    .init(.file, later: file.name, text: "SHA-256 \(file.sha256), \(file.type.label)", files: [file.id]), to: found.id,
                    by: person, at: now, database)
                if file.type.danger == .program {
                    try CaseStore.note([digest], of: found.id, entry: entry, by: person, at: now, database)
                }
            }
            try CaseStore.acknowledge(found.id, by: person, at: now, database)
        }
        // What text files name is found as if it had been typed.
        for file in files { _ = try await office.read(file: file.id, of: found.id, isIndicator: true, by: person) }
        return Redirect(
            "/cases/\(found.name)/files", flash: Flash(.done, request.words.text("cases.files.added", count: files.count)))
    }

    private func archive(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let files = try await files(found)
        guard !files.isEmpty else { throw WebProblem.notFound }
        let (person, now) = (try request.personName(), request.now)
        try await office.write { database in
            try CaseStore.add(.init(.exported, field: "files", later: "ZIP"), to: found.id, by: person, at: now, database)
        }
        return office.house.vault.archive(files, named: "\(office.number(found.name)).zip")
    }
}
