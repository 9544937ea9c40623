import ArgumentParser
import Centre

struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "The records of the centre: accounts, rules, notices (records.sqlite in the data folder).",
        discussion: """
            A backup is made by itself before the form of the records changes; the last ten are kept in `backups`.

            EXAMPLES:
              keshik db check
              keshik db backup /srv/backup/records.sqlite
              keshik db restore /srv/backup/records.sqlite
            """,
        subcommands: [Migrate.self, Backup.self, Restore.self, Check.self])

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Bring the records to the form this program expects.")
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let folder = try await data.settings().data
            let report = try Records.migrate(data: folder, migrations: Composition.migrations, now: Settings.now())
            if output.json {
                let applied = JSONText.list(report.applied.map { JSONText.text($0) })
                print(JSONText.object([("applied", applied), ("backup", JSONText(report.backup))]).line)
                return
            }
            if report.applied.isEmpty { return print("nothing to do; the records have the form this program expects") }
            for name in report.applied { print("applied \(name)") }
            if let backup = report.backup { print("the records as they were: \(backup)") }
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Copy the records while the centre runs.")
        @Argument(help: "The file to write; else one in `backups` of the data folder.", completion: .file()) var file: String?
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let path = try Records.backup(data: try await data.settings().data, to: file, now: Settings.now())
            print(output.json ? JSONText.object([("backup", .text(path))]).line : path)
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a backup in the place of the records; those that are there are kept aside. The centre must not be running.")
        @Argument(help: "The backup.", completion: .file()) var file: String
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let aside = try Records.restore(
                data: try await data.settings().data, from: file, migrations: Composition.migrations, now: Settings.now())
            if output.json {
                print(JSONText.object([("aside", JSONText(aside))]).line)
            } else {
                print("restored from \(file)" + (aside.map { "; the records that were there are in \($0)" } ?? ""))
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Look for damage in the records.")
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let check = try Records.check(data: try await data.settings().data, migrations: Composition.migrations)
            if output.json {
                print(
                    JSONText.object([
                        ("path", .text(check.path)), ("sound", .flag(check.isSound)),
                        ("mistakes", .list(check.mistakes.map { .text("\($0)") })),
                    ]).line)
            } else {
                print(check.isSound ? "\(check.path): sound" : check.mistakes.map { "\(check.path): \($0)" }.joined(separator: "\n"))
            }
            if !check.isSound { throw Exit.withMistakes }
        }
    }
}
