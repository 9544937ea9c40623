import Centre
import CentreTesting
import Foundation
import Testing

/// Requests that two readers could understand differently (RFC 9112 sections 2, 5, 6 and 11.2).
@Suite("Requests with two meanings")
struct SmugglingTests {
    private static let next = "GET /trap HTTP/1.1\r\nHost: a.example\r\n\r\n"
    private static let head = "POST /form HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    private static let chunked = head + "Transfer-Encoding: chunked\r\n\r\n"

    /// Each is refused: what follows it is never taken for a request of its own.
    static let refused: [(name: String, text: String)] = [
        ("length and chunks", head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + next),
        ("chunks and length", head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + next),
        ("two lengths", head + "Content-Length: 0\r\nContent-Length: \(next.utf8.count)\r\n\r\n" + next),
        ("a list of lengths", head + "Content-Length: 0, \(next.utf8.count)\r\n\r\n" + next),
        ("a length with a sign", head + "Content-Length: +0\r\n\r\n" + next),
        ("a negative length", head + "Content-Length: -1\r\n\r\n" + next),
        ("a hexadecimal length", head + "Content-Length: 0x0\r\n\r\n" + next),
        ("a length beyond 64 bits", head + "Content-Length: 18446744073709551616\r\n\r\n" + next),
        ("an unknown encoding", head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + next),
        ("chunked before another", head + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + next),
        ("a space before the colon", head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + next),
        ("a control character in the encoding", head + "Transfer-Encoding: \u{B}chunked\r\n\r\n0\r\n\r\n" + next),
        ("a folded line", head + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + next),
        ("a folded length", head + "X: a\r\n Content-Length: \(next.utf8.count)\r\n\r\n" + next),
        ("a line that begins with white space", "POST /form HTTP/1.1\r\n Content-Length: 5\r\nHost: a.example\r\n\r\n" + next),
        ("line feeds alone", (head + "Content-Length: 0\r\n\r\n" + next).replacingOccurrences(of: "\r\n", with: "\n")),
        ("a carriage return alone", head + "X: a\rTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n" + next),
        ("a NUL in a value", head + "X: a\u{0}b\r\nContent-Length: 0\r\n\r\n" + next),
        ("a space in a name", head + "Content Length: 5\r\nContent-Length: 0\r\n\r\n" + next),
        ("an empty name", head + ": 5\r\nContent-Length: 0\r\n\r\n" + next),
        ("a negative chunk", chunked + "-1\r\n\r\n0\r\n\r\n" + next),
        ("a hexadecimal prefix in a chunk", chunked + "0x0\r\n\r\n" + next),
        ("a chunk beyond 64 bits", chunked + "10000000000000000\r\n\r\n0\r\n\r\n" + next),
        ("a chunk that is longer than it says", chunked + "1\r\nab\r\n0\r\n\r\n" + next),
        ("a chunk without a size", chunked + "\r\n\r\n0\r\n\r\n" + next),
        ("a chunk that ends in a line feed", chunked + "1\na\n0\n\n" + next),
        ("an extension with a line feed", chunked + "0;a=\nb\r\n\r\n" + next),
        ("no host", "POST /form HTTP/1.1\r\nContent-Length: 0\r\n\r\n" + next),
        ("two hosts", head + "Host: b.example\r\nContent-Length: 0\r\n\r\n" + next),
        ("the same host twice", head + "Host: a.example\r\nContent-Length: 0\r\n\r\n" + next),
        ("a list of hosts", "GET / HTTP/1.1\r\nHost: a.example, b.example\r\n\r\n" + next),
        ("an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n" + next),
        ("a host with a name before it", "GET / HTTP/1.1\r\nHost: a.example@b.example\r\n\r\n" + next),
        ("a host with a path", "GET / HTTP/1.1\r\nHost: a.example/x\r\n\r\n" + next),
        ("an encoded host", "GET / HTTP/1.1\r\nHost: a%2eexample\r\n\r\n" + next),
        (
            "chunks in HTTP/1.0",
            "POST /form HTTP/1.0\r\nHost: a.example\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + next
        ),
        ("a length among what trails chunks", chunked + "1\r\na\r\n0\r\nContent-Length: 9\r\n\r\n" + next),
        ("another protocol", "GET / SPDY/3\r\nHost: a.example\r\n\r\n" + next),
        ("another version", "GET / HTTP/9.9\r\nHost: a.example\r\n\r\n" + next),
        ("no version", "GET /\r\n\r\n" + next),
        ("a tunnel", "CONNECT b.example:443 HTTP/1.1\r\nHost: b.example:443\r\n\r\n" + next),
    ]

