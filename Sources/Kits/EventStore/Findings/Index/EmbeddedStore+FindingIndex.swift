internal import FoundationEssentials
internal import GRDB

extension EmbeddedStore {
    /// What the store says of its findings now: a few small questions to the catalogue.
    public func findingMark() throws -> FindingMark {
        try reading { db in
            let latest = try Row.fetchAll(db, sql: "SELECT code, latest FROM feed WHERE latest IS NOT NULL")
            return FindingMark(
                runs: try Set(String.fetchAll(db, sql: "SELECT path FROM finding_run")),
                latest: Dictionary(uniqueKeysWithValues: latest.map { ($0[0] as String, $0[1] as Int64) }),
                decision: try Int64.fetchOne(db, sql: "SELECT ifnull(max(id), 0) FROM decision") ?? 0)
        }
    }

    /// All findings in memory, brought up to date from an older index where there is one: then only the findings that the new runs
    /// speak of are read, unless they are many.
    public func findingIndex(from old: FindingIndex? = nil, policy: FindingPolicy = FindingPolicy()) throws -> FindingIndex {
        let (old, mark) = (old?.policy == policy ? old : nil, try findingMark())
        if let old, old.mark == mark { return old }
        let decisions = old?.mark.decision == mark.decision ? old?.decisions : nil
        let rows = old?.mark.runs == mark.runs ? old?.rows : nil
        // What was read may be of a later moment than the mark; then the next mark differs, and the same runs are read once more.
        return FindingIndex(
            try rows ?? indexRows(from: old, policy), mark: mark, policy: policy, decisions: try decisions ?? allDecisions())
    }

    /// The index with newer decisions and times of feeds, but no new events: reads no run.
    public func refreshedDecisions(of index: FindingIndex) throws -> FindingIndex {
        var mark = try findingMark()
        mark.runs = index.mark.runs
        return mark == index.mark
            ? index : FindingIndex(index.rows, mark: mark, policy: index.policy, decisions: try allDecisions())
    }

    /// The findings with these ids, in the order of the ids, each with its state. Those that are not there are left out.
    /// - Parameter now: Microseconds since 1970 UTC.
    public func findings(
        withIDs ids: [FindingID], now: Int64, policy: FindingPolicy = FindingPolicy()
    ) throws -> [(finding: Finding, state: FindingState)] {
        if ids.isEmpty { return [] }
        let (files, latest) = try openRuns()
        var found: [(finding: Finding, state: FindingState)] = []
        try FindingReader(files, latest: latest, now: now, policy: policy, decisions: allDecisions()).forEach(ids.sorted()) {
            found.append(($0, $1))
        }
        return found
    }

    private func indexRows(from old: FindingIndex?, _ policy: FindingPolicy) throws -> IndexRows {
        let (files, _) = try openRuns()
        let folder = path + "/"
        let new = files.filter { file in old.map { !$0.mark.runs.contains(String(file.path.dropFirst(folder.count))) } ?? true }
        let touched = new.reduce(0) { $0 + $1.recordCount }
        let all = files.reduce(0) { $0 + $1.recordCount }
        var builder = IndexBuilder(files, policy: policy, room: min(all, (old?.count ?? all) + touched))
        let intervals = builder.intervals
        // Looking findings up one by one costs several times what reading them in order does. And where a feed's interval
        // changed, episodes are joined otherwise.
        if let old, touched <= all / 8, old.rows.intervals.allSatisfy({ intervals[$0.key] == $0.value }) {
            try update(&builder, from: old.rows, files, new)
        } else {
            let merge = try RunMerge(files)
            var record = MergedRecord(builder.feedTable)
            while try merge.next() {
                try record.take(merge)
                builder.append(record, key: merge.key)
            }
        }
        return IndexRows(builder, intervals: intervals)
    }

    private func update(_ builder: inout IndexBuilder, from old: IndexRows, _ files: [RunFile], _ new: [RunFile]) throws {
        builder.takeTables(of: old)
        let keys = try RunMerge(new, keysOnly: true)
        let merge = try RunMerge(files)
        var record = MergedRecord(builder.feedTable)
        var taken = 0
        while try keys.next() {
            let key = keys.key
            let place = old.place(of: FindingID(bits: key))
            builder.append(taken..<place, of: old)
            taken = place < old.rows.count && old.rows[place].id.bits == key ? place + 1 : place
            try merge.seek(key)
            guard try merge.next(), merge.key == key else { continue }
            try record.take(merge)
            builder.append(record, key: key)
        }
        builder.append(taken..<old.rows.count, of: old)
    }
}
