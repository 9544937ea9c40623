internal import Centre
internal import Vocabulary

extension Words {
    /// A value as people read it.
    func shown(_ value: DutyValue, _ field: DutyField) -> String {
        switch (field.kind, value) {
        case (.choice, .text(let text)) where field.name == "severity": self["common.severity.\(text)"]
        case (.choice, .text(let text)): self["reporting.ternary.\(text)"]
        case (.type, .text(let text)): IncidentType(name: text).map(incident) ?? text
        case (_, .number(let value)): number(value)
        default: value.shown
        }
    }

    /// What was said, as facts.
    func facts(_ body: DutyBody) -> Parts.Facts {
        Parts.Facts(
            DutyField.all.compactMap { field in
                guard let value = body[field.name], !value.isEmpty else { return nil }
                return Parts.Facts.Fact(self["reporting.field.\(field.name).label"], shown(value, field))
            })
    }

    /// By when something is due, and how that stands.
    func dueTag(_ due: Instant, done: Instant?, now: Instant) -> Parts.Tag {
        if let done { return done <= due ? Parts.Tag(self["reporting.due.inTime"], .good) : Parts.Tag(self["reporting.due.late"], .warn) }
        if now > due {
            return Parts.Tag(text("reporting.due.over", ["time": duration(seconds: Int(now.seconds - due.seconds))]), .bad, icon: "warning")
        }
        let left = Int(due.seconds - now.seconds)
        return Parts.Tag(text("reporting.due.left", ["time": duration(seconds: left)]), left < 4 * 3_600 ? .warn : nil, icon: "clock")
    }

    func mark(_ kind: DutyIncident.Kind) -> Parts.Tag {
        Parts.Tag(self["reporting.kind.\(kind.rawValue)"], kind == .incident ? .accent : nil)
    }

    /// The flags that matter to other authorities and countries.
    func flags(_ incident: DutyIncident) -> [Parts.Tag] {
        var tags: [Parts.Tag] = []
        if incident.crossBorder == "yes" { tags.append(Parts.Tag(self["reporting.flag.crossBorder"], .warn, icon: "globe")) }
        if incident.personalData == "yes" { tags.append(Parts.Tag(self["reporting.flag.personalData"], .warn, icon: "people")) }
        return tags
    }

    /// How the stages of an incident stand.
    func stageTable(
        _ progress: DutyProgress, zone: Zone, now: Instant, action: (DutyStage) -> (String, String)?, receipts: (DutyStage) -> [Parts.Link]
    )
        -> Parts.Table
    {
        Parts.Table(
            id: "stages", caption: self["reporting.duty.stages"],
            columns: [
                .init(self["reporting.duty.stageName"]), .init(self["reporting.duty.due"]), .init(self["reporting.duty.submitted"]),
                .init(self["reporting.desk.state"]), .init(self["reporting.duty.receipts"]),
            ],
            rows: progress.stages.map { stage in
                let link = action(stage)
                let done = progress.submitted[stage]
                let due = progress.due(stage)
                var tags = due.map { [dueTag($0, done: done, now: now)] } ?? []
                if progress.draft(stage) != nil { tags.append(Parts.Tag(self["reporting.duty.draft"], .accent)) }
                if let version = progress.submittedStatement(stage)?.version, version > 1 {
                    tags.append(Parts.Tag(text("reporting.duty.version", ["number": "\(version)"])))
                }
                let links = done == nil ? [] : receipts(stage)
                return Parts.Table.Row([
                    .init(self["reporting.stage.\(stage.rawValue)"], href: link?.1, isHead: true, sub: link?.0),
                    .init(due == nil ? "\u{2013}" : nil, time: due.map { mark($0, zone: zone) }),
                    .init(done == nil ? "\u{2013}" : nil, time: done.map { mark($0, zone: zone) }), .init(tags: tags),
                    .init(
                        html: links.map { "<a href=\"\(HTML.escaped($0.href))\">\(HTML.escaped($0.label))</a>" }.joined(separator: " · ")),
                ])
            })
    }
}

extension Words {
    /// What is known of an incident besides what was said in its stages.
    func facts(_ incident: DutyIncident, _ office: ReportingOffice, zone: Zone, now: Instant) -> Parts.Facts {
        let laws = office.settings.laws.filter { incident.laws.contains($0.id) }
        var facts: [Parts.Facts.Fact] = [
            .init(self["reporting.receipt.number"], incident.label(office.short), sub: incident.reference, isMono: true),
            .init(self["reporting.duty.organisation"], incident.ownerName),
            .init(self["reporting.duty.aware"], time: mark(incident.aware, zone: zone)),
        ]
        if !laws.isEmpty {
            facts.append(
                .init(
                    self["reporting.duty.laws"],
                    laws.map { "\($0.name(in: code)) (\($0.authority(in: code)))" }.joined(separator: "; ")))
        }
        if let due = incident.answerDue {
            facts.append(
                .init(
                    self["reporting.duty.answerDue"], time: mark(due, zone: zone), tags: [dueTag(due, done: incident.answered, now: now)]))
        }
        if let answered = incident.answered { facts.append(.init(self["reporting.duty.answered"], time: mark(answered, zone: zone))) }
        return Parts.Facts(facts)
    }
}
