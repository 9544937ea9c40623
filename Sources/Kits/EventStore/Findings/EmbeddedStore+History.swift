internal import Events
internal import Parquet
internal import Vocabulary

/// How often a finding was seen on a day.
public struct DailySight: Sendable, Hashable {
    /// Midnight UTC, microseconds since 1970.
    public var day: Int64
    /// Events.
    public var count: Int64

    /// A day's count.
    public init(day: Int64, count: Int64) {
        self.day = day
        self.count = count
    }
}

extension EmbeddedStore {
    /// On which days a finding was seen, counted from the events themselves as far as retention has left them. Bounds and bloom filters of
    /// the segments say which of them to read, and only the fields that make the key are read. Events without any time of their own count
    /// for the day the finding was first seen.
    public func dailySights(of finding: Finding) throws -> [DailySight] {
        let lists = FindingKey.alternatives(of: IncidentType(name: finding.type))
        let fields = Set(lists.joined()).union([.classificationType, .timeSource, .timeObservation]).map { FieldKey.idf($0) }
        let address = finding.keyedAddress(lists)
        var selection = SegmentSelection(time: finding.firstSeen..<finding.lastSeen + 1, feeds: Set(finding.feeds))
        selection.address = address
        var counts: [Int64: Int64] = [:]
        func count(_ batch: EventBatch) {
            let times = RowTimes(batch, receivedAt: finding.firstSeen).times
            BatchKeys(batch).forEach(batch.rowCount) { row, key in
                guard key.bits == finding.id.bits else { return }
                counts[times[row].dividedDown(by: 86_400_000_000) * 86_400_000_000, default: 0] += 1
            }
        }
        for segment in try segments(selection) where try mayHold(address, segment) {
            if let address {
                try SegmentReader.read(path: url(of: segment), columns: Set(fields), around: address, count)
            } else {
                count(try read(segment, columns: fields))
            }
        }
        return counts.sorted { $0.key < $1.key }.map { DailySight(day: $0.key, count: $0.value) }
    }

    private func mayHold(_ address: String?, _ segment: Segment) throws -> Bool {
        guard let address, let column = segment.columns.firstIndex(where: { $0.name == EventField.sourceIP.name }) else {
            return address == nil
        }
        let blooms = segment.blooms.filter { $0.column == column }
        let hash = BloomFilter.hash(address)
        return try blooms.isEmpty || blooms.contains { try BloomFilter.mightContain(path: url(of: segment), at: $0.location, hash: hash) }
    }
}

extension Finding {
    /// The address, if it is part of the finding's key, so that every event of the finding has it.
    fileprivate func keyedAddress(_ lists: [[EventField]]) -> String? {
        guard let ip else { return nil }
        for list in lists {
            let isPresent: Bool? =
                switch list[0] {
                case .sourceIP: true
                case .sourceFQDN: fqdn != nil
                case .sourceURL: url != nil
                case .sourceAccount: account != nil
                case .classificationIdentifier: true
                default: nil
                }
            // A leading field that findings do not keep: it cannot be told which list made the key.
            guard let isPresent else { return nil }
            if isPresent { return list.contains(.sourceIP) ? ip.description : nil }
        }
        return nil
    }
}
