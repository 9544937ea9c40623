public import Vocabulary

/// A new log of made-up entries, written to measure how quickly entries are added.
public struct LedgerFilling: Sendable {
    /// How long it took, in seconds.
    public let seconds: Double

    /// Makes the log.
    /// - Parameter batch: how many entries are added at a time
    /// - Throws: ``LedgerError/exists(folder:)``
    public init(folder: String, entries: Int, batch: Int, from time: Instant = Instant(seconds: 1_790_000_000)) throws {
        guard !SmallFile.exists(folder) else { throw LedgerError.exists(folder: folder) }
        let ledger = try Ledger.open(folder, signer: NoteSigner(newKeyOf: "cert.example/measured"))
        let deeds = ["inform", "recommend", "warn", "assist", "exchange", "refer", "publish"]
        let clock = ContinuousClock()
        let start = clock.now
        for first in stride(from: 0, to: entries, by: batch) {
            try ledger.append(
                (first..<min(first + batch, entries)).map { number in
                    try LedgerStatement(
                        time: time + .seconds(number), deed: deeds[number % 7], actor: "p-\(number % 40)", subjectClass: "owner",
                        tlp: .amber, digest: .leaf(Array("\(number)".utf8)))
                })
        }
        seconds = (clock.now - start) / .seconds(1)
    }
}
