internal import Centre
internal import Vocabulary

extension Words {
    /// What a rule is called: the catalogue names those that come with the program.
    func rule(_ id: String, title: String = "") -> String {
        if !title.isEmpty { return title }
        return has("notices.rule.shipped.\(id)") ? self["notices.rule.shipped.\(id)"] : id
    }

    /// One step of an explanation as a sentence.
    func sentence(_ reason: Reason, zone: Zone) -> String {
        var values: [String: String] = [:]
        for (name, value) in reason.values {
            switch name {
            case "first", "last", "due", "until", "time": values[name] = Instant(value).map { dateTime($0, zone: zone) } ?? value
            case "rule": values[name] = rule(value)
            case "purpose": values[name] = purpose(value)
            case "pace": values[name] = self["notices.pace.\(value)"]
            case "state": values[name] = self["common.state.\(value)"]
            case "answer": values[name] = self["notices.answer.\(value)"]
            case "reason" where has("notices.keptReason.\(value)"): values[name] = self["notices.keptReason.\(value)"]
            default: values[name] = value
            }
        }
        return text("notices.reason.\(reason.key)", values)
    }

    /// The mark of how far a notice came.
    func mark(_ stage: NoticeStage) -> Parts.Tag {
        let kind: Parts.Tag.Kind? =
            switch stage {
            case .awaiting: .warn
            case .returned: .bad
            case .answered: .good
            case .read, .delivered: .accent
            case .planned, .sent, .withdrawn: nil
            }
        return Parts.Tag(self["notices.stage.\(stage.rawValue)"], kind)
    }

    /// What one does with findings of a type, for pages.
    func severityMark(_ finding: SeenFinding) -> Parts.Named { mark(finding.severity) }
}

/// The findings of a notice as a table.
struct FindingRows {
    let words: Words
    let zone: Zone
    /// Whether findings lead to their pages on the desk.
    var isForDesk = false

    func table(_ findings: [SeenFinding], id: String = "findings") -> Parts.Table {
        var columns: [Parts.Table.Column] = [
            .init(words["notices.mail.place"]), .init(words["notices.mail.specifics"]), .init(words["notices.mail.severity"]),
            .init(words["notices.mail.firstSeen"]), .init(words["notices.mail.lastSeen"]),
        ]
        if isForDesk { columns.append(.init(words["notices.why.link"], isLabelHidden: true)) }
        return Parts.Table(
            id: id, caption: words["notices.finding.title"], columns: columns,
            rows: findings.map { finding in
                var cells: [Parts.Table.Cell] = [
                    .init(
                        finding.defangedPlace, href: isForDesk ? "/findings/\(finding.id)" : nil, isHead: true, isMono: true),
                    .init(finding.specifics), .init(severity: words.mark(finding.severity)),
                    .init(time: words.mark(finding.firstSeen, zone: zone)), .init(time: words.mark(finding.lastSeen, zone: zone)),
                ]
                if isForDesk { cells.append(.init(words["notices.why.link"], href: "/notices/findings/\(finding.id)")) }
                return Parts.Table.Row(cells)
            })
    }
}

/// A conversation as a timeline.
struct ConversationRows {
    let words: Words
    let zone: Zone

    func timeline(_ answers: [NoticeAnswer], isForDesk: Bool, findings: [SeenFinding]) -> Parts.Timeline {
        Parts.Timeline(
            answers.filter { isForDesk || $0.kind != .automatic }.map { answer in
                let place = answer.finding.flatMap { id in findings.first { $0.id == id } }?.defangedPlace
                var item = Parts.Timeline.Item(
                    words["notices.answer.\(answer.kind.rawValue)"], icon: answer.kind == .reply ? "mail" : "conversation",
                    time: words.mark(answer.time, zone: zone),
                    kind: answer.kind == .fixed ? .good : answer.kind == .falsePositive || answer.kind == .notMine ? .warn : nil,
                    actor: answer.who, text: place, quote: answer.text.isEmpty ? nil : answer.text)
                if let until = answer.until {
                    item.tags.append(
                        Parts.Tag(words.text("notices.answer.until", ["date": words.date(until - .microseconds(1), zone: zone)])))
                }
                if isForDesk { item.tags.append(Parts.Tag(words["notices.way.\(answer.way.rawValue)"])) }
                return item
            })
    }
}
