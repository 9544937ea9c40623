import Centre
import CentreTesting
import Foundation
import Synchronization

/// A capability whose pages echo what they are given, and one that no request of a test should reach.
final class Trap: Capability {
    static let read = Permission("trap.read", [.viewer])
    let name = "trap"
    private let count = Mutex(0)

    var permissions: [Permission] { [Self.read] }
    /// How often the page was reached that should not be.
    var sprung: Int { count.withLock { $0 } }

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/", .anyone, keptFor: 60) { request in
            Page("centre/problem", View(title: "front", text: request.principal?.name ?? "nobody"))
        }
        routes.get(.public, "/trap", .anyone) { [self] _ in
            count.withLock { $0 += 1 }
            return Content("sprung")
        }
        routes.post(.public, "/form", .anyone) { request in Content("took \(request.form.text("a").utf8.count)") }
        routes.get(.public, "/long", .anyone) { _ in Content([UInt8](repeating: 120, count: 32 << 20), type: "application/octet-stream") }
        routes.post(.public, "/files", .anyone, body: .upload(limit: 1 << 20)) { request in Content("\(request.files.count)") }
        routes.get(.public, "/echo/:word", .anyone) { request in
            Content(
                Array(request["word"].utf8), type: "text/plain; charset=utf-8", fileName: request.query["name"],
                headers: [("x-echo", request.query["value"] ?? "")])
        }
        routes.get(.public, "/page", .anyone) { request in
            Page(
                "centre/problem", View(title: request.query["text"] ?? "", text: request.query["text"] ?? ""), title: request.query["text"])
        }
        routes.get(.desk, "/kept", .permission(Self.read)) { _ in Content("kept") }
    }

    struct View: Sendable {
        var status = 200
        let title: String
        let text: String
        var requestID = ""
    }

    /// Starts a centre with nothing else and lets a test attack it.
    static func use(
        _ adjust: (inout CentreSettings) -> Void = { _ in }, _ body: (RunningCentre, Trap) async throws -> Void
    ) async throws {
        let trap = Trap()
        try await RunningCentre.use(adjust: adjust, compose: { _ in (OpenDoor(), [trap]) }) { try await body($0, trap) }
    }
}
