internal import Centre
internal import Charts
internal import EventStore
internal import Events
internal import Vocabulary

/// Groups of events as a table and as bars; each leads to its events.
struct GroupMaker {
    let words: Words
    let zone: Zone
    let book: OwnerBook
    let query: Query
    let now: Instant

    func table(_ table: GroupTable) -> Parts.Table {
        let keys = query.groups.count
        var result = Parts.Table(
            id: "groups", caption: words["observation.events.groupsTitle"],
            columns: table.columns.map { column in
                Parts.Table.Column(label(column.item), isNumber: column.kind == .integer && column.item.isAggregate)
            },
            rows: table.rows.map { row in
                Parts.Table.Row(
                    row.enumerated().map { place, value in
                        var cell = cell(value, table, place)
                        if place == 0, keys > 0 { cell.isHead = true }
                        if case .count = table.columns[place].item { cell.href = "/events?q=" + Form.encoded(narrowed(row)) }
                        return cell
                    })
            }, empty: Parts.Empty(words["observation.events.empty"], icon: "events"))
        result.isCaptionHidden = true
        if table.rows.count < table.groupCount {
            result.summary = words.text(
                "observation.events.firstGroups", ["shown": words.number(table.rows.count), "all": words.number(table.groupCount)])
        }
        return result
    }

    /// The first number of each group, where groups have one: over time as a histogram, else as bars.
    func chart(_ table: GroupTable) -> ChartView? {
        let keys = query.groups.count
        guard keys > 0, table.rows.count > 1, table.columns.count > keys, table.columns[keys].kind == .integer else { return nil }
        func number(_ row: [Value?]) -> Double? { if case .integer(let number)? = row[keys] { Double(number) } else { nil } }
        let title = words.text("observation.events.chart", ["what": label(table.columns[keys].item)])
        if keys == 1, case .period(let unit, _) = table.columns[0].item {
            let bins = table.rows.compactMap { row -> Histogram.Bin? in
                guard case .time(let start)? = row[0], let number = number(row) else { return nil }
                let seconds = Double(start / 1_000_000)
                return .init(
                    lower: seconds, upper: seconds + Self.seconds(unit), counts: [number],
                    address: "/events?q=" + Form.encoded(narrowed(row)))
            }.sorted { $0.lower < $1.lower }
            return ChartView(
                Histogram(
                    head: ChartHead(id: "groups-chart", title: title, width: 1100), axis: .time, bins: bins, plotHeight: 160,
                    format: ChartFormat(words, .utc)))
        }
        if keys == 2, let place = (0..<2).first(where: { if case .period = table.columns[$0].item { true } else { false } }) {
            return stacked(table, period: place, title)
        }
        let bars = table.rows.prefix(20).map { row in
            BarChart.Bar(
                label: (0..<keys).map { text(row[$0], table, $0) }.joined(separator: ", "), value: number(row),
                address: "/events?q=" + Form.encoded(narrowed(row)))
        }
        return ChartView(
            BarChart(head: ChartHead(id: "groups-chart", title: title, width: 1100), bars: bars, format: ChartFormat(words, zone)))
    }

    /// Groups of one field over time: those with the most upon each other, the rest together.
    private func stacked(_ table: GroupTable, period place: Int, _ title: String) -> ChartView? {
        guard case .period(let unit, _) = table.columns[place].item else { return nil }
        let words = words
        var sums: [String: Double] = [:]
        var cells: [Int64: [String: Double]] = [:]
        for row in table.rows {
            guard case .time(let start)? = row[place], case .integer(let number)? = row[2] else { continue }
            let name = text(row[1 - place], table, 1 - place)
            sums[name, default: 0] += Double(number)
            cells[start / 1_000_000, default: [:]][name, default: 0] += Double(number)
        }
        let order = sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        let shown = Array(order.prefix(7))
        let rest = order.dropFirst(7)
        let bins = cells.sorted { $0.key < $1.key }.map { start, values in
            var counts = shown.map { values[$0] ?? 0 }
            if !rest.isEmpty { counts.append(rest.reduce(0) { $0 + (values[$1] ?? 0) }) }
            return Histogram.Bin(lower: Double(start), upper: Double(start) + Self.seconds(unit), counts: counts)
        }
        var series = shown.enumerated().map { BarChart.Series(label: $0.element, number: $0.offset) }
        if !rest.isEmpty { series.append(BarChart.Series(label: words["common.word.other"], number: 7)) }
        return ChartView(
            Histogram(
                head: ChartHead(id: "groups-chart", title: title, width: 1100), axis: .time, bins: bins, series: series, plotHeight: 160,
                format: ChartFormat(words, .utc), endName: { words.date(Instant(seconds: Int64($0))) }))
    }

