public import Events
internal import Parquet

/// The events that a query asks for, batch by batch.
extension QueryRun {
    /// Calls `body` with the events in order, a batch at a time; it returns false to end.
    ///
    /// Without an order in the query they come segment by segment, the same each time. Batches have the columns that the query selects, all
    /// of them where it selects none.
    /// - Returns: How many events were given.
    /// - Throws: ``QueryRefusal/tooManyToSort(limit:)``, ``QueryRefusal/changedMeanwhile``, `ParquetError`, and what `body` throws.
    @discardableResult
    public func events(_ body: (EventBatch) throws -> Bool) async throws -> Int {
        guard !query.isGrouped else { throw QueryRefusal.misuse("a query with groups gives no events") }
        return try await retrying { run in
            var hasGiven = false
            func give(_ batch: EventBatch) throws -> Bool {
                hasGiven = true
                return try body(batch)
            }
            do {
                return query.order.isEmpty ? try await run.unordered(give) : try await run.ordered(give)
            } catch is SegmentReplaced where hasGiven {
                throw QueryRefusal.changedMeanwhile
            }
        }
    }

    /// The columns that the events have, in the order of their names, each with what its values are; selected ones as selected.
    public var columns: [(key: FieldKey, kind: ValueKind)] {
        var kinds: [FieldKey: ValueKind] = [:]
        var seen: Set<[SegmentColumn]> = []
        for segment in plan.segments where seen.insert(segment.columns).inserted {
            for column in segment.columns {
                guard let key = FieldKey(name: column.name) else { continue }
                let kind = column.type.kind(of: key)
                kinds[key] = kinds[key].map { $0 == kind ? kind : .text } ?? kind
            }
        }
        let selected = query.selection.compactMap { if case .field(let field) = $0 { field.key } else { nil } }
        if !selected.isEmpty { return selected.map { ($0, kinds[$0] ?? $0.kind) } }
        return kinds.map { (key: $0.key, kind: $0.value) }.sorted { $0.key.name < $1.key.name }
    }

    private var wanted: Set<FieldKey>? {
        let selected = query.selection.compactMap { if case .field(let field) = $0 { field.key } else { nil } }
        return selected.isEmpty ? nil : Set(selected)
    }

    private func unordered(_ body: (EventBatch) throws -> Bool) async throws -> Int {
        var given = 0
        var isWanted = true
        let spaces = ScanSpacePool()
        try await withThrowingTaskGroup(of: (Int, [EventBatch]).self) { group in
            // A few segments are read ahead; what is finished early waits for its turn.
            var waiting: [Int: [EventBatch]] = [:]
            var started = 0
            var turn = 0
            func start() {
                guard started < plan.segments.count else { return }
                let segment = started
                started += 1
                group.addTask { (segment, try spaces.withSpace { try self.matches(in: segment, $0) }) }
            }
            for _ in 0..<limits.workers + 1 { start() }
            while isWanted, turn < plan.segments.count, let (segment, batches) = try await group.next() {
                waiting[segment] = batches
                while isWanted, let batches = waiting.removeValue(forKey: turn) {
                    turn += 1
                    start()
                    for batch in batches where isWanted {
                        let room = (query.limit ?? .max) - given
                        if batch.rowCount > room { batch.filter((0..<batch.rowCount).map { $0 < room }) }
                        given += batch.rowCount
                        isWanted = try body(batch) && given < query.limit ?? .max
                    }
                }
            }
            group.cancelAll()
        }
        return given
    }

    /// The matching events of a segment, a batch for each row group that has any.
    private func matches(in segment: Int, _ space: ScanSpace) throws -> [EventBatch] {
        try Task.checkCancellation()
        let file = try file(segment)
        var batches: [EventBatch] = []
        for rowGroup in file.rowGroups.indices {
            space.reset()
            let scan = RowGroupScan(file, rowGroup: rowGroup, space: space)
            try prepare(scan)
            let selection = try scan.select(plan.filter.root)
            let count = selection.count(of: scan.rowCount)
            if count == 0 { continue }
            let rows = space.room(scan.rowCount, of: UInt32.self)
            _ = selection.rows(of: scan.rowCount, into: rows)
            let places = space.room(count, of: UInt32.self)
            for index in 0..<count { places[index] = UInt32(index) }
            // Of the other columns only the pages with matching rows are read.
            let first = rows[0]
            let found = RowGroupScan(file, rowGroup: rowGroup, space: space)
            found.narrow(to: scan.window.lowerBound + Int(first)..<scan.window.lowerBound + Int(rows[count - 1]) + 1)
            for index in 0..<count { rows[index] -= first }
            let assembler = BatchAssembler(rowCount: count, wanted: wanted)
            try assembler.take(UnsafeBufferPointer(rebasing: rows[..<count]), to: UnsafeBufferPointer(places), from: found)
            batches.append(assembler.batch())
        }
        return batches
    }

