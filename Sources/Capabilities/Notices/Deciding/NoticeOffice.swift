internal import Centre
internal import EventStore
internal import Vocabulary

/// What everything about notices works with.
struct NoticeOffice: Sendable {
    let house: House
    let store: EmbeddedStore
    let directory: any OwnerDirectory
    let policy: FindingPolicy
    let composer: NoticeComposer
    let seal: NoticeSeal
    /// The marking of what a feed says, by its code.
    let marking: @Sendable (String) -> TLP?
    let threads = BackgroundThreads()

    var schedule: NoticeSchedule { NoticeSchedule(zone: house.zone) }

    /// The strictest marking of the feeds that saw a finding.
    func tlp(_ feeds: [String]) -> TLP { feeds.compactMap(marking).max() ?? .amber }

    /// Rules and suppressions as they stand.
    func book() async throws -> RuleBook {
        let schedule = schedule
        return try await house.records.read { database in
            RuleBook(
                entries: try NoticeStore.entries(database), suppressions: try NoticeStore.suppressions(database), schedule: schedule)
        }
    }
}
