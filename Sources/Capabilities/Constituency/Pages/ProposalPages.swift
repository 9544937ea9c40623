internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// What owners propose, to be accepted or refused.
struct ProposalPages: Sendable {
    let constituency: Constituency

    init(_ constituency: Constituency) { self.constituency = constituency }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/owners/proposals", .permission(.constituencyRead)) { try await list($0) }
        routes.post(.desk, "/owners/proposals/:id/accept", .permission(.constituencyEdit)) { try await decide($0, isAccepted: true) }
        routes.post(.desk, "/owners/proposals/:id/refuse", .permission(.constituencyEdit)) { try await decide($0, isAccepted: false) }
    }

    private func list(_ request: WebRequest) async throws -> any Answer { try await page(request, missing: nil) }

    private func page(_ request: WebRequest, missing: Int64?) async throws -> any Answer {
        let words = request.words
        let (open, closed, figures) = try await constituency.register.inspect { database in
            (
                try ProposalStore.list(open: true, limit: 100, database), try ProposalStore.list(open: false, limit: 50, database),
                try RegisterList.figures(database)
            )
        }
        let owners = try await constituency.view.current().byID
        let mayEdit = request.principal?.may(.constituencyEdit) ?? false
        let language = LanguageTag(words.code) ?? .en
        let cards = open.map { proposal in
            var reason = Parts.Field("reason", words["constituency.proposal.reason"], id: "reason-\(proposal.id)")
            reason.hint = words["constituency.proposal.reasonHint"]
            if missing == proposal.id { reason.error = words["constituency.mistake.required"] }
            return ProposalCard(
                name: owners[proposal.owner]?.name(in: language) ?? proposal.owner, href: "/owners/\(proposal.owner)",
                author: proposal.author.name ?? proposal.author.id, time: request.words.mark(proposal.moment, zone: request.zone),
                lines: proposal.lines(owners[proposal.owner], words), note: proposal.note, reason: reason, mayEdit: mayEdit,
                accept: "/owners/proposals/\(proposal.id)/accept", refuse: "/owners/proposals/\(proposal.id)/refuse")
        }
        let title = words["constituency.proposal.title"]
        return Page(
            "constituency/proposals",
            ProposalsPage(
                head: Parts.Head(title, lead: words["constituency.proposal.lead"], crumbs: OwnerListPage.crumbs(request)),
                tabs: .sections(.proposals, figures, request), open: cards,
                empty: cards.isEmpty
                    ? Parts.Empty(words["constituency.proposal.none"], text: words["constituency.proposal.noneText"], icon: "done") : nil,
                closed: ProposalTable.table(closed, owners: owners, id: "closed", request)), title: title,
            status: missing == nil ? .ok : .unprocessableContent)
    }

    private func decide(_ request: WebRequest, isAccepted: Bool) async throws -> any Answer {
        guard let id = Int64(request["id"]) else { throw WebProblem.notFound }
        let reason = request.form["reason"].map { String($0.prefix(1_000)) }
        // A refusal without a reason helps nobody.
        if !isAccepted, reason == nil { return try await page(request, missing: id) }
        let (author, now) = (try request.author(), request.now)
        let isDone: Bool
        do {
            isDone = try await constituency.register.edit { database in
                isAccepted
                    ? try ProposalStore.accept(id, by: author, reason: reason, at: now, database)
                    : try ProposalStore.close(id, .refused, by: author.name ?? author.id, reason: reason, at: now, database)
            }
        } catch RegisterRefusal.noOwner {
            return Redirect("/owners/proposals", flash: Flash(.problem, request.words["constituency.proposal.ownerGone"]))
        }
        let key = isDone ? (isAccepted ? "acceptedNow" : "refusedNow") : "decided"
        return Redirect("/owners/proposals", flash: Flash(isDone ? .done : .note, request.words["constituency.proposal.\(key)"]))
    }
}

/// A proposal that waits.
struct ProposalCard: Sendable {
    let name: String
    let href: String
    let author: String
    let time: Parts.Time
    let lines: [String]
    let note: String?
    let reason: Parts.Field
    let mayEdit: Bool
    let accept: String
    let refuse: String
}

/// All proposals.
struct ProposalsPage: Sendable {
    let head: Parts.Head
    let tabs: Parts.Tabs
    let open: [ProposalCard]
    let empty: Parts.Empty?
    let closed: Parts.Table
}

/// Proposals as rows.
enum ProposalTable {
    static func table(_ proposals: [Proposal], owners: [String: Owner], id: String, isOwn: Bool = false, _ request: WebRequest)
        -> Parts.Table
    {
        let words = request.words
        let language = LanguageTag(words.code) ?? .en
        let labels = ["when", "owner", "what", "state", "answer"].map { words["constituency.proposal.\($0)"] }
        let columns = labels.enumerated().filter { !isOwn || $0.offset != 1 }.map { Parts.Table.Column($0.element) }
        let rows = proposals.map { proposal in
            let kind: Parts.Tag.Kind? =
                switch proposal.state {
                case .open: nil
                case .accepted: .good
                case .refused: .bad
                case .withdrawn: nil
                }
            var cells = [Parts.Table.Cell(time: request.words.mark(proposal.moment, zone: request.zone))]
            if !isOwn {
                cells.append(
                    Parts.Table.Cell(owners[proposal.owner]?.name(in: language) ?? proposal.owner, href: "/owners/\(proposal.owner)"))
            }
            cells += [
                Parts.Table.Cell(proposal.lines(owners[proposal.owner], words).joined(separator: "; "), isHead: true, sub: proposal.note),
                Parts.Table.Cell(tags: [Parts.Tag(words["constituency.proposal.\(proposal.state.rawValue)"], kind)]),
                isOwn && proposal.state == .open
                    ? Parts.Table.Cell(
                        action: Parts.Action(
                            words["constituency.proposal.withdraw"], post: "/organisation/proposals/\(proposal.id)/withdraw", isPlain: true,
                            isSmall: true))
                    : Parts.Table.Cell(proposal.reason ?? ""),
            ]
            return Parts.Table.Row(cells)
        }
        return Parts.Table(
            id: id, caption: words["constituency.proposal.title"], isCaptionHidden: true, columns: columns, rows: rows,
            empty: Parts.Empty(words["constituency.proposal.noneYet"], icon: "edit"))
    }
}

extension Proposal {
    /// Every change in one line for people.
    func lines(_ owner: Owner?, _ words: Words) -> [String] {
        func contact(_ parts: ProposedChange.ContactParts) -> String {
            [words.purpose(parts.purpose), parts.name, parts.email?.description, parts.phone, parts.language].compactMap { $0 }
                .joined(separator: ", ")
        }
        func known(_ id: String) -> String {
            owner?.contacts.first { $0.id == id }.map { contact(ProposedChange.ContactParts($0)) }
                ?? words["constituency.proposal.goneContact"]
        }
        return changes.flatMap { change -> [String] in
            switch change {
            case .name(let language, let name):
                let tag = LanguageTag(language).map(words.language) ?? language
                return ["\(words.text("constituency.owner.nameIn", ["language": tag])): \(name.isEmpty ? "–" : name)"]
            case .scope(let adding, let removing): return adding.texts.map { "+ \($0)" } + removing.texts.map { "− \($0)" }
            case .newContact(let parts): return [words.text("constituency.proposal.newContact", ["contact": contact(parts)])]
            case .changedContact(let id, let parts):
                return [words.text("constituency.proposal.changedContact", ["from": known(id), "to": contact(parts)])]
            case .removedContact(let id): return [words.text("constituency.proposal.removedContact", ["contact": known(id)])]
            }
        }
    }
}
