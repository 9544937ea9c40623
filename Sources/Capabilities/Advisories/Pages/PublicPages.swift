internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Advisories and warnings on the public face, and, with what is marked higher, in the portal.
struct PublicPages: Sendable {
    let house: House
    let desk: AdvisoryDesk
    let press: Press
    let papers: AdvisoryPapers

    private static let page = 20
    /// Seconds a public page is kept: a rush costs nothing, and what was withdrawn is gone soon.
    static let kept = 30

    func routes(_ routes: inout Routes) {
        for (face, access) in [(Face.public, Access.anyone), (.portal, .owner)] {
            let seconds = face == .public ? Self.kept : nil
            routes.get(face, "/advisories", access, keptFor: seconds) { try await list($0, isForEveryone: false) }
            routes.get(face, "/advisories/:tracking", access, keptFor: seconds) { try await expert($0) }
            routes.get(face, "/advisories/:tracking/advisory.pdf", access) { request in
                let release = try await release(request)
                let bytes = try papers.pdf(release, words: request.words, zone: request.zone)
                return Content(bytes, type: "application/pdf", fileName: "\(release.tracking).pdf")
            }
        }
        routes.get(.public, "/warnings", .anyone, keptFor: Self.kept) { try await list($0, isForEveryone: true) }
        routes.get(.public, "/warnings/:tracking", .anyone, keptFor: Self.kept) { try await citizen($0) }
    }

    /// What a face may show: on the public one what is for everyone, in the portal what clients may read.
    static func ceiling(_ face: Face) -> TLP { face == .public ? .clear : .amber }

    // MARK: - Lists

    struct ListView: Sendable {
        let head: Parts.Head
        let filter: Parts.Filter
        let table: Parts.Table
        let feeds: [Parts.Link]
    }

    private func list(_ request: WebRequest, isForEveryone: Bool) async throws -> any Answer {
        let words = request.words
        var question = ReleaseStore.Question(ceiling: Self.ceiling(request.face), isForEveryone: isForEveryone, limit: Self.page + 1)
        question.words = String((request.query["q"] ?? "").prefix(200))
        question.sector = request.query["sector"].flatMap { Sectors.all.contains($0) ? $0 : nil }
        question.minimum = request.query["severity"].flatMap { Severity($0) }
        if !isForEveryone { question.kind = .advisory }
        if let parts = request.query["before"]?.split(separator: "."), parts.count == 2, let time = Int64(parts[0]),
            let number = Int64(parts[1])
        {
            question.before = (Instant(microseconds: time), number)
        }
        let asked = question
        let releases = try await house.records.read { try ReleaseStore.latest(asked, $0) }
        let name = isForEveryone ? "warnings" : "advisories"
        let title = words["advisories.public.\(name)"]
        var table = Parts.Table(
            id: name, caption: title,
            columns: [
                .init(words["advisories.column.title"]), .init(words["advisories.column.severity"]),
                .init(words["advisories.public.updated"]),
            ], rows: releases.prefix(Self.page).map { Self.row($0, name, request) },
            empty: question.words.isEmpty && question.sector == nil && question.minimum == nil
                ? Parts.Empty(words["advisories.public.\(name)Empty"], text: words["advisories.public.emptyText"], icon: "advisory")
                : Parts.Empty(words["advisories.public.notFound"], text: words["advisories.public.notFoundText"], icon: "search"))
        if releases.count > Self.page, let last = releases.prefix(Self.page).last {
            let next = request.query.query(replacing: ["before": "\(last.moment.microseconds).\(last.number)"])
            table.pager = Parts.Pager(previous: nil, next: "/\(name)" + next)
        }
        var filter = Parts.Filter(
            search: .init(name: "q", label: words["advisories.public.search"], value: question.words),
            fields: [
                Parts.Field(
                    "sector", words["advisories.field.sectors"],
                    options: [("", words["advisories.allSectors"])] + Sectors.all.map { ($0, words.sector($0)) },
                    selected: [question.sector ?? ""]),
                Parts.Field(
                    "severity", words["advisories.public.atLeast"],
                    options: [("", words["common.word.all"])]
                        + [Severity.critical, .high, .medium].map { ($0.name, words["common.severity.\($0.name)"]) },
                    selected: [question.minimum?.name ?? ""]),
            ])
        filter.action = "/\(name)"
        var head = Parts.Head(title, lead: words["advisories.public.\(name)Lead"])
        if request.face == .public {
            head.actions = [Parts.Action(words["advisories.public.subscribe"], href: "/subscribe", icon: "bell")]
        }
        let sector = question.sector ?? "all"
        let feeds =
            request.face == .public
            ? ["atom", "rss", "json"].map {
                Parts.Link($0 == "json" ? "JSON Feed" : $0 == "rss" ? "RSS" : "Atom", "/feeds/\(words.code)/\(sector)/\(name).\($0)")
            }
            : []
        return Page("advisories/public-list", ListView(head: head, filter: filter, table: table, feeds: feeds), title: title)
    }

