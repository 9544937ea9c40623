import Centre
import CentreTesting
import Correspondence
import Foundation
import GRDB
import Post
import Synchronization
import Vocabulary

@testable import Advisories

/// 2026-03-02, a Monday, at noon.
let noon = Instant(seconds: 1_772_452_800)

/// A clock that tests move.
final class TestClock: Sendable {
    private let moment = Mutex(noon)

    var now: Instant { moment.withLock { $0 } }
    func advance(_ seconds: Int64) { moment.withLock { $0 = $0 + .seconds(seconds) } }
}

/// A centre that publishes, with a catcher for mail.
struct AdvisoryHouse: Sendable {
    static let site = "https://www.cert.example"
    static let writer = Person(id: "leyla", name: "Leyla Quliyeva")
    static let reader = Person(id: "kamran", name: "Kamran Həsənov")

    let running: RunningCentre
    let advisories: Advisories
    let clock: TestClock

    var desk: AdvisoryDesk { advisories.desk }
    var records: Records { running.house.records }

    static func use(keyring: Keyring? = nil, _ body: (AdvisoryHouse) async throws -> Void) async throws {
        let clock = TestClock()
        let kept = Mutex<Advisories?>(nil)
        try await RunningCentre.use(
            capabilities: [Advisories.self, Correspondence.self], clock: { clock.now },
            adjust: { $0.listening[.public]?.url = site },
            compose: { house in
                guard let address = EmailAddress("cert@cert.example") else { throw CancellationError() }
                let settings = CentreSettings(
                    naming: WebFrame.Naming(full: ["az": "Örnək CERT", "en": "Example CERT", "ru": "Пример CERT"], short: "EX-CERT"),
                    listening: [
                        .public: .init(address: ListenAddress(host: "127.0.0.1", port: 0), protection: .proxy, url: site)
                    ], version: "test")
                let sender = MailParty(address, name: "Example CERT")
                let advisories = try await Advisories(
                    house, settings: settings, sender: sender, scheme: "EX-CERT-{year}-{number}", keyring: keyring)
                let mail = try await Correspondence(house, way: .catcher, sender: sender)
                kept.withLock { $0 = advisories }
                return (OpenDoor(), [advisories, mail, Front(settings, contact: "cert@cert.example", parts: [advisories])])
            },
            { running in
                guard let advisories = kept.withLock({ $0 }) else { return }
                try await body(AdvisoryHouse(running: running, advisories: advisories, clock: clock))
            })
    }

    /// Waits until something holds: jobs do things in the background.
    func until(_ isSo: @Sendable (AdvisoryHouse) async throws -> Bool) async throws -> Bool {
        for _ in 0..<600 {
            if try await isSo(self) { return true }
            try await Task.sleep(for: .milliseconds(25))
        }
        return false
    }

    /// An advisory that lacks nothing.
    static func content(_ title: String = "Router can be taken over", tlp: TLP = .clear) -> AdvisoryContent {
        var content = AdvisoryContent(kind: .advisory, tlp: tlp, language: "en")
        content.texts["en"] = AdvisoryTexts(
            title: title, summary: "A flaw lets anybody on the net take over the router.", detail: "The login page trusts a header.",
            advice: "Install firmware 2.4.1.\n\n- Close the administration to the net.\n- Change passwords.",
            happened: "Some routers can be taken over from afar.", concerned: "Look at the label below your router.",
            steps: "Install the update.\nChange the password.")
        content.texts["az"] = AdvisoryTexts(
            title: "Marşrutlaşdırıcı ələ keçirilə bilər", summary: "Boşluq imkan verir.", advice: "2.4.1 quraşdırın.",
            happened: "Bəzi cihazlar ələ keçirilə bilər.", concerned: "Etiketə baxın.", steps: "Yeniləməni quraşdırın.")
        content.severity = .high
        content.products = [
            AffectedProduct(vendor: "Example Networks", name: "Router X", version: "< 2.4.1", status: .affected),
            AffectedProduct(
                vendor: "Example Networks", name: "Router X", version: "2.4.1", status: .fixed,
                cpe: "cpe:2.3:o:example:router_x:2.4.1:*:*:*:*:*:*:*"),
        ]
        content.vulnerabilities = [
            DescribedVulnerability(
                id: "v1", cve: "CVE-2026-12345", title: "Login without password", weakness: "CWE-287",
                weaknessName: "Improper Authentication", vector3: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                vector4: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", isExploited: true)
        ]
        content.references = [.init(url: "https://vendor.example/security/7", summary: "Notice of the vendor")]
        content.sectors = ["energy"]
        return content
    }

    /// A warning in plain words.
    static func warning(_ title: String = "False parcels") -> AdvisoryContent {
        var content = AdvisoryContent(kind: .warning, language: "en")
        content.texts["en"] = AdvisoryTexts(
            title: title, happened: "People get messages about parcels that do not exist.", concerned: "Did you wait for a parcel?",
            steps: "Do not open the link.\nCall your bank if you paid.")
        return content
    }

    /// Writes, hands in and agrees; gives the draft's id.
    @discardableResult
    func approve(_ content: AdvisoryContent) async throws -> Advisory {
        let advisory = try await desk.begin(content, by: Self.writer)
        try await desk.submit(advisory.id, by: Self.writer)
        guard let handedIn = try await desk.find(advisory.id) else { throw AdvisoryRefusal.unknown }
        try await desk.approve(advisory.id, basis: handedIn.edit, by: Self.reader)
        guard let approved = try await desk.find(advisory.id) else { throw AdvisoryRefusal.unknown }
        return approved
    }

    /// The same, and waits until it is public.
    @discardableResult
    func publish(_ content: AdvisoryContent) async throws -> Advisory {
        let advisory = try await approve(content)
        guard try await until({ try await $0.desk.find(advisory.id)?.state == .published }),
            let published = try await desk.find(advisory.id)
        else { throw AdvisoryRefusal.notWhole }
        return published
    }

    /// The document of an advisory in the provider's tree.
    func documentPath(_ advisory: Advisory) -> String {
        let label = advisory.content.tlp == .clear ? "white" : advisory.content.tlp.label.dropFirst(4).lowercased()
        return "/.well-known/csaf/\(label)/2026/\((advisory.tracking ?? "").lowercased()).json"
    }
}

/// An advisory on record, in files that know CSAF's as well.
typealias Draft = Advisory
