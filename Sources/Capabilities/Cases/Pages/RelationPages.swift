internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// What a case has to do with others: joined to it, part of it, sharing something with it.
struct RelationPages: Sendable {
    let office: CaseOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/cases/:case/relations", .permission(.casesRead)) { try await page($0, errors: [:]) }
        routes.post(.desk, "/cases/:case/join", .permission(.casesWork)) { try await join($0) }
        routes.post(.desk, "/cases/:case/separate", .permission(.casesWork)) { try await separate($0) }
        routes.post(.desk, "/cases/:case/parent", .permission(.casesWork)) { try await setParent($0) }
        routes.get(.desk, "/cases/:case/split", .permission(.casesWork)) { try await splitPage($0, error: nil) }
        routes.post(.desk, "/cases/:case/split", .permission(.casesWork)) { try await split($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let links: Parts.Table
        let common: String?
        let findings: Parts.Table?
        let joined: Parts.Table?
        let children: Parts.Table?
        let join: Parts.Form?
        let parent: Parts.Form?
        let split: Parts.Action?
    }

    private struct Found: Sendable {
        let frame: CaseFrame
        let links: [CaseLink]
        let common: [Observable]
        let joined: [Case]
        let children: [Case]
        let parent: Case?
        let observables: [Observable]
    }

    private func page(_ request: WebRequest, errors: [String: String]) async throws -> any Answer {
        let found = try await office.found(request)
        let words = request.words
        let read = try await office.read { database in
            let (links, common) = try CaseStore.links(of: found.id, database)
            return Found(
                frame: try CaseFrame(office, request, found, database), links: links, common: common,
                joined: try CaseStore.joined(to: found.id, database), children: try CaseStore.children(of: found.id, database),
                parent: try found.parent.flatMap { try CaseStore.one($0, database) },
                observables: try CaseStore.observables(of: found.id, limit: 300, database).map(\.observable))
        }
        let findings = try await findings(read.observables, request)
        let canWork = request.principal?.may(.casesWork) == true
        let path = "/cases/\(found.name)"
        let links = Parts.Table(
            id: "links", caption: words["cases.relations.links"],
            columns: [
                .init(words["cases.field.title"]), .init(words["cases.relations.why"]), .init(words["cases.field.state"]),
                .init(words["cases.field.received"]),
            ],
            rows: read.links.map { link in
                let why = link.shared.prefix(5).map(\.defanged).joined(separator: ", ")
                let rest = link.shared.count > 5 ? " + \(words.number(link.shared.count - 5))" : ""
                return Parts.Table.Row([
                    .init(link.other.title, href: "/cases/\(link.other.name)", isRow: true, isHead: true, sub: link.other.name),
                    .init(why + rest, isMono: true), .init(tags: [words.mark(link.other)]),
                    .init(time: words.mark(link.other.received, zone: request.zone)),
                ])
            }, empty: Parts.Empty(words["cases.relations.noLinks"], text: words["cases.relations.noLinksText"], icon: "link"))
        let split = canWork ? Parts.Action(words["cases.split.title"], href: "\(path)/split", icon: "copy") : nil
        let view = View(
            head: read.frame.head(.relations), tabs: read.frame.tabs(.relations), links: links,
            common: read.common.isEmpty
                ? nil
                : words.text("cases.relations.common", ["values": read.common.prefix(20).map(\.defanged).joined(separator: ", ")]),
            findings: findings, joined: read.joined.isEmpty ? nil : joined(read.joined, path, canWork, request),
            children: read.children.isEmpty
                ? nil : table("children", words["cases.relations.children"], read.children, action: nil, request),
            join: canWork ? joinForm(path, request, errors["join"]) : nil,
            parent: canWork ? parentForm(path, read.parent, request, errors["parent"]) : nil, split: split)
        return Page("cases/relations", view, title: found.title, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// What is seen in the country's networks of the case's observables, each with the one it is about.
    private func findings(_ observables: [Observable], _ request: WebRequest) async throws -> Parts.Table? {
        guard let lookup = office.findings else { return nil }
        let addresses = observables.filter { $0.kind == .ip && $0.links }.prefix(100).map(\.value)
        let hosts = observables.filter { $0.kind == .domain }.prefix(100).map(\.value)
        let found = try await lookup.findings(addresses: addresses, hosts: hosts, limit: 50)
        let words = request.words
        return Parts.Table(
            id: "findings", caption: words["cases.relations.findings"],
            columns: [
                .init(words["cases.field.type"]), .init(words["cases.relations.why"]), .init(words["cases.field.state"]),
            ],
            rows: found.map { mention in
                let why = [
                    mention.address.flatMap { addresses.contains($0) ? Observable(kind: .ip, value: $0).defanged : nil },
                    mention.host.flatMap { hosts.contains($0) ? Observable(kind: .domain, value: $0).defanged : nil },
                ].compactMap { $0 }.joined(separator: ", ")
                return .init([
                    .init(words.type(mention.type), href: mention.path, isRow: true, isHead: true), .init(why, isMono: true),
                    .init(state: .init(name: mention.state, label: words["common.state.\(mention.state)"])),
                ])
            }, empty: Parts.Empty(words["cases.relations.noFindings"], icon: "finding"))
    }

    private func joined(_ cases: [Case], _ path: String, _ canWork: Bool, _ request: WebRequest) -> Parts.Table {
        table(
            "joined", request.words["cases.relations.joined"], cases,
            action: canWork
                ? { other in
                    Parts.Action(
                        request.words["cases.relations.separate"], post: "\(path)/separate", fields: [.init("name", other.name)],
                        confirm: request.words.text("cases.relations.separateConfirm", ["name": other.name]), isSmall: true)
                } : nil, request)
    }

    private func table(
        _ id: String, _ caption: String, _ cases: [Case], action: ((Case) -> Parts.Action)?, _ request: WebRequest
    ) -> Parts.Table {
        let words = request.words
        var columns: [Parts.Table.Column] = [
            .init(words["cases.field.title"]), .init(words["cases.field.state"]), .init(words["cases.field.received"]),
        ]
        if action != nil { columns.append(.init(words["cases.relations.separate"], isLabelHidden: true)) }
        return Parts.Table(
            id: id, caption: caption, columns: columns,
            rows: cases.map { other in
                var cells: [Parts.Table.Cell] = [
                    .init(other.title, href: other.mergedInto == nil ? "/cases/\(other.name)" : nil, isHead: true, sub: other.name),
                    .init(tags: [words.mark(other)]), .init(time: words.mark(other.received, zone: request.zone)),
                ]
                if let action { cells.append(.init(action: action(other))) }
                return Parts.Table.Row(cells)
            })
    }

    private func joinForm(_ path: String, _ request: WebRequest, _ error: String?) -> Parts.Form {
        let words = request.words
        return Parts.Form(
            "\(path)/join",
            fields: [
                Parts.Field(
                    "names", words["cases.relations.joinNames"], value: request.form["names"] ?? request.query["join"],
                    hint: words["cases.relations.joinHint"], error: error, isRequired: true),
                Parts.Field("text", words["cases.field.why"]),
            ], submit: words["cases.relations.join"])
    }

    private func parentForm(_ path: String, _ parent: Case?, _ request: WebRequest, _ error: String?) -> Parts.Form {
        let words = request.words
        return Parts.Form(
            "\(path)/parent",
            fields: [
                Parts.Field(
                    "parent", words["cases.relations.parent"], value: request.form["parent"] ?? parent?.name,
                    hint: words["cases.relations.parentHint"], error: error)
            ], submit: words["common.action.save"])
    }

    /// Numbers of cases as people write them: `2026-00017`, `AZ-CERT-C-2026-00017`, or `17` of this year.
    static func names(in text: String, year: Int) -> [String] {
        text.split { $0.isWhitespace || ",;".contains($0) }.map { word in
            if let number = Int(word), number < 100_000 {
                let digits = "\(number)"
                return "\(year)-" + String(repeating: "0", count: 5 - digits.count) + digits
            }
            return word.split(separator: "-").suffix(2).joined(separator: "-")
        }
    }

    private func join(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let names = Self.names(in: request.form["names"] ?? "", year: request.now.year)
        let (person, now, text) = (try request.personName(), request.now, request.form.words("text") ?? "")
        do {
            try await office.write { database in
                let ids = try names.map { name in
                    guard let other = try CaseStore.one(named: name, database) else { throw CaseMistake.unknown(name) }
                    return other.id
                }
                guard !ids.isEmpty else { throw CaseMistake.unknown("") }
                try CaseStore.join(ids, to: found.id, text: text, by: person, at: now, database)
            }
        } catch let mistake as CaseMistake {
            return try await page(request, errors: ["join": mistake.sentence(request.words)])
        }
        return Redirect(
            "/cases/\(found.name)/relations", flash: Flash(.done, request.words.text("cases.relations.joinedDone", count: names.count)))
    }

    private func separate(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let (person, now, name) = (try request.personName(), request.now, request.form["name"] ?? "")
        do {
            try await office.write { database in
                guard let other = try CaseStore.one(named: name, database), other.root == found.id else { throw CaseMistake.unknown(name) }
                try CaseStore.separate(other.id, text: request.form.words("text") ?? "", by: person, at: now, database)
            }
        } catch let mistake as CaseMistake {
            return Redirect("/cases/\(found.name)/relations", flash: Flash(.problem, mistake.sentence(request.words)))
        }
        return Redirect("/cases/\(name)", flash: Flash(.done, request.words.text("cases.relations.separated", ["name": name])))
    }

    private func setParent(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let name = Self.names(in: request.form["parent"] ?? "", year: request.now.year).first
        let (person, now) = (try request.personName(), request.now)
        do {
            try await office.write { database in
                let parent = try name.map { name in
                    guard let other = try CaseStore.one(named: name, database) else { throw CaseMistake.unknown(name) }
                    return other.root
                }
                try CaseStore.put(found.id, below: parent, by: person, at: now, database)
            }
        } catch let mistake as CaseMistake {
            return try await page(request, errors: ["parent": mistake.sentence(request.words)])
        }
        return Redirect("/cases/\(found.name)/relations", flash: Flash(.done, request.words["cases.act.done"]))
    }

    // MARK: - Splitting

    private struct SplitView: Sendable {
        let head: Parts.Head
        let action: String
        let fields: [Parts.Field]
        let table: Parts.Table
    }

    private func splitPage(_ request: WebRequest, error: String?) async throws -> any Answer {
        let found = try await office.found(request)
        let words = request.words
        let entries = try await office.read { try CaseStore.entries(of: found.id, limit: 300, $0) }
        let chosen = Set(request.form.all("entry"))
        let rows = entries.filter { !$0.text.isEmpty && $0.party == nil }.map { entry in
            var check = Parts.Table.Check(
                name: "entry", value: "\(entry.id)", label: words.text("cases.split.one", ["number": "\(entry.id)"]))
            check.isChecked = chosen.contains("\(entry.id)")
            return Parts.Table.Row([
                .init(check: check), .init(String(entry.text.prefix(300)), isHead: true), .init(entry.person),
                .init(time: words.mark(entry.time, zone: request.zone)),
            ])
        }
        let table = Parts.Table(
            id: "entries", caption: words["cases.split.entries"],
            columns: [
                .init(words["cases.bulk.choose"], isLabelHidden: true), .init(words["cases.split.text"]), .init(words["cases.split.who"]),
                .init(words["cases.split.when"]),
            ], rows: rows, empty: Parts.Empty(words["cases.split.none"], icon: "case"))
        var title = Parts.Field("title", words["cases.split.newTitle"], value: request.form["title"], error: error, isRequired: true)
        title.maxlength = 300
        let child = Parts.Field("child", words["cases.split.child"], .box, value: "1")
        let view = SplitView(
            head: office.smallHead(found, words["cases.split.title"], request), action: "/cases/\(found.name)/split",
            fields: [title, child],
            table: table)
        return Page("cases/split", view, title: words["cases.split.title"], status: error == nil ? .ok : .unprocessableContent)
    }

    private func split(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        guard let title = request.form["title"] else { return try await splitPage(request, error: request.words["common.form.required"]) }
        let entries = request.form.all("entry").compactMap { Int64($0) }
        let (person, now, asChild) = (try request.personName(), request.now, request.form.has("child"))
        let new = try await office.write { database in
            try CaseStore.split(
                entries, from: found.id, title: String(title.prefix(300)), asChild: asChild, by: person, at: now, database)
        }
        return Redirect(
            "/cases/\(new.name)", flash: Flash(.done, request.words.text("cases.split.done", ["name": office.number(new.name)])))
    }
}
