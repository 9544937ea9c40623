import ArgumentParser
import EventStore
import Events
import FoundationEssentials

struct FeedsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feeds", abstract: "The feeds that are known, and definitions of your own.",
        discussion: """
            Definitions of your own lie in the data folder, feeds/*.yaml; one of the same code replaces a shipped one. docs/feeds.md says how they are written.

            EXAMPLES:
              keshik feeds list shadowserver
              keshik feeds detect unknown.csv
              keshik feeds check var/feeds/ours.yaml
            """,
        subcommands: [List.self, Show.self, Detect.self, Check.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List feeds.")
        @Argument(help: "Only feeds whose code or name contains this.") var text: String?
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let registry = try await data.settings().feeds
            let wanted = text?.lowercased()
            let feeds = try registry.feeds().filter { feed in
                wanted.map { feed.code.lowercased().contains($0) || feed.name.lowercased().contains($0) } ?? true
            }
            if output.json {
                for feed in feeds {
                    print(
                        JSONText.object([
                            ("code", .text(feed.code)), ("provider", .text(feed.provider)), ("name", .text(feed.name)),
                            ("documentation", JSONText(feed.documentation)), ("interval", JSONText(feed.interval)),
                            ("type", JSONText(feed.incidentType)), ("files", .list(feed.detection.fileNames.map { .text($0) })),
                        ]).line)
                }
                return
            }
            if feeds.isEmpty { return print("no feed contains “\(text ?? "")”") }
            var table = TextTable(["code", "every", "type", "name"])
            for feed in feeds { table.add([feed.code, interval(feed.interval), feed.incidentType ?? "various", feed.name]) }
            print(table.text)
            for unusable in try registry.unusableFiles() { Terminal.note("\(unusable)") }
        }

        private func interval(_ seconds: Int) -> String {
            for (size, unit) in [(86_400, "d"), (3600, "h"), (60, "min")] where seconds % size == 0 { return "\(seconds / size) \(unit)" }
            return "\(seconds) s"
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show how a feed is read.")
        @Argument(help: "The feed's code.") var code: String
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let feed = try await data.settings().feeds.definition(code) else {
                throw ValidationError("there is no feed \(code); `keshik feeds list` shows all")
            }
            let rules = feed.rules.map { rule in
                JSONText.object([
                    ("from", .text("\(rule.source)")), ("to", JSONText(rule.target?.name)), ("required", .flag(rule.isRequired)),
                    ("transforms", .list(rule.transforms.map { .text("\($0)") })),
                ])
            }
            if output.json {
                print(
                    JSONText.object([
                        ("code", .text(feed.code)), ("provider", .text(feed.provider)), ("name", .text(feed.name)),
                        ("documentation", JSONText(feed.documentation)), ("interval", JSONText(feed.interval)), ("rules", .list(rules)),
                    ]).line)
                return
            }
            print("\(Terminal.bold(feed.code))  \(feed.name), \(feed.provider)")
            if let documentation = feed.documentation { print(documentation) }
            for (key, value) in feed.constants { print("  \(key.name) = \(value.plainText)") }
            var table = TextTable(["column", "field", ""])
            for rule in feed.rules {
                table.add(["  " + rule.source.plainText, rule.target?.name ?? "left out", rule.isRequired ? "required" : ""])
            }
            print(table.text)
        }
    }

    struct Detect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "detect", abstract: "Tell which feed files belong to.")
        @Argument(help: "Files.", completion: .file()) var files: [String]
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let registry = try await data.settings().feeds
            var unknown = 0
            for file in files {
                for source in try ByteSource.members(of: file) {
                    var head = [UInt8](repeating: 0, count: 65_536)
                    let count = try head.withUnsafeMutableBytes { try source.read(into: $0) }
                    let match = try head.withUnsafeBytes {
                        try registry.detect(fileName: source.name, head: UnsafeRawBufferPointer(rebasing: $0[..<count]))
                    }
                    let codes: [String] =
                        switch match {
                        case .one(let definition): [definition.code]
                        case .several(let codes): codes
                        case .none: []
                        }
                    if codes.count != 1 { unknown += 1 }
                    if output.json {
                        print(JSONText.object([("source", .text(source.name)), ("feeds", .list(codes.map { .text($0) }))]).line)
                    } else {
                        print("\(source.name): \(codes.isEmpty ? "not recognised" : codes.joined(separator: " or "))")
                    }
                }
            }
            if unknown > 0 { throw Exit.withMistakes }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Name every mistake in feed definition files with line and column.")
        @Argument(help: "Definition files.", completion: .file(extensions: ["yaml", "yml"])) var files: [String]
        @OptionGroup var output: OutputOptions

        func run() async throws {
            var count = 0
            for file in files {
                guard let content = FileManager.default.contents(atPath: file) else { throw ValidationError("\(file) cannot be read") }
                let mistakes = FeedFile.check(Array(content), path: file)
                count += mistakes.count
                if output.json {
                    for mistake in mistakes {
                        print(
                            JSONText.object([
                                ("file", .text(file)), ("line", JSONText(mistake.line)), ("column", JSONText(mistake.column)),
                                ("message", .text(mistake.message)), ("suggestion", JSONText(mistake.suggestion)),
                            ]).line)
                    }
                } else {
                    print(mistakes.isEmpty ? "\(file): good" : mistakes.map { "\(file):\($0)" }.joined(separator: "\n"))
                }
            }
            if count > 0 { throw Exit.withMistakes }
        }
    }
}

extension Value {
    /// The value as a person reads it.
    var plainText: String {
        switch self {
        case .text(let text), .json(let text): text
        case .integer(let number), .time(let number): String(number)
        case .real(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        }
    }
}

extension RuleSource {
    /// The columns a rule reads, as a person reads it.
    var plainText: String {
        switch self {
        case .column(let name): name
        case .firstOf(let names): names.joined(separator: " or ")
        case .template(let text): text
        case .webAddress(let hosts, let paths, _): "web address of \((hosts + paths).joined(separator: ", "))"
        case .nothing: "—"
        }
    }
}
