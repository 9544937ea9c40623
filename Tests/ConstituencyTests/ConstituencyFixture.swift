import Centre
import CentreTesting
import Foundation
import Synchronization
import Testing
import Vocabulary

@testable import Constituency

/// A centre with the register alone, on loopback, with mails put into a folder.
struct OwnersCentre {
    let running: RunningCentre
    let register: Register
    let constituency: Constituency

    /// A clock that tests move.
    final class Clock: Sendable {
        private let seconds = Mutex<Int64>(1_790_000_000)
        var now: Instant { Instant(seconds: seconds.withLock { $0 }) }
        func advance(days: Int64) { seconds.withLock { $0 += days * 86_400 } }
    }

    static func use(
        _ yaml: String = Sample.register, clock: Clock = Clock(), national: NationalSpace = .unknown,
        _ body: (OwnersCentre) async throws -> Void
    ) async throws {
        let made = Mutex<Constituency?>(nil)
        try await RunningCentre.use(capabilities: [Constituency.self], clock: { clock.now }) { house in
            house.outward.add(FolderChannel(name: "mail", folder: house.data + "/sent"))
            house.outward.add(FolderChannel(name: "portal", folder: house.data + "/inbox"))
            let constituency = try Constituency(
                house, portal: "https://portal.cert.example/",
                naming: WebFrame.Naming(full: ["az": "Mərkəz", "en": "Centre"], short: "CERT"),
                national: national)
            let files = RegisterYAML.read(yaml, path: "owners.yaml")
            try constituency.register.apply(try constituency.register.plan(for: files))
            made.withLock { $0 = constituency }
            return (OpenDoor(), [constituency])
        } _: { running in
            let constituency = try #require(made.withLock { $0 })
            try await body(OwnersCentre(running: running, register: constituency.register, constituency: constituency))
        }
    }

    /// A browser of a member of staff.
    func desk(_ role: String = "duty-officer") -> Browser { english(running.browser(.desk)).signIn(as: "staff:\(role)") }

    /// A browser of somebody who speaks for owners.
    func portal(_ owners: String) -> Browser { english(running.browser(.portal)).signIn(as: "owner:\(owners)") }

    /// A browser of nobody.
    func stranger() -> Browser { english(running.browser(.portal)) }

    private func english(_ browser: Browser) -> Browser { browser.cookie("__Host-keshik-language", "en") }

    func owner(_ id: String) throws -> Owner { try #require(try register.owner(id)) }

    func contact(_ id: String, _ place: Int = 0) throws -> String { try #require(try owner(id).contacts[place].id) }
}
