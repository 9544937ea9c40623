internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Referrals: the list, one of them with its draft, its preview and its chain of custody.
struct ReferralPages: Sendable {
    let desk: ReferralDesk
    static let length = 50

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/referrals", .permission(.referralsRead)) { try await list($0) }
        routes.get(.desk, "/referrals/:id", .permission(.referralsRead)) { try await one($0) }
    }

    private struct ListView: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let form: Parts.Form?
        let table: Parts.Table
    }

    private func list(_ request: WebRequest) async throws -> Page {
        let words = request.words
        let before = request.query.number("before").map(Int64.init)
        let list = try await desk.house.records.read { try ReferralStore.list(before: before, limit: Self.length + 1, $0) }
        let title = words["referrals.list.title"]
        var table = Parts.Table(
            id: "referrals", caption: title,
            columns: [
                .init(words["referrals.column.number"]), .init(words["referrals.column.title"]), .init(words["referrals.column.type"]),
                .init(words["referrals.column.authority"]), .init(words["referrals.column.state"]),
                .init(words["referrals.column.created"]),
            ],
            rows: list.prefix(Self.length).map { _, referral in
                .init([
                    .init(referral.number, href: "/referrals/\(referral.id)", isRow: true, isHead: true, isMono: true),
                    .init(referral.title.isEmpty ? "–" : referral.title),
                    .init(referral.type.map { words["common.type.\($0.name)"] } ?? "–"),
                    .init(referral.authority.isEmpty ? "–" : referral.authority), .init(tags: [words.mark(referral.state)]),
                    .init(time: words.mark(referral.created, zone: request.zone)),
                ])
            }, empty: Parts.Empty(words["referrals.list.none"], text: words["referrals.list.noneText"], icon: "flag"))
        if list.count > Self.length {
            table.pager = Parts.Pager(previous: nil, next: "/referrals?before=\(list[Self.length - 1].row)")
        }
        var head = Parts.Head(title, lead: words["referrals.list.lead"])
        if request.principal?.may(.referralsWrite) == true {
            head.actions = [Parts.Action(words["referrals.list.new"], post: "/referrals", icon: "plus", isPrimary: true)]
        }
        return Page(
            "referrals/list", ListView(head: head, tabs: ReferralTabs.tabs("/referrals", words), form: nil, table: table), title: title)
    }

    private struct OneView: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let notice: String?
        let draft: Parts.Form?
        let items: Parts.Form?
        let text: Parts.Form?
        let file: Parts.Form?
        let preview: String?
        let forms: [Panel]
        let custody: Parts.Timeline
    }

    private struct Panel: Sendable {
        let title: String
        let lead: String
        let form: Parts.Form
    }

    private func one(_ request: WebRequest) async throws -> Page {
        let words = request.words
        let referral = try await desk.find(request["id"])
        let items = try await desk.items(of: referral.id)
        let steps = try await desk.house.records.read { try ReferralStore.steps(of: referral.id, $0) }
        let mayWrite = request.principal?.may(.referralsWrite) ?? false
        let forms = ReferralForms(desk: desk, referral: referral, items: items, words: words)
        let title = referral.title.isEmpty ? referral.number : referral.title
        var head = Parts.Head(title, crumbs: [.init(words["referrals.list.title"], "/referrals")])
        head.state = nil
        head.tags = [words.mark(referral.state)]
        head.tlp = words.mark(.red)
        head.actions = await actions(referral, request)
        let isDraft = referral.state == .draft
        let hasKey = await desk.maker.signer() != nil
        var panels: [Panel] = []
        if mayWrite, referral.state == .released {
            panels.append(
                Panel(title: words["referrals.receipt.title"], lead: words["referrals.receipt.lead"], form: forms.receipt))
        }
        if mayWrite, !referral.state.later.isEmpty {
            panels.append(Panel(title: words["referrals.later.title"], lead: words["referrals.later.lead"], form: forms.later))
        }
        let view = OneView(
            head: head, facts: facts(referral, request),
            notice: isDraft && mayWrite && !hasKey ? words["referrals.problem.noKey"] : nil, draft: isDraft && mayWrite ? forms.draft : nil,
            items: isDraft && mayWrite && !items.isEmpty ? forms.choice : nil, text: isDraft && mayWrite ? forms.text : nil,
            file: isDraft && mayWrite ? forms.file : nil, preview: forms.preview, forms: panels,
            custody: ReferralTabs.custody(steps, request))
        return Page("referrals/referral", view, title: title)
    }

    private func actions(_ referral: Referral, _ request: WebRequest) async -> [Parts.Action] {
        let words = request.words
        let path = "/referrals/\(referral.id)"
        var actions: [Parts.Action] = []
        let mayWrite = request.principal?.may(.referralsWrite) ?? false
        switch referral.state {
        case .draft where mayWrite:
            actions.append(
                Parts.Action(
                    words["referrals.action.seal"], post: path + "/seal", confirm: words["referrals.action.sealConfirm"], icon: "lock",
                    isPrimary: true))
            actions.append(
                Parts.Action(
                    words["referrals.action.withdraw"], post: path + "/withdraw", confirm: words["referrals.action.withdrawConfirm"]))
        case .sealed:
            if request.principal?.may(.referralsApprove) == true, request.principal?.name != referral.bundle?.person {
                actions.append(
                    Parts.Action(
                        words["referrals.action.approve"], post: path + "/approve", confirm: words["referrals.action.approveConfirm"],
                        icon: "check", isPrimary: true))
            }
            if mayWrite { actions.append(Parts.Action(words["referrals.action.unseal"], post: path + "/unseal")) }
        case .released, .handedOver, .accepted, .declined, .closed:
            if mayWrite {
                actions.append(Parts.Action(words["referrals.action.take"], post: path + "/take", icon: "download", isPrimary: true))
            }
        default: break
        }
        return actions
    }

    private func facts(_ referral: Referral, _ request: WebRequest) -> Parts.Facts {
        let words = request.words
        var facts: [Parts.Facts.Fact] = [
            .init(words["referrals.column.number"], referral.number, isMono: true),
            .init(words["referrals.column.authority"], referral.authority.isEmpty ? "–" : referral.authority),
            .init(words["referrals.column.type"], referral.type.map { words["common.type.\($0.name)"] } ?? "–"),
            .init(
                words["referrals.column.basis"],
                referral.bases.isEmpty ? "–" : referral.bases.compactMap { desk.bases[$0] }.map { words.basis($0) }.joined(separator: "; ")),
            .init(words["referrals.column.author"], referral.authorName),
        ]
        if let number = referral.caseNumber {
            facts.append(.init(words["referrals.column.case"], number))
        }
        if let bundle = referral.bundle {
            facts += [
                .init(words["referrals.column.sealed"], bundle.person, time: words.mark(bundle.moment, zone: request.zone)),
                .init(words["referrals.column.digest"], bundle.sha256, isMono: true),
                .init(words["referrals.column.signer"], bundle.signer, isMono: true),
            ]
        }
        if let approver = referral.approver { facts.append(.init(words["referrals.column.approver"], approver)) }
        return Parts.Facts(facts)
    }
}

