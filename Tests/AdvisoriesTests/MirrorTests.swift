import CSAF
import Centre
import CentreTesting
import Foundation
import Testing
import Vocabulary

@testable import Advisories

@Suite("a copy of the public site", .serialized)
struct MirrorTests {
    @Test("it holds pages in each language, feeds and a CSAF tree that verifies, and none of its links leads nowhere")
    func export() async throws {
        try await AdvisoryHouse.use { house in
            try await house.publish(AdvisoryHouse.content())
            try await house.publish(AdvisoryHouse.warning())
            try await house.publish(AdvisoryHouse.content("Meters can be switched off", tlp: .amber))
            let folder = house.running.folder.path + "/mirror"
            let mirror = SiteMirror(site: "http://127.0.0.1:\(house.running.port(.public))", folder: folder, languages: ["az", "en", "ru"])
            let count = try await mirror.run()
            #expect(count > 30)
            func text(_ path: String) -> String { (try? String(contentsOfFile: folder + path, encoding: .utf8)) ?? "" }
            #expect(text("/en/advisories/EX-CERT-2026-0001/index.html").contains("Router can be taken over"))
            #expect(text("/az/advisories/EX-CERT-2026-0001/index.html").contains("Marşrutlaşdırıcı"))
            #expect(text("/index.html") == text("/az/index.html") && !text("/index.html").isEmpty)
            #expect(text("/feeds/en/all/advisories.atom").contains("Router can be taken over"))
            var pages = 0
            for case let path as String in try #require(FileManager.default.enumerator(atPath: folder)) {
                #expect(!text("/" + path).contains("Meters"), "\(path)")
                guard path.hasSuffix(".html") else { continue }
                pages += 1
                for part in text("/" + path).split(separator: "\"")
                where part.hasPrefix("/") && !part.hasPrefix("//") && !part.contains(" ") && !part.contains("<") {
                    let place = String(part.prefix { $0 != "?" && $0 != "#" })
                    let file = folder + place + (place.hasSuffix("/") ? "index.html" : "")
                    #expect(FileManager.default.fileExists(atPath: file), "\(path) leads to \(part)")
                }
            }
            #expect(pages == 3 * 7 + 1)
            let tree = folder + "/.well-known/csaf"
            #expect(
                try CSAFValidator(preset: .basic).validate(
                    Array(Data(contentsOf: URL(fileURLWithPath: tree + "/white/2026/ex-cert-2026-0001.json")))
                ).isValid)
        }
    }
}
