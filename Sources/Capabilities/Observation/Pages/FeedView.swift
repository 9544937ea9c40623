internal import Centre
internal import Charts
internal import EventStore
internal import Events
internal import Foundation
internal import Vocabulary

/// A feed: how it is, what came of it, how its rows look, what could not be read.
struct FeedView: Sendable {
    let head: Parts.Head
    let troubles: [TroubleView]
    let facts: Parts.Facts
    let volume: ChartView?
    let deliveries: Parts.Table
    let sample: Parts.Table
    let letters: Parts.Table?
    let retry: Parts.Action?
    let rules: Parts.Table?
}

/// What is wrong with a feed, and what to do.
struct TroubleView: Sendable {
    let kind: String
    let text: String
    let remedy: String
}

struct FeedPageMaker {
    let reader: StoreReader
    let shelf: FeedShelf
    let keeper: PictureKeeper
    let request: WebRequest
    let hasIntake: Bool

    private var words: Words { request.words }
    private var code: String { request.feedCode }

    func view() async throws -> FeedView {
        let picture = keeper.picture
        let health = picture.feeds.first { $0.code == code }
        let definition = try? shelf.registry.definition(code)
        guard health != nil || definition != nil else { throw WebProblem.notFound }
        let feed = code
        let store = reader.store
        let letters = try await reader.reading { try store.deadLetters(feed: feed, limit: 50) }
        let mayRetry = hasIntake && !letters.isEmpty && request.principal?.may(.observationDecide) == true
        return FeedView(
            head: head(health, definition),
            troubles: (health?.troubles ?? []).map { trouble in
                TroubleView(kind: trouble.isBad ? "problem" : "warning", text: words.said(trouble), remedy: words.remedy(trouble))
            },
            facts: facts(health, definition), volume: health.map(volume), deliveries: try await deliveries(),
            sample: try await sample(), letters: letters.isEmpty ? nil : table(letters),
            retry: mayRetry
                ? .init(words["observation.feed.retry"], post: DeskLinks.feed(code) + "/retry", icon: "refresh", isSmall: true) : nil,
            rules: definition.map(rules))
    }

    private func head(_ health: FeedHealth?, _ definition: FeedDefinition?) -> Parts.Head {
        var head = Parts.Head(
            health?.name ?? definition?.name ?? code, crumbs: [.init(words["observation.feeds.title"], "/feeds")],
            actions: [.init(words["observation.finding.events"], href: DeskLinks.events(QueryText.term("feed", code)), icon: "events")])
        head.tags = [Parts.Tag(code)]
        if let health {
            head.tags += health.isWell ? [Parts.Tag(words["observation.feeds.well"], .good, icon: "done")] : health.troubles.map(words.tag)
        } else {
            head.lead = words["observation.feed.nothingYet"]
        }
        if request.principal?.may(.observationCollect) == true, let definition {
            head.actions.append(
                .init(words["observation.definition.edit"], href: "/feeds/definition?code=\(Form.encoded(definition.code))", icon: "edit"))
        }
        return head
    }

    private func facts(_ health: FeedHealth?, _ definition: FeedDefinition?) -> Parts.Facts {
        typealias Fact = Parts.Facts.Fact
        var facts: [Fact] = []
        if let definition {
            facts.append(Fact(words["observation.feeds.provider"], definition.provider))
            facts.append(Fact(words["observation.feeds.interval"], words.duration(seconds: definition.interval)))
            if let tlp = definition.tlp { facts.append(Fact(words["observation.feed.marking"], tlp: words.mark(tlp))) }
            if let page = definition.documentation, page.hasPrefix("https://") {
                facts.append(Fact(words["observation.feed.documentation"], link: .init(page, page)))
            }
        }
        if let health {
            facts.append(Fact(words["observation.feeds.lastEvent"], time: health.last.map { words.moment($0, request.zone) }))
            facts.append(Fact(words["observation.feed.total"], words.number(health.total)))
            facts.append(Fact(words["observation.feeds.dead"], words.number(health.deadLetters)))
        }
        return Parts.Facts(facts)
    }

    private func volume(_ health: FeedHealth) -> ChartView {
        let days = LocalDays(request.zone, at: request.now)
        let today = days.day(request.now)
        let code = code
        let words = words
        let zone = request.zone
        return ChartView(
            Histogram(
                head: ChartHead(id: "volume", title: words["observation.overview.events"]), axis: .time,
                bins: health.byDay.enumerated().map { place, count in
                    let day = today - Int64(health.byDay.count - 1 - place)
                    return .init(
                        lower: Double(days.start(day).seconds), upper: Double(days.start(day + 1).seconds), counts: [Double(count)],
                        address: DeskLinks.events(QueryText.term("feed", code), DeskLinks.days(day, day, days)))
                }, plotHeight: 110, format: ChartFormat(words, zone), endName: { words.date(Instant(seconds: Int64($0)), zone: zone) }))
    }