/// What the pages have in common.
enum ReferralTabs {
    static func tabs(_ current: String, _ words: Words) -> Parts.Tabs {
        let pages = [
            ("/referrals", "referrals.list.title"), ("/law-requests", "referrals.requests.title"),
            ("/preservations", "referrals.preservations.title"),
        ]
        return Parts.Tabs(words["referrals.navigation.referrals"], pages.map { .init(words[$0.1], $0.0, isCurrent: $0.0 == current) })
    }

    static func custody(_ steps: [CustodyStep], _ request: WebRequest) -> Parts.Timeline {
        Parts.Timeline(
            steps.reversed().map { step in
                .init(
                    request.words["referrals.step.\(step.what)"], icon: "lock", time: request.words.mark(step.moment, zone: request.zone),
                    actor: step.person.isEmpty ? nil : step.person, text: step.note.isEmpty ? nil : step.note)
            })
    }
}

extension Words {
    func mark(_ state: ReferralState) -> Parts.Tag {
        let kind: Parts.Tag.Kind? =
            switch state {
            case .sealed: .warn
            case .released, .handedOver: .accent
            case .accepted: .good
            case .declined: .bad
            case .draft, .closed, .withdrawn: nil
            }
        return Parts.Tag(self["referrals.state.\(state.rawValue)"], kind)
    }

    func mark(_ state: LawRequestState) -> Parts.Tag {
        let kind: Parts.Tag.Kind? =
            switch state {
            case .received, .checked: .warn
            case .answering: .accent
            case .answered: .good
            case .refused: .bad
            }
        return Parts.Tag(self["referrals.requestState.\(state.rawValue)"], kind)
    }

    /// `Convention on Cybercrime, article 2: Illegal access`
    func basis(_ basis: LegalBasis) -> String {
        "\(basis.law(in: code)), \(text("referrals.paper.article", ["article": basis.article])): \(basis.title(in: code))"
    }
}
