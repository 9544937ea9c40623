public import Events
internal import FoundationEssentials
internal import GRDB
internal import Parquet
internal import Synchronization
internal import Vocabulary

extension ColumnType {
    /// The type's name in the catalogue.
    var word: String {
        switch self {
        case .utf8: "utf8"
        case .json: "json"
        case .int64: "int64"
        case .int32: "int32"
        case .timestampMicros: "time"
        case .double: "double"
        case .boolean: "boolean"
        case .bytes: "bytes"
        }
    }

    init?(word: some StringProtocol) {
        guard let type = ColumnType.allCases.first(where: { $0.word == word }) else { return nil }
        self = type
    }
}

extension SegmentColumn {
    /// The column as a line of the catalogue: type, blank, name. A name may hold anything, so line ends are escaped.
    var catalogueLine: String {
        type.word + " " + name.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
    }

    init?(catalogueLine line: some StringProtocol) {
        guard let blank = line.firstIndex(of: " "), let type = ColumnType(word: line[..<blank]) else { return nil }
        var name = ""
        var isEscaped = false
        for character in line[line.index(after: blank)...].unicodeScalars {
            if isEscaped {
                name.unicodeScalars.append(character == "n" ? "\n" : character == "r" ? "\r" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                name.unicodeScalars.append(character)
            }
        }
        self.init(name: name, type: type)
    }
}

extension EmbeddedStore {
    /// The segments that can hold what is asked for, by feed, then time.
    ///
    /// Their files never change, but a merge may replace some at any time: open them at once, and where one is missing ask again.
    public func segments(_ selection: SegmentSelection = SegmentSelection()) throws -> [Segment] {
        try reading { db in try segments(selection, in: db) }
    }

    func segments(_ selection: SegmentSelection, in db: Database) throws -> [Segment] {
        var conditions: [String] = []
        var arguments = StatementArguments()
        if let time = selection.time {
            conditions.append("(has_untimed OR (first_time < ? AND last_time >= ?))")
            arguments += [time.upperBound, time.lowerBound]
        }
        if let address = selection.address {
            conditions.append("(first_address <= ? AND last_address >= ?)")
            arguments += [address, address]
        }
        if let feeds = selection.feeds, feeds.count == 1 {
            conditions.append("feed.code = ?")
            arguments += [feeds.first]
        }
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT segment.id, path, feed.code, tlp, rows, bytes, first_time, last_time, first_observation, last_observation,
                    first_address,
                    last_address, has_untimed, columns, blooms
                FROM segment JOIN feed ON feed.id = segment.feed
                \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
                ORDER BY feed.code, first_time, segment.id
                """, arguments: arguments)
        var segments: [Segment] = []
        while let row = try rows.next() {
            let feed: String = row[2]
            if let feeds = selection.feeds, !feeds.contains(feed) { continue }
            let tlp = (row[3] as String?).flatMap { TLP($0) }
            if let markings = selection.markings, !markings.contains(tlp) { continue }
            segments.append(
                Segment(
                    id: row[0], path: row[1], feed: feed, tlp: tlp, rowCount: row[4], byteCount: row[5], time: Self.range(row[6], row[7]),
                    observation: Self.range(row[8], row[9]), address: Self.range(row[10], row[11]), hasUntimedRows: row[12],
                    columns: try columns(row[13], in: db), blooms: Self.blooms(row[14])))
        }
        return segments
    }

    private static func range<Bound>(_ low: Bound?, _ high: Bound?) -> ClosedRange<Bound>? {
        guard let low, let high, low <= high else { return nil }
        return low...high
    }

    private static func blooms(_ bytes: Data) -> [SegmentBloom] {
        bytes.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            var blooms: [SegmentBloom] = []
            while !cursor.isAtEnd {
                let numbers = (0..<4).map { _ in Int(truncatingIfNeeded: cursor.varint()) }
                let location = BloomLocation(offset: numbers[2], byteCount: numbers[3])
                blooms.append(SegmentBloom(rowGroup: numbers[0], column: numbers[1], location: location))
            }
            return blooms
        }
    }

    private func columns(_ id: Int64, in db: Database) throws -> [SegmentColumn] {
        if let known = shared.withLock({ $0.columns[id] }) { return known }
        let text = try String.fetchOne(db, sql: "SELECT columns FROM segment_columns WHERE id = ?", arguments: [id]) ?? ""
        let columns = text.split(separator: "\n").compactMap { SegmentColumn(catalogueLine: $0) }
        shared.withLock { $0.columns[id] = columns }
        return columns
    }

    /// The absolute path of a segment's file.
    public func url(of segment: Segment) -> String { path + "/" + segment.path }

    /// Reads a segment, or only some of its columns, back into a batch.
    public func read(_ segment: Segment, columns: [FieldKey]? = nil) throws -> EventBatch {
        try SegmentReader.read(path: url(of: segment), columns: columns)
    }
}

/// Of which events a store consists at a moment: two marks are equal where none came and none was taken away between them.
public struct SegmentMark: Sendable, Hashable {
    var lastNumber: Int64
    var retired: Int64
}

extension EmbeddedStore {
    /// What the store says of its events now: two rows of the catalogue. Merging changes it too.
    public func segmentMark() throws -> SegmentMark {
        try reading { db in
            SegmentMark(
                lastNumber: try Int64.fetchOne(db, sql: "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'segment'") ?? 0,
                retired: try Int64.fetchOne(db, sql: "SELECT ifnull(max(id), 0) FROM retired") ?? 0)
        }
    }
}
