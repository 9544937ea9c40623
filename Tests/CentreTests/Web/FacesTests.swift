import Centre
import CentreTesting
import Foundation
import Testing

/// One page on every face, and one thing to do.
private struct Shop: Capability {
    static let read = Permission("shop.read", [.viewer, .analyst])
    let name = "shop"
    var permissions: [Permission] { [Self.read] }

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/", .anyone, keptFor: 60) { _ in Page("centre/problem", View(title: "açıq", text: "front")) }
        routes.get(.desk, "/", .signedIn) { _ in Page("centre/problem", View(title: "desk", text: "front")) }
        routes.get(.desk, "/goods", .permission(Self.read)) { request in
            Page("centre/problem", View(title: "goods", text: request.query["name"] ?? "none"))
        }
        routes.post(.desk, "/goods", .permission(Self.read)) { request in
            Redirect(request.form.text("next"), flash: Flash(.done, "kept <b>"))
        }
        routes.post(.desk, "/files", .permission(Self.read), body: .upload(limit: 1 << 20)) { request in
            let sizes = request.files.map {
                "\($0.field) \($0.name) \($0.size) \((try? Data(contentsOf: URL(fileURLWithPath: $0.path)))?.count ?? -1)"
            }
            return Content((sizes + [request.form.text("note")]).joined(separator: "\n"))
        }
        routes.get(.portal, "/mine", .owner) { request in Content(request.principal?.owners.joined() ?? "") }
        routes.get(.portal, "/api/v1/goods", .token(Self.read)) { _ in Content("[]", type: "application/json") }
        routes.get(.portal, "/stream", .anyone) { _ in
            Stream(type: "text/plain") { writer in for number in 0..<1000 { try await writer.write("line \(number)\n") } }
        }
        routes.get(.desk, "/broken", .anyone) { _ in throw CocoaError(.fileNoSuchFile) }
    }

    struct View: Sendable {
        var status = 200
        let title: String
        let text: String
        var requestID = ""
    }
}

@Suite("The three faces of a centre")
struct FacesTests {
    private func use(_ body: (RunningCentre) async throws -> Void) async throws {
        try await RunningCentre.use(compose: { _ in (OpenDoor(), [Shop()]) }, body)
    }

    @Test("an address of one face cannot be reached through another")
    func facesAreApart() async throws {
        try await use { running in
            for route in running.centre.routes where route.verb == .get && !route.path.contains(":") {
                for face in Face.allCases where face != route.face {
                    if running.centre.routes.contains(where: { $0.face == face && $0.path == route.path && $0.verb == .get }) { continue }
                    let answer = try await running.browser(face).signIn(as: "staff:viewer,administrator").signIn(as: "owner:one")
                        .get(route.path)
                    #expect(answer.status == 404, "\(route.path) of \(route.face) through \(face)")
                }
            }
        }
    }

    @Test("who is not signed in is asked to, and comes back to the page; who may not is told so; who may sees it")
    func access() async throws {
        try await use { running in
            let stranger = try await running.browser(.desk).get("/goods?name=a")
            #expect(stranger.status == 303)
            #expect(stranger.location == "/sign-in?next=%2Fgoods%3Fname%3Da")
            #expect(try await running.browser(.desk).signIn(as: "staff:auditor").get("/goods").status == 403)
            let allowed = try await running.browser(.desk).signIn(as: "staff:viewer").get("/goods?name=%3Cb%3E%C9%99")
            #expect(allowed.status == 200)
            #expect(allowed.contains("&lt;b&gt;ə"))
            #expect(try await running.browser(.portal).signIn(as: "owner:one").get("/mine").text == "one")
            #expect(try await running.browser(.portal).get("/api/v1/goods").status == 401)
            let program = ["authorization": "Bearer program:shop.read"]
            #expect(try await running.browser(.portal).get("/api/v1/goods", headers: program).text == "[]")
            let other = ["authorization": "Bearer program:other"]
            #expect(try await running.browser(.portal).get("/api/v1/goods", headers: other).status == 403)
        }
    }

    @Test("a form is taken only with the hidden field of a page of the same session, and only from this host")
    func forgery() async throws {
        try await use { running in
            let person = running.browser(.desk).signIn(as: "staff:viewer")
            #expect(try await person.post("/goods", [("next", "/goods")]).status == 403)
            _ = try await person.get("/goods")
            #expect(try await person.post("/goods", [("next", "/goods")], headers: ["sec-fetch-site": "cross-site"]).status == 403)
            #expect(try await person.post("/goods", [("next", "/goods")], headers: ["origin": "https://evil.example"]).status == 403)
            let done = try await person.post("/goods", [("next", "/goods")])
            #expect(done.status == 303)
            #expect(done.location == "/goods")
            let next = try await person.get("/goods")
            #expect(next.contains("kept &lt;b&gt;"))
            #expect(try await !person.get("/goods").contains("kept"))
            let other = running.browser(.desk).signIn(as: "staff:viewer,analyst")
            #expect(try await other.post("/goods", [("csrf", next.csrf ?? ""), ("next", "/")]).status == 403)
        }
    }

