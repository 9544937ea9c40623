/// Hours of the day in which somebody does not want to be woken, by the centre's clocks: `20-7` is from eight in the evening to seven.
public struct QuietHours: Sendable, Hashable, CustomStringConvertible, LosslessStringConvertible {
    /// The first quiet hour, 0 to 23.
    public let from: Int
    /// The hour at which it ends, 0 to 23; another than ``from``.
    public let until: Int

    /// Nil where the hours are none of a day, or the same.
    public init?(from: Int, until: Int) {
        guard (0...23).contains(from), (0...23).contains(until), from != until else { return nil }
        self.from = from
        self.until = until
    }

    /// Reads `20-7`, `20–07` or `20:00-07:00`.
    public init?(_ description: String) {
        let parts = description.split { $0 == "-" || $0 == "–" }.map { part -> Int? in
            let text = part.filter { $0 != " " }
            return Int(text.hasSuffix(":00") ? String(text.dropLast(3)) : text)
        }
        guard parts.count == 2, let from = parts[0], let until = parts[1] else { return nil }
        self.init(from: from, until: until)
    }

    /// `20-7`
    public var description: String { "\(from)-\(until)" }
}