    /// The times at which events of the feed were taken in, the latest first.
    private func deliveries() async throws -> Parts.Table {
        let question =
            "\(QueryText.term("feed", code)) time.observation>=\(request.now - .seconds(30 * 86_400)) group by hour(time.observation)"
            + " select count,first,last sort by hour(time.observation) desc limit 24"
        let table = try await reader.groups(question)
        return Parts.Table(
            id: "deliveries", caption: words["observation.feed.deliveries"],
            columns: [
                .init(words["observation.feed.takenIn"]), .init(words["observation.column.events"], isNumber: true),
                .init(words["observation.feed.firstEvent"]), .init(words["observation.feeds.lastEvent"]),
            ],
            rows: table.rows.map { row in
                func time(_ value: Value?) -> Parts.Time? {
                    if case .time(let time)? = value { words.short(Instant(microseconds: time), request.zone) } else { nil }
                }
                let count: Int = if case .integer(let count)? = row[1] { Int(count) } else { 0 }
                return Parts.Table.Row([
                    .init(isHead: true, time: time(row[0])), .init(words.number(count), isNumber: true), .init(time: time(row[2])),
                    .init(time: time(row[3])),
                ])
            }, empty: Parts.Empty(words["observation.feed.noDeliveries"])
        ).untitled
    }

    private func sample() async throws -> Parts.Table {
        let query = try Query.parse("\(QueryText.term("feed", code)) since:30d sort by time desc limit 10", now: request.now)
        let events = try await reader.events(query)
        var keys: [FieldKey] = []
        let hidden: Set<FieldKey> = [.idf(.feedCode), .idf(.feedName), .idf(.feedProvider), .idf(.timeObservation)]
        for key in EventTable.usual where events.contains(where: { $0[key] != nil }) && !hidden.contains(key) { keys.append(key) }
        let others = Set(events.flatMap { $0.fields.map(\.key) }).subtracting(keys).subtracting(hidden).sorted { $0.name < $1.name }
        keys += others.prefix(20)
        var table = EventTable(words: words, zone: request.zone, book: try await reader.owners()).table(
            "sample", caption: words["observation.feed.sample"], events, columns: keys.isEmpty ? EventTable.usual : keys,
            empty: Parts.Empty(words["observation.feed.noDeliveries"]))
        table.chooser = true
        return table
    }

    private func table(_ letters: [DeadLetter]) -> Parts.Table {
        Parts.Table(
            id: "letters", caption: words["observation.feed.letters"],
            columns: [
                .init(words["observation.feed.file"]), .init(words["observation.feed.line"], isNumber: true),
                .init(words["observation.feed.reason"]), .init(words["observation.feed.row"]),
            ],
            rows: letters.map { letter in
                let text = String(decoding: letter.rejection.raw.prefix(300), as: UTF8.self)
                let plain = String(text.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) })
                return Parts.Table.Row([
                    .init(letter.source.split(separator: "/").last.map(String.init) ?? letter.source, isHead: true, time: nil),
                    .init(letter.rejection.line.map { words.number(Int($0)) } ?? "", isNumber: true), .init(letter.rejection.reason),
                    .init(plain, isMono: true),
                ])
            }
        ).untitled
    }

    private func rules(_ definition: FeedDefinition) -> Parts.Table {
        Parts.Table(
            id: "rules", caption: words["observation.feed.rules"],
            columns: [.init(words["observation.feed.column"]), .init(words["observation.feed.target"]), .init("")],
            rows: definition.rules.map { rule in
                Parts.Table.Row([
                    .init(rule.source.plainText, isHead: true, isMono: true),
                    .init(rule.target?.name ?? words["observation.feed.leftOut"], isMono: rule.target != nil),
                    .init(tags: rule.isRequired ? [Parts.Tag(words["observation.feed.required"])] : []),
                ])
            }
        ).untitled
    }
}

extension RuleSource {
    /// The columns a rule reads, as a person reads it.
    var plainText: String {
        switch self {
        case .column(let name): name
        case .firstOf(let names): names.joined(separator: " | ")
        case .template(let text): text
        case .webAddress(let hosts, let paths, _): (hosts + paths).joined(separator: " + ")
        case .nothing: "–"
        }
    }
}

/// Small lines of counts by day.
enum Sparks {
    static func svg(_ counts: [Int]) -> String { Sparkline(values: counts.map { Double($0) }).svg }
}
