/// A product of a document, with what identifies it.
public struct Product: Hashable, Sendable {
    /// The identifier within the document.
    public let id: String
    /// The whole name.
    public let name: String
    /// The branches above it, the uppermost first: categories and names.
    public let branches: [Branch]
    /// What it is made of, where it is a relationship (2.0) or a product path (2.1); the first part first.
    public let parts: [Part]
    /// Its platform name.
    public let platform: PlatformName?
    /// Its package URLs.
    public let packages: [PackageURL]
    /// Digests of its files: algorithm and value.
    public let hashes: [Hash]
    /// Model numbers; stars and question marks stand for others.
    public let modelNumbers: [WildcardPattern]
    /// Serial numbers; stars and question marks stand for others.
    public let serialNumbers: [WildcardPattern]
    /// Stock keeping units; stars and question marks stand for others.
    public let stockUnits: [WildcardPattern]

    /// A step of the way to a product.
    public struct Branch: Hashable, Sendable {
        /// `vendor`, `product_name` …
        public let category: String
        /// What it is called.
        public let name: String
    }

    /// A part of a product.
    public struct Part: Hashable, Sendable {
        /// How it belongs to the parts before it: `installed_on`; `nil` for the first.
        public let relation: String?
        /// The part's identifier.
        public let product: String
    }

    /// The digest of a file.
    public struct Hash: Hashable, Sendable {
        /// `sha256`
        public let algorithm: String
        /// In hexadecimal.
        public let value: String
        /// The file's name.
        public let file: String
    }

    /// The name of the branch of a category: `name(of: "vendor")`.
    public func name(of category: String) -> String? { branches.last { $0.category == category }?.name }

    /// Who makes it.
    public var vendor: String? { name(of: "vendor") }
    /// The range of versions it stands for; `nil` where it stands for one.
    public var versionRange: VersionRange? { name(of: "product_version_range").flatMap { try? VersionRange($0) } }

    /// True if an inventory's identifier means this product. Platform names and package URLs match where the inventory's says all that the
    /// document's says.
    public func matches(_ identifier: ProductIdentifier) -> Bool {
        switch identifier {
        case .platform(let name): platform.map { name.matches($0) && isVersion(name[.version]) } ?? false
        case .package(let url): packages.contains { url.matches($0) && isVersion(url.version) }
        case .model(let text): modelNumbers.contains { $0.matches(text) }
        case .serial(let text): serialNumbers.contains { $0.matches(text) }
        case .stockUnit(let text): stockUnits.contains { $0.matches(text) }
        case .fileHash(let text): hashes.contains { $0.value.lowercased() == text.lowercased() }
        }
    }

    private func isVersion(_ attribute: PlatformName.Attribute) -> Bool {
        if case .value(let text) = attribute { isVersion(text.filter { $0 != "\\" }) } else { true }
    }

    /// A product that stands for a range matches versions within it alone.
    private func isVersion(_ version: String?) -> Bool {
        guard let range = versionRange, let version else { return true }
        return range.contains(version)
    }

    static func all(_ facts: ProductFacts) -> [Product] {
        var combinations: [Int32: ProductFacts.Combination] = [:]
        for combination in facts.combinations {
            if let product = combination.definition { combinations[product] = combination }
        }
        return facts.definitions.map { definition in
            let helper = definition.helper
            let combination = definition.origin == .combination ? combinations[definition.id] : nil
            func patterns(_ name: StaticString) -> [WildcardPattern] {
                (helper?[name]?.items ?? []).compactMap(\.text).map(WildcardPattern.init)
            }
            let urls = ([helper?["purl"]].compactMap(\.self) + (helper?["purls"]?.items ?? [])).compactMap(\.text)
            return Product(
                id: facts.identifier(definition.id), name: definition.value["name"]?.text ?? "",
                branches: facts.path(to: definition).map { Branch(category: $0.value["category"]?.text ?? "", name: $0.name?.text ?? "") },
                parts: (combination?.parts ?? []).enumerated().map { place, part in
                    let categories = combination?.categories ?? []
                    return Part(
                        relation: place > 0 && place <= categories.count ? categories[place - 1] : nil, product: facts.identifier(part.id))
                },
                platform: helper?["cpe"]?.text.flatMap(PlatformName.init), packages: urls.compactMap { try? PackageURL($0) },
                hashes: (helper?["hashes"]?.items ?? []).flatMap { file in
                    (file["file_hashes"]?.items ?? []).map { hash in
                        Hash(
                            algorithm: hash["algorithm"]?.text ?? "", value: hash["value"]?.text ?? "", file: file["filename"]?.text ?? "")
                    }
                }, modelNumbers: patterns("model_numbers"), serialNumbers: patterns("serial_numbers"), stockUnits: patterns("skus"))
        }
    }
}
