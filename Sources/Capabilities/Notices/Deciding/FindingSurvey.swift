internal import EventStore
internal import Vocabulary

/// The findings that somebody should decide about now: those never looked at, those whose time has come, those that came back.
struct FindingSurvey: Sendable {
    struct Candidate: Sendable {
        let finding: SeenFinding
        let episodeBegan: Instant
        let track: NoticeTrack?
    }

    /// By owner's id.
    var candidates: [String: [Candidate]] = [:]
    var count = 0
    /// Told findings that are there no more, with when they were seen last.
    var gone: [(finding: FindingID, last: Instant)] = []
    /// False where there were more than fit one run.
    var isWhole = true

    /// The most decided about in one run.
    static let room = 200_000

    /// Reads all findings once. What lasts is skipped by its track alone.
    init(_ office: NoticeOffice, tracks: [FindingID: NoticeTrack], isForced: Bool, now: Instant) throws {
        var filter = FindingFilter()
        filter.states = Set(FindingState.Name.allCases).subtracting([.fixed])
        var alive: Set<FindingID> = []
        var markings: [[String]: TLP] = [:]
        try office.store.findings(matching: filter, now: now.microseconds, policy: office.policy) { finding, state in
            guard let owner = finding.owner, !owner.isEmpty else { return true }
            let track = tracks[finding.id]
            if track?.told != nil { alive.insert(finding.id) }
            guard [.open, .recurring, .reopened].contains(state.name), Self.isWanted(track, finding, state, isForced: isForced, now: now)
            else {
                return true
            }
            let tlp = markings[finding.feeds] ?? office.tlp(finding.feeds)
            markings[finding.feeds] = tlp
            candidates[owner, default: []].append(
                Candidate(
                    finding: SeenFinding(finding, state: state.name, tlp: tlp),
                    episodeBegan: Instant(microseconds: finding.episodes.last?.first ?? finding.firstSeen), track: track))
            count += 1
            isWhole = count < Self.room
            return isWhole
        }
        guard isWhole else { return }
        for (id, track) in tracks where track.told != nil && !track.isGone && !alive.contains(id) {
            // What retention took away is gone as well.
            let last = (try? office.store.finding("\(id)")).map { Instant(microseconds: $0.lastSeen) }
            gone.append((id, last ?? now))
        }
    }

    private static func isWanted(_ track: NoticeTrack?, _ finding: Finding, _ state: FindingState, isForced: Bool, now: Instant) -> Bool {
        guard let track else { return true }
        if track.due <= now || (isForced && track.outcome == .waiting) { return true }
        guard let told = track.told, state.name == .reopened else { return false }
        return track.isGone || finding.episodes.last.map { Instant(microseconds: $0.first) > told.last } ?? false
            || told.answer == .fixed
    }
}
