internal import Centre
internal import EventStore
internal import Vocabulary

/// What happened to a finding: when it was there, what people decided, what the owner was told and answered. The newest comes first.
struct FindingTimeline {
    let words: Words
    let zone: Zone

    func timeline(_ file: FindingFile, _ marks: [NoticeMark], now: Instant) -> Parts.Timeline {
        var items: [(time: Int64, item: Parts.Timeline.Item)] = []
        let episodes = file.finding.episodes
        for (place, episode) in episodes.enumerated() {
            items.append(
                (
                    episode.first,
                    item(
                        place == 0 ? "first" : "again", icon: place == 0 ? "open" : "reopened", at: episode.first,
                        kind: place == 0 ? nil : .bad)
                ))
            if episode.last > episode.first {
                items.append(
                    (
                        episode.last,
                        item(
                            place == episodes.count - 1 ? "last" : "gap", icon: place == episodes.count - 1 ? "eye" : "quiet",
                            at: episode.last, text: words.text("observation.timeline.sights", count: Int(episode.count)))
                    ))
            }
        }
        if file.state == .fixed, let last = episodes.last, !file.decisions.contains(where: { $0.kind == .verifyFixed }) {
            items.append((last.last + 1, item("silent", icon: "fixed", at: last.last, kind: .good)))
        }
        for decision in file.decisions { items.append((decision.at, item(decision))) }
        for mark in marks {
            items.append(
                (
                    mark.time.microseconds,
                    Parts.Timeline.Item(
                        words["observation.timeline.notice.\(mark.kind.rawValue)"],
                        icon: mark.kind == .answered ? "conversation" : "notice",
                        time: words.mark(mark.time, zone: zone), kind: mark.kind == .returned ? .warn : nil, href: mark.path,
                        actor: mark.who, text: mark.text)
                ))
        }
        return Parts.Timeline(items.sorted { $0.time > $1.time }.map(\.item))
    }

    private func item(
        _ key: String, icon: String, at microseconds: Int64, kind: Parts.Timeline.Item.Kind? = nil, text: String? = nil
    ) -> Parts.Timeline.Item {
        Parts.Timeline.Item(
            words["observation.timeline.\(key)"], icon: icon, time: words.mark(Instant(microseconds: microseconds), zone: zone), kind: kind,
            text: text)
    }

    private func item(_ decision: Decision) -> Parts.Timeline.Item {
        let (icon, kind): (String, Parts.Timeline.Item.Kind?) =
            switch decision.kind {
            case .accept: ("accepted", .warn)
            case .dispute: ("disputed", .warn)
            case .verifyFixed: ("fixed", .good)
            case .withdraw: ("remove", nil)
            }
        var title = words["observation.timeline.\(decision.kind.name)"]
        if case .accept(let until) = decision.kind {
            title = words.text("observation.timeline.accept", ["date": words.date(Instant(microseconds: until - 1), zone: zone)])
        }
        return Parts.Timeline.Item(
            title, icon: icon, time: words.mark(Instant(microseconds: decision.at), zone: zone), kind: kind, actor: decision.by,
            quote: decision.note.isEmpty ? nil : decision.note)
    }
}
