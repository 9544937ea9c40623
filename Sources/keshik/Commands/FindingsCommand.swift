import ArgumentParser
import Constituency
import EventStore
import Events
import Vocabulary

struct FindingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings", abstract: "What is wrong where, since when, whose it is, and whether it is still there.",
        discussion: """
            A finding is open, recurring (seen in more than one delivery), quiet (not seen for longer than its feed's usual interval), fixed, reopened,
            accepted (the owner takes the risk until a date) or disputed. docs/data-model.md explains the states.

            EXAMPLES:
              keshik findings list 'state:(open,reopened) owner:"Odlar Telekom" type:infected-system'
              keshik findings show F-3K7
              keshik findings totals
              keshik findings accept F-3K7 --until 2026-12-31 --by "A. Analyst" --note "to be replaced in December"
            """,
        subcommands: [List.self, Show.self, Totals.self, Accept.self, Dispute.self, Verify.self, Withdraw.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List findings.")
        @Argument(help: "Which ones, in the query language (docs/query.md).") var query: [String] = []
        @Option(name: .long, help: "How many; 0 for all.") var limit = 50
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let store = try EmbeddedStore.open(at: settings.storePath, readOnly: true)
            let now = Settings.now()
            let parsed = try Query.parse(query.joined(separator: " "), now: now, over: .findings)
            if parsed.isGrouped || !parsed.selection.isEmpty || !parsed.order.isEmpty {
                throw ValidationError(
                    "findings are listed by their ids; `group by`, `select` and `sort by` go with `keshik events`, totals with `keshik findings totals`"
                )
            }
            let limit = parsed.limit ?? self.limit
            let owners = OwnerIdentifiers(settings)
            let filter = PreparedFilter(parsed.filter, ownerIDs: owners.ids)
            var table = TextTable(["id", "state", "type", "where", "owner", "last seen", "times"], numbers: [6])
            var shown = 0
            var matching = 0
            try store.findings(
                matching: FindingFilter(narrowing: parsed.filter, ownerIDs: owners.ids), now: now.microseconds,
                policy: settings.findingPolicy
            ) { finding, state in
                guard filter.matches(finding, state: state) else { return true }
                matching += 1
                if limit > 0 && shown == limit { return true }
                shown += 1
                if output.json {
                    print(finding.json(state).line)
                } else {
                    table.add([
                        String(finding.id.description.prefix(10)), state.name.rawValue, finding.type, finding.place, finding.owner ?? "—",
                        Instant(microseconds: finding.lastSeen).plain, grouped(finding.count),
                    ])
                }
                return true
            }
            if output.json { return }
            if matching == 0 { return print("no findings" + (query.isEmpty ? " yet: `keshik ingest` opens them" : " match")) }
            print(table.text)
            if matching > shown { print("\(grouped(Int64(matching))) in all; --limit 0 shows every one") }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a finding and its history.")
        @Argument(help: "Its id, or as much of it as is needed.") var id: String
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let store = try EmbeddedStore.open(at: settings.storePath, readOnly: true)
            let finding = try store.finding(id)
            let decisions = try store.decisions(about: finding.id)
            let state = FindingState(of: finding, decisions: decisions, now: Settings.now().microseconds, policy: settings.findingPolicy)
            if output.json {
                print(finding.json(state, decisions: decisions).line)
                return
            }
            print("\(Terminal.bold(finding.id.description))  \(state.name.rawValue)")
            let members: [(String, String?)] = [
                ("type", finding.type), ("identifier", finding.identifier), ("address", finding.ip?.description),
                ("port", finding.port.map { "\($0)" + (finding.transport.map { "/" + $0 } ?? "") }), ("host", finding.fqdn),
                ("url", finding.url),
                ("account", finding.account), ("malware", finding.malware), ("system", finding.asn?.description),
                ("country", finding.country),
                ("owner", finding.owner), ("severity", finding.severity), ("vulnerabilities", finding.vulnerabilities),
                ("feeds", finding.feeds.joined(separator: ", ")),
            ]
            for (name, value) in members {
                if let value, !value.isEmpty { print(name.padded(to: 17) + value) }
            }
            print("")
            var table = TextTable(["seen from", "to", "times"], numbers: [2])
            for episode in finding.episodes {
                table.add([Instant(microseconds: episode.first).plain, Instant(microseconds: episode.last).plain, grouped(episode.count)])
            }
            print(table.text)
            for decision in decisions {
                print(
                    "\(Instant(microseconds: decision.at).plain)  \(decision.kind.name) by \(decision.by)"
                        + (decision.note.isEmpty ? "" : ": \(decision.note)"))
            }
        }
    }

    struct Totals: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "totals", abstract: "Count findings by type and state.")
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let store = try EmbeddedStore.open(at: settings.storePath, readOnly: true)
            let totals = try store.findingTotals(now: Settings.now().microseconds, policy: settings.findingPolicy)
            let states = FindingState.Name.allCases
            if output.json {
                let byType = totals.byType.sorted { $0.key < $1.key }.map { type, counts in
                    (type, JSONText.object(states.map { ($0.rawValue, JSONText(counts[$0] ?? 0)) }))
                }
                print(
                    JSONText.object([
                        ("total", JSONText(totals.total)),
                        ("states", .object(states.map { ($0.rawValue, JSONText(totals.byState[$0] ?? 0)) })),
                        ("types", .object(byType)),
                    ]).line)
                return
            }
            if totals.total == 0 { return print("no findings yet: `keshik ingest` opens them") }
            let used = states.filter { totals.byState[$0] ?? 0 > 0 }
            var table = TextTable(["type"] + used.map(\.rawValue) + ["all"], numbers: Set(1...used.count + 1))
            for (type, counts) in totals.byType.sorted(by: { $0.value.values.reduce(0, +) > $1.value.values.reduce(0, +) }) {
                table.add([type] + used.map { grouped(Int64(counts[$0] ?? 0)) } + [grouped(Int64(counts.values.reduce(0, +)))])
            }
            table.add(["all"] + used.map { grouped(Int64(totals.byState[$0] ?? 0)) } + [grouped(Int64(totals.total))])
            print(table.text)
        }
    }
}

