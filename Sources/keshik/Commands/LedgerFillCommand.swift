import ArgumentParser
import Ledger

/// Writes a log of made-up entries, so that its speed can be measured; it never touches the centre's own.
struct LedgerFillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill", abstract: "Write a new log of made-up entries, to measure.", shouldDisplay: false)
    @Argument(help: "The folder; it must not exist.", completion: .directory) var folder: String
    @Option(name: .long, help: "How many entries.") var entries = 1_000_000
    @Option(name: .long, help: "How many are added at a time, with one head over them.") var batch = 1_000
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if entries < 1 || batch < 1 { throw ValidationError("--entries and --batch are at least 1") }
    }

    func run() async throws {
        let filling = try LedgerFilling(folder: folder, entries: entries, batch: batch)
        if output.json {
            print(
                JSONText.object([
                    ("entries", JSONText(entries)), ("batch", JSONText(batch)), ("seconds", .real(filling.seconds)),
                    ("rate", .real((Double(entries) / filling.seconds).rounded())),
                ]).line)
        } else {
            print("\(grouped(Int64(entries))) entries, \(batch) at a time: \(grouped(Int64(Double(entries) / filling.seconds))) a second")
        }
    }
}
