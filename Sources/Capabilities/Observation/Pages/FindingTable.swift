internal import Centre
internal import EventStore
internal import Vocabulary

/// Rows of findings as a table, on the desk and in the portal.
struct FindingTable {
    enum Column: String, CaseIterable {
        case check, type, place, severity, state, owner, firstSeen, lastSeen, seen
    }

    let words: Words
    let zone: Zone
    let book: OwnerBook
    var columns = Column.allCases
    /// The sort's link for a column, and how it is sorted now.
    var sort: (FindingSearch.Order) -> Parts.Table.Sort? = { _ in nil }
    var linksOwners = true

    func table(_ id: String, caption: String, _ rows: [FindingPage.Row], empty: Parts.Empty) -> Parts.Table {
        Parts.Table(id: id, caption: caption, columns: columns.map(head), rows: rows.map(row), empty: empty)
    }

    private func head(_ column: Column) -> Parts.Table.Column {
        let label = words["observation.column.\(column.rawValue)"]
        return switch column {
        case .check: Parts.Table.Column(label, isLabelHidden: true)
        case .type: Parts.Table.Column(label, sort: sort(.type))
        case .place, .state: Parts.Table.Column(label)
        case .severity: Parts.Table.Column(label, sort: sort(.severity))
        case .owner: Parts.Table.Column(label, sort: sort(.owner))
        case .firstSeen: Parts.Table.Column(label, sort: sort(.firstSeen))
        case .lastSeen: Parts.Table.Column(label, sort: sort(.lastSeen))
        case .seen: Parts.Table.Column(label, isNumber: true, sort: sort(.seen))
        }
    }

    private func row(_ row: FindingPage.Row) -> Parts.Table.Row {
        Parts.Table.Row(columns.map { cell($0, row.finding, row.state) }, isFaded: row.state.name == .fixed)
    }

    private func cell(_ column: Column, _ finding: Finding, _ state: FindingState) -> Parts.Table.Cell {
        switch column {
        case .check:
            Parts.Table.Cell(
                check: .init(
                    name: "id", value: "\(finding.id)", label: words.text("observation.findings.choose", ["finding": finding.place])))
        case .type:
            Parts.Table.Cell(words.type(finding.type), href: DeskLinks.finding(finding.id), isHead: true, sub: finding.specifics)
        case .place: Parts.Table.Cell(finding.place, isMono: true, sub: finding.asn.map { "\($0)" })
        case .severity: Parts.Table.Cell(severity: words.severity(finding.severity))
        case .state: Parts.Table.Cell(state: words.mark(state))
        case .owner:
            Parts.Table.Cell(
                finding.owner.map { book.name($0, words) } ?? words["observation.owner.none"],
                href: linksOwners ? finding.owner.map(DeskLinks.owner) : nil)
        case .firstSeen: Parts.Table.Cell(time: short(finding.firstSeen))
        case .lastSeen: Parts.Table.Cell(time: short(finding.lastSeen))
        case .seen: Parts.Table.Cell(words.number(Int(finding.count)), isNumber: true)
        }
    }

    private func short(_ microseconds: Int64) -> Parts.Time { words.short(Instant(microseconds: microseconds), zone) }
}

extension Words {
    /// Day and time in the short form for tables; the whole moment stands in the page for machines.
    func short(_ instant: Instant, _ zone: Zone) -> Parts.Time {
        let local = zone.local(instant)
        return Parts.Time(iso: "\(instant)", text: "\(local.day) \(self["common.monthShort.\(local.month)"]) \(time(instant, zone: zone))")
    }
}
