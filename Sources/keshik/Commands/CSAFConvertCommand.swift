import ArgumentParser
import CSAF

struct CSAFConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Make drafts from CVRF 1.2, CVE JSON 5 and OSV.",
        discussion: """
            The format is found out from the document. What could not be taken over is told on standard error.

            EXIT STATUS:
              0   the draft is written
              2   the document is none of these formats
            """)

    @Argument(help: "The document.", completion: .file()) var file: String
    @Option(help: ArgumentHelp("cve, osv or cvrf, where it should not be found out.", valueName: "format")) var from: String?
    @OptionGroup var publisher: CSAFPublisherOptions

    func validate() throws {
        guard from == nil || DraftSource(rawValue: from ?? "") != nil else {
            throw ValidationError("there is no format “\(from ?? "")”; there are cve, osv and cvrf")
        }
    }

    func run() async throws {
        let bytes = try CSAFFiles.bytes(file)
        guard let source = from.flatMap(DraftSource.init(rawValue:)) ?? DraftSource.detect(bytes) else {
            Terminal.note("\(file) is neither a CVE record nor an OSV record nor CVRF")
            throw Exit.withMistakes
        }
        do {
            let draft = try source.convert(bytes, version: publisher.version, publisher: publisher.party)
            for remark in draft.remarks { Terminal.note(remark) }
            print(draft.json.encoded(), terminator: "")
        } catch {
            Terminal.note("\(file): \(error)")
            throw Exit.withMistakes
        }
    }
}
