import ArgumentParser
import CSAF
import CSAFWeb
import FoundationEssentials

struct CSAFCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a provider or an aggregator against requirements 1 to 23 of the standard.",
        discussion: """
            A domain is asked as a reader would: at the well-known address, in security.txt, under csaf.data.security. Every document is read and
            tested, every digest and signature looked at. An address names provider-metadata.json or aggregator.json itself. Of a folder the files
            are checked; requirements that need the web server are passed over and say so.

            A requirement is met, not met, or not asked for (of the role the provider claims, or because another stands for it).

            EXAMPLES:
              keshik csaf check cert.example.org
              keshik csaf check https://cert.example.org/.well-known/csaf/provider-metadata.json
              keshik csaf check /srv/csaf/current

            EXIT STATUS:
              0   every requirement that was checked is met
              1   there is nothing to check, or a limit was reached
              2   a requirement is not met
            """)

    @Argument(help: "A domain, an address, or the folder with provider-metadata.json or aggregator.json.", completion: .directory)
    var target: String
    @OptionGroup var web: CSAFWebOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let results: [ProviderCheck.Result]
        if CSAFWebOptions.isOfWeb(target) {
            do {
                results = try await web.withReader { reader in
                    try await PassingKeyring.use { try await ProviderWebCheck(reader: reader, tools: $0).run(target) }
                }
            } catch let error as WebError {
                Terminal.note("\(error)")
                throw Exit.failed
            }
        } else {
            guard FileManager.default.fileExists(atPath: target) else {
                throw ValidationError("\(target) does not exist; name a domain, an https address or a folder")
            }
            results = ProviderCheck(path: target).run()
        }
        for result in results { show(result) }
        if results.contains(where: { $0.state == .failed }) { throw Exit.withMistakes }
    }

    private func show(_ result: ProviderCheck.Result) {
        if output.json {
            print(
                JSONText.object([
                    ("requirement", JSONText(result.number)), ("title", .text(result.title)), ("state", .text(result.state.rawValue)),
                    ("findings", .list(result.findings.map { .text($0) })),
                ]).line)
            return
        }
        switch result.state {
        case .passed: print("\(result.number)  \(result.title): \(Terminal.green("met"))")
        case .failed:
            print("\(result.number)  \(result.title): \(Terminal.red("not met"))")
            for finding in result.findings { print("    \(finding)") }
        case .skipped:
            print("\(result.number)  \(result.title): \(Terminal.dim("not asked for: " + result.findings.joined(separator: "; ")))")
        }
    }
}
