import Foundation
import HTTPTypes
import Testing

@testable import Centre
@testable import keshik

/// Words of strangers on every real page, in every export, in every mail.
@Suite("What strangers write")
struct HostileTextTests {
    @Test("what feeds say is text on every page that links lead to, and no page leads where its reader may not go")
    func everyPage() async throws {
        try await InsideCentre.use { inside in
            try await inside.fill()
            var routes: Set<String> = []
            var literal = 0
            for role in [Role.analyst, .dutyOfficer, .administrator, .auditor] {
                let crawl = Crawl(inside: inside, face: .desk, credential: .session(inside.people.staff[role] ?? ""))
                for page in try await crawl.pages() {
                    routes.insert(page.route)
                    #expect(page.status < 400, "\(page.from) leads \(role.rawValue) to \(page.path): \(page.status)")
                    let harm = Hostile.harm(page.text, type: page.type)
                    #expect(harm == nil, "\(page.path) as \(role.rawValue): \(harm ?? "")")
                    if page.text.contains("{{frame.csrf}}{{{frame.nonce}}}") { literal += 1 }
                }
            }
            #expect(routes.count > 40, "\(routes.sorted())")
            #expect(literal > 0, "the text was not shown at all")
        }
    }

    @Test("an owner's pages hold their own and nobody else's, and open for nobody else")
    func ownersApart() async throws {
        try await InsideCentre.use { inside in
            try await inside.fill()
            let all = [("bank", "school", "192.0.2.20"), ("school", "bank", "192.0.2.7")]
            for (owner, other, foreign) in all {
                let mine = InsideCentre.Credential.session(inside.people.owners[owner] ?? "")
                let theirs = InsideCentre.Credential.session(inside.people.owners[other] ?? "")
                var apart = 0
                for page in try await Crawl(inside: inside, face: .portal, credential: mine, each: 20).pages() {
                    #expect(page.status < 400, "\(page.from) leads \(owner) to \(page.path): \(page.status)")
                    let harm = Hostile.harm(page.text, type: page.type)
                    #expect(harm == nil, "\(page.path): \(harm ?? "")")
                    #expect(!page.text.contains(foreign), "\(page.path) shows \(owner) what belongs to \(other)")
                    guard page.route.contains(":") || page.path.contains("owner=") else { continue }
                    // Exports of one's own have one address for all.
                    if page.route.hasSuffix("/export/:format") { continue }
                    let reply = try await inside.ask(.portal, .get, page.path, as: theirs, accept: "text/html", reads: true)
                    #expect(reply.status == 404, "\(page.path) of \(owner) as \(other): \(reply.status)")
                    apart += 1
                }
                #expect(apart > 2, "\(owner) saw next to nothing")
            }
        }
    }

    @Test("exports hold no formula")
    func exports() async throws {
        try await InsideCentre.use { inside in
            try await inside.fill()
            let analyst = InsideCentre.Credential.session(inside.people.staff[.analyst] ?? "")
            for path in ["/events/export/csv?q=since:2d", "/findings/export/csv"] {
                let file = try await inside.ask(.desk, .get, path, as: analyst, reads: true)
                #expect(file.status == 200)
                #expect(file.text.contains("data-evil"))
                for line in file.text.split(whereSeparator: \.isNewline) {
                    for cell in line.components(separatedBy: ",\"") {
                        let start = cell.drop { $0 == "\"" }.first
                        #expect(start.map { !"=+@".contains($0) } ?? true, "\(path): \(cell)")
                    }
                }
            }
        }
    }

    @Test("what feeds say adds no line to a mail's head and no recipient")
    func mails() async throws {
        try await InsideCentre.use { inside in
            try await inside.fill()
            let folder = inside.centre.house.data + "/mail-caught/new"
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.count >= 2)
            for name in names {
                let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
                let text = String(decoding: data, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
                let head = text.components(separatedBy: "\n\n")[0].components(separatedBy: "\n")
                let keys = head.filter { !$0.hasPrefix(" ") && !$0.hasPrefix("\t") }.map { $0.prefix { $0 != ":" }.lowercased() }
                #expect(!keys.contains("bcc") && !keys.contains("set-cookie"), "\(head)")
                #expect(keys.count { $0 == "to" } == 1 && keys.count { $0 == "subject" } == 1, "\(head)")
                #expect(!head.contains { $0.lowercased().hasPrefix("to:") && $0.contains("evil") })
            }
        }
    }

