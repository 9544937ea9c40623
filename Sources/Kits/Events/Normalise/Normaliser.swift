public import Vocabulary

/// Brings records into the field's words: a feed definition applied to a batch of raw cells.
///
/// Each rule runs once per distinct cell of its column; rows then only exchange one code for another.
public struct Normaliser: Sendable {
    /// The feed.
    public let definition: FeedDefinition

    /// A normaliser for a feed.
    public init(_ definition: FeedDefinition) {
        self.definition = definition
    }

    /// The events of the records. Rows that lack a required value are added to the batch's rejections.
    /// - Parameters:
    ///   - given: what ``FeedDefinition/givenValues(head:sourceName:)`` says of the source.
    ///   - observed: what `time.observation` is to be; nil leaves it out.
    public func events(from raw: RawBatch, given: [GivenValue] = [], observed: Instant? = nil) -> EventBatch {
        var table = RecordTable(raw)
        for text in definition.noValues { table.dropCells(saying: text) }
        for value in given { table.add(value) }
        for unpacking in definition.unpack { table.unpack(unpacking) }
        if let explode = definition.explode { table.explode(explode) }
        for condition in definition.skip { table.remove(rowsMeeting: condition) }
        let batch = EventBatch(rowCount: table.rowCount)
        var refused = Refusals(rowCount: table.rowCount)
        var used = Set<String>()

        if let missing = definition.requiredColumns.first(where: { !table.hasColumn($0) }) {
            refused.refuseAll("the column '\(missing)' is missing, which \(definition.code) always has")
        }
        for rule in definition.rules {
            used.formUnion(rule.source.columns)
            guard let target = rule.target else { continue }
            apply(rule, target: target, table: table, to: batch, refused: &refused)
        }
        for column in table.columns where !used.contains(column.name) && !column.name.isEmpty {
            switch definition.unknownColumns {
            case .ignore: break
            case .extra: keep(column, in: batch)
            case .byName:
                guard let key = FieldKey(name: column.name) else { keep(column, in: batch); break }
                apply(ColumnRule(source: .column(column.name), target: key), target: key, table: table, to: batch, refused: &refused)
            }
        }
        applyConstants(to: batch)
        for fields in definition.requiredFields { require(fields, in: batch, table: table, refused: &refused) }
        completeTaxonomy(of: batch)
        if let observed { batch.setConstant(.timeObservation, .time(observed.microseconds)) }
        batch.dropEmptyColumns()
        refused.report(table: table, to: raw)
        if let keep = refused.kept { batch.filter(keep) }
        return batch
    }

    // MARK: Rules

    private func apply(_ rule: ColumnRule, target: FieldKey, table: RecordTable, to batch: EventBatch, refused: inout Refusals) {
        guard let source = table.column(for: rule.source) else {
            if rule.isRequired {
                refused.refuseAll("the column \(rule.source.columns.map { "'\($0)'" }.joined(separator: " or ")) is missing")
            }
            return
        }
        let chain = TransformChain(rule.transforms)
        let kind: ValueKind =
            switch target {
            case .idf(let field): field.kind
            case .extra: chain.kind ?? source.naturalKind
            }
        let parser = CellParser(target, kind: kind, timestamps: chain.timestamps)
        let existing = batch[target]
        if let existing, existing.kind != kind { return keepOther(source, target: target, kind: kind, in: batch) }
        let meaning =
            (existing == nil ? Meaning(sharing: source, chain: chain, parser: parser) : nil)
            ?? Meaning(source, chain: chain, parser: parser, into: existing?.values ?? ColumnValues(kind: kind))
        let column = existing ?? EventColumn(key: target, kind: kind, values: meaning.values)
        let codes = meaning.codes
        let applies = rule.condition.map { table.rows(meeting: $0) }

        if existing == nil && applies == nil {
            column.codes = meaning.isIdentity ? source.codes : mapped(source.codes, through: codes)
        } else {
            if existing == nil { column.codes = [UInt32](repeating: 0, count: table.rowCount) }
            for row in 0..<table.rowCount where column.codes[row] == 0 && (applies?[row] ?? true) {
                column.codes[row] = codes[Int(source.codes[row])]
            }
        }
        batch.add(column)
        if rule.isRequired { refused.refuse(rowsWithout: column, source: source, rule: rule, applies: applies) }
        if let invalid = meaning.invalid, rule.isStrict {
            refused.refuse(rowsWith: invalid, source: source, rule: rule, applies: applies)
        } else if let invalid = meaning.invalid, !rule.isRequired {
            keepInvalid(source, invalid: invalid, in: batch, target: target, applies: applies)
        }
    }

