internal import Centre
internal import Foundation
internal import Ledger
internal import Vocabulary

/// What the centre states about itself, signed: its mandate, its figures, and the head of the log they were counted from.
struct Statement: Sendable {
    let centre: String
    let moment: Instant
    let head: SignedCheckpoint
    let figures: BookFigures

    /// The text under the signature. Its first line is no origin of a log, so that it can never be taken for a head.
    var text: String {
        var lines = [
            "Transparency statement of \(centre)", "Counted: \(Instant(seconds: moment.seconds).iso8601)", "Log: \(head.checkpoint.origin)",
            "Entries: \(head.checkpoint.size)", "Root: \(head.checkpoint.root.base64)", "",
            "The centre may gather, recommend, assist, inform, refer.",
            "The centre may not stop anyone, close a resource, block an address.",
            "It has no act for that, and no program.", "", "Acts and requests, all months:",
        ]
        lines += figures.deeds.map { "  \($0): \(figures.count($0))" }
        for month in figures.months {
            lines += ["", "\(month):"]
            lines += figures.deeds.compactMap { deed in
                let count = figures.count(deed, in: month)
                return count > 0 ? "  \(deed): \(count)" : nil
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private struct Document: Encodable {
        struct Log: Encodable {
            let origin: String
            let size: Int
            let root: String
            let checkpoint: String
        }
        let centre: String
        let counted: String
        let may: [String]
        let mayNot: [String]
        let log: Log
        let totals: [String: Int]
        let months: [String: [String: Int]]
        let classes: [String: Int]
    }

    /// The same as JSON, its members in alphabetical order.
    var json: [UInt8] {
        get throws {
            let months = figures.months.map { month in
                (month, Dictionary(uniqueKeysWithValues: figures.deeds.map { ($0, figures.count($0, in: month)) }.filter { $0.1 > 0 }))
            }
            let document = Document(
                centre: centre, counted: Instant(seconds: moment.seconds).iso8601, may: Mandate.may, mayNot: Mandate.mayNot,
                log: .init(
                    origin: head.checkpoint.origin, size: head.checkpoint.size, root: head.checkpoint.root.hex,
                    checkpoint: head.note.description),
                totals: Dictionary(uniqueKeysWithValues: figures.deeds.map { ($0, figures.count($0)) }),
                months: Dictionary(uniqueKeysWithValues: months),
                classes: Dictionary(uniqueKeysWithValues: figures.classes.map { ($0.name, $0.count) }))
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            return Array(try encoder.encode(document))
        }
    }
}

/// What the centre is there for, and what it has no power to do.
enum Mandate {
    static let may = ["gather", "recommend", "assist", "inform", "refer"]
    static let mayNot = ["stop", "close", "block"]
}