    static func row(_ release: Release, _ name: String, _ request: WebRequest) -> Parts.Table.Row {
        let words = request.words
        let content = release.content
        var tags: [Parts.Tag] = []
        if content.withdrawn != nil { tags.append(Parts.Tag(words["advisories.public.withdrawn"], .warn)) }
        if content.isExploited { tags.append(Parts.Tag(words["advisories.exploited"], .bad)) }
        let sub = name == "warnings" ? nil : ([release.tracking] + content.cves.prefix(4)).joined(separator: " · ")
        return Parts.Table.Row([
            .init(
                content.texts(for: words.code).texts.title, href: "/\(name)/\(release.tracking)", isRow: true, isHead: true, sub: sub,
                tags: tags),
            .init(severity: words.mark(content.severity)), .init(time: words.mark(release.moment, zone: request.zone)),
        ])
    }

    // MARK: - One

    private func release(_ request: WebRequest) async throws -> Release {
        let (tracking, ceiling) = (request["tracking"], Self.ceiling(request.face))
        guard let release = try await house.records.read({ try ReleaseStore.find(tracking, ceiling: ceiling, $0) }) else {
            throw WebProblem.notFound
        }
        return release
    }

    struct ExpertView: Sendable {
        let head: Parts.Head
        let expert: ExpertReading
        let feed: String
    }

    private func expert(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let release = try await release(request)
        guard release.content.kind == .advisory else {
            guard request.face == .public else { throw WebProblem.notFound }
            return Redirect("/warnings/\(release.tracking)")
        }
        let ceiling = Self.ceiling(request.face)
        let versions = try await house.records.read { try ReleaseStore.versions(of: release.tracking, ceiling: ceiling, $0) }
        var files: [Parts.Link] = []
        if release.hasDocument, request.face == .public {
            let path = "/.well-known/csaf/" + desk.document.path(release.tracking, release.content.tlp, release.first)
            files = [Parts.Link("CSAF 2.0 (JSON)", path), Parts.Link("SHA-256", path + ".sha256"), Parts.Link("SHA-512", path + ".sha512")]
            if await press.isSigned { files.append(Parts.Link("OpenPGP", path + ".asc")) }
        }
        files.insert(Parts.Link("PDF", "/advisories/\(release.tracking)/advisory.pdf"), at: 0)
        if request.face == .public, release.content.speaksToEveryone {
            files.insert(Parts.Link(words["advisories.public.plain"], "/warnings/\(release.tracking)"), at: 0)
        }
        let title = release.content.texts(for: words.code).texts.title
        var head = Parts.Head(title, crumbs: [.init(words["advisories.public.advisories"], "/advisories")])
        head.severity = words.mark(release.content.severity)
        head.tlp = words.mark(release.content.tlp)
        let expert = ExpertReading(
            release.content, tracking: release.tracking, first: release.first, moment: release.moment, versions: versions, files: files,
            words: words, zone: request.zone)
        return Page(
            "advisories/expert", ExpertView(head: head, expert: expert, feed: "/feeds/\(words.code)/all/advisories.atom"), title: title)
    }

    struct CitizenView: Sendable {
        let head: Parts.Head
        let citizen: CitizenReading
        let expert: Parts.Link?
        let card: String
    }

    private func citizen(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let release = try await release(request)
        guard let reading = CitizenReading(release.content, moment: release.moment, words: words, zone: request.zone) else {
            throw WebProblem.notFound
        }
        let title = release.content.texts(for: words.code).texts.title
        var head = Parts.Head(title, crumbs: [.init(words["advisories.public.warnings"], "/warnings")])
        head.severity = words.mark(release.content.severity)
        let expert =
            release.content.kind == .advisory
            ? Parts.Link(words["advisories.public.forExperts"], "/advisories/\(release.tracking)") : nil
        return Page(
            "advisories/warning",
            CitizenView(head: head, citizen: reading, expert: expert, card: "/warnings/\(release.tracking)/card.svg"), title: title)
    }
}
