public import ArgumentParser
public import EventStore
import Events

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Ask for events, or for counts of them.",
        discussion: """
            docs/query.md has the whole language. Terms side by side must all hold; `or`, `not` and parentheses do what they say.

            EXAMPLES:
              keshik events 'type:vulnerable-system asn:64500 port:23 since:7d'
              keshik events 'since:30d group by type,day'
              keshik events 'owner:"Odlar Telekom" since:7d select distinct(ip) group by type'
              keshik events 'malware:mirai*' --format jsonl > events.jsonl
            """)

    @Argument(help: "The question; all events if left out.") var query: [String] = []
    @Option(name: .long, help: "table, csv, json, jsonl (IntelMQ's own) or parquet; else table on a terminal and jsonl elsewhere.")
    var format: ResultFormat?
    @Option(name: .long, help: ArgumentHelp("Write to this file instead of standard output; it must not exist.", valueName: "file"))
    var out: String?
    @Flag(name: .long, help: "Say how the question is answered instead of answering it.") var explain = false
    @OptionGroup var data: DataOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let question = try EventQuery(try await data.settings(), text: query.joined(separator: " "))
        if explain {
            for line in try question.explanation() { print(line) }
            return
        }
        let isTable = Terminal.outputIsTerminal && out == nil
        let format =
            self.format
            ?? (output.json ? (question.query.isGrouped ? .json : .jsonl) : isTable || question.query.isGrouped ? .table : .jsonl)
        guard let out else {
            let count = try await question.write(format, to: ByteOutput(descriptor: 1), width: Terminal.width)
            if isTable, format == .table, count == 0 { Terminal.note("nothing matches") }
            return
        }
        let file = try OutputFile(path: out)
        do {
            _ = try await question.write(format, to: file.output)
            try file.keep()
        } catch {
            file.remove()
            throw error
        }
    }
}

extension ResultFormat: ExpressibleByArgument {}

/// A question to the events of a data folder.
struct EventQuery {
    let query: Query
    private let run: QueryRun<EmbeddedStore>

    /// - Throws: `QueryMistake` with a caret below what was misread.
    init(_ settings: Settings, text: String) throws {
        let store = try EmbeddedStore.open(at: settings.storePath, readOnly: true)
        query = try Query.parse(text, now: Settings.now())
        let owners = OwnerIdentifiers(settings)
        run = try QueryRun(
            store, query,
            limits: .init(groupBytes: settings.queryMemory << 20, workers: settings.workers > 0 ? settings.workers : Machine.processors),
            ownerIDs: owners.ids)
    }

    func explanation() throws -> [String] { try run.explanation() }

    /// Writes the answer.
    /// - Returns: rows written.
    func write(_ format: ResultFormat, to output: ByteOutput, width: Int? = nil) async throws -> Int {
        let writer = ResultWriter(format, to: output, width: width)
        if query.isGrouped {
            let table = try await run.groups()
            try writer.write(table)
            return table.rows.count
        }
        let events = try writer.beginEvents(run.columns, isSelected: !query.selection.isEmpty)
        let count = try await run.events { batch in
            try events.write(batch)
            return true
        }
        try events.finish()
        return count
    }
}
