internal import FoundationEssentials
internal import GRDB
internal import Glibc

extension EmbeddedStore {
    /// How many different findings there are, in whatever state: reads the keys alone, 16 bytes each.
    public func distinctFindingCount() throws -> Int {
        let (files, _) = try openRuns()
        if files.count == 1 { return files[0].recordCount }
        let merge = try RunMerge(files, keysOnly: true)
        var count = 0
        while try merge.next() { count += 1 }
        return count
    }

    /// Findings in the order of their ids, each with its state, merged over all runs as they are read: bounded memory, however many there
    /// are.
    /// - Parameters:
    ///   - now: Microseconds since 1970 UTC.
    ///   - body: Called for each; false ends it.
    public func findings(
        matching filter: FindingFilter = FindingFilter(), now: Int64, policy: FindingPolicy = FindingPolicy(),
        _ body: (Finding, FindingState) throws -> Bool
    ) throws {
        let (files, latest) = try openRuns()
        let reader = try FindingReader(files, latest: latest, filter: filter, now: now, policy: policy, decisions: allDecisions())
        try reader.forEach(body)
    }

    /// The finding whose id begins so: reads a block of each run.
    /// - Throws: ``StoreError/noSuchFinding(_:)``, ``StoreError/ambiguousFinding(_:matches:)``.
    public func finding(_ idPrefix: String) throws -> Finding {
        guard let range = FindingID.range(ofPrefix: idPrefix) else { throw StoreError.noSuchFinding(idPrefix) }
        let (files, latest) = try openRuns()
        var found: Finding?
        var matches = 0
        try FindingReader(files, latest: latest, from: range.lowerBound.bits).forEach { finding, _ in
            guard finding.id <= range.upperBound else { return false }
            found = finding
            matches += 1
            return matches < 1000
        }
        guard let found else { throw StoreError.noSuchFinding(idPrefix) }
        guard matches == 1 else { throw StoreError.ambiguousFinding(idPrefix, matches: matches) }
        return found
    }

    /// How many findings there are, by state and type.
    public func findingTotals(now: Int64, policy: FindingPolicy = FindingPolicy()) throws -> FindingTotals {
        try findingTotals(matching: FindingFilter(), now: now, policy: policy)
    }

    /// How many findings pass a filter, by state and type. What the filter asks of address, port and ``FindingFilter/condition`` does not
    /// count here.
    func findingTotals(matching filter: FindingFilter, now: Int64, policy: FindingPolicy) throws -> FindingTotals {
        let (files, latest) = try openRuns()
        return try FindingReader(files, latest: latest, filter: filter, now: now, policy: policy, decisions: allDecisions()).totals()
    }

    /// All runs, opened, and when each feed last reported anything.
    func openRuns() throws -> (files: [RunFile], latest: [String: Int64]) {
        var attempt = 0
        while true {
            let (paths, latest) = try reading { db in
                let rows = try Row.fetchAll(db, sql: "SELECT code, latest FROM feed WHERE latest IS NOT NULL")
                let latest = Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int64) })
                return (try String.fetchAll(db, sql: "SELECT path FROM finding_run ORDER BY id"), latest)
            }
            do {
                return (try paths.map { try RunFile(path: path + "/" + $0) }, latest)
            } catch StoreError.system(_, _, ENOENT) where attempt < 10 {
                // Another process merged runs between the list and the opening; the list is new now.
                attempt += 1
            }
        }
    }
}
