import ArgumentParser
import CSAF

struct CSAFTestsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tests", abstract: "List the tests of the standard and what they ask.")

    @Option(help: ArgumentHelp("Tests of this version alone: 2.0 or 2.1.", valueName: "version")) var version = "2.1"
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard CSAFVersion(rawValue: version) != nil else {
            throw ValidationError("there is no version “\(version)”; there are 2.0 and 2.1")
        }
    }

    func run() async throws {
        let version = CSAFVersion(rawValue: version) ?? .v2_1
        for rule in CSAFValidator.rules(version) {
            if output.json {
                print(
                    JSONText.object([
                        ("id", .text(rule.id)), ("kind", .text(rule.kind.name(in: version))), ("explanation", .text(rule.explanation)),
                    ]).line)
            } else {
                print("\(Terminal.bold(rule.id))  \(rule.kind.name(in: version))\n    \(rule.explanation)")
            }
        }
    }
}
