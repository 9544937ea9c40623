import ArgumentParser
import CSAF
import CSAFWeb
import Post

struct CSAFMirrorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mirror", abstract: "Gather what other providers publish: as an aggregator with copies, or as a lister.",
        discussion: """
            Each document that everybody may read is fetched, held against its digests and its OpenPGP signature, tested, and written beside
            aggregator.json, with feeds, index and metadata of its own. A web server serves FOLDER/current. Each run makes a whole new edition
            and shows it by turning one link; a crash leaves the edition before.

            A provider whose digest or signature is not that of the document is reported and not copied, and keeps the copy of the edition
            before; so does one that does not answer. Documents that are not valid, or are not TLP:CLEAR, are left out and reported.

            An aggregator signs documents that come without a signature: --keyring names the folder of GnuPG that holds the key.

            EXAMPLES:
              keshik csaf mirror --into /srv/aggregator --base-url https://cert.example.org/.well-known/csaf-aggregator \\
                --name "CERT of Examplia" --namespace https://cert.example.org --keyring /etc/keshik/csaf-keys --key FINGERPRINT \\
                one.example.org https://two.example.org/.well-known/csaf/provider-metadata.json

            EXIT STATUS:
              0   every source was gathered
              1   nothing could be shown; what was there before is still shown
              2   an edition is shown, but not every source was gathered
            """)

    @Argument(help: "Domains, or addresses of provider-metadata.json.") var sources: [String]
    @Option(help: ArgumentHelp("The folder to gather into.", valueName: "folder"), completion: .directory) var into: String
    @Option(help: ArgumentHelp("Where FOLDER/current is served.", valueName: "url")) var baseURL: String
    @Option(help: ArgumentHelp("The name of the gathering party.", valueName: "name")) var name: String
    @Option(help: ArgumentHelp("The namespace of the gathering party.", valueName: "url")) var namespace: String
    @Option(help: ArgumentHelp("The version of CSAF of aggregator.json: 2.0 or 2.1.", valueName: "version")) var csafVersion = "2.0"
    @Flag(help: "List providers only, copy nothing.") var lister = false
    @Option(help: ArgumentHelp("The folder of GnuPG with the key to sign with.", valueName: "folder"), completion: .directory) var keyring:
        String?
    @Option(help: ArgumentHelp("The fingerprint of that key.", valueName: "fingerprint")) var key: String?
    @OptionGroup var web: CSAFWebOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard CSAFVersion(rawValue: csafVersion) != nil else {
            throw ValidationError("there is no version “\(csafVersion)”; there are 2.0 and 2.1")
        }
        guard (keyring == nil) == (key == nil) else { throw ValidationError("--keyring and --key belong together; give both or none") }
        guard baseURL.hasPrefix("https://"), namespace.hasPrefix("https://") else {
            throw ValidationError("--base-url and --namespace are https addresses")
        }
    }

    func run() async throws {
        var ownKey: ProviderSettings.Key?
        var sign: (@Sendable ([UInt8]) async throws -> [UInt8])?
        if let keyring, let key {
            let ring = try Keyring(folder: keyring)
            let fingerprint = key.uppercased().filter { $0 != " " }
            ownKey = ProviderSettings.Key(fingerprint: fingerprint, armored: try await ring.export(fingerprint))
            sign = { try await ring.detachedSignature(of: $0, .openPGP, by: fingerprint) }
        }
        let party = AggregatorMirror.Party(
            category: lister ? .lister : .aggregator, name: name, namespace: namespace, baseURL: baseURL,
            version: CSAFVersion(rawValue: csafVersion) ?? .v2_0, key: ownKey)
        let outcomes: [AggregatorMirror.Outcome]
        do {
            outcomes = try await web.withReader { reader in
                try await PassingKeyring.use { tools in
                    try await AggregatorMirror(into: AggregatorPublisher(root: into), as: party, reader: reader, tools: tools, sign: sign)
                        .run(sources, each: show)
                }
            }
        } catch let error as ProviderError {
            Terminal.note("\(error)")
            throw Exit.failed
        }
        if outcomes.contains(where: { [.failed, .kept].contains($0.state) }) { throw Exit.withMistakes }
    }

    private func show(_ outcome: AggregatorMirror.Outcome) {
        if output.json {
            print(
                JSONText.object([
                    ("source", .text(outcome.source)), ("state", .text(outcome.state.rawValue)),
                    ("folder", outcome.folder.map { .text($0) } ?? .null), ("documents", JSONText(outcome.documents)),
                    ("remarks", .list(outcome.remarks.map { .text($0) })),
                ]).line)
            return
        }
        let state =
            switch outcome.state {
            case .mirrored: Terminal.green("\(outcome.documents) documents copied")
            case .listed: Terminal.green("listed")
            case .kept: Terminal.yellow("not gathered, the copy of the edition before is kept")
            case .failed: Terminal.red("not gathered")
            }
        print("\(Terminal.bold(outcome.source)): \(state)")
        for remark in outcome.remarks { print("    \(remark)") }
    }
}
