import ArgumentParser
import Centre
import Foundation

struct SecretsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets", abstract: "Passwords and keys of other services: kept encrypted, used, never shown.",
        discussion: """
            Known names: mail.password, mailbox.password, the one of `sign-in.secret`, and those that collectors ask for.

            EXAMPLES:
              keshik secrets set mail.password < password.txt
              keshik secrets list
            """,
        subcommands: [List.self, Set.self, Remove.self, Rotate.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the names of secrets.")
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let names = try await SecretsCommand.open(data).names()
            if output.json { return print(JSONText.list(names.map { JSONText.text($0) }).line) }
            print(names.isEmpty ? "no secrets are kept" : names.joined(separator: "\n"))
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keep a secret, read from standard input; one that is there is replaced.")
        @Argument(help: "Its name.") var name: String
        @OptionGroup var data: DataOptions

        func run() async throws {
            var bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
            // The line end that `echo` adds is no part of a password.
            if bytes.last == 10 { bytes.removeLast() }
            guard !bytes.isEmpty else { throw ValidationError("nothing came on standard input; write `keshik secrets set \(name) < FILE`") }
            try await SecretsCommand.open(data).set(name, to: bytes)
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Forget a secret.")
        @Argument(help: "Its name.") var name: String
        @OptionGroup var data: DataOptions

        func run() async throws {
            guard try await SecretsCommand.open(data).remove(name) else {
                throw ValidationError("there is no secret \(name); `keshik secrets list` shows all")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Seal all secrets with a new key and forget the old one.")
        @OptionGroup var data: DataOptions

        func run() async throws { try await SecretsCommand.open(data).rotate() }
    }

    private static func open(_ data: DataOptions) async throws -> Secrets {
        let folder = try await data.settings().data
        let records = try Records.open(data: folder, migrations: Composition.migrations, now: Settings.now())
        let key = KeySource.find(data: folder, environment: ProcessInfo.processInfo.environment)
        return try await Secrets.open(records: records, key: key, clock: Settings.now)
    }
}
