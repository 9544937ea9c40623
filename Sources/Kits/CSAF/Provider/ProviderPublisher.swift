internal import Vocabulary
import Crypto
import Glibc

/// Publishes CSAF documents as files: documents with digests and signatures, lists, ROLIE feeds and the provider's metadata (CSAF §7.1).
///
/// Every publication is a whole new tree beside the old one. It is written, brought to the disk, verified as a reader would, and only then
/// shown by turning one link. A crash at any moment leaves the old tree or the new one, never a mixture.
///
/// ```
/// root/current -> releases/00000007      what the web server serves
/// root/releases/00000007/provider-metadata.json, service.json, feed-tlp-clear.json, clear/2024/esa-2024-0001.json …
/// ```
public struct ProviderPublisher: Sendable {
    /// Makes a detached signature, ASCII armoured, of bytes.
    public typealias Sign = @Sendable ([UInt8]) throws -> [UInt8]

    private let folder: Folder
    private let settings: ProviderSettings
    private let sign: Sign?

    /// A publisher into a folder.
    ///
    /// - Parameter sign: makes signatures; without it there are none, and the role can be no trusted provider.
    public init(root: String, settings: ProviderSettings, sign: Sign? = nil) {
        folder = Folder(root)
        self.settings = settings
        self.sign = sign
    }

    /// The folder a web server serves.
    public var current: String { folder.path + "/current" }

    /// Publishes these documents and no others.
    ///
    /// - Returns: the name of the tree that is now shown.
    /// - Throws: ``ProviderError``; then all is as it was before.
    @discardableResult
    public func publish(_ documents: [[UInt8]], at now: Timestamp = .now) throws(ProviderError) -> String {
        var filed: [FiledDocument] = []
        let validator = CSAFValidator(preset: .basic)
        for bytes in documents {
            let tree: JSONTree
            do throws(JSONError) { tree = try JSONTree(bytes) } catch { throw .notJSON("\(error)") }
            let report = validator.validate(tree)
            guard report.isValid else {
                let problems =
                    report.schemaProblems.map { "\($0.path) \($0.message)" }
                    + report.tests.flatMap(\.errors).map { "\($0.path) \($0.message)" }
                throw .notValid(id: tree.root["document"]?["tracking"]?["id"]?.text ?? "a document", problems: Array(problems.prefix(5)))
            }
            filed.append(try FiledDocument(bytes, tree))
        }
        var names: Set<String> = []
        for document in filed where !names.insert(document.path).inserted { throw .sameFile(document.path) }

        let name = nextName()
        try folder.make("releases")
        let tree = Folder(folder.path + "/releases/" + name + ".part")
        folder.removeTree("releases/" + name + ".part")
        try tree.make("")
        do throws(ProviderError) {
            try write(filed, to: tree, now)
            let problems = ProviderCheck(path: tree.path).run().flatMap { result in
                result.state == .failed ? result.findings.map { "requirement \(result.number): \($0)" } : []
            }
            guard problems.isEmpty else { throw .notVerified(Array(problems.prefix(5))) }
            for way in Set(tree.files().map { $0.split(separator: "/").dropLast().joined(separator: "/") }).sorted() {
                tree.synchronize(way)
            }
            guard rename(tree.path, folder.path + "/releases/" + name) == 0 else {
                throw .cannotWrite(tree.path, String(cString: strerror(errno)))
            }
        } catch {
            folder.removeTree("releases/" + name + ".part")
            throw error
        }
        folder.synchronize("releases")
        let before = folder.target(of: "current")
        try folder.point("current", to: "releases/" + name)
        removeOld(keeping: [name, before.map { String($0.split(separator: "/").last ?? "") } ?? ""])
        return name
    }

    /// The number after the greatest there is.
    private func nextName() -> String {
        let numbers = Set(
            folder.files(below: "releases").compactMap { $0.split(separator: "/").dropFirst().first }.compactMap { Int($0.prefix(8)) })
        let next = String((numbers.max() ?? 0) + 1)
        return String(repeating: "0", count: max(0, 8 - next.count)) + next
    }

