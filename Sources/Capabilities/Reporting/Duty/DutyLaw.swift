internal import Centre
internal import Vocabulary

/// The stages in which an organisation reports an incident, each saying more than the one before.
public enum DutyStage: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    /// That it happens.
    case earlyWarning = "early-warning"
    /// What it is, and how bad.
    case notification
    /// What it was, and what was learnt.
    case final

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    /// Earlier stages come first.
    public static func < (left: DutyStage, right: DutyStage) -> Bool { left.order < right.order }
}

/// A law under which organisations report: by when, to whose knowledge, and what of it. The centre is the one door; each authority sees its part.
public struct DutyLaw: Sendable, Hashable, Identifiable {
    /// How long an organisation has: from knowing of the incident, or from an earlier stage.
    public struct Deadline: Sendable, Hashable {
        /// A length of time, or calendar months.
        public enum Span: Sendable, Hashable { case duration(Duration), months(Int) }
        /// How long.
        public let span: Span
        /// The stage it counts from; nil for the moment the organisation knew.
        public let after: DutyStage?
    }

    /// `cyber`: small letters, digits, `-`.
    public let id: String
    /// What it is called, by language code.
    public let names: [String: String]
    /// Whose law it is, by language code.
    public let authorities: [String: String]
    /// The sectors it binds; nil for all.
    public let sectors: Set<String>?
    /// Whether it applies only where personal data is concerned.
    public let isForPersonalData: Bool
    /// By when each stage is due; a stage that is absent is not asked for.
    public let deadlines: [DutyStage: Deadline]
    /// How long the centre has to answer.
    public let answer: Duration
    /// The fields its authority sees; nil for all.
    public let sees: Set<String>?

    func name(in code: String) -> String { names[code] ?? names["en"] ?? id }
    func authority(in code: String) -> String { authorities[code] ?? authorities["en"] ?? id }

    /// What a token of the authority must hold.
    var permission: Permission { Permission("reporting.law.\(id)", []) }

    /// Whether an owner of a sector must report under it.
    func binds(sector: String?) -> Bool { sectors.map { sectors in sector.map(sectors.contains) ?? false } ?? true }

    /// When a stage is due; nil where the law does not ask for it.
    /// - Parameter submitted: when earlier stages came
    func due(_ stage: DutyStage, aware: Instant, submitted: [DutyStage: Instant]) -> Instant? {
        guard let deadline = deadlines[stage] else { return nil }
        var start = aware
        if let after = deadline.after {
            // While the earlier stage is missing its own deadline stands for it: nobody gains time by being late.
            start = submitted[after] ?? due(after, aware: aware, submitted: submitted) ?? aware
        }
        switch deadline.span {
        case .duration(let duration): return start + duration
        case .months(let count): return start.adding(months: count)
        }
    }
}

extension DutyLaw {
    /// How it stands in a file.
    struct Written: Decodable {
        struct Due: Decodable {
            let within: String
            let after: String?
        }
        let id: String
        let name: [String: String]
        let authority: [String: String]
        let sectors: [String]?
        let personalData: Bool?
        let stages: [String: Due]
        let answer: String?
        let sees: [String]?

        func law() throws -> DutyLaw {
            func refuse(_ reason: String) -> ReportingMistake { .settings(path: "laws.\(id)", reason: reason) }
            guard !id.isEmpty, id.utf8.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }) else {
                throw refuse("an id has small letters, digits and -")
            }
            var deadlines: [DutyStage: Deadline] = [:]
            for (name, due) in stages {
                guard let stage = DutyStage(rawValue: name) else {
                    throw refuse("stages.\(name): there is \(DutyStage.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                guard let span = Self.span(due.within) else { throw refuse("\(due.within): write 24h, 30d or 1month") }
                var after: DutyStage?
                if let text = due.after, text != "aware" {
                    guard let found = DutyStage(rawValue: text), found < stage else {
                        throw refuse("stages.\(name).after: an earlier stage, or aware")
                    }
                    after = found
                }
                deadlines[stage] = Deadline(span: span, after: after)
            }
            if let strange = sees?.first(where: { name in !DutyField.all.contains { $0.name == name } }) {
                throw refuse("sees: there is no field \(strange)")
            }
            guard case .duration(let answer)? = Self.span(answer ?? "24h") else { throw refuse("answer: write 24h") }
            return DutyLaw(
                id: id, names: name, authorities: authority, sectors: sectors.map(Set.init), isForPersonalData: personalData ?? false,
                deadlines: deadlines, answer: answer, sees: sees.map(Set.init))
        }

        private static func span(_ text: String) -> Deadline.Span? {
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits), number > 0, number < 10_000 else { return nil }
            switch text.dropFirst(digits.count).trimmingPrefix(" ") {
            case "h": return .duration(.seconds(number * 3_600))
            case "d": return .duration(.seconds(number * 86_400))
            case "month", "months": return .months(number)
            default: return nil
            }
        }
    }
}

extension Instant {
    /// The same time of day so many calendar months later, or the last day of that month where it is shorter.
    func adding(months: Int) -> Instant {
        let total = year * 12 + month - 1 + months
        let (newYear, newMonth) = (total / 12, total % 12 + 1)
        let date = (0..<4).lazy.compactMap { CalendarDate(year: newYear, month: newMonth, day: day - $0) }.first
        guard let date else { return self + .seconds(months * 30 * 86_400) }
        return Instant(date) + (self - startOfDay)
    }
}
