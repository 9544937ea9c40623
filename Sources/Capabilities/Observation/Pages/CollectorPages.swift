internal import Centre
internal import EventStore
internal import Events
internal import Foundation
internal import HTTPTypes
internal import Vocabulary

/// Addresses of collectors on the desk, and where a person gives a report by hand.
struct CollectorPages: Sendable {
    let house: House
    let shelf: FeedShelf
    let store: CollectorStore
    let jobs: CollectorJobs
    let intake: any EventIntake

    /// Bytes of files given by hand at once; larger ones go through a folder.
    static let uploadLimit = 256 << 20

    func routes(_ routes: inout Routes) {
        let mayCollect = Access.permission(.observationCollect)
        routes.get(.desk, "/collect", .permission(.observationRead)) { request in
            Page("observation/collect", try await list(request), title: request.words["observation.collect.title"])
        }
        routes.post(.desk, "/collect/upload", mayCollect, body: .upload(limit: Self.uploadLimit)) { request in try await upload(request) }
        routes.get(.desk, "/collect/new/:kind", mayCollect) { request in
            guard let kind = Collector.Kind(rawValue: request["kind"]) else { throw WebProblem.notFound }
            return page(request, fresh(kind), isNew: true, hasSecret: false, errors: [:])
        }
        routes.post(.desk, "/collect/new/:kind", mayCollect) { request in
            guard let kind = Collector.Kind(rawValue: request["kind"]) else { throw WebProblem.notFound }
            return try await save(request, fresh(kind), isNew: true)
        }
        routes.get(.desk, "/collect/:id", .permission(.observationRead)) { request in
            Page("observation/collector", try await detail(request), title: request.words["observation.collect.title"])
        }
        routes.get(.desk, "/collect/:id/edit", mayCollect) { request in
            let collector = try await collector(request)
            return page(request, collector, isNew: false, hasSecret: try await hasSecret(collector), errors: [:])
        }
        routes.post(.desk, "/collect/:id/edit", mayCollect) { request in try await save(request, try await collector(request), isNew: false)
        }
        routes.post(.desk, "/collect/:id/run", mayCollect) { request in
            let collector = try await collector(request)
            try await jobs.queue(collector.id)
            return Redirect("/collect/\(collector.id)", flash: Flash(.done, request.words["observation.collect.queued"]))
        }
        routes.post(.desk, "/collect/:id/remove", mayCollect) { request in
            let collector = try await collector(request)
            try await store.remove(collector.id)
            try await house.secrets.remove(collector.secret)
            return Redirect("/collect", flash: Flash(.done, request.words.text("observation.collect.removed", ["name": collector.name])))
        }
    }

    private func fresh(_ kind: Collector.Kind) -> Collector {
        let schedule =
            switch kind {
            case .folder: "*/5 * * * *"
            case .https: "10 * * * *"
            case .shadowserver: "30 5,9,13 * * *"
            case .mailbox: "*/10 * * * *"
            }
        return Collector(
            id: Token.random(bytes: 9).lowercasedID, name: "", kind: kind, settings: .init(), schedule: schedule, isEnabled: true)
    }

    private func collector(_ request: WebRequest) async throws -> Collector {
        guard let collector = try await store.collector(request["id"]) else { throw WebProblem.notFound }
        return collector
    }

    private func hasSecret(_ collector: Collector) async throws -> Bool { try await house.secrets.names().contains(collector.secret) }

    // MARK: The form