    @Test("they are refused, and what follows them is not taken for a request", arguments: refused.map(\.name))
    func refuse(name: String) async throws {
        let text = try #require(Self.refused.first { $0.name == name }?.text)
        try await Trap.use { running, trap in
            let answer = await RawConnection.talk(to: running.port(.public), text)
            #expect(trap.sprung == 0, "\(answer.prefix(300))")
            #expect(answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.0 4"), "\(answer.prefix(300))")
            #expect(answer.components(separatedBy: "HTTP/1.").count == 2, "\(answer)")
        }
    }

    @Test("a request before one that is refused is answered, each in its turn")
    func inTurn() async throws {
        try await Trap.use { running, trap in
            let answer = await RawConnection.talk(
                to: running.port(.public), Self.head + "Content-Length: 4\r\n\r\na=xyGET / HTTP/1.1\r\n\r\n" + Self.next)
            #expect(answer.contains("took 2"))
            #expect(answer.components(separatedBy: "HTTP/1.1 400").count == 2)
            #expect(trap.sprung == 0)
        }
    }

    @Test("what is unusual but has one meaning is taken")
    func sound() async throws {
        try await Trap.use { running, trap in
            let port = running.port(.public)
            #expect(
                await RawConnection.talk(to: port, Self.chunked + "5;name=\"v\"\r\na=abc\r\n0\r\nTrailer: x\r\n\r\n").contains("took 3"))
            let two = await RawConnection.talk(to: port, Self.head + "Content-Length: 4\r\n\r\na=xy" + Self.next)
            #expect(two.contains("took 2"))
            #expect(two.contains("sprung"))
            #expect(trap.sprung == 1)
            let trailing = await RawConnection.talk(to: port, Self.chunked + "3\r\na=b\r\n0\r\nAuthorization: Bearer x\r\n\r\n")
            #expect(trailing.contains("took 1"))
            #expect(
                await RawConnection.talk(to: port, "GET  / HTTP/1.1\r\nHost: [::1]:8443\r\nConnection: close\r\n\r\n").contains("200 OK"))
            #expect(await RawConnection.talk(to: port, "GET / HTTP/1.0\r\n\r\n").contains("200 OK"))
        }
    }

    @Test("heads that are too long or have too many lines are refused")
    func largeHeads() async throws {
        try await Trap.use { running, trap in
            let port = running.port(.public)
            let start = "GET /trap HTTP/1.1\r\nHost: a.example\r\n"
            let many = start + (0..<200).map { "X-\($0): a\r\n" }.joined() + "\r\n"
            let long = start + "X: " + String(repeating: "a", count: 100_000) + "\r\n\r\n"
            let all = start + (0..<90).map { "X-\($0): \(String(repeating: "a", count: 1000))\r\n" }.joined() + "\r\n"
            let path = "GET /trap?" + String(repeating: "a", count: 200_000) + " HTTP/1.1\r\nHost: a.example\r\n\r\n"
            let extensions = Self.chunked + "1;" + String(repeating: "a", count: 8 << 20) + "\r\na\r\n0\r\n\r\n"
            for text in [many, long, all, path] {
                let answer = await RawConnection.talk(to: port, text)
                #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer.prefix(200))")
            }
            _ = await RawConnection.talk(to: port, extensions)
            #expect(trap.sprung == 0)
            let front = try await running.browser(.public).get("/")
            #expect(front.status == 200)
        }
    }
}
