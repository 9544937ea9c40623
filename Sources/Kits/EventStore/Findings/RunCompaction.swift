/// Merges runs into one, in one pass and bounded memory: a block and the tables of each.
enum RunCompaction {
    /// Writes the merged run to `path`.
    static func merge(_ files: [RunFile], to path: String) throws(StoreError) -> RunWriter.Summary {
        let table = FeedTable(files)
        var writer = try RunWriter(path: path, feeds: table.feeds)
        let merge = try RunMerge(files)
        var merged = MergedRecord(table)
        var scratch = ByteSink()
        // For each run and each profile of its table, how the new run names it; 0 while unknown.
        var references = files.map { [UInt32](repeating: 0, count: $0.profileCount + 1) }
        while try merge.next() {
            scratch.removeAll()
            if merge.sources.count == 1 {
                let source = merge.sources[0]
                let payload = try merge.cursors[source].payload()
                write(profile: payload, of: files[source], to: &scratch, references: &references[source], writer: writer)
                scratch.append(varint: UInt64(payload.feedCount))
                var feeds = ByteCursor(payload.feedNumbers)
                for _ in 0..<payload.feedCount { scratch.append(varint: UInt64(table.places[source][Int(feeds.varint())])) }
                var episodes = ByteCursor(payload.rest)
                let events = EpisodeCoding.events(&episodes)
                scratch.append(payload.rest)
                try writer.append(key: merge.key, events: events, payload: scratch.bytes)
            } else {
                try merged.take(merge)
                guard let latest = merged.latest else { continue }
                let source = merged.latestSource
                write(profile: latest, of: files[source], to: &scratch, references: &references[source], writer: writer)
                scratch.append(varint: UInt64(merged.feeds.count))
                for feed in merged.feeds { scratch.append(varint: UInt64(feed)) }
                EpisodeCoding.write(merged.episodes, to: &scratch)
                scratch.append(merged.attributes)
                let events = merged.episodes.reduce(UInt64(0)) { $0 &+ UInt64(bitPattern: $1.count) }
                try writer.append(key: merge.key, events: events, payload: scratch.bytes)
            }
        }
        return try writer.finish()
    }

    @inline(__always)
    private static func write(
        profile payload: RunPayload, of file: RunFile, to sink: inout ByteSink, references: inout [UInt32], writer: borrowing RunWriter
    ) {
        let number = Int(payload.profileNumber)
        var reference = references[number]
        if reference == 0 {
            let profile = payload.profile(in: file)
            reference = writer.reference(to: profile)
            if reference == 0 {
                sink.append(0)
                sink.append(varint: UInt64(profile.count))
                sink.append(profile)
                return
            }
            if number != 0 { references[number] = reference }
        }
        sink.append(varint: UInt64(reference))
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
