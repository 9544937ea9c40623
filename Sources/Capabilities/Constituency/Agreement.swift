public import Vocabulary

/// Something the centre and an owner agreed on paper: secrecy, exchange, how confidential it may be sent.
public struct Agreement: Sendable, Hashable {
    /// `nda`, `exchange`, or a word of one's own.
    public var kind: String
    /// The most confidential marking the owner may be sent under it.
    public var ceiling: TLP?
    /// The first day it holds; nil for always.
    public var from: CalendarDate?
    /// The last day it holds; nil for without end.
    public var until: CalendarDate?
    /// Where the paper is, and what else people should know.
    public var note: String?

    /// An agreement.
    public init(kind: String, ceiling: TLP? = nil, from: CalendarDate? = nil, until: CalendarDate? = nil, note: String? = nil) {
        self.kind = kind
        self.ceiling = ceiling
        self.from = from
        self.until = until
        self.note = note
    }

    /// Whether it holds on a day.
    public func holds(on day: CalendarDate) -> Bool {
        let number = day.daysSinceEpoch
        return (from.map { $0.daysSinceEpoch <= number } ?? true) && (until.map { number <= $0.daysSinceEpoch } ?? true)
    }
}

extension Owner {
    /// The most confidential marking it may be sent on a day: the highest of the agreements that hold; nil where none says.
    public func ceiling(on day: CalendarDate) -> TLP? { agreements.lazy.filter { $0.holds(on: day) }.compactMap(\.ceiling).max() }
}

extension Agreement: CustomStringConvertible {
    /// `nda|amber|2026-01-01|2026-12-31|note`, empty parts at the end left out.
    public var description: String {
        var parts = [kind, ceiling?.word ?? "", from?.isoText ?? "", until?.isoText ?? "", note ?? ""]
        while parts.count > 1, parts.last == "" { parts.removeLast() }
        return parts.joined(separator: "|")
    }
}

extension TLP {
    /// `amber+strict`: how register files write it.
    var word: String { label.dropFirst(4).lowercased() }
    /// `amber-strict`: how the catalogue and the style sheet name it.
    var key: String { self == .amberStrict ? "amber-strict" : word }
}

extension CalendarDate {
    /// `2026-01-31` (ISO 8601).
    var isoText: String { String(Instant(self).iso8601.prefix(10)) }

    /// Reads `2026-01-31`.
    init?(iso text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2, let year = Int(parts[0]),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
