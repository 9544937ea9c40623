import Centre
import CentreTesting
import Foundation
import Synchronization
import Testing

/// Clients that say little for a long time.
@Suite("Slow clients", .serialized)
struct SlowClientTests {
    private static func hurry(_ settings: inout CentreSettings) {
        settings.pace.head = .milliseconds(800)
        settings.pace.bodySlice = .milliseconds(800)
        settings.pace.handshake = .milliseconds(800)
        settings.pace.stall = .milliseconds(800)
    }

    @Test("a thousand connections that dribble heads and bodies are cut off, and others are answered meanwhile")
    func dribble() async throws {
        try await Trap.use(Self.hurry) { running, _ in
            let heads = (0..<500).map { _ in "GET / HTTP/1.1\r\nHost: a.example\r\nX-Slow: " }
            let bodies = (0..<500).map { _ in
                "POST /form HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000\r\n\r\na="
            }
            let (ready, open) = AsyncStream.makeStream(of: Void.self)
            async let outcome = RawConnection.trickle(to: running.port(.public), heads + bodies, turns: 200) { open.finish() }
            for await _ in ready {}
            let front = try await running.browser(.public).get("/")
            #expect(front.status == 200)
            let (connections, closed) = await outcome
            #expect(connections == 1_000)
            #expect(closed == 1_000)
        }
    }

    @Test("a connection that never agrees on TLS is cut off")
    func silentHandshake() async throws {
        try await Trap.use {
            Self.hurry(&$0)
            $0.listening[.public]?.protection = .development
        } _: { running, _ in
            // The first bytes of a handshake's record, then a byte at a time, and a connection that says nothing at all.
            let (_, closed) = await RawConnection.trickle(
                to: running.port(.public), ["\u{16}\u{3}\u{1}\u{2}\u{0}", "", ""], turns: 200, meanwhile: {})
            #expect(closed == 3)
        }
    }

    @Test("a body that goes on after the answer that it is too large ends the connection")
    func endlessBody() async throws {
        try await Trap.use(Self.hurry) { running, _ in
            let head = "POST /form HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            let body =
                "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: "8000\r\n\(String(repeating: "a", count: 0x8000))\r\n", count: 10)
            let (_, closed) = await RawConnection.trickle(to: running.port(.public), [head + body + "fffff\r\n"], turns: 200, meanwhile: {})
            #expect(closed == 1)
        }
    }

    @Test("who asks for much and reads nothing is cut off")
    func slowReading() async throws {
        try await Trap.use(Self.hurry) { running, _ in
            let request = "GET /long HTTP/1.1\r\nHost: a.example\r\n\r\n"
            let all = 32 << 20
            let late = await RawConnection.received(from: running.port(.public), after: request, pausing: 3, upTo: all)
            #expect((1..<all).contains(late))
            #expect(await RawConnection.received(from: running.port(.public), after: request, pausing: 0, upTo: all) >= all)
        }
    }

    @Test("when a face has all connections it takes, the others still answer")
    func crowded() async throws {
        try await Trap.use {
            $0.pace.connections = 5
            $0.pace.head = .seconds(3)
        } _: { running, _ in
            let (ready, open) = AsyncStream.makeStream(of: Void.self)
            async let outcome = RawConnection.trickle(
                to: running.port(.public), (0..<20).map { _ in "GET / HTTP/1.1\r\nX: " }, turns: 20
            ) { open.finish() }
            for await _ in ready {}
            let kept = try await running.browser(.desk).signIn(as: "staff:viewer").get("/kept")
            #expect(kept.text == "kept")
            _ = await outcome
            let front = try await running.browser(.public).get("/")
            #expect(front.status == 200)
        }
    }
}