    /// The tree before stays for readers in the midst of it; older ones and unfinished ones go.
    private func removeOld(keeping names: [String]) {
        let present = Set(folder.files(below: "releases").compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
        for name in present where !names.contains(name) { folder.removeTree("releases/" + name) }
    }

    // MARK: One tree

    private func write(_ documents: [FiledDocument], to tree: Folder, _ now: Timestamp) throws(ProviderError) {
        let stamp = now.text
        var labels = Set(documents.map(\.label))
        // There is always a feed that everybody may read (requirement 15).
        labels.insert(settings.version == .v2_0 ? "white" : "clear")
        for label in labels.sorted() {
            let own = documents.filter { $0.label == label }.sorted { ($0.currentMoment, $0.path) > ($1.currentMoment, $1.path) }
            for document in own { try write(document, to: tree) }
            try tree.write("\(label)/index.txt", Array(own.map { $0.path + "\n" }.joined().utf8))
            let quote = settings.version == .v2_0 ? "\"" : ""
            let changes = own.map { "\(quote)\($0.path)\(quote),\(quote)\($0.current)\(quote)\n" }
            try tree.write("\(label)/changes.csv", Array(changes.joined().utf8))
            try tree.write("feed-tlp-\(label).json", feed(label, own, stamp).bytes())
            try tree.write("category-\(label).json", Self.categories(own).bytes())
        }
        try tree.write("service.json", service(labels.sorted()).bytes())
        for key in settings.keys { try tree.write("openpgp/\(key.fingerprint.uppercased()).asc", key.armored) }
        try tree.write("provider-metadata.json", metadata(labels.sorted(), stamp).bytes())
    }

    private func write(_ document: FiledDocument, to tree: Folder) throws(ProviderError) {
        let path = document.label + "/" + document.path
        let name = document.path.split(separator: "/").last.map(String.init) ?? ""
        try tree.write(path, document.bytes)
        try tree.write(path + ".sha256", Array("\(Digests.sha256(document.bytes))  \(name)\n".utf8))
        try tree.write(path + ".sha512", Array("\(Digests.sha512(document.bytes))  \(name)\n".utf8))
        guard let sign else { return }
        let signature: [UInt8]
        do { signature = try sign(document.bytes) } catch { throw .notSigned(document.id, reason: "\(error)") }
        try tree.write(path + ".asc", signature)
    }

    private func feed(_ label: String, _ documents: [FiledDocument], _ stamp: String) -> JSONDraft {
        let entries = documents.map { document -> JSONDraft in
            let url = "\(settings.baseURL)/\(label)/\(document.path)"
            var links: [JSONDraft] = [
                ["rel": "self", "href": .text(url)], ["rel": "hash", "href": .text(url + ".sha256")],
                ["rel": "hash", "href": .text(url + ".sha512")],
            ]
            if sign != nil { links.append(["rel": "signature", "href": .text(url + ".asc")]) }
            var entry: JSONDraft = [
                "id": .text(document.id), "title": .text(document.title), "link": .list(links), "published": .text(document.initial),
                "updated": .text(document.current),
            ]
            if let summary = document.summary { entry["summary"] = ["content": .text(summary)] }
            entry["category"] = document.categories.isEmpty ? nil : .list(document.categories.map { ["term": .text($0)] })
            entry["content"] = ["type": "application/json", "src": .text(url)]
            entry["format"] = [
                "schema": .text(
                    document.version == .v2_0
                        ? "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json"
                        : "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json"),
                "version": .text(document.version.rawValue),
            ]
            return entry
        }
        return [
            "feed": [
                "id": .text("csaf-feed-tlp-\(label)"), "title": .text("\(settings.title) (TLP:\(label.uppercased()))"),
                "link": .list([
                    ["rel": "self", "href": .text("\(settings.baseURL)/feed-tlp-\(label).json")],
                    ["rel": "service", "href": .text("\(settings.baseURL)/service.json")],
                ]),
                "category": [["scheme": "urn:ietf:params:rolie:category:information-type", "term": "csaf"]],
                "updated": .text(documents.first?.current ?? stamp), "entry": .list(entries),
            ]
        ]
    }

    private static func categories(_ documents: [FiledDocument]) -> JSONDraft {
        ["categories": ["category": .list(Set(documents.flatMap(\.categories)).sorted().map { ["term": .text($0)] })]]
    }

    private func service(_ labels: [String]) -> JSONDraft {
        let collections = labels.map { label -> JSONDraft in
            [
                "title": .text("\(settings.title) (TLP:\(label.uppercased()))"),
                "href": .text("\(settings.baseURL)/feed-tlp-\(label).json"),
                "categories": ["category": [["scheme": "urn:ietf:params:rolie:category:information-type", "term": "csaf"]]],
            ]
        }
        return ["service": ["workspace": .list([["title": .text(settings.title), "collection": .list(collections)]])]]
    }

    private func metadata(_ labels: [String], _ stamp: String) -> JSONDraft {
        let feeds = labels.map { label -> JSONDraft in
            [
                "summary": .text("All documents that are TLP:\(label.uppercased())"), "tlp_label": .text(label.uppercased()),
                "url": .text("\(settings.baseURL)/feed-tlp-\(label).json"),
            ]
        }
        let dated =
            settings.version == .v2_0
            ? feeds
            : feeds.map { feed in
                var feed = feed
                feed["last_updated"] = .text(stamp)
                return feed.sorted
            }
        let rolie: JSONDraft = [
            "categories": .list(labels.map { .text("\(settings.baseURL)/category-\($0).json") }), "feeds": .list(dated),
            "services": [.text("\(settings.baseURL)/service.json")],
        ]
        var distributions: [JSONDraft] = labels.map { label in
            let url = "\(settings.baseURL)/\(label)/"
            return settings.version == .v2_0
                ? ["directory_url": .text(url)] : ["directory": ["tlp_label": .text(label.uppercased()), "url": .text(url)]]
        }
        distributions.append(["rolie": rolie])
        var draft: JSONDraft = [
            "canonical_url": .text("\(settings.baseURL)/provider-metadata.json"), "distributions": .list(distributions),
            "last_updated": .text(stamp), "list_on_CSAF_aggregators": .flag(settings.isListed),
            "metadata_version": .text(settings.version.rawValue), "mirror_on_CSAF_aggregators": .flag(settings.isMirrored),
            "public_openpgp_keys": .list(
                settings.keys.map { key in
                    let fingerprint = key.fingerprint.uppercased()
                    return ["fingerprint": .text(fingerprint), "url": .text("\(settings.baseURL)/openpgp/\(fingerprint).asc")]
                }), "publisher": settings.publisher, "role": .text(settings.role.rawValue),
        ]
        if settings.version == .v2_1 { draft["$schema"] = "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/provider.json" }
        return draft.sorted
    }
}

/// Digests in hexadecimal.
enum Digests {
    static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }
    static func sha512(_ bytes: [UInt8]) -> String { hexadecimal(SHA512.hash(data: bytes)) }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