/// Who decides about a finding and why.
struct DecisionOptions: ParsableArguments {
    @Argument(help: "The finding's id, or as much of it as is needed.") var id: String
    @Option(name: .long, help: "Who decides.") var by: String
    @Option(name: .long, help: "Why.") var note = ""

    func enter(_ kind: Decision.Kind, _ data: DataOptions, _ output: OutputOptions) async throws {
        let settings = try await data.settings()
        let store = try EmbeddedStore.open(at: settings.storePath)
        let finding = try store.finding(id)
        let decision = try store.decide(kind, about: finding.id, by: by, note: note, at: Settings.now().microseconds)
        let state = FindingState(
            of: finding, decisions: try store.decisions(about: finding.id), now: Settings.now().microseconds, policy: settings.findingPolicy
        )
        if output.json { return print(finding.json(state).line) }
        print("\(finding.id): \(decision.kind.name); it is \(state.name.rawValue) now")
    }
}

extension FindingsCommand {
    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "accept", abstract: "The owner accepts the risk, until a date.")
        @Option(name: .long, help: "Until when, for example 2026-12-31.") var until: String
        @OptionGroup var decision: DecisionOptions
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let until = Instant(until) else { throw ValidationError("--until takes a date such as 2026-12-31") }
            guard until > Settings.now() else { throw ValidationError("--until takes a date that is still to come") }
            try await decision.enter(.accept(until: until.microseconds), data, output)
        }
    }

    struct Dispute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "dispute", abstract: "The owner says that it is not so.")
        @OptionGroup var decision: DecisionOptions
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions
        func run() async throws { try await decision.enter(.dispute, data, output) }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Somebody looked, and it is gone; if it is seen again, it is reopened.")
        @OptionGroup var decision: DecisionOptions
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions
        func run() async throws { try await decision.enter(.verifyFixed, data, output) }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "withdraw", abstract: "What was decided before no longer holds.")
        @OptionGroup var decision: DecisionOptions
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions
        func run() async throws { try await decision.enter(.withdraw, data, output) }
    }
}

extension Finding {
    /// Where it is, on one line.
    var place: String {
        if let url { return url }
        var place = ip?.description ?? fqdn ?? account ?? "—"
        if let port { place = (ip?.isIPv4 ?? true ? place : "[\(place)]") + ":\(port)" }
        if let name = identifier ?? malware, name != type { place += "  " + name }
        return place
    }

    func json(_ state: FindingState, decisions: [Decision]? = nil) -> JSONText {
        func time(_ microseconds: Int64) -> JSONText { .text(Instant(microseconds: microseconds).iso8601) }
        var members: [(String, JSONText)] = [
            ("id", .text(id.description)), ("state", .text(state.name.rawValue)), ("classification.type", .text(type)),
            ("classification.identifier", JSONText(identifier)), ("source.ip", JSONText(ip?.description)),
            ("source.port", port.map { .number(Int64($0)) } ?? .null), ("protocol.transport", JSONText(transport)),
            ("protocol.application", JSONText(application)), ("source.fqdn", JSONText(fqdn)), ("source.url", JSONText(url)),
            ("source.account", JSONText(account)), ("malware.name", JSONText(malware)),
            ("source.asn", asn.map { .number(Int64($0.number)) } ?? .null), ("source.geolocation.cc", JSONText(country)),
            ("constituency", JSONText(owner)), ("severity", JSONText(severity)), ("product.vulnerabilities", JSONText(vulnerabilities)),
            ("feeds", .list(feeds.map { .text($0) })), ("first_seen", time(firstSeen)), ("last_seen", time(lastSeen)),
            ("count", .number(count)),
        ]
        if case .accepted(let until) = state { members.append(("accepted_until", time(until))) }
        if let decisions {
            members.append(
                (
                    "episodes",
                    .list(episodes.map { .object([("first", time($0.first)), ("last", time($0.last)), ("count", .number($0.count))]) })
                ))
            members.append(
                (
                    "decisions",
                    .list(
                        decisions.map {
                            .object([
                                ("decision", .text($0.kind.name)), ("by", .text($0.by)), ("note", .text($0.note)), ("at", time($0.at)),
                            ])
                        })
                ))
        }
        return .object(members.filter { if case .null = $0.1 { false } else { true } })
    }
}

extension Instant {
    /// Minute and zone, for tables.
    var plain: String { String(iso8601.prefix(16)).replacing("T", with: " ") + " UTC" }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
