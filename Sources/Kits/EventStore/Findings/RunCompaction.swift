/// Merges runs into one, in one pass and bounded memory: a block and the tables of each.
enum RunCompaction {
    /// Writes the merged run to `path`.
    static func merge(_ files: [RunFile], to path: String) throws(StoreError) -> RunWriter.Summary {
        let table = FeedTable(files)
        let writer = try RunWriter(path: path, feeds: table.feeds)
        do {
            let merge = try RunMerge(files)
            let merged = MergedRecord(table)
            let scratch = ByteSink()
            var profiles = files.map { [UInt32](repeating: 0, count: $0.profileCount + 1) }
            var numbers: [UInt32] = []
            while try merge.next() {
                let source = merge.sources[0]
                if merge.sources.count == 1 {
                    let payload = try merge.cursors[source].payload()
                    var cursor = ByteCursor(payload.feedNumbers)
                    numbers.removeAll(keepingCapacity: true)
                    for _ in 0..<payload.feedCount { numbers.append(table.places[source][Int(cursor.varint())]) }
                    var episodes = ByteCursor(payload.rest)
                    let events = EpisodeCoding.events(&episodes)
                    try append(payload, of: source, &profiles, key: merge.key, events: events, numbers, scratch, writer) { sink in
                        sink.append(payload.rest)
                    }
                } else {
                    try merged.take(merge)
                    guard let latest = merged.latest else { continue }
                    let events = merged.episodes.reduce(UInt64(0)) { $0 &+ UInt64(bitPattern: $1.count) }
                    try append(
                        latest, of: merged.latestSource, &profiles, key: merge.key, events: events, merged.feeds, scratch, writer
                    ) { sink in
                        EpisodeCoding.write(merged.episodes, to: sink)
                        sink.append(merged.attributes)
                    }
                }
            }
            return try writer.finish()
        } catch {
            writer.abandon()
            throw error
        }
    }

    @inline(__always)
    private static func append(
        _ payload: RunPayload, of source: Int, _ profiles: inout [[UInt32]], key: UInt128, events: UInt64, _ feeds: [UInt32],
        _ scratch: ByteSink, _ writer: RunWriter, _ rest: (ByteSink) -> Void
    ) throws(StoreError) {
        var reference: UInt32? = profiles[source][Int(payload.profileNumber)]
        if reference == 0 {
            reference = writer.reference(to: payload.profile)
            if payload.profileNumber != 0, let reference { profiles[source][Int(payload.profileNumber)] = reference }
        }
        try feeds.withUnsafeBufferPointer { (feeds) throws(StoreError) in
            try writer.append(
                key: key, events: events, profile: reference, inline: payload.profile, feedNumbers: feeds, scratch: scratch, rest)
        }
    }
}

extension EpisodeCoding {
    /// How many events the episodes of a record count; the cursor stands behind them after it.
    @inline(__always)
    static func events(_ cursor: inout ByteCursor) -> UInt64 {
        let episodes = cursor.varint()
        var events: UInt64 = 0
        for _ in 0..<episodes {
            _ = cursor.varint()
            _ = cursor.varint()
            events &+= cursor.varint()
            if cursor.isShort { break }
        }
        return events
    }
}
