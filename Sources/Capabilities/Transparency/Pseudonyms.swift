internal import Centre
internal import Vocabulary

/// Names that stand for actors in the log. Only the centre can tell whose they are, and everybody has another one each month, so that nobody
/// outside can draw the working life of a person.
struct Pseudonyms: Sendable {
    private let key: SigningKey

    init(_ house: House) { key = house.secrets.derivedKey("transparency.pseudonym") }

    /// `person-4kq2v7xw3bnc`, or `rule-…` for what a rule or the program did.
    func name(of actor: String, at time: Instant) -> String {
        let isRule = ["rule:", "collector:", "program:", "schedule:"].contains { actor.hasPrefix($0) } || actor == "keshik"
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
        let bytes = key.signature(of: Array("\(Month(time)) \(actor)".utf8)).prefix(12)
        return (isRule ? "rule-" : "person-") + String(decoding: bytes.map { letters[Int($0) % letters.count] }, as: UTF8.self)
    }
}

/// A month of UTC, `2026-03`.
struct Month: Sendable, Hashable, Comparable, CustomStringConvertible {
    let year: Int
    let month: Int

    init(_ time: Instant) { (year, month) = (time.year, time.month) }

    init?(_ text: String) {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 2, (1...12).contains(parts[1]) else { return nil }
        (year, month) = (parts[0], parts[1])
    }

    var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }

    static func < (left: Month, right: Month) -> Bool { (left.year, left.month) < (right.year, right.month) }
}
