internal import Vocabulary

/// Reads findings over all runs at once, in order of their keys.
// Not Sendable: it lives within one call.
struct FindingReader {
    private let files: [RunFile]
    private let table: FeedTable
    /// For each feed of the table the latest time it reported anything, nil where the catalogue does not say.
    private let latest: [Int64?]
    private let merge: RunMerge
    private let filter: FindingFilter
    private let wantedFeeds: Set<UInt32>?
    private let now: Int64
    private let policy: FindingPolicy
    private let decisions: [FindingID: [Decision]]

    /// - Parameters:
    ///   - latest: By feed code, when each feed last reported anything.
    ///   - start: Begins at the first id not below it.
    init(
        _ files: [RunFile], latest: [String: Int64], filter: FindingFilter = FindingFilter(), now: Int64 = .max,
        policy: FindingPolicy = FindingPolicy(), decisions: [FindingID: [Decision]] = [:], from start: UInt128 = 0
    ) throws(StoreError) {
        self.files = files
        self.filter = filter
        self.now = now
        self.policy = policy
        self.decisions = decisions
        let table = FeedTable(files)
        self.table = table
        self.latest = table.feeds.map { latest[$0.code] }
        wantedFeeds = filter.feeds.map { codes in
            Set(table.feeds.indices.filter { codes.contains(table.feeds[$0].code) }.map { UInt32($0) })
        }
        merge = try RunMerge(files, from: start)
    }

    /// Calls `body` with each finding that passes the filter, and its state; false ends it. Use once.
    func forEach(_ body: (Finding, FindingState) throws -> Bool) throws {
        var record = MergedRecord(table)
        var profiles = ProfileCache(files, filter)
        while try merge.next() {
            try record.take(merge)
            guard let payload = record.latest, profiles.typeNumber(payload, of: record.latestSource) != nil else { continue }
            guard let state = state(of: record) else { continue }
            let finding = try finding(record, profiles.texts(payload, of: record.latestSource))
            guard filter.passes(finding), filter.condition?(finding) ?? true else { continue }
            guard try body(finding, state) else { return }
        }
    }

    /// Calls `body` with each of these findings, whatever the filter says, and its state. Use once.
    /// - Parameter ids: Rising.
    func forEach(_ ids: [FindingID], _ body: (Finding, FindingState) throws -> Void) throws {
        var record = MergedRecord(table)
        var profiles = ProfileCache(files, filter)
        for id in ids {
            try merge.seek(id.bits)
            guard try merge.next(), merge.key == id.bits else { continue }
            try record.take(merge)
            guard let payload = record.latest, let state = state(of: record) else { continue }
            try body(try finding(record, profiles.texts(payload, of: record.latestSource)), state)
        }
    }

    /// Counts the findings that pass the filter, without making them. Use once.
    func totals() throws -> FindingTotals {
        var record = MergedRecord(table)
        var profiles = ProfileCache(files, filter)
        let names = FindingState.Name.allCases
        var counts: [Int] = []
        while try merge.next() {
            try record.take(merge)
            guard let payload = record.latest, let type = profiles.typeNumber(payload, of: record.latestSource) else { continue }
            guard let state = state(of: record) else { continue }
            let place = type * names.count + state.name.number
            while counts.count <= place { counts.append(0) }
            counts[place] += 1
        }
        var totals = FindingTotals()
        for (place, count) in counts.enumerated() where count > 0 {
            let name = names[place % names.count]
            totals.total += count
            totals.byState[name, default: 0] += count
            totals.byType[profiles.types[place / names.count], default: [:]][name] = count
        }
        return totals
    }

    /// The state of the record; nil where feeds, times or state are not those asked for.
    @inline(__always)
    private func state(of record: MergedRecord) -> FindingState? {
        if let wantedFeeds, !record.feeds.contains(where: { wantedFeeds.contains($0) }) { return nil }
        if let since = filter.seenSince, record.episodes[record.episodes.count - 1].last < since { return nil }
        if let since = filter.newSince, record.episodes[0].first < since { return nil }
        let mine = decisions.isEmpty ? [] : decisions[FindingID(bits: merge.key)] ?? []
        let state = record.episodes.withUnsafeBufferPointer { episodes in
            FindingState(
                episodes: episodes, interval: Int64(record.interval) * 1_000_000, watchedUntil: watchedUntil(record), decisions: mine,
                now: now,
                policy: policy)
        }
        if let states = filter.states, !states.contains(state.name) { return nil }
        return state
    }