    private func ordered(_ body: (EventBatch) throws -> Bool) async throws -> Int {
        let wanted = query.limit ?? limits.sortedEvents + 1
        let ranking = try await rank(wanted)
        if query.limit == nil, ranking.places.count > limits.sortedEvents { throw QueryRefusal.tooManyToSort(limit: limits.sortedEvents) }
        let size = 65_536
        for start in stride(from: 0, to: ranking.places.count, by: size) {
            let places = ranking.places[start..<min(start + size, ranking.places.count)]
            if try !body(try assemble(Array(places))) { return start + places.count }
        }
        return ranking.places.count
    }

    private func rank(_ wanted: Int) async throws -> EventRanking {
        // What comes first in the order is looked at first: it often makes the rest unnecessary.
        let byTime = query.order[0].item == .field(QueryVocabulary.events.time)
        let falling = query.order[0].isDescending
        let sequence = plan.segments.indices.sorted { one, other in
            guard byTime else { return one < other }
            let (left, right) = (plan.segments[one].time, plan.segments[other].time)
            let (start, end) = (
                left.map { falling ? -$0.upperBound : $0.lowerBound }, right.map { falling ? -$0.upperBound : $0.lowerBound }
            )
            return (start ?? .min, one) < (end ?? .min, other)
        }
        let next = SharedCounter()
        let result = EventRanking(query.order, wanted: wanted)
        try await withThrowingTaskGroup(of: EventRanking.self) { group in
            for _ in 1..<max(2, limits.workers) where limits.workers > 1 {
                group.addTask { try self.rank(into: EventRanking(self.query.order, wanted: wanted), sequence, byTime, next) }
            }
            _ = try rank(into: result, sequence, byTime, next)
            for try await part in group { result.absorb(part) }
        }
        result.trim()
        return result
    }

    private func rank(into ranking: EventRanking, _ sequence: [Int], _ byTime: Bool, _ next: SharedCounter) throws -> EventRanking {
        let space = ScanSpace()
        while let turn = next.next(below: sequence.count) {
            try Task.checkCancellation()
            let segment = sequence[turn]
            if byTime, !plan.segments[segment].hasUntimedRows, let time = plan.segments[segment].time, !ranking.mayMatter(time) { continue }
            let file = try file(segment)
            for rowGroup in file.rowGroups.indices {
                space.reset()
                let scan = RowGroupScan(file, rowGroup: rowGroup, space: space)
                try prepare(scan)
                let selection = try scan.select(plan.filter.root)
                let room = space.room(scan.rowCount, of: UInt32.self)
                let count = selection.rows(of: scan.rowCount, into: room)
                if count == 0 { continue }
                try ranking.take(UnsafeBufferPointer(rebasing: room[..<count]), from: scan, segment: segment, rowGroup: rowGroup)
            }
            if ranking.byteCount > limits.groupBytes / limits.workers { throw QueryRefusal.tooManyToSort(limit: ranking.places.count) }
        }
        return ranking
    }

    /// The events at these places, in this order.
    private func assemble(_ places: [EventRanking.Place]) throws -> EventBatch {
        let assembler = BatchAssembler(rowCount: places.count, wanted: wanted)
        let space = ScanSpace()
        // Segment by segment, whatever the order of the result.
        let sorted = places.indices.sorted {
            let (left, right) = (places[$0], places[$1])
            return (left.segment, left.rowGroup, left.row) < (right.segment, right.rowGroup, right.row)
        }
        var start = 0
        while start < sorted.count {
            let first = places[sorted[start]]
            var end = start
            while end < sorted.count, places[sorted[end]].segment == first.segment, places[sorted[end]].rowGroup == first.rowGroup {
                end += 1
            }
            space.reset()
            let file = try file(Int(first.segment))
            let scan = RowGroupScan(file, rowGroup: Int(first.rowGroup), space: space)
            let rows = space.room(end - start, of: UInt32.self)
            let targets = space.room(end - start, of: UInt32.self)
            let lowest = first.row
            scan.narrow(to: Int(lowest)..<Int(places[sorted[end - 1]].row) + 1)
            for index in start..<end {
                rows[index - start] = places[sorted[index]].row - lowest
                targets[index - start] = UInt32(sorted[index])
            }
            try assembler.take(UnsafeBufferPointer(rows), to: UnsafeBufferPointer(targets), from: scan)
            start = end
        }
        return assembler.batch()
    }
}

extension FieldKey {
    /// What the values of such a column are.
    var kind: ValueKind {
        switch self {
        case .idf(let field): field.kind
        case .extra: .text
        }
    }
}
