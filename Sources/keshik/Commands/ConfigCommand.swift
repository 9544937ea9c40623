import ArgumentParser
import FoundationEssentials

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check and show the configuration.", subcommands: [Check.self, Show.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Name every wrong key of a configuration file with its line.",
            discussion: "EXAMPLE:\n  keshik config check keshik.yaml")

        @Argument(help: "The file; else the one in use.", completion: .file()) var file: String?
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let path = file ?? data.config ?? ProcessInfo.processInfo.environment["KESHIK_CONFIG"] ?? "keshik.yaml"
            guard let content = FileManager.default.contents(atPath: path) else {
                if file == nil, data.config == nil {
                    print(
                        output.json
                            ? "{\"file\":null,\"mistakes\":[]}" : "there is no keshik.yaml; the defaults hold (`keshik config show`)")
                    return
                }
                throw SettingsError.missing(path: path)
            }
            let mistakes = SettingsFile.check(String(decoding: content, as: UTF8.self))
            if output.json {
                let list = mistakes.map { mistake in
                    JSONText.object([
                        ("line", JSONText(mistake.line)), ("column", JSONText(mistake.column)), ("message", .text(mistake.message)),
                    ])
                }
                print(JSONText.object([("file", .text(path)), ("mistakes", .list(list))]).line)
            } else if mistakes.isEmpty {
                print("\(path): good")
            } else {
                print(SettingsError.mistakes(path: path, mistakes))
            }
            if !mistakes.isEmpty { throw Exit.withMistakes }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show what holds, defaults included.")
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let values: [(String, JSONText)] = [
                ("data", .text(settings.data)),
                ("ingest.workers", JSONText(settings.workers)),
                ("ingest.deduplicate.window", JSONText(settings.deduplicationWindow)),
                ("ingest.deduplicate.fields", .list(settings.deduplicationFields.map { .text($0) })),
                ("enrichment.databases", .list(settings.databases.map { .text($0) })),
                ("enrichment.networks", .text(settings.overwritesNetworks ? "overwrite" : "fill-missing")),
                ("findings.quiet-after", JSONText(settings.quietAfter)),
                ("findings.fixed-after", JSONText(settings.fixedAfter)),
                ("store.dead-letters", JSONText(settings.deadLetterLimit)),
                ("store.retention", .list(settings.retention.map { .text($0) })),
                ("query.memory", JSONText(settings.queryMemory)),
            ]
            let lists = SettingsFile.warningLists.compactMap { name in
                settings.warningLists[name].map { ("warning-lists." + name, JSONText.text($0)) }
            }
            if output.json {
                print(JSONText.object(values + lists).line)
            } else {
                for (name, value) in values + lists {
                    if case .text(let text) = value { print("\(name): \(text)") } else { print("\(name): \(value.line)") }
                }
            }
        }
    }
}
