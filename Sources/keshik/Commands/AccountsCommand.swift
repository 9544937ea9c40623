public import ArgumentParser
public import Centre
import FoundationEssentials
import Logging
import Vocabulary

struct AccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "Accounts of staff: the first administrator is made here, the others on the desk.",
        discussion: """
            An account has no password until its owner follows the link that is printed; the link opens once, within a day.
            A centre that is running knows of changes within ten seconds.

            EXAMPLES:
              keshik accounts add leyla --name "Leyla Mammadova" --role administrator
              keshik accounts roles rashad analyst duty-officer
              keshik accounts reset leyla --second-factor
            """,
        subcommands: [Add.self, List.self, Roles.self, Reset.self, Lock.self, Unlock.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account, and print the link for its password.")
        @Argument(help: "The sign-in name.") var login: String
        @Option(name: .long, help: "What people call the person; else the sign-in name.") var name: String?
        @Option(name: .long, help: "The person's mail address, by which an account elsewhere is recognised.") var email: EmailAddress?
        @Option(name: .customLong("role"), help: "A role; may be given several times.") var roles: [Role]
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let identity = try await AccountsCommand.identity(data)
            let link = try await identity.add(login: login, name: name ?? login, email: email?.description, roles: Set(roles))
            AccountsCommand.show(link, output)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the accounts of staff.")
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let accounts = try await AccountsCommand.identity(data).staff()
            if output.json {
                for account in accounts {
                    print(
                        JSONText.object([
                            ("login", .text(account.login)), ("name", .text(account.name)),
                            ("roles", .list(account.roles.map(\.rawValue).sorted().map { .text($0) })),
                            ("password", .flag(account.hasPassword)), ("secondFactor", .flag(account.hasSecondFactor)),
                            ("locked", .flag(account.locked != nil)), ("signedIn", JSONText(account.signedIn?.iso8601)),
                        ]).line)
                }
                return
            }
            if accounts.isEmpty { return print("no accounts yet; make the first with `keshik accounts add NAME --role administrator`") }
            var table = TextTable(["NAME", "ROLES", "STATE", "LAST SIGN-IN"])
            for account in accounts {
                let state = [
                    account.locked != nil ? "locked" : nil, account.hasPassword ? nil : "no password",
                    account.hasSecondFactor ? nil : "no second factor",
                ].compactMap { $0 }
                table.add([
                    account.login, account.roles.map(\.rawValue).sorted().joined(separator: " "), state.joined(separator: ", "),
                    account.signedIn?.iso8601 ?? "never",
                ])
            }
            print(table.text)
        }
    }

    struct Roles: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give an account these roles and no others.")
        @Argument(help: "The sign-in name.") var login: String
        @Argument(help: ArgumentHelp("The roles.", valueName: "role")) var roles: [Role]
        @OptionGroup var data: DataOptions

        func run() async throws { try await AccountsCommand.identity(data).set(roles: Set(roles), login: login) }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print a link for a new password.")
        @Argument(help: "The sign-in name.") var login: String
        @Flag(name: .customLong("second-factor"), help: "Take the second factor off, too, and end all sessions.") var secondFactor = false
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let identity = try await AccountsCommand.identity(data)
            AccountsCommand.show(try await identity.reset(login: login, removingSecondFactor: secondFactor), output)
        }
    }

    struct Lock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lock an account and end its sessions.")
        @Argument(help: "The sign-in name.") var login: String
        @OptionGroup var data: DataOptions

        func run() async throws { try await AccountsCommand.identity(data).set(locked: true, login: login) }
    }

    struct Unlock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Unlock an account.")
        @Argument(help: "The sign-in name.") var login: String
        @OptionGroup var data: DataOptions

        func run() async throws { try await AccountsCommand.identity(data).set(locked: false, login: login) }
    }

    private static func show(_ link: String, _ output: OutputOptions) {
        print(output.json ? JSONText.object([("link", .text(link))]).line : "to choose a password, once and within a day:\n  \(link)")
    }

    /// Identity over the records of a data folder, without the centre around it.
    private static func identity(_ options: DataOptions) async throws -> Identity {
        let settings = try await options.settings()
        guard let zone = Zone(settings.centre.zone) else { throw ServeError.zone(settings.centre.zone) }
        let house = try await House.open(
            data: settings.data, capabilities: Composition.kinds,
            key: .find(data: settings.data, environment: ProcessInfo.processInfo.environment), zone: zone,
            logger: Logger(label: "keshik"), clock: Settings.now)
        return try await Identity(house, settings: try settings.centre.settings(version: Version.number), directory: NoOwners())
    }
}

/// Accounts of staff need no owners.
private struct NoOwners: OwnerDirectory {
    func owner(_: String) async throws -> OwnerCard? { nil }
    func owners() async throws -> [OwnerCard] { [] }
    func contacts(of _: String) async throws -> [ContactCard] { [] }
    func contacts(withEmail _: EmailAddress) async throws -> [ContactCard] { [] }
    func mark(contact _: String, bounced _: String?) async throws {}
}

extension Role: ExpressibleByArgument {}
extension EmailAddress: ExpressibleByArgument {}
