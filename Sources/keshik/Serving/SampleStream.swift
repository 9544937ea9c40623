import EventStore
import Events
import Foundation
import Logging
import SampleNation
import ServiceLifecycle
import Vocabulary

/// The sample nation in a running centre: a week of history at the first start, then feeds that keep arriving, much faster than in life.
struct SampleStream: Service {
    let folder: String
    let intake: Intake
    let logger: Logger
    /// Rows of one round of deliveries.
    var rows = 600
    /// Between two deliveries.
    var pause = Duration.seconds(5)

    static let seed: UInt64 = 1

    /// Writes the country and its week to a folder; done once.
    static func makeHistory(in folder: String, rows: Int, now: Instant) throws {
        let made = folder + "/.made"
        guard !FileManager.default.fileExists(atPath: made) else { return }
        try? FileManager.default.removeItem(atPath: folder)
        _ = try SampleNation(seed: seed, days: 7, events: rows, end: day(before: now)).write(to: folder)
        try Data().write(to: URL(fileURLWithPath: made))
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var round = 0
            while !Task.isCancelled {
                do {
                    try await deliver(round)
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("the sample's delivery failed", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: pause)
                }
                round += 1
            }
        }
    }

    /// Feeds that come all day long speak of today until now; reports that come once a day speak of yesterday, as those of real
    /// providers do. Every round sees the country a little differently.
    private func deliver(_ round: Int) async throws {
        let place = folder + "/live"
        try? FileManager.default.removeItem(atPath: place)
        let now = Settings.now()
        let moment = Int(now.seconds % 1_000_000)
        let nation = SampleNation(
            seed: Self.seed, days: 1, events: rows + moment % 997, end: try Self.day(of: now), passed: Int(now.seconds % 86_400))
        _ = try nation.write(to: place)
        // What comes all day long first: until then its feeds are late.
        let sources = try SourcePaths.sources([place + "/feeds"])
        let isDaily = { (source: String) in ["/shadowserver/", "/mail"].contains { source.contains($0) } }
        for source in sources.filter({ !isDaily($0.name) }) + sources.filter({ isDaily($0.name) }) {
            try await Task.sleep(for: pause)
            _ = try await intake.take([source], feed: nil)
        }
    }

    private static func day(before now: Instant) throws -> CalendarDay { try day(of: now - .seconds(86_400)) }

    private static func day(of now: Instant) throws -> CalendarDay {
        let date = now.date
        return try CalendarDay(year: date.year, month: date.month, day: date.day)
    }
}
