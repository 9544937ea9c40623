internal import Centre
internal import HTTPTypes
internal import Ledger
internal import Vocabulary

/// What anybody may take along to verify the log: its head at an address that stays, its key, entries, proofs.
struct ProofPages: Sendable {
    let transparency: Transparency
    private var ledger: Ledger { transparency.ledger }

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/transparency/checkpoint", .anyone) { _ in
            Content(ledger.head.bytes, type: "text/plain; charset=utf-8", headers: [("cache-control", "no-store")])
        }
        routes.get(.public, "/transparency/verifier", .anyone, keptFor: 60) { _ in
            Content("\(ledger.verifier)\n\(transparency.statementKey.verifier)\n")
        }
        routes.get(.public, "/transparency/entries.jsonl", .anyone) { request in
            let from = max(request.query.number("from") ?? 0, 0)
            let to = min(request.query.number("to") ?? ledger.size, ledger.size)
            return Stream(type: "application/jsonl", fileName: "entries.jsonl") { writer in
                for first in stride(from: from, to: to, by: 2_000) {
                    let range = first..<min(first + 2_000, to)
                    let entries = try await transparency.scribe.onDisk { [ledger] in try ledger.entries(range) }
                    try await writer.write(entries.flatMap { $0.line + [0x0A] })
                }
            }
        }
        routes.get(.public, "/transparency/proof/:entry", .anyone) { request in
            guard let place = Int(request["entry"]), place >= 0, place < ledger.size else { throw WebProblem.notFound }
            let proof = try await transparency.scribe.onDisk { [ledger] in try ledger.proof(of: place) }
            return Content(proof.description, fileName: "\(place).tlog-proof")
        }
        routes.get(.public, "/transparency/consistency", .anyone) { request in
            let size = ledger.size
            guard let from = request.query.number("from"), from >= 0, from <= size else {
                throw WebProblem.badRequest("from: the size of an earlier log, 0 to \(size)")
            }
            let to = request.query.number("to") ?? size
            guard to >= from, to <= size else { throw WebProblem.badRequest("to: the size of a later log, \(from) to \(size)") }
            let proof = try await transparency.scribe.onDisk { [ledger] in try ledger.consistency(from: from, to: to) }
            return Content(proof.path.map { $0.base64 + "\n" }.joined())
        }
    }
}
