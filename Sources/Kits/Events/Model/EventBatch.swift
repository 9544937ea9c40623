/// Events in columns: what parsing gives, enrichment completes, findings are folded from and segments are written from.
///
/// All rows of a batch come from one feed and one piece of one source.
///
/// Unchecked because columns are classes; a batch is owned by one worker at a time and handed on whole.
public final class EventBatch: @unchecked Sendable {
    /// How many events there are.
    public private(set) var rowCount: Int
    /// The columns in the order they were added; a key appears once. Every column has `rowCount` codes.
    public private(set) var columns: [EventColumn]
    private var idf: [EventColumn?]
    private var extras: [String: Int] = [:]

    /// A batch without columns.
    public init(rowCount: Int = 0) {
        self.rowCount = rowCount
        columns = []
        idf = Array(repeating: nil, count: EventField.allCases.count)
    }

    /// The column of an IDF field, nil where no row has one.
    public subscript(field: EventField) -> EventColumn? { idf[Int(field.rawValue)] }

    /// The column of a key, nil where no row has one.
    public subscript(key: FieldKey) -> EventColumn? {
        switch key {
        case .idf(let field): idf[Int(field.rawValue)]
        case .extra(let name): extras[name].map { columns[$0] }
        }
    }

    /// Adds a column that was filled elsewhere. It replaces one of the same key.
    public func add(_ column: EventColumn) {
        precondition(column.codes.count == rowCount, "a column has a code for each row of its batch")
        if let known = self[column.key] {
            if known === column { return }
            if let place = columns.firstIndex(where: { $0 === known }) { columns[place] = column }
        } else {
            columns.append(column)
            if case .extra(let name) = column.key { extras[name] = columns.count - 1 }
        }
        if case .idf(let field) = column.key { idf[Int(field.rawValue)] = column }
    }

    /// The column of a key, added with no values where it was missing.
    public func column(_ key: FieldKey, kind: ValueKind) -> EventColumn {
        if let column = self[key] { return column }
        let column = EventColumn(key: key, kind: kind, codes: [UInt32](repeating: 0, count: rowCount))
        add(column)
        return column
    }

    /// The column of an IDF field, added with no values where it was missing.
    public func column(_ field: EventField) -> EventColumn { column(.idf(field), kind: field.kind) }

    /// Gives every row the same value.
    public func setConstant(_ field: EventField, _ value: Value) {
        let column = EventColumn(key: .idf(field), kind: field.kind)
        guard let code = column.values.code(value) else { return }
        column.codes = [UInt32](repeating: code, count: rowCount)
        add(column)
    }

    /// One event, its fields in column order.
    public func event(at row: Int) -> Event {
        var event = Event()
        for column in columns {
            if let value = column.value(at: row) { event.fields.append((column.key, value)) }
        }
        return event
    }

    /// Appends one event, row by row: for sources that are small or already events. An extra's kind is that of its first value; a later value
    /// of another kind is kept as text in a column that is text from then on only if the column has no values yet, else it is dropped to `extra.<name>.text`.
    public func append(_ event: Event) {
        for column in columns { column.codes.append(0) }
        rowCount += 1
        for (key, value) in event.fields {
            let kind: ValueKind =
                switch key {
                case .idf(let field): field.kind
                case .extra: value.kind
                }
            var target = column(key, kind: kind)
            if target.kind != kind, case .extra(let name) = key {
                target = column(.extra(name + "." + value.kindName), kind: kind)
            }
            if let code = target.values.code(value) { target.codes[rowCount - 1] = code }
        }
    }

    /// Takes out columns.
    public func removeColumns(where isUnwanted: (EventColumn) -> Bool) {
        let kept = columns.filter { !isUnwanted($0) }
        if kept.count == columns.count { return }
        columns = kept
        idf = Array(repeating: nil, count: EventField.allCases.count)
        extras = [:]
        for (place, column) in kept.enumerated() {
            switch column.key {
            case .idf(let field): idf[Int(field.rawValue)] = column
            case .extra(let name): extras[name] = place
            }
        }
    }

    /// Keeps the rows for which `keep` is true, in order.
    public func filter(_ keep: [Bool]) {
        let kept = keep.lazy.filter { $0 }.count
        if kept == rowCount { return }
        var places = [Int32]()
        places.reserveCapacity(kept)
        for row in 0..<rowCount where keep[row] { places.append(Int32(truncatingIfNeeded: row)) }
        for column in columns {
            column.codes = column.codes.withUnsafeBufferPointer { codes in
                places.withUnsafeBufferPointer { places in
                    [UInt32](unsafeUninitializedCapacity: kept) { target, count in
                        for index in 0..<kept { target[index] = codes[Int(places[index])] }
                        count = kept
                    }
                }
            }
        }
        rowCount = kept
    }
}

extension Value {
    /// The kind of column that holds such a value where the field does not say.
    public var kind: ValueKind {
        switch self {
        case .text: .text
        case .integer: .integer
        case .real: .real
        case .boolean: .boolean
        case .time: .time
        case .json: .json
        }
    }

    var kindName: String {
        switch self {
        case .text: "text"
        case .integer: "integer"
        case .real: "real"
        case .boolean: "boolean"
        case .time: "time"
        case .json: "json"
        }
    }
}
