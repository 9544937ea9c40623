import ArgumentParser
import Foundation
import Ledger
import Vocabulary

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "The book that proves what the centre did: verify it, prove entries, show its signed head.",
        discussion: """
            Every act towards the outside and every opening of sealed data is an entry of a Merkle log (RFC 9162) in the folder `ledger` of the
            data folder. Its head is signed (c2sp.org/tlog-checkpoint). A copy made with `export`, or downloaded from the page
            /transparency, verifies in the same way on any machine.

            EXAMPLES:
              keshik ledger verify
              keshik ledger verify --folder copy --key cert.example/ledger+1a2b3c4d+AR…
              keshik ledger verify --checkpoint march.txt
              keshik ledger prove 4711 > 4711.tlog-proof
              keshik ledger head
              keshik ledger export copy
            """,
        subcommands: [
            LedgerVerifyCommand.self, LedgerProveCommand.self, LedgerHeadCommand.self, LedgerExportCommand.self, LedgerFillCommand.self,
        ])
}

/// Which ledger a command is about.
struct LedgerOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The ledger's folder; else `ledger` in the data folder.", valueName: "dir"), completion: .directory)
    var folder: String?
    @Option(
        name: .long,
        help: ArgumentHelp("The key that you trust, as name+id+key; else the one in the folder.", valueName: "key"))
    var key: String?
    @OptionGroup var data: DataOptions

    func path() async throws -> String {
        if let folder { return folder }
        return try await data.settings().ledgerPath
    }

    var verifier: NoteVerifier? { get throws { try key.map { try NoteVerifier($0) } } }

    func open() async throws -> Ledger { try Ledger.reading(try await path(), verifier: verifier) }

    static func file(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("\(path) cannot be read; is the name right?")
        }
        return [UInt8](data)
    }
}

extension Settings {
    var ledgerPath: String { data + "/ledger" }
}

extension LedgerEntry {
    var json: JSONText {
        .object([
            ("sequence", JSONText(sequence)), ("time", .text(statement.time.iso8601)), ("deed", .text(statement.deed)),
            ("actor", .text(statement.actor)), ("class", .text(statement.subjectClass)), ("tlp", .text(statement.tlp.label)),
            ("digest", .text(statement.digest.hex)), ("exercise", .flag(statement.isExercise)), ("leaf", .text(leaf.hex)),
        ])
    }
}