    @Test(
        "a redirection stays on this host",
        arguments: ["https://evil.example/", "//evil.example", "/\\evil.example", "\u{0}/", "/a\r\nSet-Cookie: x"])
    func openRedirect(next: String) async throws {
        #expect(Redirect(next).path == "/")
    }

    @Test("every answer carries the headers that protect the reader, and no script but ours may run")
    func headers() async throws {
        try await use { running in
            let page = try await running.browser(.desk).signIn(as: "staff:viewer").get("/goods")
            let policy = page.headers["content-security-policy"] ?? ""
            #expect(policy.contains("default-src 'none'"))
            let nonce = policy.split(separator: "'nonce-").dropFirst().first?.split(separator: "'").first.map(String.init) ?? "?"
            #expect(page.contains("nonce=\"\(nonce)\""))
            #expect(!page.contains("style=\""))
            #expect(page.headers["cache-control"] == "no-store")
            #expect(page.headers["x-content-type-options"] == "nosniff")
            #expect(page.headers["x-request-id"] != nil)
            let again = try await running.browser(.desk).signIn(as: "staff:viewer").get("/goods")
            #expect(again.headers["content-security-policy"] != policy)
        }
    }

    @Test("the public page is kept for all, has a version, and is not sent twice")
    func keptPages() async throws {
        try await use { running in
            let first = try await running.browser(.public).get("/", headers: ["accept-language": "az"])
            #expect(first.contains("açıq"))
            #expect(first.contains("lang=\"az\""))
            let tag = try #require(first.headers["etag"])
            let second = try await running.browser(.public).get("/", headers: ["accept-language": "az", "if-none-match": tag])
            #expect(second.status == 304)
            #expect(second.body.isEmpty)
            #expect(try await running.browser(.public).get("/", headers: ["accept-language": "ru;q=0.9, de"]).contains("lang=\"ru\""))
        }
    }

    @Test("files of a form reach the page whole, and are gone afterwards")
    func uploads() async throws {
        try await use { running in
            let person = running.browser(.desk).signIn(as: "staff:viewer")
            _ = try await person.get("/goods")
            let content = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            let answer = try await person.upload(
                "/files", [("note", "ğ ı ö")],
                files: [("evidence", "../../etc/şəkil.png", "image/png", content), ("empty", "nothing.txt", "text/plain", Data())])
            #expect(answer.text == "evidence şəkil.png 300000 300000\nempty nothing.txt 0 0\nğ ı ö")
            let left = (try? FileManager.default.contentsOfDirectory(atPath: running.folder.path + "/uploads")) ?? []
            #expect(left.isEmpty)
            let large = Data(count: 3 << 20)
            #expect(try await person.upload("/files", files: [("evidence", "a", "b/c", large)]).status == 413)
        }
    }

    @Test("broken requests get an answer that says what is wrong")
    func badInput() async throws {
        try await use { running in
            let person = running.browser(.desk).signIn(as: "staff:viewer")
            #expect(try await person.get("/goods?name=%FF%FE").status == 400)
            #expect(try await person.get("/goods?name=%00").status == 400)
            #expect(try await person.get("/nothing").status == 404)
            #expect(try await person.get("/../../etc/passwd").status == 404)
            #expect(try await person.get("/assets/..%2F..%2FLocales%2Fen.yaml").status == 404)
            let broken = try await person.get("/broken")
            #expect(broken.status == 500)
            #expect(!broken.contains("Cocoa"))
            let json = try await running.browser(.portal).get("/api/v1/nothing")
            #expect(json.headers["content-type"] == "application/problem+json")
        }
    }

    @Test("long answers come whole, style and script are kept for a year")
    func streamsAndAssets() async throws {
        try await use { running in
            let lines = try await running.browser(.portal).get("/stream").text.split(separator: "\n")
            #expect(lines.count == 1000)
            #expect(lines.last == "line 999")
            let page = try await running.browser(.public).get("/")
            let address = try #require(page.text.split(separator: "\"").first { $0.hasPrefix("/assets/keshik.css?v=") })
            let style = try await running.browser(.public).get(String(address))
            #expect(style.headers["cache-control"] == "public, max-age=31536000, immutable")
            #expect(style.status == 200)
        }
    }

    @Test("a language once chosen is kept")
    func language() async throws {
        try await use { running in
            let person = running.browser(.desk).signIn(as: "staff:viewer")
            let chosen = try await person.get("/language/ru?next=%2Fgoods")
            #expect(chosen.location == "/goods")
            #expect(try await person.get("/goods").contains("lang=\"ru\""))
            #expect(try await person.get("/language/ru?next=%2F%2Fevil.example").location == "/")
        }
    }
}
