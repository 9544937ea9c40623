import Centre
import CentreTesting
import Foundation
import Testing
import Vocabulary

@testable import Advisories

@Suite("pages of advisories", .serialized)
struct PageTests {
    @Test("every page of the desk opens for who may and for nobody else, in every language", arguments: ["az", "en", "ru"])
    func desk(_ language: String) async throws {
        try await AdvisoryHouse.use { house in
            let advisory = try await house.publish(AdvisoryHouse.content())
            try await house.records.write { database in
                let source = Source(id: "one", kind: .feed, name: "One", address: "https://one.example/")
                try SourceStore.add(source, database)
                try SourceStore.took(
                    SourceReading(items: [SourceItem(id: "1", url: nil, title: "Something new here", summary: "s", published: noon)]),
                    from: source,
                    tag: nil, modified: nil, at: noon, database)
            }
            let editor = house.running.browser(.desk).signIn(as: "staff:editor")
            let nobody = house.running.browser(.desk)
            for route in house.running.centre.routes where route.face == .desk && route.path.hasPrefix("/advisories") && route.verb == .get
            {
                let path = route.path.replacing(":id", with: advisory.id).replacing(":one", with: "v1").replacing(":cluster", with: "1")
                let page = try await editor.get(path, headers: ["Accept-Language": language])
                #expect(page.status == 200, "\(path)")
                #expect(
                    !page.contains("advisories."),
                    "\(path) shows a key in \(language): \(page.text.split(separator: "\n").first { $0.contains("advisories.") } ?? "")")
                #expect(try await nobody.get(path).status != 200, "\(path)")
            }
        }
    }

    @Test("public pages are small, need no script, and say no key", arguments: ["az", "en", "ru"])
    func publicPages(_ language: String) async throws {
        try await AdvisoryHouse.use { house in
            for number in 1...21 { try await house.publish(AdvisoryHouse.content("Advisory of number \(number)")) }
            let reader = house.running.browser(.public)
            for path in [
                "/", "/advisories", "/warnings", "/advisories/EX-CERT-2026-0001", "/warnings/EX-CERT-2026-0001", "/subscribe", "/rfc2350",
                "/warnings/EX-CERT-2026-0001/card.svg", "/embed/\(language).svg", "/feeds/\(language)/all/warnings.atom",
            ] {
                let page = try await reader.get(path, headers: ["Accept-Language": language])
                #expect(page.status == 200, "\(path)")
                let text = ["atom", "rss", "json"].reduce(page.text) { $0.replacing("advisories.\($1)", with: "") }
                #expect(!text.contains("advisories."), "\(path) shows a key in \(language)")
                if !path.hasPrefix("/feeds") { #expect(page.body.count < 50_000, "\(path) has \(page.body.count) bytes") }
            }
            let first = try await reader.get("/advisories", headers: ["Accept-Language": language])
            #expect(first.contains("?before=") && first.contains("EX-CERT-2026-0021") && !first.contains("EX-CERT-2026-0001"))
        }
    }

    @Test("hostile text of an editor is text on every page, in every feed and picture")
    func hostile() async throws {
        try await AdvisoryHouse.use { house in
            let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>]]>&"
            var content = AdvisoryHouse.content(evil)
            for path in AdvisoryTexts.fields.map(\.path) { content.texts["en"]?[keyPath: path] = evil }
            content.products[0].vendor = evil
            content.vulnerabilities[0].title = evil
            content.references[0].summary = evil
            let advisory = try await house.publish(content)
            let reader = house.running.browser(.public)
            let editor = house.running.browser(.desk).signIn(as: "staff:editor")
            let number = try #require(advisory.tracking)
            for path in [
                "/", "/advisories", "/warnings", "/advisories/\(number)", "/warnings/\(number)", "/warnings/\(number)/card.svg",
                "/embed/en.svg",
                "/feeds/en/all/advisories.atom", "/feeds/en/all/advisories.rss",
            ] {
                let page = try await reader.get(path, headers: ["Accept-Language": "en"])
                #expect(page.status == 200 && !page.contains("<script>alert") && !page.contains("<img src=x"), "\(path)")
            }
            for path in ["", "/texts", "/products", "/vulnerabilities", "/vulnerabilities/v1", "/preview", "/preview?as=mail", "/history"] {
                let page = try await editor.get("/advisories/\(advisory.id)\(path)", headers: ["Accept-Language": "en"])
                #expect(page.status == 200 && !page.contains("<script>alert") && !page.contains("<img src=x"), "\(path)")
            }
            for format in ["atom", "rss"] {
                let feed = try await reader.get("/feeds/en/all/advisories.\(format)")
                let parser = XMLParserCheck()
                #expect(parser.isWellFormed(feed.body), "\(format)")
            }
        }
    }

    @Test("what is wrong stands beside the field in plain words, and nothing of it is saved")
    func validation() async throws {
        try await AdvisoryHouse.use { house in
            let advisory = try await house.desk.begin(AdvisoryHouse.content(), by: AdvisoryHouse.writer)
            let editor = house.running.browser(.desk).signIn(as: "staff:editor")
            let base = "/advisories/\(advisory.id)"
            _ = try await editor.get(base + "/texts", headers: ["Accept-Language": "en"])
            let checked = try await editor.post(
                base + "/texts",
                [
                    ("basis", "1"), ("intent", "check"), ("en-title", "T"), ("en-summary", ""), ("en-advice", "A"),
                    ("references", "javascript:alert(1)"),
                ],
                headers: ["Accept-Language": "en"])
            #expect(checked.status == 422 && checked.contains("This is no web address"))
            let summary = try await editor.post(
                base + "/texts", [("basis", "1"), ("intent", "check"), ("en-title", "T"), ("en-summary", ""), ("en-advice", "A")],
                headers: ["Accept-Language": "en"])
            #expect(summary.contains("Say in short what it is."))
            for (path, fields, words) in [
                ("/vulnerabilities/new", [("cve", "CVE-26-1")], "A CVE looks like"),
                ("/vulnerabilities/new", [("cve", "CVE-2026-1111"), ("vector3", "CVSS:3.1/AV:X")], "no whole CVSS 3.1 vector"),
                ("/vulnerabilities/new", [("cve", "CVE-2026-1111"), ("weakness", "CWE-79 Something else")], "as the CWE has them"),
                ("/products", [("vendor", "V"), ("name", "N")], "This field is needed"),
                ("/products", [("vendor", "V"), ("name", "N"), ("version", "1"), ("cpe", "cpe:2.3:a")], "no CPE 2.3 name"),
            ] {
                let answer = try await editor.post(base + path, fields, headers: ["Accept-Language": "en"])
                #expect(answer.status == 422 && answer.contains(words), "\(path) \(fields)")
            }
            #expect(try await house.desk.find(advisory.id)?.content == AdvisoryHouse.content())
        }
    }

    @Test("a text that somebody else saved in between is not written over unseen")
    func twoEditors() async throws {
        try await AdvisoryHouse.use { house in
            let advisory = try await house.desk.begin(AdvisoryHouse.content(), by: AdvisoryHouse.writer)
            let editor = house.running.browser(.desk).signIn(as: "staff:editor")
            let path = "/advisories/\(advisory.id)/texts"
            _ = try await editor.get(path)
            try await house.desk.save(advisory.id, by: AdvisoryHouse.reader) { $0.texts["en"]?.summary = "Of the other." }
            let answer = try await editor.post(
                path, [("basis", "1"), ("en-title", "Mine"), ("en-summary", "My words.")], headers: ["Accept-Language": "en"])
            #expect(answer.status == 422 && answer.contains("My words.") && answer.contains("Somebody else saved it"))
            #expect(try await house.desk.find(advisory.id)?.content.texts["en"]?.summary == "Of the other.")
        }
    }
}

/// Whether bytes are well-formed XML, as an independent parser sees it.
struct XMLParserCheck {
    func isWellFormed(_ bytes: Data) -> Bool {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("feed-\(UInt32.random(in: 0...UInt32.max)).xml")
        defer { try? FileManager.default.removeItem(at: file) }
        guard (try? bytes.write(to: file)) != nil else { return false }
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = ["python3", "-c", "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])", file.path]
        program.standardError = FileHandle.nullDevice
        guard (try? program.run()) != nil else { return false }
        program.waitUntilExit()
        return program.terminationStatus == 0
    }
}
