internal import Centre
internal import GRDB
internal import Logging
internal import Vocabulary

/// Gathers from sources on schedule, and makes drafts of what editors take up.
struct SourceDesk: Sendable {
    let house: House
    let hosts: (any AffectedHosts)?
    let fetch: @Sendable (_ address: String, _ tag: String?, _ modified: String?) async throws -> SourceAnswer

    /// A source that has had nothing new for so long is silent; kinds that are one list have news seldom.
    static func patience(_ kind: Source.Kind) -> Duration {
        switch kind {
        case .feed, .epss: .seconds(7 * 86_400)
        case .csaf, .cve, .kev: .seconds(30 * 86_400)
        }
    }

    enum Trouble: Sendable, Hashable { case failing(String), silent(since: Instant?), never }

    /// What is wrong with a source.
    static func trouble(_ source: Source, now: Instant) -> Trouble? {
        guard source.isActive else { return nil }
        if source.failures > 0 { return .failing(source.problem) }
        guard source.tried != nil else { return .never }
        let fresh = source.fresh ?? source.good
        if let fresh, fresh > now - patience(source.kind) { return source.problem.isEmpty ? nil : .failing(source.problem) }
        return .silent(since: source.fresh)
    }

    /// Every quarter of an hour: each source in turn; one that fails does not keep the others from being read.
    var gathering: JobKind {
        JobKind(name: "advisories.gather", schedule: JobSchedule("*/15 * * * *"), lease: .seconds(600)) { context in
            var (fresh, failed) = (0, 0)
            for source in try await house.records.read({ try SourceStore.sources($0) }) where source.isActive {
                if context.isStopping { return .again(at: context.clock(), "\(fresh) new items") }
                do { fresh += try await gather(source) } catch { failed += 1 }
            }
            try await count()
            return .done("\(fresh) new items, \(failed) sources failed")
        }
    }

    /// Reads one source; gives the number of new items.
    func gather(_ source: Source) async throws -> Int {
        do {
            let answer = try await fetch(source.address, source.tag, source.modified)
            let now = house.clock()
            guard answer.status != 304 else {
                return try await house.records.write {
                    try SourceStore.took(SourceReading(), from: source, tag: source.tag, modified: source.modified, at: now, $0)
                }
            }
            let fetch = fetch
            let reader = SourceReader { try await fetch($0, nil, nil).bytes }
            let reading = try await reader.read(answer.bytes, of: source.kind, since: source.fresh)
            return try await house.records.write {
                try SourceStore.took(reading, from: source, tag: answer.tag, modified: answer.modified, at: now, $0)
            }
        } catch {
            let (now, text) = (house.clock(), "\(error)")
            try await house.records.write { try SourceStore.failed(source.id, text, at: now, $0) }
            throw error
        }
    }

    /// Counts the machines that the newest clusters concern.
    func count() async throws {
        guard let hosts else { return }
        let now = house.clock()
        let due = try await house.records.read { try SourceStore.uncounted(since: now - .seconds(6 * 3_600), limit: 30, $0) }
        for cluster in due {
            guard let answer = try? await hosts.affected(AffectedQuestion(cves: cluster.cves, since: now - .seconds(30 * 86_400))) else {
                continue
            }
            try await house.records.write {
                try SourceStore.counted(cluster: cluster.id, hosts: answer.hosts, path: answer.path, at: now, $0)
            }
        }
    }

    /// What is known of a cluster, as a draft with its fields filled: the writer's own words are still to come.
    func draft(of cluster: Cluster, language: String) async throws -> AdvisoryContent {
        let (items, exploited) = try await house.records.read { database in
            (
                try SourceStore.items(of: cluster.id, database),
                try cluster.cves.filter { try SourceStore.isExploited($0, database) }
            )
        }
        var content = AdvisoryContent(kind: .advisory, language: language)
        var texts = AdvisoryTexts(title: cluster.title)
        texts.detail = items.prefix(5).map { "\($0.source): \($0.item.summary.prefix(1_500))" }.joined(separator: "\n\n")
        content.texts[language] = texts
        content.vulnerabilities = cluster.cves.prefix(20).map { cve in
            DescribedVulnerability(id: Token.random(bytes: 6), cve: cve, isExploited: exploited.contains(cve))
        }
        var seen: Set<String> = []
        content.references = items.compactMap { item, source in
            guard let url = item.url, seen.insert(url).inserted else { return nil }
            return AdvisoryContent.Reference(url: url, summary: source.oneLine)
        }
        content.severity = !exploited.isEmpty ? .critical : (cluster.probability ?? 0) > 0.5 ? .high : .medium
        return content
    }
}
