import ArgumentParser
import Ledger

struct LedgerProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Prove that an entry is in the log, or that the log grew out of an earlier one.",
        discussion: """
            The proof of an entry is a text that verifies offline (c2sp.org/tlog-proof).

            EXAMPLES:
              keshik ledger prove 4711 > 4711.tlog-proof
              keshik ledger prove 4711 --line > 4711.json      the entry itself
              keshik ledger prove --from 1000 --to 4712        RFC 9162 §2.1.4: a hash a line
            """)
    @Argument(help: "The entry's number, from 0.") var entry: Int?
    @Option(name: .long, help: "The size of an earlier log.") var from: Int?
    @Option(name: .long, help: "The size of a later log; else the present one.") var to: Int?
    @Flag(name: .long, help: "Print the entry instead of its proof.") var line = false
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if (entry == nil) == (from == nil) { throw ValidationError("name an entry, or the size of an earlier log with --from") }
    }

    func run() async throws {
        let ledger = try await ledger.open()
        if let from { return try consistency(ledger, from) }
        guard let place = entry else { return }
        let entry = try ledger.entry(place)
        if line { return print(String(decoding: entry.line, as: UTF8.self)) }
        let proof = try ledger.proof(of: place)
        guard output.json else { return print(proof.description, terminator: "") }
        print(
            JSONText.object([
                ("entry", entry.json), ("size", JSONText(proof.inclusion.size)), ("root", .text(proof.head.checkpoint.root.hex)),
                ("path", .list(proof.inclusion.path.map { .text($0.hex) })), ("checkpoint", .text(proof.head.note.description)),
            ]).line)
    }

    private func consistency(_ ledger: Ledger, _ from: Int) throws {
        let proof = try ledger.consistency(from: from, to: min(to ?? ledger.size, ledger.size))
        guard output.json else { return print(proof.path.map(\.base64).joined(separator: "\n")) }
        print(
            JSONText.object([
                ("from", JSONText(proof.old)), ("to", JSONText(proof.new)), ("old_root", .text(try ledger.root(size: proof.old).hex)),
                ("new_root", .text(try ledger.root(size: proof.new).hex)), ("path", .list(proof.path.map { .text($0.hex) })),
            ]).line)
    }
}
