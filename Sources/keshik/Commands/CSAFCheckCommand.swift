import ArgumentParser
import CSAF

struct CSAFCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the files of a provider or an aggregator against the requirements of the standard.",
        discussion: """
            Requirements that need the web server are passed over and say so.

            EXIT STATUS:
              0   every requirement that can be checked is met
              2   one is not
            """)

    @Argument(help: "The folder with provider-metadata.json or aggregator.json.", completion: .directory) var folder: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let results = ProviderCheck(path: folder).run()
        for result in results {
            if output.json {
                print(
                    JSONText.object([
                        ("requirement", JSONText(result.number)), ("title", .text(result.title)), ("state", .text(result.state.rawValue)),
                        ("findings", .list(result.findings.map { .text($0) })),
                    ]).line)
                continue
            }
            let state =
                switch result.state {
                case .passed: Terminal.green("met")
                case .failed: Terminal.red("not met")
                case .skipped: Terminal.dim("passed over")
                }
            print("\(result.number)  \(result.title): \(state)")
            for finding in result.findings { print("    \(finding)") }
        }
        if results.contains(where: { $0.state == .failed }) { throw Exit.withMistakes }
    }
}
