import ArgumentParser
import Foundation
import Ledger

struct LedgerVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Look at every byte of the ledger; say what was changed, and where.",
        discussion: """
            Ends with 2 where something is not as it was signed. It may run while the centre does.

            EXAMPLES:
              keshik ledger verify --checkpoint march.txt
                also: has the log grown out of the head that you kept in March?
              keshik ledger verify --proof 4711.tlog-proof --entry 4711.json --key cert.example/ledger+1a2b3c4d+AR…
                without the log: is this entry in it?
            """)
    @Option(
        name: .long,
        help: ArgumentHelp("A head that you kept; the log must have grown out of it. May be given several times.", valueName: "file"),
        completion: .file())
    var checkpoint: [String] = []
    @Option(
        name: .long, help: ArgumentHelp("A proof to verify instead of a log; needs --entry and --key.", valueName: "file"),
        completion: .file())
    var proof: String?
    @Option(
        name: .long, help: ArgumentHelp("The entry that the proof is of: its line as the log has it.", valueName: "file"),
        completion: .file())
    var entry: String?
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if (proof == nil) != (entry == nil) { throw ValidationError("--proof and --entry go together") }
        if proof != nil, ledger.key == nil { throw ValidationError("a proof needs --key: a key from the same hands proves nothing") }
    }

    func run() async throws {
        if let proof, let entry, let key = try ledger.verifier { return try verify(proof, entry, key) }
        let started = ContinuousClock.now
        let report = try Ledger.verify(
            try await ledger.path(), verifier: ledger.verifier, known: try checkpoint.map { try LedgerOptions.file($0) })
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        if output.json { print(json(report, seconds).line) } else { show(report, seconds) }
        if !report.isClean { throw Exit.withMistakes }
    }

    private func verify(_ proof: String, _ entry: String, _ key: NoteVerifier) throws {
        let proof = try LedgerProof(LedgerOptions.file(proof), of: key)
        var line = try LedgerOptions.file(entry)
        if line.last == 0x0A { line.removeLast() }
        let holds = proof.proves(.leaf(line))
        if output.json {
            print(
                JSONText.object([
                    ("proved", .flag(holds)), ("sequence", JSONText(proof.inclusion.leaf)), ("size", JSONText(proof.inclusion.size)),
                    ("root", .text(proof.head.checkpoint.root.hex)),
                ]).line)
        } else if holds {
            print("\(Terminal.green("proved")): it is entry \(proof.inclusion.leaf) of \(proof.inclusion.size) in the log \(key.name)")
        } else {
            print("\(Terminal.red("not proved")): this is not entry \(proof.inclusion.leaf) of the log \(key.name)")
        }
        if !holds { throw Exit.withMistakes }
    }

    private func show(_ report: LedgerReport, _ seconds: Double) {
        for problem in report.problems {
            let place = [problem.entry.map { "entry \($0)" }, problem.offset.map { "byte \($0)" }].compactMap { $0 }.joined(separator: ", ")
            print("\(Terminal.red("wrong")) \(problem.path)\(place.isEmpty ? "" : ", " + place): \(problem.reason)")
        }
        if report.further > 0 { print("and \(grouped(Int64(report.further))) more") }
        for (size, names) in report.witnessed.sorted(by: { $0.key < $1.key }).suffix(5) {
            print("witnessed at \(grouped(Int64(size))) entries by \(names.joined(separator: ", "))")
        }
        if report.unacknowledged > 0 {
            print("\(grouped(Int64(report.unacknowledged))) bytes lie behind the signed head: a write that was not finished, or is not yet")
        }
        print(
            "\(report.origin): \(grouped(Int64(report.size))) entries, root \(report.root.base64): "
                + (report.isClean ? Terminal.green("as signed") : "\(report.problems.count + report.further) problems")
                + " (\(String(format: "%.2f", seconds)) s)")
    }

    private func json(_ report: LedgerReport, _ seconds: Double) -> JSONText {
        let problems = report.problems.map { problem in
            JSONText.object([
                ("path", .text(problem.path)), ("offset", problem.offset.map { JSONText($0) } ?? .null),
                ("entry", problem.entry.map { JSONText($0) } ?? .null), ("reason", .text(problem.reason)),
            ])
        }
        let witnessed = report.witnessed.sorted { $0.key < $1.key }.map { size, names in
            JSONText.object([("size", JSONText(size)), ("witnesses", .list(names.map { .text($0) }))])
        }
        return .object([
            ("clean", .flag(report.isClean)), ("origin", .text(report.origin)), ("size", JSONText(report.size)),
            ("root", .text(report.root.hex)), ("problems", .list(problems)), ("further_problems", JSONText(report.further)),
            ("witnessed", .list(witnessed)), ("unacknowledged_bytes", JSONText(report.unacknowledged)),
            ("seconds", .real((seconds * 1000).rounded() / 1000)),
        ])
    }
}
