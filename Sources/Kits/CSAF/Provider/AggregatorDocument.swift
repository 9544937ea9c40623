/// The document of a lister or an aggregator: who publishes, and where copies are (CSAF §7.1.21 to 23).
public struct AggregatorDocument: Sendable {
    /// What the party does.
    public enum Category: String, CaseIterable, Sendable {
        /// It lists providers.
        case lister
        /// It copies their documents too.
        case aggregator
    }

    /// A provider that is listed.
    public struct Provider: Sendable {
        /// Its `provider-metadata.json`.
        public var metadata: JSONTree
        /// Where copies of its documents are: addresses of `provider-metadata.json`.
        public var mirrors: [String]

        /// A provider.
        public init(metadata: JSONTree, mirrors: [String] = []) {
            self.metadata = metadata
            self.mirrors = mirrors
        }
    }

    /// The version of the document.
    public var version: CSAFVersion
    /// What the party does.
    public var category: Category
    /// The party's name.
    public var name: String
    /// The party's namespace.
    public var namespace: String
    /// Where the document is served.
    public var canonicalURL: String
    /// The providers.
    public var providers: [Provider]

    /// A document.
    public init(
        version: CSAFVersion = .v2_0, category: Category, name: String, namespace: String, canonicalURL: String, providers: [Provider] = []
    ) {
        self.version = version
        self.category = category
        self.name = name
        self.namespace = namespace
        self.canonicalURL = canonicalURL
        self.providers = providers
    }

    /// The document of a moment. Providers that do not want to be listed are left out, and those whose metadata lacks what must be listed.
    public func json(at now: Timestamp = .now) -> JSONDraft {
        let listed = providers.compactMap { provider -> JSONDraft? in
            let root = provider.metadata.root
            guard root["list_on_CSAF_aggregators"]?.flag == true, let updated = root["last_updated"], let publisher = root["publisher"],
                let url = root["canonical_url"]
            else { return nil }
            var entry: JSONDraft = [
                "metadata": [
                    "last_updated": .value(updated), "publisher": JSONDraft(publisher).sorted,
                    "role": root["role"].map { .value($0) } ?? "csaf_provider", "url": .value(url),
                ]
            ]
            // A copy needs the provider's leave.
            if category == .aggregator, root["mirror_on_CSAF_aggregators"]?.flag == true, !provider.mirrors.isEmpty {
                entry["mirrors"] = .list(provider.mirrors.map { .text($0) })
            }
            return entry
        }
        var draft: JSONDraft = [
            "aggregator": ["category": .text(category.rawValue), "name": .text(name), "namespace": .text(namespace)],
            "aggregator_version": .text(version.rawValue), "canonical_url": .text(canonicalURL), "csaf_providers": .list(listed),
            "last_updated": .text(now.text),
        ]
        if version == .v2_1 { draft["$schema"] = "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/aggregator.json" }
        return draft.sorted
    }
}
