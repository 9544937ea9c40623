import ArgumentParser
import Ledger

struct LedgerHeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "head", abstract: "Show the signed head of the log, its key, and take the signatures of witnesses.",
        discussion: """
            A witness is somebody else who watches that the log only grows, and signs its heads (c2sp.org/tlog-cosignature).

            EXAMPLES:
              keshik ledger head > checkpoint.txt
              keshik ledger head --verifier
              keshik ledger head --add-witness witness.example/w1+5e6f7a8b+BC…
              keshik ledger head --accept cosigned.txt
            """)
    @Flag(name: .long, help: "Print the key by which heads are verified, as name+id+key.") var verifier = false
    @Option(name: .long, help: ArgumentHelp("Take this witness's signatures from now on.", valueName: "key")) var addWitness: String?
    @Option(name: .long, help: ArgumentHelp("Take a head that a witness signed, and keep it.", valueName: "file"), completion: .file())
    var accept: String?
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let ledger = try await ledger.open()
        if let addWitness { try ledger.add(witness: NoteVerifier(addWitness)) }
        let head = try accept.map { try ledger.accept(cosigned: LedgerOptions.file($0)) } ?? ledger.head
        let witnesses = try ledger.witnesses()
        if output.json {
            let signed = head.cosignatures(of: witnesses).map {
                JSONText.object([("name", .text($0.witness.name)), ("time", .number(Int64($0.time)))])
            }
            print(
                JSONText.object([
                    ("origin", .text(head.checkpoint.origin)), ("size", JSONText(head.checkpoint.size)),
                    ("root", .text(head.checkpoint.root.hex)), ("verifier", .text("\(ledger.verifier)")), ("witnesses", .list(signed)),
                    ("checkpoint", .text(head.note.description)),
                ]).line)
        } else {
            print(verifier ? "\(ledger.verifier)\n" : head.note.description, terminator: "")
        }
    }
}
