internal import Centre
internal import Foundation
internal import HTTPTypes
internal import Vocabulary

/// `/sitemap.txt`: every address of the public site that can be served without the program, for search engines and for mirrors.
struct SitemapPages: Sendable {
    let house: House
    let press: Press
    let site: String
    let languages: [String]

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/sitemap.txt", .anyone) { _ in
            let lines = try await addresses().map { site + $0 }
            return Content(
                Array((lines.joined(separator: "\n") + "\n").utf8), type: "text/plain; charset=utf-8",
                headers: [("cache-control", "public, max-age=300")])
        }
    }

    /// Pages that ask something of a reader are left out: a mirror cannot answer them.
    func addresses() async throws -> [String] {
        var addresses = ["/", "/advisories", "/warnings", "/rfc2350", "/.well-known/security.txt"]
        var before: (moment: Instant, number: Int64)?
        while true {
            let place = before
            let page = try await house.records.read { database in
                var question = ReleaseStore.Question(limit: 200)
                question.before = place
                return try ReleaseStore.latest(question, database)
            }
            for release in page {
                if release.content.kind == .advisory { addresses.append("/advisories/\(release.tracking)") }
                if release.content.speaksToEveryone {
                    addresses += ["/warnings/\(release.tracking)", "/warnings/\(release.tracking)/card.svg"]
                }
            }
            guard let last = page.last, page.count == 200 else { break }
            before = (last.moment, last.number)
        }
        for code in languages {
            addresses.append("/embed/\(code).svg")
            for name in ["advisories", "warnings"] {
                for format in FeedWriter.Format.allCases { addresses.append("/feeds/\(code)/all/\(name).\(format.rawValue)") }
            }
        }
        return addresses + openFiles()
    }

    /// The files of the CSAF tree that everyone may have.
    private func openFiles() -> [String] {
        guard let release = try? FileManager.default.destinationOfSymbolicLink(atPath: press.tree) else { return [] }
        let root = press.root + "/" + release
        guard let found = FileManager.default.enumerator(atPath: root) else { return [] }
        var files: [String] = []
        for case let path as String in found {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder), !isFolder.boolValue,
                !ProviderPages.isRestricted(path)
            else { continue }
            files.append(ProviderPages.base + path)
        }
        return files.sorted()
    }
}