    /// A cell that is not of its field's form is kept as it came, under the column's own name.
    private func keepInvalid(_ source: RecordTable.Column, invalid: [Bool], in batch: EventBatch, target: FieldKey, applies: [Bool]?) {
        var key = FieldKey.extra(source.name)
        if target == key || batch[key].map({ $0.kind != .text }) ?? false { key = .extra(source.name + ".text") }
        let column = batch.column(key, kind: .text)
        guard column.kind == .text else { return }
        for row in 0..<source.codes.count where invalid[Int(source.codes[row])] && column.codes[row] == 0 && (applies?[row] ?? true) {
            column.codes[row] = column.values.code(text: source.texts.bytes(source.codes[row]))
        }
    }

    /// Two rules give one extra values of different kinds: the second is kept beside the first.
    private func keepOther(_ source: RecordTable.Column, target: FieldKey, kind: ValueKind, in batch: EventBatch) {
        guard case .extra(let name) = target else { return }
        let column = batch.column(.extra(name + ".text"), kind: .text)
        for row in 0..<source.codes.count where source.codes[row] != 0 && column.codes[row] == 0 {
            column.codes[row] = column.values.code(text: source.texts.bytes(source.codes[row]))
        }
    }

    /// A column no rule names becomes an extra, typed as its source told.
    private func keep(_ source: RecordTable.Column, in batch: EventBatch) {
        let kind = source.naturalKind
        let key = FieldKey.extra(source.name)
        if batch[key] != nil { return }
        let chain = TransformChain([])
        let parser = CellParser(key, kind: kind)
        let meaning =
            Meaning(sharing: source, chain: chain, parser: parser)
            ?? Meaning(source, chain: chain, parser: parser, into: ColumnValues(kind: kind))
        let column = EventColumn(key: key, kind: kind, values: meaning.values)
        column.codes = meaning.isIdentity ? source.codes : mapped(source.codes, through: meaning.codes)
        batch.add(column)
    }

    /// Refuses the rows that have a value of none of the fields, whichever rules were to give them.
    private func require(_ fields: [FieldKey], in batch: EventBatch, table: RecordTable, refused: inout Refusals) {
        let columns = fields.compactMap { batch[$0] }
        // Nearly every batch has the first field in every row: one pass over its codes, and nothing else is looked at.
        if let first = columns.first, first.codes.withUnsafeBufferPointer({ !$0.contains(0) }) { return }
        let sources = definition.rules.filter { rule in fields.contains { $0 == rule.target } }.compactMap { table.column(for: $0.source) }
            // A fixed value comes from no column that could be named.
            .filter { !$0.name.isEmpty }
        for row in 0..<table.rowCount where columns.allSatisfy({ $0.codes[row] == 0 }) {
            let source = sources.first { $0.codes[row] != 0 }
            refused.refuse(
                row, field: fields.map(\.name).joined(separator: " or "), column: source?.name,
                text: source.map { $0.texts.string($0.codes[row]) })
        }
    }

    // MARK: What every event of the feed has

    private func applyConstants(to batch: EventBatch) {
        var constants = definition.constants
        constants.append((.idf(.feedCode), .text(definition.code)))
        constants.append((.idf(.feedName), .text(definition.name)))
        constants.append((.idf(.feedProvider), .text(definition.provider)))
        if let documentation = definition.documentation { constants.append((.idf(.feedDocumentation), .text(documentation))) }
        if let tlp = definition.tlp { constants.append((.idf(.tlp), .text(tlp.idfName))) }
        for (key, value) in constants {
            let kind: ValueKind = if case .idf(let field) = key { field.kind } else { value.kind }
            let column = batch.column(key, kind: kind)
            guard column.kind == kind, let code = column.values.code(value) else { continue }
            column.codes.withUnsafeMutableBufferPointer { codes in
                for row in 0..<codes.count where codes[row] == 0 { codes[row] = code }
            }
        }
    }

