import ArgumentParser

/// The command: it parses arguments and hands over to the kits.
@main
struct Keshik: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keshik",
        abstract: "The program of a national computer emergency response team: feeds in, findings out, owners told.",
        discussion: """
            EXAMPLES:
              keshik sample generate --seed 1 --days 7 --events 100000 --out sample
              keshik owners import sample/owners.yaml
              keshik ingest sample/feeds
              keshik events 'type:infected-system since:7d group by owner,day'
              keshik findings list 'state:open severity:high'
              keshik serve --sample

            EXIT STATUS:
              0    done
              1    something could not be done; the message says what and what to do
              2    done, but files could not be read or mistakes were found (rows that could not be read are dead letters, and no failure)
              64   the command line is wrong
              130  stopped by Ctrl-C; nothing is lost, the next run goes on
            """,
        version: Version.text,
        subcommands: [
            IngestCommand.self, FeedsCommand.self, EventsCommand.self, FindingsCommand.self, OwnersCommand.self, StoreCommand.self,
            DeadLettersCommand.self, CSAFCommand.self, LedgerCommand.self, SiteCommand.self, ServeCommand.self, AccountsCommand.self,
            SecretsCommand.self,
            DatabaseCommand.self,
            DoctorCommand.self, SampleCommand.self, ConfigCommand.self, VersionCommand.self, CompletionsCommand.self,
        ])
}

/// What the program is called and which one it is.
enum Version {
    static let number = "0.1.0"
    static let text = "keshik \(number)"
}

/// How the program ends, beside success.
enum Exit {
    /// Something could not be done.
    static let failed = ExitCode(1)
    /// Done, but not all of it was good.
    static let withMistakes = ExitCode(2)
    /// Stopped by Ctrl-C.
    static let stopped = ExitCode(130)
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Show the version.")
    @OptionGroup var output: OutputOptions

    func run() {
        if output.json { print("{\"name\":\"keshik\",\"version\":\"\(Version.number)\"}") } else { print(Version.text) }
    }
}

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print the completion script of a shell.",
        discussion: "EXAMPLE:\n  keshik completions bash > /etc/bash_completion.d/keshik")

    enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

    @Argument(help: "bash, zsh or fish") var shell: Shell

    func run() {
        let shell: CompletionShell =
            switch self.shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        print(Keshik.completionScript(for: shell))
    }
}
