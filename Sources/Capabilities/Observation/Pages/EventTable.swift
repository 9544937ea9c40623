internal import Centre
internal import Events
internal import Vocabulary

/// Events as a table; what other pages know of leads there.
struct EventTable {
    let words: Words
    let zone: Zone
    let book: OwnerBook
    var isForOwner = false

    /// The columns that matter most.
    static let usual: [FieldKey] = [
        .idf(.timeSource), .idf(.classificationType), .idf(.sourceIP), .idf(.sourcePort), .idf(.sourceASN),
        .idf(.constituency), .idf(.malwareName), .idf(.feedCode),
    ]

    /// The columns beside a finding, whose address, owner and type stand above.
    static let ofFinding: [FieldKey] = [
        .idf(.timeSource), .idf(.sourcePort), .idf(.protocolTransport), .idf(.protocolApplication), .idf(.malwareName), .idf(.feedCode),
    ]

    func table(
        _ id: String, caption: String, _ events: [Event], columns: [FieldKey], sort: (FieldKey) -> Parts.Table.Sort? = { _ in nil },
        empty: Parts.Empty
    ) -> Parts.Table {
        var table = Parts.Table(
            id: id, caption: caption,
            columns: columns.map { key in Parts.Table.Column(label(key), isNumber: Self.isNumber(key), sort: sort(key)) },
            rows: events.map { event in Parts.Table.Row(columns.enumerated().map { cell($0.element, event, isHead: $0.offset == 0) }) },
            empty: empty)
        table.isCaptionHidden = true
        table.chooser = columns.count > 3
        return table
    }

    /// What a column is called: in words where there are some, else by its name in the data format.
    func label(_ key: FieldKey) -> String {
        let name = "observation.field.\(key.name.replacing(".", with: "-"))"
        return words.has(name) ? words[name] : key.name
    }

    private static func isNumber(_ key: FieldKey) -> Bool {
        switch key {
        case .idf(.sourcePort), .idf(.destinationPort): true
        default: false
        }
    }

    private func cell(_ key: FieldKey, _ event: Event, isHead: Bool) -> Parts.Table.Cell {
        var value = event[key]
        if key == .idf(.timeSource), value == nil { value = event[.timeObservation] }
        guard let value else { return Parts.Table.Cell() }
        let text = plain(value)
        switch (key, value) {
        case (_, .time(let time)): return Parts.Table.Cell(time: words.short(Instant(microseconds: time), zone))
        case (.idf(.classificationType), _): return Parts.Table.Cell(words.type(text), isHead: isHead)
        case (.idf(.sourceIP), _):
            return Parts.Table.Cell(text, href: isForOwner ? nil : DeskLinks.address(text), isMono: true)
        case (.idf(.sourceFQDN), _):
            return Parts.Table.Cell(text, href: isForOwner ? nil : DeskLinks.domain(text), isMono: true)
        case (.idf(.sourceASN), .integer(let number)):
            return Parts.Table.Cell(
                "AS\(number)", href: isForOwner ? nil : UInt32(exactly: number).map(DeskLinks.asn), sub: plain(event, .sourceAsName))
        case (.idf(.constituency), _):
            return Parts.Table.Cell(book.name(text, words), href: isForOwner ? nil : DeskLinks.owner(text))
        case (.idf(.feedCode), _): return Parts.Table.Cell(text, href: isForOwner ? nil : DeskLinks.feed(text))
        case (.idf(.severity), _): return Parts.Table.Cell(words.severity(text) == nil ? text : nil, severity: words.severity(text))
        case (.idf(.sourceURL), _): return Parts.Table.Cell(Defanged.url(text), isMono: true)
        default: return Parts.Table.Cell(text.count > 200 ? String(text.prefix(200)) + "…" : text, isNumber: Self.isNumber(key))
        }
    }

    private func plain(_ event: Event, _ field: EventField) -> String? { event[field].map(plain) }

    private func plain(_ value: Value) -> String { value.plain(words) }
}

extension Value {
    /// As people read it.
    func plain(_ words: Words) -> String {
        switch self {
        case .text(let text), .json(let text): text
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .boolean(let flag): words[flag ? "common.word.yes" : "common.word.no"]
        case .time(let time): "\(Instant(microseconds: time))"
        }
    }
}