    /// The taxonomy follows from the type (RSIT), once per distinct type.
    private func completeTaxonomy(of batch: EventBatch) {
        guard let types = batch[.classificationType] else { return }
        let taxonomies = batch.column(.classificationTaxonomy)
        var codes = [UInt32](repeating: 0, count: types.values.count + 1)
        for code in 1..<max(codes.count, 1) {
            guard let type = IncidentType(ascii: types.values.texts.bytes(UInt32(code))) else { continue }
            codes[code] = taxonomies.values.code(text: type.taxonomy.name)
        }
        for row in 0..<batch.rowCount where taxonomies.codes[row] == 0 { taxonomies.codes[row] = codes[Int(types.codes[row])] }
    }
}

/// Which rows are to be dead letters, and why; one reason a row, the first found.
private struct Refusals {
    private var reasons: [Int: String] = [:]
    private var everyRow: String?
    private let rowCount: Int

    init(rowCount: Int) { self.rowCount = rowCount }

    var kept: [Bool]? {
        if everyRow != nil { return [Bool](repeating: false, count: rowCount) }
        if reasons.isEmpty { return nil }
        var kept = [Bool](repeating: true, count: rowCount)
        for row in reasons.keys { kept[row] = false }
        return kept
    }

    mutating func refuseAll(_ reason: String) {
        if everyRow == nil { everyRow = reason }
    }

    mutating func refuse(rowsWithout column: EventColumn, source: RecordTable.Column, rule: ColumnRule, applies: [Bool]?) {
        for row in 0..<rowCount where column.codes[row] == 0 && reasons[row] == nil && (applies?[row] ?? true) {
            let code = source.codes[row]
            let text = code == 0 ? nil : source.texts.string(code)
            reasons[row] =
                if let text { "column '\(source.name)': '\(text.prefix(80))' is not a valid \(column.key.name)" } else {
                    "column '\(source.name)' is empty, and \(column.key.name) is required"
                }
        }
    }

    mutating func refuse(rowsWith invalid: [Bool], source: RecordTable.Column, rule: ColumnRule, applies: [Bool]?) {
        for row in 0..<rowCount where invalid[Int(source.codes[row])] && (applies?[row] ?? true) {
            refuse(row, field: rule.target?.name ?? "value", column: source.name, text: source.texts.string(source.codes[row]))
        }
    }

    mutating func refuse(_ row: Int, field: String, column: String?, text: String?) {
        guard reasons[row] == nil else { return }
        reasons[row] =
            if let column, let text { "column '\(column)': '\(text.prefix(80))' is not a valid \(field)" } else {
                "the record has no \(field), which is required"
            }
    }

    func report(table: RecordTable, to raw: RawBatch) {
        if let everyRow {
            for row in 0..<rowCount { report(everyRow, row: row, table: table, to: raw) }
        } else {
            for row in reasons.keys.sorted() { report(reasons[row] ?? "", row: row, table: table, to: raw) }
        }
    }

    private func report(_ reason: String, row: Int, table: RecordTable, to raw: RawBatch) {
        let range = raw.rows[table.origin(of: row)]
        raw.rejections.append(.init(offset: Int(range.offset), length: Int(range.length), reason: reason))
    }
}

extension EventBatch {
    /// Takes out columns in which no row has a value.
    func dropEmptyColumns() {
        removeColumns { column in
            column.values.count == 0 || column.codes.withUnsafeBufferPointer { codes in !codes.contains { $0 != 0 } }
        }
    }
}

extension TLP {
    /// As the IDF's `tlp` field has it: the label without its `TLP:`.
    var idfName: String { String(description.drop { $0 != ":" }.dropFirst()) }
}