    private func page(_ request: WebRequest, _ collector: Collector, isNew: Bool, hasSecret: Bool, errors: [String: String]) -> Page {
        let words = request.words
        let form = CollectorForm(words: words, zone: house.zone, feeds: [])
        let address = isNew ? "/collect/new/\(collector.kind.rawValue)" : "/collect/\(collector.id)/edit"
        return Page(
            "observation/collector-form",
            CollectorFormView(
                head: Parts.Head(
                    isNew ? words["observation.collect.new.\(collector.kind.rawValue)"] : collector.name,
                    lead: words["observation.collect.about.\(collector.kind.rawValue)"],
                    crumbs: [.init(words["observation.collect.title"], "/collect")]),
                form: Parts.Form(
                    address, fields: form.fields(collector, errors: errors, hasSecret: hasSecret), submit: words["common.action.save"],
                    cancel: isNew ? "/collect" : "/collect/\(collector.id)")),
            title: words["observation.collect.title"], status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func save(_ request: WebRequest, _ old: Collector, isNew: Bool) async throws -> any Answer {
        let hasSecret = isNew ? false : try await hasSecret(old)
        let feeds = Set(try shelf.summaries().map(\.code))
        let form = CollectorForm(words: request.words, zone: house.zone, feeds: feeds)
        let read = form.read(request.form, into: old, hasSecret: hasSecret)
        guard let collector = read.collector else {
            var shown = old
            shown.name = request.form.text("name")
            shown.feed = request.form["feed"]
            shown.schedule = request.form.text("schedule")
            shown.settings.place = request.form.text("place")
            shown.settings.name = request.form.text("user")
            shown.settings.reports = request.form.text("reports")
            shown.settings.mailbox = request.form["mailbox"]
            shown.settings.senders = request.form["senders"]
            shown.settings.startsPlain = request.form["encryption"] == "starttls"
            shown.settings.credential = request.form["credential"].flatMap { .init(rawValue: $0) } ?? old.settings.credential
            return page(request, shown, isNew: isNew, hasSecret: hasSecret, errors: read.errors)
        }
        if collector.kind == .folder {
            try FileManager.default.createDirectory(
                atPath: jobs.incoming + "/" + collector.settings.place, withIntermediateDirectories: true)
        }
        let secret = request.form.text("secret")
        if !secret.isEmpty { try await house.secrets.set(collector.secret, to: Array(secret.utf8)) }
        try await store.save(collector, by: try request.asker().name, at: request.now)
        return Redirect("/collect/\(collector.id)", flash: Flash(.done, request.words["observation.collect.saved"]))
    }

    // MARK: Files given by hand

    private func upload(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        guard !request.files.isEmpty else { return Redirect("/collect", flash: Flash(.problem, words["observation.collect.noFile"])) }
        let feed = request.form["feed"]
        if let feed, try !shelf.summaries().contains(where: { $0.code == feed }) {
            return Redirect("/collect", flash: Flash(.problem, words["observation.collector.noSuchFeed"]))
        }
        let limits = UnpackLimits(maximumBytes: 8 << 30)
        var paths: [String] = []
        defer { for path in paths { NamedFile.remove(path) } }
        var sources: [IngestSource] = []
        for file in request.files {
            let path = try NamedFile.make(of: file.path, called: file.name, in: house.data + "/collected")
            paths.append(path)
            sources.append(IngestSource(name: file.name, byteCount: Int64(file.size)) { try ByteSource.members(of: path, limits: limits) })
        }
        var collection = Collection(
            collector: nil, way: .upload, by: try request.asker().name, feeds: [], started: house.clock(), ended: house.clock(),
            result: .done, text: "")
        collection.take(try await intake.take(sources, feed: feed))
        collection.ended = house.clock()
        try await store.enter(collection)
        let kind: Flash.Kind = collection.result == .failed ? .problem : .done
        return Redirect("/collect", flash: Flash(kind, words.said(collection)))
    }

    // MARK: Lists

    private func list(_ request: WebRequest) async throws -> CollectView {
        let maker = CollectorTables(words: request.words, zone: request.zone)
        let latest = try await store.latest()
        let mayCollect = request.principal?.may(.observationCollect) == true
        var head = Parts.Head(request.words["observation.collect.title"], lead: request.words["observation.collect.lead"])
        if mayCollect {
            head.actions = Collector.Kind.allCases.map {
                .init(request.words["observation.collect.new.\($0.rawValue)"], href: "/collect/new/\($0.rawValue)", icon: "plus")
            }
        }
        var feed = Parts.Field(
            "feed", request.words["observation.collector.feed"], hint: request.words["observation.collector.feedHint"])
        feed.isMono = true
        var file = Parts.Field("file", request.words["observation.collect.file"], .file, isRequired: true)
        file.isMultiple = true
        var upload = Parts.Form(
            "/collect/upload", fields: [file, feed], submit: request.words["common.action.upload"])
        upload.isMultipart = true
        return CollectView(
            head: head, table: maker.collectors(try await store.collectors(), latest), upload: mayCollect ? upload : nil,
            log: maker.log(try await store.collections(), isForAll: true))
    }

    private func detail(_ request: WebRequest) async throws -> CollectorView {
        let collector = try await collector(request)
        let maker = CollectorTables(words: request.words, zone: request.zone)
        let mayCollect = request.principal?.may(.observationCollect) == true
        return CollectorView(
            head: maker.head(collector, mayCollect: mayCollect),
            facts: maker.facts(collector, hasSecret: try await hasSecret(collector), house: house, now: request.now),
            log: maker.log(try await store.collections(of: collector.id), isForAll: false))
    }
}

struct CollectView: Sendable {
    let head: Parts.Head
    let table: Parts.Table
    let upload: Parts.Form?
    let log: Parts.Table
}

struct CollectorView: Sendable {
    let head: Parts.Head
    let facts: Parts.Facts
    let log: Parts.Table
}

struct CollectorFormView: Sendable {
    let head: Parts.Head
    let form: Parts.Form
}

extension String {
    /// As secrets may be named: small letters and digits.
    fileprivate var lowercasedID: String {
        String(lowercased().unicodeScalars.filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) }.map(Character.init))
    }
}