    private static func seconds(_ unit: TimeUnit) -> Double {
        switch unit {
        case .hour: 3_600
        case .day: 86_400
        case .week: 7 * 86_400
        case .month: 30 * 86_400
        }
    }

    /// The question for the events of a group.
    private func narrowed(_ row: [Value?]) -> String {
        var terms = query.filter == .everything ? [] : [query.filter.description]
        if case .any = query.filter { terms = ["(\(query.filter.description))"] }
        for (place, item) in query.groups.enumerated() {
            switch item {
            case .field(let field):
                terms.append(row[place].map { QueryText.term(field.name, $0.plain(words)) } ?? "-has:\(field.name)")
            case .period(let unit, let field):
                guard case .time(let start)? = row[place] else { continue }
                let from = Instant(microseconds: start)
                let end: Instant =
                    unit == .month ? unit.start(of: from + .seconds(32 * 86_400)) : from + .seconds(Int64(Self.seconds(unit)))
                terms.append(
                    field == QueryVocabulary.events.time ? "between:\(from)..\(end)" : "\(field.name)>=\(from) \(field.name)<\(end)")
            default: break
            }
        }
        return terms.joined(separator: " ")
    }

    private func label(_ item: QueryItem) -> String {
        switch item {
        case .field(let field): field.key.map { EventTable(words: words, zone: zone, book: book).label($0) } ?? field.name
        case .period(let unit, _): words["observation.period.\(unit.rawValue)"]
        case .count: words["observation.column.events"]
        case .distinct(let field): words.text("observation.aggregate.distinct", ["field": field.name])
        case .first: words["observation.column.firstSeen"]
        case .last: words["observation.column.lastSeen"]
        }
    }

    private func text(_ value: Value?, _ table: GroupTable, _ place: Int) -> String {
        guard let value else { return words["common.word.none"] }
        if case .field(let field) = table.columns[place].item {
            switch field.name {
            case "type": return words.type(value.plain(words))
            case "owner": return book.name(value.plain(words), words)
            case "asn": return "AS" + value.plain(words)
            default: return value.plain(words)
            }
        }
        return table.text(value, column: place)
    }

    private func cell(_ value: Value?, _ table: GroupTable, _ place: Int) -> Parts.Table.Cell {
        switch (table.columns[place].item, value) {
        case (.first, .time(let time)?), (.last, .time(let time)?):
            return Parts.Table.Cell(time: words.short(Instant(microseconds: time), zone))
        case (.count, .integer(let number)?), (.distinct, .integer(let number)?):
            return Parts.Table.Cell(words.number(Int(number)), isNumber: true)
        case (.field(let field), let value?):
            let plain = value.plain(words)
            let href: String? =
                switch field.name {
                case "asn": UInt32(plain).map(DeskLinks.asn)
                case "ip": DeskLinks.address(plain)
                case "owner": DeskLinks.owner(plain)
                case "fqdn": DeskLinks.domain(plain)
                case "feed": DeskLinks.feed(plain)
                default: nil
                }
            return Parts.Table.Cell(text(value, table, place), href: href)
        default: return Parts.Table.Cell(text(value, table, place))
        }
    }
}