    @Test("an address of a real page, filled with anything, ends in no server error, shows no mark-up, and leads to no other host")
    func addresses() async throws {
        try await InsideCentre.use { inside in
            let list = try AccessList()
            let names = ["q", "next", "back", "owner", "type", "state", "page", "after", "before", "since", "until", "sort", "kind", "id"]
            let values =
                Hostile.texts + [
                    "//evil.example", "https://evil.example", "/\\evil.example", "..%2f..%2fetc%2fpasswd", "../../../../etc/passwd", "-1",
                    "99999999999999999999",
                ]
            for route in inside.routes where route.verb == .get && !route.path.hasPrefix("/live/") && route.path != "/sign-in/provider" {
                let credential = credential(for: route, list, inside)
                for value in values {
                    let encoded = Form.encoded(value)
                    let path = route.path.split(separator: "/", omittingEmptySubsequences: false).map {
                        $0.hasPrefix(":") ? encoded : String($0)
                    }
                    .joined(separator: "/")
                    let query = names.map { "\($0)=\(encoded)" }.joined(separator: "&")
                    let target = path + "?" + query
                    let reply = try await inside.ask(route.face, .get, target, as: credential, accept: "text/html", reads: true)
                    let what = "\(AccessList.name(route)) with \(value)"
                    // A part that fails its check says so with 503; the provider of sign-in is not there.
                    let isExcused = ["/readyz", "/sign-in/provider/answer"].contains(route.path)
                    #expect(reply.status < 500 || isExcused, "\(what): \(reply.status)")
                    let harm = Hostile.harm(reply.text, type: reply.headers[.contentType])
                    #expect(harm == nil, "\(what): \(harm ?? "")")
                    #expect(!reply.text.contains("root:x:0:"), "\(what)")
                    if let location = reply.headers[.location] {
                        #expect(location.hasPrefix("/") && !location.hasPrefix("//") && !location.contains("\\"), "\(what): \(location)")
                    }
                }
            }
        }
    }

    @Test("a form of a real page, filled with anything, ends in no server error and shows no mark-up")
    func forms() async throws {
        try await InsideCentre.use { inside in
            try await inside.fill()
            var blanks: [(Face, InsideCentre.Credential, Crawl.Blank)] = []
            var seen: Set<String> = []
            for (face, credential) in everybody(inside) {
                for page in try await Crawl(inside: inside, face: face, credential: credential, each: 2).pages() {
                    for blank in Crawl.forms(page.text) where blank.action.hasPrefix("/") && blank.action != "/sign-out" {
                        guard seen.insert("\(face) \(blank.action)").inserted else { continue }
                        blanks.append((face, credential, blank))
                    }
                }
            }
            #expect(blanks.count > 25, "\(blanks.count)")
            for (face, credential, blank) in blanks {
                for value in ["", Hostile.texts[1], Hostile.texts[5], "99999999999999999999", String(repeating: "ə", count: 20_000)] {
                    let form = [("csrf", blank.csrf)] + blank.fields.map { ($0, value) }
                    let reply = try await inside.ask(
                        face, .post, blank.action, as: credential, accept: "text/html", form: form, reads: true)
                    #expect(reply.status < 500, "\(face.rawValue) \(blank.action) with \(value.prefix(30)): \(reply.status)")
                    let harm = Hostile.harm(reply.text, type: reply.headers[.contentType])
                    #expect(harm == nil, "\(blank.action): \(harm ?? "")")
                    if let location = reply.headers[.location] {
                        #expect(location.hasPrefix("/") && !location.hasPrefix("//"), "\(blank.action): \(location)")
                    }
                }
            }
        }
    }

    @Test("a batch that unpacks to a thousand times its size, or is too large as it is, is refused, and the next one is taken")
    func bombs() async throws {
        try await InsideCentre.use { inside in
            let program = InsideCentre.Credential.token(inside.people.programs["observation.collect"] ?? "")
            let bomb = try #require(Gzip.packed([UInt8](repeating: 0x20, count: 96 << 20), level: 9))
            #expect(bomb.count < 120_000)
            for body in [bomb, [UInt8](repeating: 0x20, count: (64 << 20) + 1)] {
                let reply = try await inside.ask(.portal, .post, "/api/v1/events", as: program, body: body, reads: true)
                #expect((400..<500).contains(reply.status), "\(reply.status) \(reply.text.prefix(300))")
            }
            let good = #"{"classification.type": "scanner", "source.ip": "192.0.2.9", "time.source": "2026-01-02T03:04:05+00:00"}"# + "\n"
            let reply = try await inside.ask(.portal, .post, "/api/v1/events", as: program, body: Array(good.utf8), reads: true)
            #expect(reply.status == 200, "\(reply.text)")
        }
    }

    private func everybody(_ inside: InsideCentre) -> [(Face, InsideCentre.Credential)] {
        [.dutyOfficer, .analyst, .administrator, .editor].map { (Face.desk, .session(inside.people.staff[$0] ?? "")) } + [
            (.portal, .session(inside.people.owners["bank"] ?? "")), (.public, .nobody),
        ]
    }

    /// Somebody who may use an address.
    private func credential(for route: Route, _ list: AccessList, _ inside: InsideCentre) -> InsideCentre.Credential {
        let scopes = Set(inside.people.programs.keys)
        let askers = Asker.all(on: route.face, inside.people, scopes: scopes.union(["observation.own"]))
        guard let who = list.routes[AccessList.name(route)] else { return .nobody }
        return askers.last { $0.may(who, by: list) && $0.isKnown }?.credential ?? .nobody
    }
}