    @inline(__always)
    private func watchedUntil(_ record: MergedRecord) -> Int64? {
        var until: Int64?
        for feed in record.feeds {
            if let time = latest[Int(feed)] { until = max(until ?? time, time) }
        }
        return until
    }

    private func finding(_ record: MergedRecord, _ profile: ProfileTexts) throws(StoreError) -> Finding {
        var finding = Finding(
            id: FindingID(bits: merge.key), type: profile[.type] ?? "", identifier: profile[.identifier], transport: profile[.transport],
            application: profile[.application], malware: profile[.malware], asn: profile.asn, country: profile[.country],
            owner: profile[.owner], vulnerabilities: profile[.vulnerabilities], severity: profile[.severity],
            feeds: record.feeds.map { table.feeds[Int($0)].code }, interval: record.interval, episodes: record.episodes,
            watchedUntil: watchedUntil(record))
        let attributes = RecordAttributes(record.attributes)
        finding.ip = attributes.ip
        finding.port = attributes.port
        finding.fqdn = attributes.fqdn
        finding.url = attributes.url
        finding.account = attributes.account
        if attributes.isShort {
            throw StoreError.damaged(
                path: files[record.latestSource].path, place: finding.id.description, reason: "its attributes cannot be read")
        }
        return finding
    }
}

/// Profiles read, and held against the filter, once per run and not once per finding.
private struct ProfileCache {
    private let files: [RunFile]
    private let filter: FindingFilter
    /// For each run and profile: 0 not looked at yet, 1 not wanted, else 2 + the number of its type.
    private var verdicts: [[UInt32]]
    private var texts: [[ProfileTexts?]]
    /// Types by number.
    private(set) var types: [String] = []
    private var numbers: [String: Int] = [:]

    init(_ files: [RunFile], _ filter: FindingFilter) {
        self.files = files
        self.filter = filter
        verdicts = files.map { [UInt32](repeating: 0, count: $0.profileCount + 1) }
        texts = files.map { [ProfileTexts?](repeating: nil, count: $0.profileCount + 1) }
    }

    /// The number of the profile's type; nil where the profile is not wanted.
    @inline(__always)
    mutating func typeNumber(_ payload: RunPayload, of source: Int) -> Int? {
        var verdict = verdicts[source][Int(payload.profileNumber)]
        if verdict == 0 { verdict = judge(payload, of: source) }
        return verdict == 1 ? nil : Int(verdict) &- 2
    }

    private mutating func judge(_ payload: RunPayload, of source: Int) -> UInt32 {
        let texts = texts(payload, of: source)
        var verdict: UInt32 = 1
        if filter.passes(texts) {
            let type = texts[.type] ?? ""
            let number = numbers[type] ?? types.count
            if number == types.count {
                types.append(type)
                numbers[type] = number
            }
            verdict = UInt32(number) + 2
        }
        // Number 0 stands for all profiles that stand in their records.
        if payload.profileNumber != 0 { verdicts[source][Int(payload.profileNumber)] = verdict }
        return verdict
    }

    mutating func texts(_ payload: RunPayload, of source: Int) -> ProfileTexts {
        let number = Int(payload.profileNumber)
        if number != 0, let known = texts[source][number] { return known }
        let read = ProfileTexts(payload.profile(in: files[source]))
        if number != 0 { texts[source][number] = read }
        return read
    }
}

extension FindingFilter {
    /// Whether a profile has what is asked for.
    fileprivate func passes(_ profile: ProfileTexts) -> Bool {
        (types?.contains(profile[.type] ?? "") ?? true) && (identifiers?.contains(profile[.identifier] ?? "") ?? true)
            && (owners?.contains(profile[.owner] ?? "") ?? true) && (countries?.contains(profile[.country] ?? "") ?? true)
            && (asns.map { asns in profile.asn.map(asns.contains) ?? false } ?? true)
    }

    /// Whether a finding has the address and port asked for.
    fileprivate func passes(_ finding: Finding) -> Bool {
        if let ports {
            guard let port = finding.port, ports.contains(port) else { return false }
        }
        if let prefixes {
            guard let ip = finding.ip, prefixes.contains(where: { $0.contains(ip) }) else { return false }
        }
        return true
    }
}
