public import Centre
public import EventStore
internal import Foundation
public import ServiceLifecycle
internal import Vocabulary

/// What is seen: the nation's picture, events and findings, feeds and how they are collected, and each owner's own findings in the portal.
public struct Observation: Capability {
    /// The name of the capability.
    public let name = "observation"

    private let house: House
    let reader: StoreReader
    private let shelf: FeedShelf
    private let keeper: PictureKeeper
    private let trail: (any NoticeTrail)?
    private let intake: (any EventIntake)?
    private let collectors: CollectorStore

    /// - Parameters:
    ///   - store: where events and findings are
    ///   - trail: what owners were told and answered, where a capability tells them
    ///   - policy: when findings count as quiet and as fixed
    ///   - intake: takes deliveries into the store; without it nothing can be collected, uploaded or sent
    public init(
        _ house: House, store: EmbeddedStore, owners: any OwnerDirectory, trail: (any NoticeTrail)? = nil,
        policy: FindingPolicy = FindingPolicy(), intake: (any EventIntake)? = nil
    ) {
        self.house = house
        self.trail = trail
        self.intake = intake
        let collectors = CollectorStore(records: house.records)
        self.collectors = collectors
        reader = StoreReader(store, owners: owners, policy: policy, clock: house.clock)
        shelf = FeedShelf(folder: house.data + "/feeds")
        keeper = PictureKeeper(reader, feeds: shelf, zone: house.zone, logger: house.logger) {
            try await collectors.marks()
        }
    }

    /// What roles may be allowed.
    public var permissions: [Permission] {
        [.observationRead, .observationDecide, .observationCollect, .observationExport, .observationOwn]
    }

    /// Its templates and texts.
    public var resources: [ResourceFolder] { [ResourceFolder.of("Observation")] }

    /// Its entries in the navigation.
    public var navigation: [NavigationEntry] {
        let read = Access.permission(.observationRead)
        var entries = [
            NavigationEntry(.desk, "/", key: "observation.navigation.overview", icon: "overview", read, order: 10),
            NavigationEntry(.desk, "/findings", key: "observation.navigation.findings", icon: "finding", read, order: 11),
            NavigationEntry(.desk, "/events", key: "observation.navigation.events", icon: "events", read, order: 12),
            NavigationEntry(.desk, "/feeds", key: "observation.navigation.feeds", icon: "feed", read, order: 40),
            NavigationEntry(.portal, "/", key: "observation.navigation.mine", icon: "overview", .owner, order: 10),
            NavigationEntry(.portal, "/findings", key: "observation.navigation.myFindings", icon: "finding", .owner, order: 11),
        ]
        if intake != nil {
            entries.append(NavigationEntry(.desk, "/collect", key: "observation.navigation.collect", icon: "download", read, order: 41))
        }
        return entries
    }

    /// What runs beside the pages.
    public var services: [any Service] { [keeper] }

    /// Its jobs.
    public var jobs: [JobKind] { collecting?.kinds ?? [] }

    /// What is looked at to know that it is well.
    public var health: [HealthCheck] {
        [
            HealthCheck("observation-picture") {
                guard let survey = keeper.picture.survey, keeper.picture.pulse != nil else {
                    return .warning("the picture is not drawn yet", remedy: "wait a minute; if it stays so, look for “picture” in the log")
                }
                let age = Int(house.clock().seconds - survey.at.seconds)
                return age < 1_800
                    ? .well("findings summed up \(age) s ago")
                    : .warning(
                        "findings were last summed up \(age / 60) minutes ago", remedy: "look for “picture” in the log, and at the disk")
            },
            HealthCheck("observation-feeds") {
                let bad = keeper.picture.feeds.filter { $0.troubles.contains(where: \.isBad) }.map(\.code)
                return bad.isEmpty
                    ? .well("\(keeper.picture.feeds.count) feeds")
                    : .warning(
                        "late, failed or changed: \(bad.prefix(10).joined(separator: ", "))", remedy: "see what to do on the page of feeds")
            },
        ]
    }

    /// Collectors, where deliveries can be taken in.
    var collecting: CollectorJobs? { intake.map { CollectorJobs(house: house, store: collectors, intake: $0) } }

    /// Its routes.
    public func routes(_ routes: inout Routes) {
        OverviewPages(keeper: keeper).routes(&routes)
        FindingPages(reader: reader, trail: trail).routes(&routes)
        EventPages(reader: reader, shelf: shelf).routes(&routes)
        ObservedPages(reader: reader, keeper: keeper).routes(&routes)
        FeedPages(reader: reader, shelf: shelf, keeper: keeper, intake: intake).routes(&routes)
        PortalPages(reader: reader, keeper: keeper).routes(&routes)
        if let intake, let collecting {
            CollectorPages(house: house, shelf: shelf, store: collectors, jobs: collecting, intake: intake).routes(&routes)
            EventsAPI(house: house, store: collectors, intake: intake).routes(&routes)
        }
    }

    var picture: NationPicture { keeper.picture }

    /// Brings the picture up to date at once; the service does so by itself.
    func refresh() async throws { try await keeper.refresh() }
}
