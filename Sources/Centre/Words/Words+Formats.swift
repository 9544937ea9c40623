public import Vocabulary

/// The marks with which a language writes numbers, from `common.format.*` of its file.
struct NumberStyle: Sendable {
    let decimal: String
    let group: String

    init(_ texts: [String: Words.Text]) {
        func plain(_ key: String, _ other: String) -> String { if case .plain(let text)? = texts[key] { text } else { other } }
        decimal = plain("common.format.decimal", ".")
        group = plain("common.format.group", "\u{202F}")
    }
}

extension Words {
    /// `12 345` with the language's marks.
    public func number(_ value: Int) -> String {
        var digits = String(value.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        // Four digits stand better together.
        let text = groups.count == 2 && groups[0].count == 1 ? groups.joined() : groups.joined(separator: style.group)
        return (value < 0 ? "\u{2212}" : "") + text
    }

    /// `12,5` with so many digits after the mark.
    public func number(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return "\u{2013}" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e15 else { return "\u{2013}" }
        let whole = Int(scaled / scale)
        let sign = value < 0 && scaled > 0 ? "\u{2212}" : ""
        guard digits > 0 else { return sign + number(whole) }
        let fraction = String(Int(scaled) - whole * Int(scale))
        return sign + number(whole) + style.decimal + String(repeating: "0", count: digits - fraction.count) + fraction
    }

    /// `12 %`, a share of one as a percentage.
    public func percent(_ share: Double, digits: Int = 0) -> String { number(share * 100, digits: digits) + "\u{00A0}%" }

    /// The day of an instant in the centre's time zone, in the pattern `common.format.date` (`{{day}} {{monthName}} {{year}}`).
    public func date(_ instant: Instant, zone: Zone = .utc) -> String { text("common.format.date", parts(instant, zone)) }

    /// The time of day, `common.format.time`.
    public func time(_ instant: Instant, zone: Zone = .utc) -> String { text("common.format.time", parts(instant, zone)) }

    /// Day and time with the zone, `common.format.dateTime`.
    public func dateTime(_ instant: Instant, zone: Zone = .utc) -> String { text("common.format.dateTime", parts(instant, zone)) }

    /// How long ago, in the largest unit that says it: `3 hours ago`.
    public func ago(_ instant: Instant, from now: Instant) -> String {
        let seconds = max(0, now.seconds - instant.seconds)
        switch seconds {
        case ..<60: return self["common.ago.now"]
        case ..<3600: return text("common.ago.minutes", count: Int(seconds / 60))
        case ..<86400: return text("common.ago.hours", count: Int(seconds / 3600))
        default: return text("common.ago.days", count: Int(seconds / 86400))
        }
    }

    /// A length of time in its largest unit: `3 hours`.
    public func duration(seconds: Int) -> String {
        switch seconds {
        case ..<60: text("common.duration.seconds", count: seconds)
        case ..<3600: text("common.duration.minutes", count: seconds / 60)
        case ..<172_800: text("common.duration.hours", count: seconds / 3600)
        default: text("common.duration.days", count: seconds / 86400)
        }
    }

    private func parts(_ instant: Instant, _ zone: Zone) -> [String: String] {
        let local = zone.local(instant)
        let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        return [
            "year": "\(local.year)", "month": two(local.month), "day": two(local.day), "dayNumber": "\(local.day)",
            "monthName": self["common.month.\(local.month)"], "hour": two(local.hour), "minute": two(local.minute),
            "second": two(local.second), "zone": local.abbreviation,
        ]
    }
}
