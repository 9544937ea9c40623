import Foundation
import Testing
import Vocabulary

/// Real values, read where the study data lies beside the repository.
@Suite("Real values", .enabled(if: StudyFolder.isPresent, "the folder ../shared/data is absent"))
struct SharedDataTests {
    @Test("every Azerbaijani network of the list is read, strictly, and prints as written")
    func networks() throws {
        let lines = try StudyFolder.lines("ip/az-networks.csv").dropFirst()
        #expect(lines.count > 1_000)
        for line in lines {
            let text = line.prefix { $0 != "," }
            #expect(IPPrefix(text)?.description == String(text))
        }
    }

    @Test("every autonomous system of the list is read")
    func systems() throws {
        let lines = try StudyFolder.lines("ip/az-asns.csv").dropFirst()
        #expect(lines.count > 50)
        for line in lines {
            let text = line.prefix { $0 != "," }
            #expect(ASN(text)?.number.description == String(text))
        }
    }

    @Test("every value of the expected events of other tools is read as its field's word")
    func expectedEvents() throws {
        var seen: [String: Int] = [:]
        try StudyFolder.eachField(under: "intelmq-cases/shadowserver") { field, text in
            guard let accepted = Self.isRead(field, text) else { return }
            seen[field.split(separator: ".").last.map(String.init) ?? field, default: 0] += 1
            #expect(accepted, "\(field): \(text)")
        }
        #expect(seen["ip", default: 0] > 100)
        #expect(seen["type", default: 0] > 100)
        #expect(seen["source", default: 0] > 100)
        #expect(seen["fqdn", default: 0] > 10)
    }

    /// Whether the field's word takes the text; `nil` for fields that have no word here.
    private static func isRead(_ field: String, _ text: String) -> Bool? {
        switch field {
        case "source.ip", "destination.ip": IPAddress(text)?.description == text
        case "source.network": IPPrefix(text) != nil
        case "source.fqdn", "destination.fqdn", "source.reverse_dns": DomainName(text)?.ascii == text
        case "source.url", "destination.url": URLText(text)?.text == text
        case "time.source": Instant(text)?.iso8601 == text
        case "classification.type": IncidentType(text)?.name == text
        case "classification.taxonomy": Taxonomy(text)?.name == text
        case "malware.hash.md5", "malware.hash.sha1", "malware.hash.sha256": MalwareHash(text)?.hexadecimal == text
        case "source.geolocation.cc": CountryCode(text)?.description == text
        default: nil
        }
    }
}

/// The folder of study data beside the repository.
enum StudyFolder {
    private static let root = URL(filePath: "../shared/data", relativeTo: repository)

    private static var repository: URL {
        URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    static var isPresent: Bool { FileManager.default.fileExists(atPath: root.appending(path: "README.md").path) }

    static func lines(_ path: String) throws -> [Substring] {
        String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self).split(whereSeparator: \.isNewline)
    }

    /// Calls `body` with every text in the JSON files below `path` and the name it stands under.
    static func eachField(under path: String, _ body: (String, String) -> Void) throws {
        let folder = root.appending(path: path)
        for file in FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) ?? [] where file.hasSuffix(".json") {
            visit(try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: file))), "", body)
        }
    }

    private static func visit(_ value: Any, _ name: String, _ body: (String, String) -> Void) {
        if let object = value as? [String: Any] {
            for (key, member) in object { visit(member, key, body) }
        } else if let list = value as? [Any] {
            for member in list { visit(member, name, body) }
        } else if let text = value as? String {
            body(name, text)
        }
    }
}
