internal import Vocabulary

/// Reads findings over all runs at once, in order of their keys.
// Not Sendable: it lives within one call.
final class FindingReader {
    private let files: [RunFile]
    private let table: FeedTable
    /// For each feed of the table the latest time it reported anything, nil where the catalogue does not say.
    private let latest: [Int64?]
    private let merge: RunMerge
    private let record: MergedRecord
    private var profiles: [[DecodedProfile?]]

    /// A profile, read once per run and not once per finding.
    final class DecodedProfile {
        var texts: [String?]
        var asn: ASN?
        /// What the filter says of it.
        var passes = true
        /// Counts of findings of its type, see ``FindingReader/totals(now:policy:decisions:)``.
        var type: String { texts[RunFormat.ProfileField.type.rawValue] ?? "" }

        init(_ bytes: UnsafeRawBufferPointer, _ filter: FindingFilter) {
            var cursor = ByteCursor(bytes)
            texts = RunFormat.ProfileField.allCases.map { _ in
                let length = cursor.varint()
                return length == 0 ? nil : String(decoding: cursor.bytes(length - 1), as: UTF8.self)
            }
            asn = texts[RunFormat.ProfileField.asn.rawValue].flatMap { ASN($0) }
            passes = filter.passes(self)
        }

        subscript(_ field: RunFormat.ProfileField) -> String? { texts[field.rawValue] }
    }

    private let filter: FindingFilter
    private let wantedFeeds: Set<UInt32>?

    /// - Parameters:
    ///   - latest: By feed code, when each feed last reported anything.
    ///   - start: Begins at the first id not below it.
    init(_ files: [RunFile], latest: [String: Int64], filter: FindingFilter = FindingFilter(), from start: UInt128 = 0) throws(StoreError) {
        self.files = files
        self.filter = filter
        let table = FeedTable(files)
        self.table = table
        self.latest = table.feeds.map { latest[$0.code] }
        wantedFeeds = filter.feeds.map { codes in
            Set(table.feeds.indices.filter { codes.contains(table.feeds[$0].code) }.map { UInt32($0) })
        }
        merge = try RunMerge(files, from: start)
        record = MergedRecord(table)
        profiles = files.map { [DecodedProfile?](repeating: nil, count: $0.profileCount + 1) }
    }

    /// Calls `body` with each finding that passes the filter, and its state; false ends it.
    func forEach(
        now: Int64, policy: FindingPolicy, decisions: [FindingID: [Decision]], _ body: (Finding, FindingState) throws -> Bool
    ) throws {
        while try merge.next() {
            try record.take(merge)
            guard let (profile, state) = try accepted(now: now, policy: policy, decisions: decisions) else { continue }
            let finding = try finding(profile)
            guard filter.passes(finding), filter.condition?(finding) ?? true else { continue }
            guard try body(finding, state) else { return }
        }
    }

    /// Counts the findings that pass the filter, without making them.
    func totals(now: Int64, policy: FindingPolicy, decisions: [FindingID: [Decision]]) throws -> FindingTotals {
        var totals = FindingTotals()
        while try merge.next() {
            try record.take(merge)
            guard let (profile, state) = try accepted(now: now, policy: policy, decisions: decisions) else { continue }
            totals.total += 1
            totals.byState[state.name, default: 0] += 1
            totals.byType[profile.type, default: [:]][state.name, default: 0] += 1
        }
        return totals
    }

    /// Profile and state of the record, unless what they say is not wanted.
    private func accepted(
        now: Int64, policy: FindingPolicy, decisions: [FindingID: [Decision]]
    ) throws -> (DecodedProfile, FindingState)? {
        guard let latest = record.latest else { return nil }
        let profile = decodedProfile(latest)
        guard profile.passes else { return nil }
        if let wantedFeeds, !record.feeds.contains(where: { wantedFeeds.contains($0) }) { return nil }
        if let since = filter.seenSince, record.episodes[record.episodes.count - 1].last < since { return nil }
        if let since = filter.newSince, record.episodes[0].first < since { return nil }
        let mine = decisions.isEmpty ? [] : decisions[FindingID(bits: merge.key)] ?? []
        let state = record.episodes.withUnsafeBufferPointer { episodes in
            FindingState(
                episodes: episodes, interval: Int64(record.interval) * 1_000_000, watchedUntil: watchedUntil(), decisions: mine, now: now,
                policy: policy)
        }
        if let states = filter.states, !states.contains(state.name) { return nil }
        return (profile, state)
    }

    private func watchedUntil() -> Int64? {
        var until: Int64?
        for feed in record.feeds {
            if let time = latest[Int(feed)] { until = max(until ?? time, time) }
        }
        return until
    }

    private func decodedProfile(_ payload: RunPayload) -> DecodedProfile {
        let number = Int(payload.profileNumber)
        if number == 0 { return DecodedProfile(payload.profile, filter) }
        if let known = profiles[record.latestSource][number] { return known }
        let profile = DecodedProfile(payload.profile, filter)
        profiles[record.latestSource][number] = profile
        return profile
    }

    private func finding(_ profile: DecodedProfile) throws(StoreError) -> Finding {
        var finding = Finding(
            id: FindingID(bits: merge.key), type: profile.type, identifier: profile[.identifier], transport: profile[.transport],
            application: profile[.application], malware: profile[.malware], asn: profile.asn, country: profile[.country],
            owner: profile[.owner], vulnerabilities: profile[.vulnerabilities], severity: profile[.severity],
            feeds: record.feeds.map { table.feeds[Int($0)].code }, interval: record.interval, episodes: record.episodes,
            watchedUntil: watchedUntil())
        var cursor = ByteCursor(record.attributes)
        let flags = cursor.byte()
        if flags & RunFormat.Flag.ipv4 != 0 { finding.ip = IPAddress(ipv4: cursor.fixed()) }
        if flags & RunFormat.Flag.ipv6 != 0 {
            let high: UInt64 = cursor.fixed()
            finding.ip = IPAddress(high: high, low: cursor.fixed())
        }
        if flags & RunFormat.Flag.port != 0 { finding.port = cursor.fixed() }
        if flags & RunFormat.Flag.fqdn != 0 { finding.fqdn = cursor.text() }
        if flags & RunFormat.Flag.url != 0 { finding.url = cursor.text() }
        if flags & RunFormat.Flag.account != 0 { finding.account = cursor.text() }
        if cursor.isShort {
            throw StoreError.damaged(
                path: files[record.latestSource].path, place: finding.id.description, reason: "its attributes cannot be read")
        }
        return finding
    }
}

extension FindingFilter {
    /// Whether a profile has what is asked for.
    fileprivate func passes(_ profile: FindingReader.DecodedProfile) -> Bool {
        (types?.contains(profile.type) ?? true) && (identifiers?.contains(profile[.identifier] ?? "") ?? true)
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
