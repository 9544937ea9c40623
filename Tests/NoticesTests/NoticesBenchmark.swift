import Centre
import Correspondence
import EventStore
import Events
import Foundation
import GRDB
import Logging
import Post
import Testing
import Vocabulary

@testable import Notices

/// Numbers of findings and owners.
private let benchmarkWish: (findings: Int, owners: Int)? = {
    let parts = (ProcessInfo.processInfo.environment["KESHIK_NOTICES"] ?? "").split(separator: "x").compactMap { Int($0) }
    return parts.count == 2 ? (parts[0], parts[1]) : nil
}()

/// Measured by `Benchmarks/notices.py`, which sets `KESHIK_NOTICES` to the numbers of findings and owners; it does nothing otherwise.
@Suite("how long deciding and composing takes", .enabled(if: benchmarkWish != nil, "run by Benchmarks/notices.py"))
struct NoticesBenchmark {
    private static let kinds: [(type: String, identifier: String?, port: Int64?, malware: String?)] = [
        ("vulnerable-system", "open-telnet", 23, nil), ("vulnerable-system", "open-rdp", 3389, nil),
        ("infected-system", nil, nil, "andromeda"),
        ("vulnerable-system", "dns-open-resolver", 53, nil), ("weak-crypto", "ssl-poodle", 443, nil), ("brute-force", nil, nil, nil),
    ]

    @Test("all new findings are decided about, and all that they give is composed and planned")
    func run() async throws {
        guard let wish = benchmarkWish else { return }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keshik-notices-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var logger = Logger(label: "benchmark")
        logger.logLevel = .critical
        let house = try await House.open(
            data: folder, capabilities: [Notices.self, Correspondence.self], key: .file(folder + "/keys/secrets.key"), zone: .utc,
            logger: logger, clock: { noon })
        let store = try EmbeddedStore.open(at: folder + "/store")
        try store.lockForIngest()
        let owners = (0..<wish.owners).map { "owner-\($0)" }
        let languages = ["az", "en", "ru"]
        let directory = TestDirectory(
            owners.map {
                OwnerCard(
                    id: $0, names: ["az": "Təşkilat \($0)", "en": "Organisation \($0)"], sector: "banking", isCritical: false, parent: nil)
            },
            owners.enumerated().flatMap { place, owner in
                [
                    contact("\(owner)-abuse", owner, "abuse", language: languages[place % 3]),
                    contact("\(owner)-boss", owner, "management", language: languages[place % 3]),
                ]
            })
        let size = 20_000
        for start in stride(from: 0, to: wish.findings, by: size) {
            let events = (start..<min(start + size, wish.findings)).map { number in
                let kind = Self.kinds[number / wish.owners % Self.kinds.count]
                return sight(
                    "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)", owner: owners[number % owners.count], type: kind.type,
                    identifier: kind.identifier, port: kind.port, malware: kind.malware, at: noon)
            }
            try store.take(events, piece: start + 1)
        }
        let address = try #require(EmailAddress("notices@cert.example"))
        let sender = MailParty(address, name: "Example CERT")
        let notices = try await Notices(
            house, store: store, owners: directory, portal: "https://portal.cert.example",
            naming: .init(full: ["en": "Example CERT"], short: "CERT"), sender: sender)
        _ = try await Correspondence(house, way: .catcher, sender: sender, takers: [notices])

        let clock = ContinuousClock()
        var report = ""
        let whole = try await clock.measure { report = try await notices.decideNow(isForced: true) }
        var again = ""
        let second = try await clock.measure { again = try await notices.decideNow(isForced: true) }
        let (count, bytes) = try await house.records.read { database in
            (
                try Int.fetchOne(database, sql: "SELECT count(*) FROM notices_notice") ?? 0,
                try Int.fetchOne(database, sql: "SELECT coalesce(sum(size), 0) FROM outward_dispatch WHERE channel = 'mail'") ?? 0
            )
        }
        func seconds(_ duration: Duration) -> Double {
            Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        }
        let figures = [
            "\"findings\": \(wish.findings)", "\"owners\": \(wish.owners)", "\"notices\": \(count)", "\"mailBytes\": \(bytes)",
            "\"seconds\": \(seconds(whole))", "\"secondRun\": \(seconds(second))",
        ]
        print("RESULT {\(figures.joined(separator: ", "))}")
        print("# \(report)\n# \(again)")
        #expect(count > 0)
    }
}
