import Centre
import CentreTesting
import Foundation
import Testing

/// What strangers write into addresses, forms and headers.
@Suite("Hostile input")
struct HostileInputTests {
    private func ask(_ running: RunningCentre, _ target: String, _ more: String = "", host: String = "a.example") async -> String {
        await RawConnection.talk(
            to: running.port(.public), "GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\(more)Connection: close\r\n\r\n")
    }

    @Test(
        "no address leads out of the folder of the assets",
        arguments: [
            "/assets/../Locales/en.yaml", "/assets/../../Centre.swift", "/assets/%2e%2e/Locales/centre/en.yaml",
            "/assets/%252e%252e/Locales/centre/en.yaml", "/assets/..%2fLocales%2fcentre%2fen.yaml", "/assets/..%5cLocales%5cen.yaml",
            "/assets//etc/passwd", "/assets/%2fetc%2fpasswd", "/assets/....//....//etc/passwd", "/assets/.%00./x",
            "/assets/keshik.css%00.png",
            "/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/assets/", "/assets", "/assets/.",
            "file:///etc/passwd", "/assets/\u{2025}/etc/passwd", "/assets/%c0%ae%c0%ae/etc/passwd",
        ])
    func traversal(target: String) async throws {
        try await Trap.use { running, _ in
            let answer = await ask(running, target)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer.prefix(300))")
            #expect(!answer.contains("root:"))
        }
    }

    @Test("the host that a client names goes nowhere, and names of proxies that are not trusted are not believed")
    func hosts() async throws {
        try await Trap.use { running, _ in
            let more =
                "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 192.0.2.1\r\nForwarded: host=evil.example\r\n"
            for target in ["/", "/nothing", "/language/en?next=/x", "http://evil.example/page?text=a"] {
                let answer = await ask(running, target, more, host: "evil.example")
                #expect(answer.hasPrefix("HTTP/1.1"))
                #expect(!answer.contains("evil.example"), "\(answer.prefix(600))")
                #expect(!answer.lowercased().contains("strict-transport-security"))
            }
            let desk = await RawConnection.talk(
                to: running.port(.desk), "GET /kept HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
            #expect(desk.contains("\r\nLocation: /sign-in?next=%2Fkept\r\n"))
            #expect(!desk.contains("evil.example"))
        }
    }

    @Test(
        "line ends in values make no headers",
        arguments: ["a%0d%0aSet-Cookie:%20evil=1", "a%0aSet-Cookie:%20evil=1", "a%0dSet-Cookie:%20evil=1"])
    func headerInjection(value: String) async throws {
        try await Trap.use { running, _ in
            for target in [
                "/echo/x?name=\(value)", "/echo/x?value=\(value)", "/language/en?next=/\(value)", "/language/\(value)", "/echo/\(value)",
            ] {
                let answer = await ask(running, target)
                let head = answer.components(separatedBy: "\r\n\r\n").first ?? ""
                let names = head.split(whereSeparator: \.isNewline).map { $0.lowercased() }
                #expect(!names.contains { $0.hasPrefix("set-cookie: evil") }, "\(head)")
            }
        }
    }

    @Test(
        "a redirection stays on this host, however it is written",
        arguments: [
            "https://evil.example", "//evil.example", "///evil.example", "/%5cevil.example", "/%09/evil.example", "%5c%5cevil.example",
            "/%0d/evil.example", "javascript:alert(1)", "%20//evil.example", "/%2f%2fevil.example", "", "evil.example", "%00//evil.example",
        ])
    func redirections(next: String) async throws {
        try await Trap.use { running, _ in
            let answer = await ask(running, "/language/en?next=\(next)")
            let location = answer.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix("location: ") }?.dropFirst(10) ?? ""
            // A browser resolves it against https://here.example/: it must stay there.
            let there = location.isEmpty ? nil : URL(string: String(location), relativeTo: URL(string: "https://here.example/"))
            #expect(location.isEmpty || there?.host == "here.example", "\(location)")
            #expect(!location.hasPrefix("//") && !location.contains("\\"))
        }
    }

    @Test("bytes that are no text are refused")
    func invalidText() async throws {
        try await Trap.use { running, _ in
            let port = running.port(.public)
            for target in ["/page?text=%FF", "/page?text=%C0%80", "/page?text=%ED%A0%80", "/page?text=%00", "/page?%FF=a", "/language/%FF"]
            {
                let answer = await ask(running, target)
                #expect(answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 303"), "\(target): \(answer.prefix(200))")
            }
            let bytes = Array("GET /page?text=".utf8) + [0xFF, 0xFE] + Array(" HTTP/1.1\r\nHost: a.example\r\nX: ".utf8) + [0xFF]
            let raw = await RawConnection.talk(to: port, [bytes + Array("\r\n\r\n".utf8)])
            #expect(!raw.hasPrefix("HTTP/1.1 5"), "\(raw.prefix(200))")
            let head =
                "POST /form HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\na="
            #expect(await RawConnection.talk(to: port, [Array(head.utf8) + [0xFF, 0xFE, 0xFD]]).hasPrefix("HTTP/1.1 400"))
        }
    }

    @Test("bodies that are too large are refused while they come, plain, in chunks or packed")
    func largeBodies() async throws {
        try await Trap.use { running, trap in
            let port = running.port(.public)
            let post = "POST /form HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
            let much = String(repeating: "a", count: 300_000)
            let plain = await RawConnection.talk(to: port, post + "Content-Length: 300002\r\n\r\na=" + much)
            #expect(plain.hasPrefix("HTTP/1.1 413"), "\(plain.prefix(200))")
            let chunk = "8000\r\n" + String(repeating: "a", count: 0x8000) + "\r\n"
            let chunks = String(repeating: chunk, count: 9) + "0\r\n\r\n"
            let chunked = await RawConnection.talk(to: port, post + "Transfer-Encoding: chunked\r\n\r\n" + chunks)
            #expect(chunked.hasPrefix("HTTP/1.1 413"), "\(chunked.prefix(200))")
            // One that only says how large it will be is answered before it comes.
            let huge = await RawConnection.talk(to: port, post + "Content-Length: 9223372036854775807\r\n\r\na=" + much)
            #expect(huge.hasPrefix("HTTP/1.1 413"), "\(huge.prefix(200))")
            let fields = (0..<3_000).map { "f\($0)=1" }.joined(separator: "&")
            let many = await RawConnection.talk(to: port, post + "Content-Length: \(fields.utf8.count)\r\n\r\n" + fields)
            #expect(many.hasPrefix("HTTP/1.1 400"), "\(many.prefix(200))")
            let boundary = "Content-Type: multipart/form-data; boundary=b\r\n"
            let file = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n" + String(repeating: "a", count: 2 << 20)
            let upload = await RawConnection.talk(
                to: port,
                "POST /files HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n" + boundary
                    + "Content-Length: \(file.utf8.count + 9)\r\n\r\n" + file + "\r\n--b--\r\n")
            #expect(upload.hasPrefix("HTTP/1.1 413"), "\(upload.prefix(200))")
            let left = try FileManager.default.contentsOfDirectory(atPath: running.folder.path + "/uploads")
            #expect(left.isEmpty)
            #expect(trap.sprung == 0)
        }
    }

    @Test(
        "text is shown as text: no element, no script, no template of it is carried out",
        arguments: [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title><svg onload=alert(1)>", "'-alert(1)-'",
            "{{frame.csrf}}", "{{{frame.nonce}}}", "{{>centre/problem}}", "{{#frame}}{{nonce}}{{/frame}}", "{{t:common.action.save}}",
            "<b>\u{202E}evil", "&lt;script&gt;",
        ])
    func markup(text: String) async throws {
        try await Trap.use { running, _ in
            let page = try await running.browser(.public).get("/page?text=" + Form.encoded(text))
            #expect(page.status == 200)
            let shown = text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
                .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
            let nearly = page.text.replacingOccurrences(of: "&#39;", with: "'").replacingOccurrences(of: "&#34;", with: "&quot;")
            #expect(nearly.contains(shown), "\(page.text.prefix(2000))")
            if text != shown, text.contains("<") { #expect(!page.contains(text)) }
        }
    }

    @Test("a page that is kept for everyone is never made for a program")
    func keptForAll() async throws {
        try await Trap.use { running, _ in
            let own = try await running.browser(.public).get("/", headers: ["authorization": "Bearer program:trap.read"])
            #expect(own.contains("program"))
            #expect(own.headers["cache-control"] == "no-store")
            #expect(try await running.browser(.public).get("/").contains("nobody"))
        }
    }

    @Test(
        "no answer is without the headers that protect the reader",
        arguments: [
            "/", "/page", "/nothing", "/language/en", "/assets/keshik.css", "/assets/none", "/echo/a", "/form", "/page?text=%FF",
        ])
    func everyAnswer(path: String) async throws {
        try await Trap.use { running, _ in
            let answer = try await running.browser(.public).get(path)
            #expect(answer.headers["content-security-policy"]?.contains("frame-ancestors 'none'") ?? false)
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["referrer-policy"] != nil)
            #expect(answer.headers["access-control-allow-origin"] == nil)
            #expect(answer.headers["server"] == nil)
            let led = try await running.browser(.desk).get("/kept")
            #expect(led.status == 303 && led.headers["content-security-policy"] != nil)
        }
    }

    @Test("over TLS browsers are told to insist on it; without it nobody can claim it")
    func insistence() async throws {
        try await Trap.use { running, _ in
            let answer = await ask(running, "https://a.example/page", "X-Forwarded-Proto: https\r\n")
            #expect(!answer.lowercased().contains("strict-transport-security"))
        }
        try await Trap.use {
            $0.proxies = ["127.0.0.1"]
        } _: { running, _ in
            let answer = await ask(running, "/page", "X-Forwarded-Proto: https\r\n")
            #expect(answer.lowercased().contains("strict-transport-security: max-age="))
        }
    }
}
