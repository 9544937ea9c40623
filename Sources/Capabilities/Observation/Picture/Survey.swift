internal import EventStore
internal import Vocabulary

/// All findings summed up: by type, sector and owner, with what came and went. Made by reading every finding once, in the background.
struct Survey: Sendable {
    /// How many days back it says what came and went, today included.
    static let span = 31

    /// What is counted of a type, a sector, an owner, or of all.
    struct Sums: Sendable, Equatable {
        /// Seen lately: open, recurring, reopened.
        var open = 0
        var reopened = 0
        var quiet = 0
        /// New, and gone, on each of the last days; today is the last.
        var newByDay = [Int32](repeating: 0, count: Survey.span)
        var fixedByDay = [Int32](repeating: 0, count: Survey.span)
        /// Seconds from first to last sight of what was fixed within the span.
        var lifetimes: [Int32] = []

        func new(days: Int) -> Int { newByDay.suffix(days).reduce(0) { $0 + Int($1) } }
        func fixed(days: Int) -> Int { fixedByDay.suffix(days).reduce(0) { $0 + Int($1) } }
        /// Seconds in the middle; nil for fewer than three.
        var medianLifetime: Int? {
            guard lifetimes.count >= 3 else { return nil }
            return Int(lifetimes.sorted()[lifetimes.count / 2])
        }
    }

    /// An owner's findings.
    struct OwnerSums: Sendable {
        var sums = Sums()
        var openByType: [String: Int] = [:]
        var openBySeverity: [Severity?: Int] = [:]
        /// Open on each of the last days.
        var openByDay = [Int32](repeating: 0, count: Survey.span)
    }

    let at: Instant
    /// The day, by local clocks, that the last element of the lists by day stands for.
    let today: Int64
    var all = Sums()
    var byState: [FindingState.Name: Int] = [:]
    var byType: [String: Sums] = [:]
    var bySector: [String: Sums] = [:]
    /// Open by type and sector.
    var openByTypeAndSector: [String: [String: Int]] = [:]
    var openBySeverity: [Severity?: Int] = [:]
    /// By the owner's id; findings without owner under the empty text.
    var owners: [String: OwnerSums] = [:]
    var openByDay = [Int32](repeating: 0, count: Survey.span)
    /// The newest that are still there.
    var newest: [Finding] = []
    /// What the earliest finding says of how far back the store reaches, as a place in the lists by day.
    var firstDay: Int64

    init(at: Instant, today: Int64) {
        self.at = at
        self.today = today
        firstDay = today
    }
}

/// Adds findings to a survey.
struct SurveyTaker {
    private(set) var survey: Survey
    private let days: LocalDays
    private let book: OwnerBook
    private let policy: FindingPolicy
    /// When a person verified that a finding is gone, for those whose silence does not say so.
    private let verifiedAt: (FindingID) throws -> Int64?

    init(at: Instant, days: LocalDays, book: OwnerBook, policy: FindingPolicy, verifiedAt: @escaping (FindingID) throws -> Int64?) {
        survey = Survey(at: at, today: days.day(at))
        self.days = days
        self.book = book
        self.policy = policy
        self.verifiedAt = verifiedAt
    }

    mutating func add(_ finding: Finding, _ state: FindingState) throws {
        let owner = finding.owner ?? ""
        let sector = book.sector(finding.owner)
        let severity = finding.severity.flatMap { Severity($0) }
        let name = state.name
        survey.byState[name, default: 0] += 1

        var change = Change()
        let firstDay = days.day(microseconds: finding.firstSeen)
        survey.firstDay = min(survey.firstDay, firstDay)
        change.newPlace = place(firstDay)
        if name == .fixed {
            let (fixedAt, isBySilence) = try finding.fixedAt(survey.at.microseconds, policy, verifiedAt: verifiedAt)
            change.fixedPlace = place(days.day(microseconds: fixedAt))
            let end = isBySilence ? finding.lastSeen : fixedAt
            change.lifetime = Int32(clamping: max(0, end - finding.firstSeen) / 1_000_000)
        }
        change.isOpen = name.isOpen
        change.isReopened = name == .reopened
        change.isQuiet = name == .quiet

        change.apply(to: &survey.all)
        change.apply(to: &survey.byType[finding.type, default: Survey.Sums()])
        change.apply(to: &survey.bySector[sector, default: Survey.Sums()])
        update(owner: owner, change, finding, severity)
        if change.isOpen {
            survey.openByTypeAndSector[finding.type, default: [:]][sector, default: 0] += 1
            survey.openBySeverity[severity, default: 0] += 1
            keepNewest(finding)
        }
    }

