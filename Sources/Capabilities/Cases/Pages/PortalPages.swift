internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// What an owner sees of cases: its own threads, and nothing else of them.
struct PortalPages: Sendable {
    let office: CaseOffice

    func routes(_ routes: inout Routes) {
        routes.get(.portal, "/cases", .owner) { try await list($0) }
        routes.get(.portal, "/cases/:party", .owner) { try await thread($0, error: nil) }
        routes.post(.portal, "/cases/:party", .owner) { try await answer($0) }
        routes.post(.portal, "/cases/:party/stance", .owner) { try await stance($0) }
    }

    private struct ListView: Sendable {
        let head: Parts.Head
        let table: Parts.Table
    }

    private struct ThreadView: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let timeline: Parts.Timeline
        let none: Parts.Empty?
        let write: Parts.Form?
        let stance: Parts.Form?
    }

    /// What of a case a party may know: its number, how it is marked, until when it must be kept quiet. Not its title, which may name others.
    private struct Known: Sendable {
        let party: Party
        /// The case the party was added to, whose number it knows.
        let own: Case
        /// The case that shows it now.
        let root: Case

        var tlp: TLP { max(own.tlp, root.tlp) }
        var embargo: Instant? { root.embargo ?? own.embargo }

        init?(_ party: Party, _ database: Database) throws {
            guard let own = try CaseStore.one(party.caseID, database), let root = try CaseStore.one(own.root, database) else { return nil }
            (self.party, self.own, self.root) = (party, own, root)
        }
    }

    private func list(_ request: WebRequest) async throws -> Page {
        let words = request.words
        let owners = try request.asker().owners
        let all = try await office.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM cases_party WHERE organisation IN (\(databaseQuestionMarks(count: owners.count)))
                        AND (told IS NOT NULL OR heard IS NOT NULL) ORDER BY id DESC LIMIT 200
                    """, arguments: StatementArguments(owners)
            ).compactMap { row in
                try Known(Party(row), database)
            }
        }
        let table = Parts.Table(
            id: "cases", caption: words["cases.portal.title"],
            columns: [
                .init(words["cases.portal.number"]), .init(words["cases.portal.yours"]), .init("TLP"), .init(words["cases.parties.told"]),
            ],
            rows: all.map { known in
                Parts.Table.Row(
                    [
                        .init(office.number(known.own.name), href: "/cases/\(known.party.key)", isRow: true, isHead: true),
                        .init(tags: [Self.says(known.party, words)]), .init(tlp: words.mark(known.tlp)),
                        known.party.told.map { .init(time: words.mark($0, zone: request.zone)) } ?? .init("–"),
                    ], isStrong: known.party.isSilent)
            }, empty: Parts.Empty(words["cases.portal.none"], text: words["cases.portal.noneText"], icon: "case"))
        let view = ListView(head: Parts.Head(words["cases.portal.title"], lead: words["cases.portal.lead"]), table: table)
        return Page("cases/portal", view, title: words["cases.portal.title"])
    }

    private static func says(_ party: Party, _ words: Words) -> Parts.Tag {
        party.stance.map { Parts.Tag(words["cases.stance.\($0.rawValue)"]) }
            ?? Parts.Tag(words[party.isSilent ? "cases.portal.answerDue" : "cases.parties.saysNothing"], party.isSilent ? .warn : nil)
    }

    /// The party that an address names, if the asker speaks for it.
    private func known(_ request: WebRequest) async throws -> Known {
        let owners = try request.asker().owners
        let known = try await office.read { database -> Known? in
            guard let party = try PartyStore.party(key: request["party"], database), let organisation = party.organisation,
                owners.contains(organisation)
            else { return nil }
            return try Known(party, database)
        }
        // Another's thread and none at all look the same.
        guard let known else { throw WebProblem.notFound }
        return known
    }

    private func thread(_ request: WebRequest, error: String?) async throws -> Page {
        let known = try await known(request)
        let words = request.words
        let entries = try await office.read { try PartyStore.thread(of: known.party.id, $0) }
        let lines = ThreadLines(words: words, zone: request.zone)
        let path = "/cases/\(known.party.key)"
        typealias Fact = Parts.Facts.Fact
        var facts = [
            Fact("TLP", sub: words["common.tlpMeaning.\(words.mark(known.tlp).name)"], tlp: words.mark(known.tlp)),
            Fact(words["cases.portal.yours"], tags: [Self.says(known.party, words)]),
        ]
        if let embargo = known.embargo {
            facts.append(Fact(words["cases.field.embargo"], time: words.mark(embargo, zone: request.zone)))
        }
        let stances: [(value: String, label: String)] = Party.Stance.allCases.map { ($0.rawValue, words["cases.stance.\($0.rawValue)"]) }
        var text = Parts.Field(
            "text", words["cases.portal.text"], .area(rows: 6), value: request.form["text"], error: error, isRequired: true)
        text.maxlength = 20_000
        let number = office.number(known.own.name)
        let view = ThreadView(
            head: Parts.Head(number, lead: words["cases.portal.threadLead"], crumbs: [.init(words["cases.portal.title"], "/cases")]),
            facts: Parts.Facts(facts), timeline: Parts.Timeline(entries.map { lines.item($0, isForDesk: false) }),
            none: entries.isEmpty ? Parts.Empty(words["cases.parties.noWords"], icon: "conversation") : nil,
            write: Parts.Form(path, fields: [text], submit: words["common.action.send"]),
            stance: Parts.Form(
                "\(path)/stance",
                fields: [
                    Parts.Field(
                        "stance", words["cases.portal.yours"], .radio, options: stances, selected: [known.party.stance?.rawValue ?? ""],
                        hint: words["cases.portal.stanceHint"], isRequired: true),
                    Parts.Field("said", words["cases.portal.said"], .area(rows: 3)),
                ], submit: words["common.action.save"]))
        return Page("cases/thread", view, title: number, status: error == nil ? .ok : .unprocessableContent)
    }

    private func answer(_ request: WebRequest) async throws -> any Answer {
        let known = try await known(request)
        guard let text = request.form.words("text") else { return try await thread(request, error: request.words["common.form.required"]) }
        let (person, now, party) = (try request.asker().name, request.now, known.party)
        try await office.write { database in
            let entry = try CaseStore.add(
                .init(.heard, text: text, party: party.id, trust: "portal"), to: party.caseID, by: person, at: now, database)
            try CaseStore.note(observablesIn: text, of: party.caseID, entry: entry, isIndicator: false, by: person, at: now, database)
            try PartyStore.heard(party.id, at: now, database)
            let found = try CaseStore.present(party.caseID, database)
            let root = try CaseStore.present(found.root, database)
            if root.state == .waiting { try CaseStore.apply(.resume, to: root.id, by: person, at: now, database) }
        }
        return Redirect("/cases/\(party.key)", flash: Flash(.done, request.words["cases.portal.sent"]))
    }

    private func stance(_ request: WebRequest) async throws -> any Answer {
        let known = try await known(request)
        guard let stance = request.form["stance"].flatMap(Party.Stance.init(rawValue:)) else {
            return Redirect("/cases/\(known.party.key)", flash: Flash(.problem, request.words["common.form.required"]))
        }
        let (person, now, party) = (try request.asker().name, request.now, known.party)
        try await office.write {
            try PartyStore.set(stance: stance, text: request.form.words("said") ?? "", of: party, by: person, at: now, $0)
        }
        return Redirect("/cases/\(party.key)", flash: Flash(.done, request.words["cases.portal.sent"]))
    }
}
