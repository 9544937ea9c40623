internal import Centre
internal import Vocabulary

/// Collectors and what became of collections, as tables.
struct CollectorTables {
    let words: Words
    let zone: Zone

    func collectors(_ collectors: [Collector], _ latest: [String: Collection]) -> Parts.Table {
        var table = Parts.Table(
            id: "collectors", caption: words["observation.collect.title"],
            columns: [
                .init(words["observation.collector.name"]), .init(words["observation.collect.kind"]),
                .init(words["observation.column.feed"]),
                .init(words["observation.collector.schedule"]), .init(words["observation.collect.last"]),
                .init(words["observation.collect.outcome"]),
            ],
            rows: collectors.map { collector in
                let last = latest[collector.id]
                return Parts.Table.Row(
                    [
                        .init(collector.name, href: "/collect/\(collector.id)", isRow: true, isHead: true),
                        .init(words["observation.collect.kinds.\(collector.kind.rawValue)"]),
                        .init(collector.feed ?? words["observation.collect.recognised"]), .init(collector.schedule, isMono: true),
                        .init(time: last.map { words.short($0.started, zone) }),
                        .init(tags: collector.isEnabled ? last.map { [tag($0)] } ?? [] : [Parts.Tag(words["observation.collect.off"])]),
                    ], isFaded: !collector.isEnabled)
            },
            empty: Parts.Empty(
                words["observation.collect.none"], text: words["observation.collect.noneText"], icon: "feed"))
        table.isCaptionHidden = true
        return table
    }

    func log(_ collections: [Collection], isForAll: Bool) -> Parts.Table {
        var columns: [Parts.Table.Column] = [.init(words["observation.column.when"])]
        if isForAll { columns.append(.init(words["observation.collect.by"])) }
        columns += [
            .init(words["observation.collect.outcome"]), .init(words["observation.column.events"], isNumber: true),
            .init(words["observation.feeds.dead"], isNumber: true), .init(words["observation.column.feed"]),
            .init(words["observation.collect.said"]),
        ]
        return Parts.Table(
            id: "log", caption: words["observation.collect.log"], columns: columns,
            rows: collections.map { one in
                var cells: [Parts.Table.Cell] = [.init(isHead: true, time: words.short(one.started, zone))]
                if isForAll {
                    cells.append(
                        .init(
                            one.by, href: one.collector.map { "/collect/\($0)" }, sub: words["observation.collect.way.\(one.way.rawValue)"])
                    )
                }
                cells += [
                    .init(tags: [tag(one)]), .init(words.number(one.events), isNumber: true),
                    .init(words.number(one.rejected), isNumber: true),
                    .init(
                        one.feeds.count == 1 ? one.feeds[0] : one.feeds.prefix(3).joined(separator: ", "),
                        href: one.feeds.count == 1 ? DeskLinks.feed(one.feeds[0]) : nil),
                    .init(one.result == .failed ? one.text : words.said(one)),
                ]
                return Parts.Table.Row(cells)
            }, empty: Parts.Empty(words["observation.collect.noLog"])
        ).untitled
    }

    private func tag(_ collection: Collection) -> Parts.Tag {
        let text = words["observation.collect.results.\(collection.result.rawValue)"]
        return switch collection.result {
        case .done: Parts.Tag(text, .good, icon: "done")
        case .empty: Parts.Tag(text, .warn, icon: "warning")
        case .unchanged: Parts.Tag(text)
        case .failed: Parts.Tag(text, .bad, icon: "problem")
        }
    }

    func head(_ collector: Collector, mayCollect: Bool) -> Parts.Head {
        var head = Parts.Head(collector.name, crumbs: [.init(words["observation.collect.title"], "/collect")])
        head.tags = [Parts.Tag(words["observation.collect.kinds.\(collector.kind.rawValue)"])]
        if !collector.isEnabled { head.tags.append(Parts.Tag(words["observation.collect.off"], .warn)) }
        if mayCollect {
            let path = "/collect/\(collector.id)"
            head.actions = [
                .init(words["observation.collect.run"], post: path + "/run", icon: "play", isPrimary: true),
                .init(words["common.action.edit"], href: path + "/edit", icon: "edit"),
                .init(
                    words["common.action.delete"], post: path + "/remove", confirm: words["observation.collect.sure"], icon: "remove",
                    isDanger: true),
            ]
        }
        return head
    }

    func facts(_ collector: Collector, hasSecret: Bool, house: House, now: Instant) -> Parts.Facts {
        typealias Fact = Parts.Facts.Fact
        let settings = collector.settings
        var facts = [
            Fact(
                words["observation.collector.place.\(collector.kind.rawValue)"],
                collector.kind == .folder
                    ? "\(house.data)/incoming/\(settings.place)"
                    : settings.place.isEmpty ? ShadowserverCollector.usualPlace : settings.place,
                isMono: true)
        ]
        if collector.kind == .mailbox {
            facts.append(Fact(words["observation.collector.mailbox"], settings.mailbox ?? "INBOX", isMono: true))
            if let senders = settings.senders { facts.append(Fact(words["observation.collector.senders"], senders, isMono: true)) }
        }
        facts.append(
            collector.feed.map { Fact(words["observation.column.feed"], link: .init($0, DeskLinks.feed($0))) }
                ?? Fact(words["observation.column.feed"], words["observation.collect.recognised"]))
        facts.append(Fact(words["observation.collector.schedule"], collector.schedule, isMono: true))
        if collector.isEnabled, let next = try? JobSchedule(collector.schedule, zone: house.zone.name).times().next(after: now) {
            facts.append(Fact(words["observation.collect.next"], time: words.mark(next, zone: zone)))
        }
        if collector.needsSecret {
            facts.append(
                Fact(
                    words["observation.collect.secret"],
                    tags: [
                        hasSecret
                            ? Parts.Tag(words["observation.collect.secretThere"], .good, icon: "key")
                            : Parts.Tag(words["observation.collect.secretMissing"], .bad, icon: "problem")
                    ]))
        }
        return Parts.Facts(facts)
    }
}

extension Words {
    /// What became of a collection, in a sentence.
    func said(_ collection: Collection) -> String {
        switch collection.result {
        case .done:
            text("observation.collect.done", ["events": number(collection.events), "rejected": number(collection.rejected)])
        case .empty: self["observation.collect.empty"]
        case .unchanged: self["observation.collect.unchanged"]
        case .failed: text("observation.collect.failed", ["reason": collection.text])
        }
    }
}
