import ArgumentParser
import Ledger

struct LedgerExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Copy the log to a folder, while the centre runs; the copy verifies by itself.",
        discussion: """
            `entries.jsonl` in the copy has an entry a line; the hash of a leaf is SHA-256 over a zero byte and the line (RFC 9162 §2.1).

            EXAMPLE:
              keshik ledger export copy && keshik ledger verify --folder copy
            """)
    @Argument(help: "The folder; it must not exist.", completion: .directory) var target: String
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let ledger = try await ledger.open()
        try ledger.export(to: target)
        if output.json {
            print(JSONText.object([("export", .text(target)), ("size", JSONText(ledger.size))]).line)
        } else {
            print("\(grouped(Int64(ledger.size))) entries were copied to \(target)")
        }
    }
}
