internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// The parties of a case at the desk, each with a thread of its own.
struct PartyPages: Sendable {
    let office: CaseOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/cases/:case/parties", .permission(.casesRead)) { try await page($0, errors: [:]) }
        routes.post(.desk, "/cases/:case/parties", .permission(.casesWork)) { try await add($0) }
        routes.get(.desk, "/cases/:case/parties/:party", .permission(.casesRead)) { try await thread($0, error: nil) }
        routes.post(.desk, "/cases/:case/parties/:party/write", .permission(.casesWork)) { try await write($0) }
        routes.post(.desk, "/cases/:case/parties/:party/stance", .permission(.casesWork)) { try await stance($0) }
        routes.post(.desk, "/cases/:case/parties/write-all", .permission(.casesWork)) { try await writeAll($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let table: Parts.Table
        let add: Parts.Form?
        let all: Parts.Form?
    }

    private struct ThreadView: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let timeline: Parts.Timeline
        let none: Parts.Empty?
        let write: Parts.Form?
        let stance: Parts.Form?
    }

    // MARK: - The list

    private func page(_ request: WebRequest, errors: [String: String]) async throws -> any Answer {
        let found = try await office.found(request)
        let words = request.words
        let (frame, parties) = try await office.read { database in
            (try CaseFrame(office, request, found, database), try PartyStore.parties(of: found.id, database))
        }
        let canWork = request.principal?.may(.casesWork) == true
        func time(_ moment: Instant?) -> Parts.Table.Cell {
            moment.map { .init(time: words.mark($0, zone: request.zone)) } ?? .init(words["cases.parties.never"])
        }
        let table = Parts.Table(
            id: "parties", caption: words["cases.tab.parties"],
            columns: [
                .init(words["cases.parties.name"]), .init(words["cases.parties.role"]), .init(words["cases.parties.says"]),
                .init(words["cases.parties.told"]), .init(words["cases.parties.heard"]),
            ],
            rows: parties.map { party in
                Parts.Table.Row([
                    .init(
                        party.name, href: "/cases/\(found.name)/parties/\(party.id)", isRow: true, isHead: true,
                        sub: party.organisation ?? party.email?.description), .init(words["cases.role.\(party.role.rawValue)"]),
                    .init(tags: Self.says(party, words)), time(party.told), time(party.heard),
                ])
            }, empty: Parts.Empty(words["cases.parties.none"], text: words["cases.parties.noneText"], icon: "people"))
        let view = View(
            head: frame.head(.parties), tabs: frame.tabs(.parties), table: table,
            add: canWork ? try await addForm(found, request, errors) : nil,
            all: canWork && parties.count > 1 ? allForm(found, request) : nil)
        return Page("cases/parties", view, title: found.title, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// What a party says of itself. Silence is shown as silence.
    static func says(_ party: Party, _ words: Words) -> [Parts.Tag] {
        var tags: [Parts.Tag] = []
        if let stance = party.stance {
            tags.append(
                Parts.Tag(
                    words["cases.stance.\(stance.rawValue)"],
                    stance == .affected ? .warn : stance == .investigating ? .accent : .good))
        } else {
            tags.append(Parts.Tag(words["cases.parties.saysNothing"]))
        }
        if party.isSilent { tags.append(Parts.Tag(words["cases.parties.silent"], .warn, icon: "quiet")) }
        return tags
    }

    private func addForm(_ found: Case, _ request: WebRequest, _ errors: [String: String]) async throws -> Parts.Form {
        let words = request.words
        let owners = try await office.owners.owners().map { (value: $0.id, label: $0.name(in: words.code)) }.sorted { $0.label < $1.label }
        let roles: [(value: String, label: String)] = Party.Role.allCases.map { ($0.rawValue, words["cases.role.\($0.rawValue)"]) }
        let languages: [(value: String, label: String)] = ["az", "en", "ru"].map { ($0, words["common.language.\($0)"]) }
        var key = Parts.Field(
            "openpgp", words["cases.parties.key"], .area(rows: 4), value: request.form["openpgp"], hint: words["cases.parties.keyHint"])
        key.isMono = true
        return Parts.Form(
            "/cases/\(found.name)/parties",
            fields: [
                Parts.Field("role", words["cases.parties.role"], options: roles, selected: [request.form["role"] ?? "affected"]),
                Parts.Field(
                    "organisation", words["cases.parties.organisation"], options: [("", words["cases.parties.notRegistered"])] + owners,
                    selected: [request.form["organisation"] ?? ""], hint: words["cases.parties.organisationHint"]),
                Parts.Field("name", words["cases.parties.name"], value: request.form["name"], error: errors["name"]),
                Parts.Field("email", words["cases.parties.email"], .line("email"), value: request.form["email"], error: errors["email"]),
                Parts.Field("language", words["cases.parties.language"], options: languages, selected: [request.form["language"] ?? "en"]),
                key,
            ], submit: words["cases.parties.add"])
    }

    private func allForm(_ found: Case, _ request: WebRequest) -> Parts.Form {
        let words = request.words
        var form = Parts.Form(
            "/cases/\(found.name)/parties/write-all",
            fields: [
                Parts.Field(
                    "text", words["cases.parties.text"], .area(rows: 6), hint: words["cases.parties.allHint"], isRequired: true)
            ], submit: words["cases.parties.writeAll"])
        form.confirm = words["cases.parties.allConfirm"]
        return form
    }

    private func add(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let (words, form) = (request.words, request.form)
        var errors: [String: String] = [:]
        let owner: OwnerCard? = if let id = form["organisation"] { try await office.owners.owner(id) } else { nil }
        let name = form["name"] ?? owner?.name(in: words.code)
        if name == nil { errors["name"] = words["common.form.required"] }
        if let email = form["email"], EmailAddress(email) == nil { errors["email"] = words["common.form.invalid"] }
        guard errors.isEmpty, let name else { return try await page(request, errors: errors) }
        let draft = PartyStore.Draft(
            role: form["role"].flatMap(Party.Role.init(rawValue:)) ?? .other, name: String(name.prefix(200)), organisation: owner?.id,
            email: form["email"], language: form["language"], openPGPKey: form.words("openpgp", limit: 60_000))
        let (person, now) = (try request.personName(), request.now)
        let party = try await office.write { try PartyStore.add(draft, to: found.id, by: person, at: now, $0) }
        return Redirect("/cases/\(found.name)/parties/\(party)", flash: Flash(.done, words["cases.parties.added"]))
    }

    // MARK: - One thread

    private func party(_ request: WebRequest, of found: Case) async throws -> Party {
        guard let id = Int64(request["party"]) else { throw WebProblem.notFound }
        let party = try await office.read { database -> Party? in
            guard let party = try PartyStore.party(id, database), try CaseStore.one(party.caseID, database)?.root == found.id else {
                return nil
            }
            return party
        }
        guard let party else { throw WebProblem.notFound }
        return party
    }

    private func thread(_ request: WebRequest, error: String?) async throws -> any Answer {
        let found = try await office.found(request)
        let party = try await party(request, of: found)
        let words = request.words
        let entries = try await office.read { try PartyStore.thread(of: party.id, $0) }
        let recipient = try await PartyPost(office: office).recipient(party)
        let canWork = request.principal?.may(.casesWork) == true
        let lines = ThreadLines(words: words, zone: request.zone)
        typealias Fact = Parts.Facts.Fact
        var facts = [
            Fact(words["cases.parties.role"], words["cases.role.\(party.role.rawValue)"]),
            Fact(words["cases.parties.says"], tags: Self.says(party, words)),
            Fact(words["cases.parties.email"], recipient.map { "\($0.email)" } ?? words["cases.parties.noAddress"]),
        ]
        if let organisation = party.organisation {
            facts.append(Fact(words["cases.parties.organisation"], link: .init(organisation, "/owners/\(Form.encoded(organisation))")))
        }
        if recipient?.openPGPKey != nil || recipient?.certificate != nil {
            facts.append(Fact(words["cases.parties.mail"], tags: [Parts.Tag(words["cases.parties.encrypted"], .good, icon: "lock")]))
        }
        if recipient == nil, party.role == .reporter, let path = found.path {
            facts.append(Fact(words["cases.parties.elsewhere"], link: .init(words["cases.field.pathLink"], path)))
        }
        if let told = party.told { facts.append(Fact(words["cases.parties.told"], time: words.mark(told, zone: request.zone))) }
        if let heard = party.heard { facts.append(Fact(words["cases.parties.heard"], time: words.mark(heard, zone: request.zone))) }
        let stances: [(value: String, label: String)] = Party.Stance.allCases.map { ($0.rawValue, words["cases.stance.\($0.rawValue)"]) }
        let path = "/cases/\(found.name)/parties/\(party.id)"
        var text = Parts.Field(
            "text", words["cases.parties.text"], .area(rows: 8), value: request.form["text"],
            hint: words.text("cases.parties.textHint", ["address": recipient.map { "\($0.email)" } ?? ""]), error: error, isRequired: true)
        text.maxlength = 20_000
        var head = office.smallHead(found, party.name, request)
        head.crumbs.append(.init(words["cases.tab.parties"], "/cases/\(found.name)/parties"))
        let view = ThreadView(
            head: head, facts: Parts.Facts(facts), timeline: Parts.Timeline(entries.map { lines.item($0, isForDesk: true) }),
            none: entries.isEmpty ? Parts.Empty(words["cases.parties.noWords"], icon: "conversation") : nil,
            write: canWork && recipient != nil
                ? Parts.Form("\(path)/write", fields: [text], submit: words["cases.parties.send"]) : nil,
            stance: canWork
                ? Parts.Form(
                    "\(path)/stance",
                    fields: [
                        Parts.Field("stance", words["cases.parties.says"], options: stances, selected: [party.stance?.rawValue ?? ""]),
                        Parts.Field("said", words["cases.parties.saidHow"], isRequired: true),
                    ], submit: words["common.action.save"]) : nil)
        return Page("cases/thread", view, title: party.name, status: error == nil ? .ok : .unprocessableContent)
    }

    private func write(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let party = try await party(request, of: found)
        guard let text = request.form.words("text") else { return try await thread(request, error: request.words["common.form.required"]) }
        do {
            try await PartyPost(office: office).write(text, to: party, of: found, by: try request.personName())
        } catch let mistake as CaseMistake {
            return try await thread(request, error: mistake.sentence(request.words))
        }
        return Redirect("/cases/\(found.name)/parties/\(party.id)", flash: Flash(.done, request.words["cases.parties.sent"]))
    }

    /// The same words to every party that has an address, each in its own thread.
    private func writeAll(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        guard let text = request.form.words("text") else { return try await page(request, errors: ["text": ""]) }
        let parties = try await office.read { try PartyStore.parties(of: found.id, $0) }
        let (post, person) = (PartyPost(office: office), try request.personName())
        var (sent, left) = (0, 0)
        for party in parties {
            do {
                try await post.write(text, to: party, of: found, by: person)
                sent += 1
            } catch is CaseMistake {
                left += 1
            } catch is WebProblem {
                left += 1
            }
        }
        let flash =
            request.words.text("cases.parties.sentAll", count: sent)
            + (left > 0 ? " " + request.words.text("cases.parties.left", count: left) : "")
        return Redirect("/cases/\(found.name)/parties", flash: Flash(left == 0 ? .done : .note, flash))
    }

    private func stance(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let party = try await party(request, of: found)
        guard let stance = request.form["stance"].flatMap(Party.Stance.init(rawValue:)), let said = request.form.words("said") else {
            return Redirect(
                "/cases/\(found.name)/parties/\(party.id)", flash: Flash(.problem, request.words["common.form.required"]))
        }
        let (person, now) = (try request.personName(), request.now)
        try await office.write { try PartyStore.set(stance: stance, text: said, of: party, by: person, at: now, $0) }
        return Redirect("/cases/\(found.name)/parties/\(party.id)", flash: Flash(.done, request.words["cases.act.done"]))
    }
}

/// Words between the centre and one party, as both read them.
struct ThreadLines: Sendable {
    let words: Words
    let zone: Zone

    func item(_ entry: CaseEntry, isForDesk: Bool) -> Parts.Timeline.Item {
        let isOurs = entry.kind == .told
        let title =
            entry.kind == .stance
            ? words["cases.stance.\(entry.later ?? "investigating")"]
            : words[isOurs ? "cases.thread.told" : entry.field == "automatic" ? "cases.thread.automatic" : "cases.thread.heard"]
        var item = Parts.Timeline.Item(
            title, icon: isOurs ? "upload" : entry.kind == .stance ? "conversation" : "mail", time: words.mark(entry.time, zone: zone),
            actor: isOurs && !isForDesk ? nil : entry.person, quote: entry.text.isEmpty ? nil : entry.text)
        if isForDesk, let trust = entry.trust {
            item.tags.append(
                Parts.Tag(
                    words["cases.trust.\(trust)"], trust == "signed" ? .good : trust == "stranger" ? .bad : nil,
                    icon: trust == "signed" ? "lock" : nil))
        }
        return item
    }
}
