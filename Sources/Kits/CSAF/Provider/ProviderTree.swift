/// The tree of a provider as it is written: documents as they come, then the lists of them (CSAF §7.1.11 to 20).
struct ProviderTree {
    private let folder: Folder
    var settings: ProviderSettings
    private var documents: [FiledDocument] = []
    private var signed: Set<String> = []

    init(folder: Folder, settings: ProviderSettings) {
        self.folder = folder
        self.settings = settings
    }

    /// True if every document has a signature.
    var isSigned: Bool { signed.count == documents.count }

    /// Where a document lies in the tree: `white/2024/esa-2024-0001.json`.
    func path(of document: FiledDocument) -> String { label(of: document) + "/" + document.path }

    /// Writes a document with its digests and its signature, where it has one.
    mutating func add(_ document: FiledDocument, _ bytes: [UInt8], signature: [UInt8]?) throws(ProviderError) {
        let path = path(of: document)
        let name = document.path.split(separator: "/").last.map(String.init) ?? ""
        try folder.write(path, bytes)
        try folder.write(path + ".sha256", Array("\(Digests.sha256(bytes))  \(name)\n".utf8))
        try folder.write(path + ".sha512", Array("\(Digests.sha512(bytes))  \(name)\n".utf8))
        documents.append(document)
        guard let signature else { return }
        try folder.write(path + ".asc", signature)
        signed.insert(path)
    }

    /// Writes the lists, the feeds, the keys and the metadata.
    func finish(at now: Timestamp) throws(ProviderError) {
        let stamp = now.text
        var labels = Set(documents.map { label(of: $0) })
        // There is always a feed that everybody may read (requirement 15).
        labels.insert(settings.version == .v2_0 ? "white" : "clear")
        for label in labels.sorted() {
            let own = documents.filter { self.label(of: $0) == label }
                .sorted { ($0.currentMoment, $0.path) > ($1.currentMoment, $1.path) }
            try folder.write("\(label)/index.txt", Array(own.map { $0.path + "\n" }.joined().utf8))
            let quote = settings.version == .v2_0 ? "\"" : ""
            let changes = own.map { "\(quote)\($0.path)\(quote),\(quote)\($0.current)\(quote)\n" }
            try folder.write("\(label)/changes.csv", Array(changes.joined().utf8))
            try folder.write("feed-tlp-\(label).json", feed(label, own, stamp).bytes())
            try folder.write("category-\(label).json", Self.categories(own).bytes())
        }
        try folder.write("service.json", service(labels.sorted()).bytes())
        for key in settings.keys { try folder.write("openpgp/\(key.fingerprint.uppercased()).asc", key.armored) }
        try folder.write("provider-metadata.json", metadata(labels.sorted(), stamp).bytes())
    }

    /// TLP 1.0 says white and TLP 2.0 clear; the version of the metadata decides which of them there is.
    private func label(of document: FiledDocument) -> String {
        ["white", "clear"].contains(document.label) ? (settings.version == .v2_0 ? "white" : "clear") : document.label
    }

    private func feed(_ label: String, _ documents: [FiledDocument], _ stamp: String) -> JSONDraft {
        let entries = documents.map { document -> JSONDraft in
            let url = "\(settings.baseURL)/\(label)/\(document.path)"
            var links: [JSONDraft] = [
                ["rel": "self", "href": .text(url)], ["rel": "hash", "href": .text(url + ".sha256")],
                ["rel": "hash", "href": .text(url + ".sha512")],
            ]
            if signed.contains("\(label)/\(document.path)") { links.append(["rel": "signature", "href": .text(url + ".asc")]) }
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
