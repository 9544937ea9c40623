import CentreTesting
import Foundation
import Testing
import Vocabulary

@testable import Constituency

@Suite("A large register")
struct LargeRegisterTests {
    /// A register of many owners with a hundred thousand networks in all.
    static func yaml(owners: Int, networksEach: Int) -> String {
        var text = "register: 1\nowners:\n"
        var next: UInt32 = 0x0A00_0000
        for number in 0..<owners {
            var networks: [String] = []
            for _ in 0..<networksEach {
                networks.append("\"\(IPAddress(ipv4: next))/28\"")
                next += 16
            }
            text += """
                  - id: owner-\(number)
                    names: {az: "Təşkilat \(number)", en: "Organisation \(number)"}
                    sector: \(number % 3 == 0 ? "banking" : "government")
                    networks: [\(networks.joined(separator: ", "))]
                    contacts: [{purpose: abuse, email: abuse@owner-\(number).example}]

                """
        }
        return text
    }

    @Test("pages of a register with a hundred thousand networks show the same as those of a small one")
    func pages() async throws {
        try await OwnersCentre.use(Self.yaml(owners: 5_000, networksEach: 20)) { centre in
            let desk = centre.desk()
            let list = try await desk.get("/owners?page=100")
            #expect(list.contains("4951–5000 of 5000") || list.contains("4951"))
            let lookup = try await desk.get("/owners/lookup?q=10.1.2.3")
            #expect(lookup.contains("10.1.2.3 lies in 10.1.2.0/28"))
            // An edit of one owner is seen at once, without reading all the others again.
            try await centre.register.change("owner-7", by: RegisterAuthor(id: "x", name: nil), at: Instant(seconds: 1)) { owner in
                owner.change(adding: ScopeParts(networks: [IPPrefix("198.18.0.0/16")].compactMap { $0 }), removing: ScopeParts())
            }
            #expect(try await desk.get("/owners/lookup?q=198.18.3.4").contains("/owners/owner-7"))
            try await centre.register.remove("owner-7", by: RegisterAuthor(id: "x", name: nil), at: Instant(seconds: 2))
            #expect(try await desk.get("/owners/lookup?q=198.18.3.4").contains("Nobody answers for it"))
            guard ProcessInfo.processInfo.environment["KESHIK_MEASURE"] != nil else { return }
            for path in [
                "/owners", "/owners?page=100", "/owners?sort=networks&order=down", "/owners?q=t%C9%99%C5%9Fkilat%204999",
                "/owners?q=10.1.2.3",
                "/owners?lack=no-contact", "/owners/owner-4000", "/owners/lookup?q=10.1.2.3", "/owners/conflicts", "/owners/coverage",
                "/owners/verification", "/owners/proposals",
            ] {
                _ = try await desk.get(path)
                var times: [Double] = []
                for _ in 0..<30 {
                    let start = ContinuousClock.now
                    _ = try await desk.get(path)
                    times.append((ContinuousClock.now - start) / .milliseconds(1))
                }
                times.sort()
                print("measured \(path): median \(times[15]) ms, worst \(times[29]) ms")
            }
            try await centre.register.change("owner-9", by: RegisterAuthor(id: "x", name: nil), at: Instant(seconds: 3)) { $0.notes = "n" }
            let start = ContinuousClock.now
            _ = try await desk.get("/owners/lookup?q=10.1.2.3")
            print("measured first look-up after an edit: \((ContinuousClock.now - start) / .milliseconds(1)) ms")
        }
    }
}
