import Centre
import CentreTesting
import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Cases

@Suite("a case as a file for others", .serialized)
struct ExportTests {
    private static let text = """
        hxxps://login[.]bank-example[.]com/pay?x='1 from 192.0.2.7, 2001:db8::7 and 198.51.100.0/24, mail info@bank-example.com,
        d41d8cd98f00b204e9800998ecf8427e, da39a3ee5e6b4b0d3255bfef95601890afd80709,
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, CVE-2026-12345, AS64500
        """

    /// The exports of a case with every kind of observable; they are also written to `$KESHIK_EXPORTS` where that is set, for validators.
    private func exports(embargo: Instant? = nil, _ body: ([String: Data]) throws -> Void) async throws {
        try await CaseHouse.use { house in
            let reference = try await house.open("report:1", title: "Phishing \"kit\"", text: Self.text, severity: .high, tlp: .green)
            let id = try await house.found(reference).id
            try await house.house.records.write { database in
                try CaseStore.change(id, [.summary("The kit is gone."), .embargo(embargo)], by: "leyla", at: noon, database)
            }
            let analyst = house.analyst()
            _ = try await analyst.get(reference.path)
            var files: [String: Data] = [:]
            for format in ExportPages.Format.allCases {
                let answer = try await analyst.post("\(reference.path)/export/\(format.rawValue)")
                #expect(answer.status == 200)
                files[format.rawValue] = answer.body
                if let folder = ProcessInfo.processInfo.environment["KESHIK_EXPORTS"] {
                    try answer.body.write(to: URL(fileURLWithPath: "\(folder)/case.\(format.rawValue)"))
                }
            }
            #expect(try await house.entries(reference).filter { $0.kind == .exported }.count == 4)
            try body(files)
        }
    }

    private func json(_ data: Data?) throws -> [String: Any] {
        let bytes = try #require(data)
        return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }

    @Test("STIX holds an indicator with a pattern for each that is one, all under the marking, and names things as the standard does")
    func stix() async throws {
        try await exports { files in
            let bundle = try json(files["stix"])
            let objects = try #require(bundle["objects"] as? [[String: Any]])
            func all(_ type: String) -> [[String: Any]] { objects.filter { $0["type"] as? String == type } }
            #expect(all("indicator").count == 9 && all("relationship").count == 9)
            #expect(all("vulnerability").count == 1 && all("incident").count == 1 && all("grouping").count == 1)
            let patterns = Set(all("indicator").compactMap { $0["pattern"] as? String })
            #expect(patterns.contains("[ipv4-addr:value = '192.0.2.7']"))
            #expect(patterns.contains("[ipv4-addr:value ISSUBSET '198.51.100.0/24']"))
            #expect(!String(decoding: files["stix"] ?? Data(), as: UTF8.self).contains("info@bank"), "nobody called it an indicator")
            let marked = objects.filter { !["marking-definition", "identity"].contains($0["type"] as? String) }
            #expect(
                marked.allSatisfy {
                    ($0["object_marking_refs"] as? [String]) == ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"]
                })
            // The example of STIX 2.1 section 2.9 and its appendix: the same value has the same name everywhere.
            #expect(UUIDv5.make("{\"value\":\"198.51.100.3\"}", in: UUIDv5.stix) == "28bb3599-77cd-5a82-a950-b5bc3caf07c4")
        }
    }

    @Test("MISP gets tags, distribution within the community, and what may be looked for")
    func misp() async throws {
        try await exports { files in
            let event = try #require(try json(files["misp"])["Event"] as? [String: Any])
            let tags = (event["Tag"] as? [[String: String]])?.compactMap { $0["name"] }
            #expect(tags == ["tlp:green", "PAP:AMBER", "rsit:fraud=\"phishing\""])
            #expect(event["distribution"] as? String == "1" && event["published"] as? Bool == false)
            let attributes = try #require(event["Attribute"] as? [[String: Any]])
            let cve = try #require(attributes.first { $0["type"] as? String == "vulnerability" })
            #expect(cve["to_ids"] as? Bool == false && attributes.count == 10)
        }
    }

    @Test("IODEF names who made it, when, and every indicator")
    func iodef() async throws {
        try await exports { files in
            let document = try json(files["iodef"])
            let incident = try #require((document["Incident"] as? [[String: Any]])?.first)
            #expect(document["version"] as? String == "2.0" && incident["restriction"] as? String == "green")
            #expect((incident["IncidentID"] as? [String: String])?["id"] == "TEST-C-2026-00001")
            #expect((incident["Indicator"] as? [[String: Any]])?.count == 10)
        }
    }

    @Test("while an embargo lasts every export is for the organisation alone")
    func embargo() async throws {
        try await exports(embargo: noon + .seconds(86_400)) { files in
            let text = String(decoding: files["stix"] ?? Data(), as: UTF8.self)
            #expect(text.contains("TLP:AMBER+STRICT") && !text.contains("TLP:GREEN"))
            #expect(String(decoding: files["misp"] ?? Data(), as: UTF8.self).contains("tlp:amber+strict"))
            #expect(String(decoding: files["iodef"] ?? Data(), as: UTF8.self).contains("\"restriction\": \"red\""))
        }
    }

    @Test("a file is sealed in the vault, its text is read for observables, and it leaves as an encrypted archive alone")
    func files() async throws {
        try await CaseHouse.use { house in
            let reference = try await house.open("report:1")
            let analyst = house.analyst()
            _ = try await analyst.get("\(reference.path)/files")
            let answer = try await analyst.upload(
                "\(reference.path)/files", files: [("file", "mail.txt", "text/plain", Data("seen at 203.0.113.99\n".utf8))])
            #expect(answer.status == 303)
            let page = try await analyst.get("\(reference.path)/files")
            #expect(page.contains("mail.txt"))
            #expect(try await analyst.get("\(reference.path)/observables").contains("203[.]0[.]113[.]99"))
            let archive = try await analyst.post("\(reference.path)/files/archive")
            #expect(archive.status == 200 && archive.body.prefix(2) == Data("PK".utf8) && !archive.text.contains("203.0.113.99"))
            let extract = try #require(try await house.cases.extract(ofCase: reference.id))
            #expect(extract.files.count == 1 && extract.reference == reference && extract.texts.contains { $0.text.contains("192.0.2.7") })
            #expect(try await house.cases.extract(ofCase: "2031-00001") == nil)
        }
    }
}
