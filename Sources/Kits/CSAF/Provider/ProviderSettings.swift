/// Who publishes documents, and where they are to be found.
public struct ProviderSettings: Sendable {
    /// Roles of parties that publish (CSAF §7.2).
    public enum Role: String, CaseIterable, Sendable {
        /// Documents alone.
        case publisher = "csaf_publisher"
        /// Documents that can be found.
        case provider = "csaf_provider"
        /// Documents that can be found and are signed.
        case trustedProvider = "csaf_trusted_provider"
    }

    /// A public key that signatures are made with.
    public struct Key: Sendable {
        /// Its fingerprint in hexadecimal.
        public var fingerprint: String
        /// The key, ASCII armoured.
        public var armored: [UInt8]

        /// A key.
        public init(fingerprint: String, armored: [UInt8]) {
            self.fingerprint = fingerprint
            self.armored = armored
        }
    }

    /// Where the tree is served: `https://www.example.com/.well-known/csaf`.
    public var baseURL: String
    /// The version of CSAF of the metadata; documents of older versions stand beside newer ones.
    public var version: CSAFVersion
    /// The role.
    public var role: Role
    /// `publisher` of the metadata.
    public var publisher: JSONDraft
    /// The name in feeds.
    public var title: String
    /// True if aggregators may list the provider.
    public var isListed: Bool
    /// True if aggregators may copy the documents.
    public var isMirrored: Bool
    /// Keys that signatures are made with.
    public var keys: [Key]

    /// Settings of a provider.
    public init(
        baseURL: String, version: CSAFVersion = .v2_0, role: Role = .provider, publisher: JSONDraft, title: String, isListed: Bool = true,
        isMirrored: Bool = true, keys: [Key] = []
    ) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.version = version
        self.role = role
        self.publisher = publisher
        self.title = title
        self.isListed = isListed
        self.isMirrored = isMirrored
        self.keys = keys
    }
}

/// A document with what it is filed under.
struct FiledDocument: Sendable {
    let id: String
    let title: String
    let summary: String?
    /// The label as the folder is called: `white`, `clear`, `amber+strict`.
    let label: String
    /// `2024/esa-2024-0001.json`
    let path: String
    let initial: String
    let current: String
    let currentMoment: Timestamp
    let version: CSAFVersion
    let categories: [String]

    /// From a document that is valid.
    ///
    /// - Throws: ``ProviderError/notFiled(_:)`` where it lacks what it is filed under.
    init(_ tree: JSONTree) throws(ProviderError) {
        let document = tree.root["document"]
        guard let id = document?["tracking"]?["id"]?.text else { throw .notFiled("it has no tracking id") }
        guard let initial = document?["tracking"]?["initial_release_date"]?.text, let first = Timestamp(initial),
            let current = document?["tracking"]?["current_release_date"]?.text, let moment = Timestamp(current)
        else { throw .notFiled("\(id) has no release dates") }
        guard let label = document?["distribution"]?["tlp"]?["label"]?.text else { throw .notFiled("\(id) has no TLP label") }
        guard let version = document?["csaf_version"]?.text.flatMap(CSAFVersion.init(rawValue:)) else {
            throw .notFiled("\(id) names no version of CSAF")
        }
        self.id = id
        self.label = label.lowercased()
        self.initial = initial
        self.current = current
        self.version = version
        currentMoment = moment
        title = document?["title"]?.text ?? id
        summary = document?["notes"]?.items.first { $0["category"]?.isText("summary") == true }?["text"]?.text
        path = first.day.prefix(4) + "/" + DocumentFile.name(forID: id)
        var facts = ProductFacts()
        facts.gather(tree.root["product_tree"])
        categories = Set(
            facts.branches.filter { $0.category == .vendor || $0.category == .productName }.compactMap { $0.name?.text }
                + [document?["category"]?.text].compactMap(\.self)
        ).sorted()
    }
}
