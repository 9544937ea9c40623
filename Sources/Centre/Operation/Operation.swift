/// How the centre itself runs: its jobs, what leaves the house, and whether all parts are well.
public struct Operation: Capability {
    /// Looks at jobs, deliveries and health.
    static let read = Permission("operation.read", [.dutyOfficer, .administrator, .auditor])
    /// Runs, pauses and discards jobs.
    static let run = Permission("operation.run", [.administrator])
    /// Lets dispatches leave, calls them off, settles doubts.
    static let approve = Permission("operation.approve", [.dutyOfficer, .administrator])
    /// Reads the figures of the program.
    static let metrics = Permission("operation.metrics", [])

    /// What it is called.
    public let name = "operation"
    private let house: House

    /// With its values.
    public init(_ house: House) { self.house = house }

    /// What people may be allowed to do in it.
    public var permissions: [Permission] { [Self.read, Self.run, Self.approve, Self.metrics] }

    /// Where it stands in the navigation.
    public var navigation: [NavigationEntry] {
        [
            NavigationEntry(.desk, "/deliveries", key: "operation.deliveries.title", icon: "external", .permission(Self.read), order: 80),
            NavigationEntry(.desk, "/jobs", key: "operation.jobs.title", icon: "job", .permission(Self.read), order: 81),
            NavigationEntry(.desk, "/health", key: "operation.health.title", icon: "health", .permission(Self.read), order: 82),
        ]
    }

    /// What it is asked.
    public var health: [HealthCheck] {
        [
            HealthCheck("records", isVital: true) { [house] in
                do {
                    _ = try await house.jobs.overview()
                    return .well(house.records.path)
                } catch {
                    return .broken("\(error)", remedy: "keshik db check")
                }
            },
            HealthCheck("jobs") { [house] in
                let bad = ((try? await house.jobs.overview()) ?? []).filter { $0.givenUp > 0 }
                return bad.isEmpty
                    ? .well("")
                    : .warning(
                        bad.map { "\($0.kind): \($0.givenUp)" }.joined(separator: ", "),
                        remedy: "look at the page of jobs: each says why it was given up")
            },
            HealthCheck("deliveries") { [house] in
                let counts = (try? await house.outward.counts()) ?? []
                let doubtful = counts.filter { $0.state == .doubtful }.reduce(0) { $0 + $1.count }
                return doubtful == 0
                    ? .well("") : .warning("\(doubtful)", remedy: "look at the page of deliveries: somebody must say whether these arrived")
            },
        ]
    }

    /// Its addresses.
    public func routes(_ routes: inout Routes) {
        JobPages(jobs: house.jobs).routes(&routes)
        DeliveryPages(outward: house.outward).routes(&routes)
        let checks = routes.checks
        routes.get(.desk, "/health", .permission(Self.read)) { request in
            await HealthPage(checks: checks, words: request.words).page
        }
        routes.get(.portal, "/api/v1/metrics", .token(Self.metrics)) { _ in
            Content(Prometheus.shared.text, type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}