    private mutating func update(owner: String, _ change: Change, _ finding: Finding, _ severity: Severity?) {
        var sums = survey.owners.removeValue(forKey: owner) ?? Survey.OwnerSums()
        change.apply(to: &sums.sums)
        if change.isOpen {
            sums.openByType[finding.type, default: 0] += 1
            sums.openBySeverity[severity, default: 0] += 1
        }
        let start = survey.today - Int64(Survey.span) + 1
        for episode in finding.episodes {
            // It counts as there until its silence says that it is fixed.
            let silence = policy.fixedAfter * Int64(finding.interval) * 1_000_000
            let last = min(survey.today, days.day(microseconds: min(episode.last + silence, survey.at.microseconds)))
            let end = change.isOpen && episode == finding.episodes.last ? survey.today : last
            let begin = max(start, days.day(microseconds: episode.first))
            guard begin <= end else { continue }
            for day in begin...end {
                survey.openByDay[Int(day - start)] += 1
                sums.openByDay[Int(day - start)] += 1
            }
        }
        survey.owners[owner] = sums
    }

    private func place(_ day: Int64) -> Int? {
        let place = day - survey.today + Int64(Survey.span) - 1
        return (0..<Int64(Survey.span)).contains(place) ? Int(place) : nil
    }

    private mutating func keepNewest(_ finding: Finding) {
        let kept = 12
        if survey.newest.count == kept, let last = survey.newest.last, finding.firstSeen <= last.firstSeen { return }
        let place = survey.newest.firstIndex { $0.firstSeen < finding.firstSeen } ?? survey.newest.count
        survey.newest.insert(finding, at: place)
        if survey.newest.count > kept { survey.newest.removeLast() }
    }

    /// What one finding adds everywhere.
    private struct Change {
        var isOpen = false
        var isReopened = false
        var isQuiet = false
        var newPlace: Int?
        var fixedPlace: Int?
        var lifetime: Int32?

        func apply(to sums: inout Survey.Sums) {
            if isOpen { sums.open += 1 }
            if isReopened { sums.reopened += 1 }
            if isQuiet { sums.quiet += 1 }
            if let newPlace { sums.newByDay[newPlace] += 1 }
            if let fixedPlace {
                sums.fixedByDay[fixedPlace] += 1
                if let lifetime { sums.lifetimes.append(lifetime) }
            }
        }
    }
}

extension Finding {
    /// When a fixed finding came to be fixed: once it was silent for long enough, or when a person verified it.
    func fixedAt(
        _ now: Int64, _ policy: FindingPolicy, verifiedAt: (FindingID) throws -> Int64?
    ) rethrows -> (time: Int64, isBySilence: Bool) {
        let silent = lastSeen + policy.fixedAfter * Int64(interval) * 1_000_000
        if silent <= min(now, watchedUntil ?? .max) { return (silent, true) }
        return (try verifiedAt(id) ?? silent, false)
    }
}

extension FindingState.Name {
    /// Whether it is there as far as anybody can tell, and nobody has taken it upon themselves.
    var isOpen: Bool {
        switch self {
        case .open, .recurring, .reopened: true
        case .quiet, .fixed, .accepted, .disputed: false
        }
    }
}
