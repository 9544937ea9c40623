import ArgumentParser
import Constituency
import Events
import FoundationEssentials
import Vocabulary

struct OwnersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "owners", abstract: "The register of owners: who answers for which network, system or domain.",
        discussion: """
            EXAMPLES:
              keshik owners import owners.yaml --dry-run
              keshik owners import ripe.db.inetnum.gz ripe.db.organisation.gz --country AZ
              keshik owners lookup 192.0.2.7
              keshik owners export --format csv > owners.csv
            """,
        subcommands: [List.self, Show.self, Lookup.self, Import.self, Export.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List owners.")
        @Argument(help: "Only owners whose id, name or sector contains this.") var text: String?
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let register = try Register.openIfPresent(try await data.settings().registerPath)
            let wanted = text.map { OwnerNames.folded($0) }
            let owners = try (register?.owners() ?? []).filter { owner in
                wanted.map { wanted in
                    ([owner.id, owner.sector ?? ""] + owner.names.values).contains { OwnerNames.folded($0).contains(wanted) }
                } ?? true
            }
            if output.json {
                for owner in owners { print(owner.json.line) }
                return
            }
            if owners.isEmpty {
                return print(text == nil ? "the register is empty: `keshik owners import` fills it" : "no owner contains “\(text ?? "")”")
            }
            var table = TextTable(["id", "sector", "networks", "systems", "domains", "name"], numbers: [2, 3, 4])
            for owner in owners {
                table.add([
                    owner.id, (owner.sector ?? "—") + (owner.isCritical ? ", critical" : ""), "\(owner.networks.count)",
                    "\(owner.asns.count)",
                    "\(owner.domains.count)", owner.name(),
                ])
            }
            print(table.text)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an owner.")
        @Argument(help: "Its id.") var id: String
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let owner = try Register.openIfPresent(try await data.settings().registerPath)?.owner(id) else {
                throw ValidationError("there is no owner \(id); `keshik owners list` shows all")
            }
            print(output.json ? owner.json.line : RegisterYAML.write([owner], profile: nil), terminator: output.json ? "\n" : "")
        }
    }

    struct Lookup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lookup", abstract: "Tell whose an address, network, system, domain or URL is, and why.")
        @Argument(help: "For example 192.0.2.7, 198.51.100.0/24, AS64496, host.example.") var subject: String
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            guard let register = try Register.openIfPresent(settings.registerPath) else {
                throw ValidationError("the register is empty: `keshik owners import` fills it")
            }
            let networks = NetworkDatabaseWatch(files: settings.databases, dataFolder: settings.data).current()
            guard let lookup = try register.lookup(subject, networks: networks) else {
                throw ValidationError("\(subject) is neither an address, a network, an AS number, a domain nor a URL")
            }
            if output.json {
                let matches = lookup.matches.map { match in
                    JSONText.object([
                        ("owner", .text(match.owner.id)), ("name", .text(match.owner.name())), ("reason", .text(match.reason)),
                        ("parents", .list(match.parents.map { .text($0.id) })),
                    ])
                }
                print(JSONText.object([("subject", .text(subject)), ("matches", .list(matches))]).line)
            } else {
                print(Terminal.bold(lookup.subject.description) + OwnersCommand.network(lookup.record))
                if lookup.matches.isEmpty { print("  nobody in the register answers for it") }
                for (place, match) in lookup.matches.enumerated() {
                    print("\(place == 0 ? "→" : " ") \(match.owner.name()) (\(match.owner.id)): \(match.reason)")
                    if !match.parents.isEmpty { print("    part of \(match.parents.map { $0.name() }.joined(separator: ", part of "))") }
                    for contact in match.owner.contacts where place == 0 {
                        print(
                            "    \(contact.purpose): "
                                + [contact.name, contact.email.map { "\($0)" }, contact.phone].compactMap { $0 }.joined(separator: ", "))
                    }
                }
                for match in lookup.inside { print("  within it: \(match.owner.name()) (\(match.owner.id)), \(match.reason)") }
            }
            if lookup.matches.isEmpty { throw Exit.withMistakes }
        }
    }

    private static func network(_ record: NetworkRecord) -> String {
        let parts = [record.asn.map { "\($0)" }, record.asName, record.country].compactMap { $0 }
        return parts.isEmpty ? "" : "  " + parts.joined(separator: ", ")
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Take owners in from YAML, CSV or RIPE database files.",
            discussion:
                "Owners are added and changed; with --replace those that the files lack are removed. Nothing is changed where a file has mistakes."
        )
        @Argument(help: "Files; .gz may be packed.", completion: .file()) var files: [String]
        @Flag(name: .long, help: "Only show what would change.") var dryRun = false
        @Flag(name: .long, help: "Remove owners that the files do not have.") var replace = false
        @Option(name: .long, help: "From RIPE files only objects of this country; may be given several times.") var country: [String] = []
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let countries = try country.map { text in
                guard let code = CountryCode(text.uppercased()) else { throw ValidationError("--country takes two letters, such as AZ") }
                return code
            }
            let files = try RegisterImport.read(self.files, countries: Set(countries))
            for mistake in files.mistakes { Terminal.note("\(mistake)") }
            if !files.mistakes.isEmpty {
                Terminal.note("nothing was changed; mend \(files.mistakes.count == 1 ? "this" : "these") and run again")
                throw Exit.withMistakes
            }
            try FileManager.default.createDirectory(atPath: settings.data, withIntermediateDirectories: true)
            let register = try Register.open(settings.registerPath)
            let plan = try register.plan(for: files, mode: replace ? .replace : .merge)
            for problem in plan.problems { Terminal.note(problem) }
            if !dryRun {
                if try files.installNetworks(in: settings.data) != nil, !output.json {
                    print("the networks of the register's profile were copied to \(settings.geoFolder)")
                }
                try register.apply(plan)
            }
            report(plan)
        }

        private func report(_ plan: RegisterPlan) {
            if output.json {
                print(
                    JSONText.object([
                        ("dry_run", .flag(dryRun)), ("added", JSONText(plan.added.count)), ("changed", JSONText(plan.changed.count)),
                        ("removed", JSONText(plan.removed.count)), ("unchanged", JSONText(plan.unchanged.count)),
                        ("conflicts", .list(plan.conflicts.map { .text("\($0)") })),
                    ]).line)
                return
            }
            for owner in plan.added.prefix(20) where dryRun { print(Terminal.green("+ ") + "\(owner.id)  \(owner.name())") }
            for change in plan.changed.prefix(50) {
                print(Terminal.yellow("~ ") + change.owner.id)
                for line in change.changes { print("    \(line)") }
            }
            for owner in plan.removed.prefix(50) { print(Terminal.red("- ") + "\(owner.id)  \(owner.name())") }
            for conflict in plan.conflicts { print(Terminal.yellow("shared: ") + "\(conflict)") }
            let verb = dryRun ? "would be " : ""
            print(
                "\(plan.added.count) owners \(verb)added, \(plan.changed.count) changed, \(plan.removed.count) removed, \(plan.unchanged.count) as they were"
            )
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "export", abstract: "Write the register as YAML or CSV.")

        enum Format: String, ExpressibleByArgument, CaseIterable { case yaml, csv }

        @Option(name: .long, help: "yaml or csv.") var format: Format = .yaml
        @OptionGroup var data: DataOptions

        func run() async throws {
            let register = try Register.openIfPresent(try await data.settings().registerPath)
            let owners = try register?.owners() ?? []
            switch format {
            case .yaml: print(RegisterYAML.write(owners, profile: try register?.profile()), terminator: "")
            case .csv: print(RegisterTable.write(owners), terminator: "")
            }
        }
    }
}

extension Owner {
    var json: JSONText {
        .object([
            ("id", .text(id)),
            ("names", .object(names.sorted { $0.key.description < $1.key.description }.map { ($0.key.description, .text($0.value)) })),
            ("sector", JSONText(sector)), ("critical", .flag(isCritical)), ("parent", JSONText(parent)), ("priority", JSONText(priority)),
            ("networks", .list(networks.map { .text("\($0)") })), ("asns", .list(asns.map { .number(Int64($0.number)) })),
            ("domains", .list(domains.map { .text($0.ascii) })), ("countries", .list(countries.map { .text("\($0)") })),
            (
                "contacts",
                .list(
                    contacts.map {
                        .object([
                            ("purpose", .text($0.purpose)), ("name", JSONText($0.name)), ("email", JSONText($0.email.map { "\($0)" })),
                            ("language", JSONText($0.language.map { "\($0)" })), ("phone", JSONText($0.phone)),
                        ])
                    })
            ), ("notes", JSONText(notes)),
        ])
    }
}
