import ArgumentParser
import CSAF

/// Who issues a draft.
struct CSAFPublisherOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The version of CSAF: 2.0 or 2.1.", valueName: "version")) var csafVersion = "2.0"
    @Option(help: ArgumentHelp("The name of the issuing party.", valueName: "name")) var publisher = "Example CERT"
    @Option(help: ArgumentHelp("The namespace of the issuing party.", valueName: "url")) var namespace = "https://cert.example"
    @Option(help: ArgumentHelp("What the issuing party is: coordinator, vendor, discoverer …", valueName: "kind")) var publisherCategory =
        "coordinator"

    var version: CSAFVersion { CSAFVersion(rawValue: csafVersion) ?? .v2_0 }
    var party: (category: String, name: String, namespace: String) { (publisherCategory, publisher, namespace) }

    func validate() throws {
        guard CSAFVersion(rawValue: csafVersion) != nil else {
            throw ValidationError("there is no version “\(csafVersion)”; there are 2.0 and 2.1")
        }
    }
}

struct CSAFNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Start a document: all that must be there, to be filled in.",
        discussion: "EXAMPLE:\n  keshik csaf new --id AZ-CERT-2026-0001 --title \"Router can be taken over\" --tlp GREEN > draft.json")

    @Option(help: ArgumentHelp("The tracking id.", valueName: "id")) var id: String
    @Option(help: ArgumentHelp("The title.", valueName: "text")) var title: String
    @Option(help: ArgumentHelp("The category.", valueName: "name")) var category = "csaf_base"
    @Option(help: ArgumentHelp("The TLP label: CLEAR, GREEN, AMBER, AMBER+STRICT, RED.", valueName: "label")) var tlp = "CLEAR"
    @Option(help: ArgumentHelp("The language of the document.", valueName: "tag")) var language = "en"
    @OptionGroup var publisher: CSAFPublisherOptions

    func validate() throws {
        guard ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"].contains(tlp) else {
            throw ValidationError("there is no label “\(tlp)”; there are CLEAR, GREEN, AMBER, AMBER+STRICT and RED")
        }
    }

    func run() async throws {
        let draft = DraftDocument(
            version: publisher.version, category: category, id: id, title: title, publisher: publisher.party, label: tlp, language: language
        )
        print(draft.json.encoded(), terminator: "")
    }
}
