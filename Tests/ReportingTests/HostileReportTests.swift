import Centre
import CentreTesting
import Foundation
import Testing
import Vocabulary

@testable import Reporting

@Suite("Hostile reports")
struct HostileReportTests {
    @Test("markup in words, names and files is shown as letters everywhere")
    func markup() async throws {
        try await ReportingHouse.use { house async throws in
            let script = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
            let receipt = try await house.submit(
                script, fields: [("target", script), ("contact", script)],
                files: [("evidence", "<img src=x onerror=y>.html", "text/html", Data("<script>alert(1)</script>".utf8))])
            let report = try #require(try await house.reports().first)
            let officer = house.running.browser(.desk).signIn(as: "staff:duty-officer,analyst")
            var pages = [receipt.text, try await officer.get("/reports").text, try await officer.get("/reports/\(report.id)").text]
            pages.append(try await officer.post("/reports/\(report.id)/identity", [("reason", "a good reason")]).text)
            let browser = house.running.browser(.public)
            pages.append(try await browser.post("/report/mailbox", [("words", ReportingHouse.words(receipt))]).text)
            pages.append(try await browser.post("/report/details", [("text", script), ("happening", script)]).text)
            for page in pages {
                #expect(!page.contains("<script>alert"))
                #expect(!page.contains("<img src=x"))
            }
        }
    }

    @Test("files that are to harm lie there as bytes: an archive that unpacks to a thousandfold, EICAR, two kinds in one, HTML")
    func files() async throws {
        try await ReportingHouse.use { house async throws in
            // 1 MiB of zeros stored by gzip in about 1 KiB: nothing here unpacks it.
            let bomb = Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + [UInt8](repeating: 0xED, count: 1_000))
            let eicar = Data(("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").utf8)
            let polyglot = Data("GIF89a".utf8 + [UInt8](repeating: 0, count: 100) + Array("<script>alert(1)</script>".utf8))
            _ = try await house.submit(files: [
                ("evidence", "bomb.gz", "image/png", bomb), ("evidence", "eicar.txt", "text/plain", eicar),
                ("evidence", "cat.gif", "image/gif", polyglot),
                ("evidence", "page.png", "image/png", Data("<html><script>1</script></html>".utf8)),
            ])
            let report = try #require(try await house.reports().first)
            let files = Dictionary(uniqueKeysWithValues: try await house.house.vault.files(of: report.reference).map { ($0.name, $0) })
            #expect(files["bomb.gz"]?.type.label == "gzip")
            #expect(files["bomb.gz"]?.size == bomb.count)
            #expect(files["eicar.txt"]?.type.danger == .program)
            #expect(files["cat.gif"]?.type.also == ["text/html"])
            #expect(files["page.png"]?.type.media == "text/html")
            // The only way out is the encrypted archive, as a download.
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst")
            let archive = try await desk.get("/reports/\(report.id)/files.zip")
            #expect(archive.headers["content-type"] == "application/zip")
            #expect(archive.headers["content-disposition"]?.hasPrefix("attachment") == true)
            #expect(archive.body.range(of: eicar) == nil)
            #expect(archive.body.range(of: Data("<script>".utf8)) == nil)
        }
    }

    @Test("more than may be sent is refused, and nothing of it stays")
    func tooLarge() async throws {
        try await ReportingHouse.use(settings: "uploadMegabytes: 1\n") { house async throws in
            let answer = try await house.submit(files: [("evidence", "big.bin", "x/y", Data(repeating: 1, count: 3 << 20))])
            #expect(answer.status == 413)
            #expect(try await house.reports().isEmpty)
            #expect(try FileManager.default.subpathsOfDirectory(atPath: house.house.vault.folder).filter { $0.count > 30 }.isEmpty)
        }
    }

    @Test("a form that breaks off leaves neither a report nor a file")
    func broken() async throws {
        try await ReportingHouse.use { house async throws in
            let body =
                "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhello there\r\n--b\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"a\"\r\n\r\nhalf of"
            let answer = try await house.running.browser(.public).send(
                "POST", "/report", headers: ["content-type": "multipart/form-data; boundary=b"], body: Data(body.utf8))
            #expect(answer.status == 400)
            #expect(try await house.reports().isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: house.house.vault.folder + "/incoming").isEmpty)
        }
    }

    @Test("a form of another site is refused")
    func otherSite() async throws {
        try await ReportingHouse.use { house async throws in
            let browser = house.running.browser(.public)
            let answer = try await browser.post("/report", [("text", "hello there")], headers: ["Origin": "https://evil.example"])
            #expect(answer.status == 403)
            #expect(try await house.reports().isEmpty)
        }
    }
}
