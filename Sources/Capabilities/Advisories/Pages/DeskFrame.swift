internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// What the pages of one advisory at the desk have in common.
struct DeskFrame: Sendable {
    let desk: AdvisoryDesk

    /// A page of parts.
    struct View: Sendable {
        var head: Parts.Head
        var tabs: Parts.Tabs?
        var filter: Parts.Filter?
        var notes: Notes?
        var figures: Parts.Figures?
        var form: Parts.Form?
        var table: Parts.Table?
        var second: Parts.Form?
        var secondTitle: String?
    }

    struct Notes: Sendable {
        struct Line: Sendable {
            let text: String
            let link: Parts.Link?
        }
        let title: String
        let lines: [Line]
    }

    func advisory(_ request: WebRequest) async throws -> Advisory {
        guard let advisory = try await desk.find(request["id"]) else { throw WebProblem(.notFound, "advisories.problem.unknown") }
        return advisory
    }

    func head(_ advisory: Advisory, _ request: WebRequest) -> Parts.Head {
        let words = request.words
        let title = advisory.content.main.title
        var head = Parts.Head(
            title.isEmpty ? words["advisories.untitled"] : title, crumbs: [.init(words["advisories.desk.title"], "/advisories")])
        head.severity = words.mark(advisory.content.severity)
        head.tlp = words.mark(advisory.content.tlp)
        head.tags = [words.tag(advisory.state), Parts.Tag(words["advisories.kind.\(advisory.content.kind.rawValue)"])]
        if let tracking = advisory.tracking, advisory.version > 0 {
            head.tags.append(Parts.Tag(tracking, icon: "tag"))
        }
        if let embargo = advisory.content.embargo, embargo > request.now {
            head.tags.append(
                Parts.Tag(words.text("advisories.until", ["time": words.dateTime(embargo, zone: request.zone)]), .warn, icon: "clock"))
        }
        return head
    }

    func tabs(_ advisory: Advisory, _ current: String, _ request: WebRequest) -> Parts.Tabs {
        let words = request.words
        let base = "/advisories/\(advisory.id)"
        var names = ["", "/texts"]
        if advisory.content.kind == .advisory { names += ["/products", "/vulnerabilities"] }
        names += ["/rating", "/preview"]
        if desk.counts, advisory.content.kind == .advisory { names.append("/here") }
        names.append("/history")
        let counts = [
            "/products": advisory.content.products.count, "/vulnerabilities": advisory.content.vulnerabilities.count,
        ]
        return Parts.Tabs(
            words["advisories.tab.label"],
            names.map { name in
                Parts.Tabs.Tab(
                    words["advisories.tab.\(name.isEmpty ? "overview" : String(name.dropFirst()))"], base + name,
                    isCurrent: name == current,
                    count: counts[name].map(words.number))
            })
    }

    /// Whether the person may write, and it is not with somebody else now.
    func isOpen(_ advisory: Advisory, _ request: WebRequest) -> Bool {
        (request.principal?.may(.advisoriesWrite) ?? false) && (advisory.state == .draft || advisory.state == .published)
    }

    /// Runs a change and says what keeps it from being done.
    func attempt(_ request: WebRequest, back: String, _ change: () async throws -> Void) async throws -> any Answer {
        do {
            try await change()
            return Redirect(back, flash: Flash(.done, request.words["advisories.saved"]))
        } catch let refusal as AdvisoryRefusal {
            if case .unknown = refusal { throw WebProblem(.notFound, refusal.key) }
            return Redirect(back, flash: Flash(.problem, request.words[refusal.key]))
        }
    }
}

extension Words {
    func tag(_ state: AdvisoryState) -> Parts.Tag {
        let kind: Parts.Tag.Kind? =
            switch state {
            case .draft: nil
            case .review: .warn
            case .approved: .accent
            case .published: .good
            }
        return Parts.Tag(self["advisories.state.\(state.rawValue)"], kind)
    }
}
