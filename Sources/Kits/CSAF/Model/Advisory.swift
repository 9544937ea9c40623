public import Vocabulary

/// A CSAF document to work with: what it says, typed. The tree beneath keeps everything else, and its order.
///
/// Reading does not ask for validity: what is missing or malformed is `nil` or left out.
public struct Advisory: Sendable {
    /// The document as it was written.
    public let tree: JSONTree
    /// The version of CSAF.
    public let csafVersion: CSAFVersion
    /// The category: `csaf_security_advisory`.
    public let category: String
    /// The identifier the issuing party gave it.
    public let id: String
    /// The title.
    public let title: String
    /// The name of the issuing party.
    public let publisher: String
    /// The namespace of the issuing party; with ``id`` it names the document in the world.
    public let namespace: String
    /// The TLP label; `nil` where there is none, and for documents without label in feeds.
    public let tlp: TLP?
    /// The language of the document.
    public let language: LanguageTag?
    /// `draft`, `interim` or `final`.
    public let status: Status
    /// The version of the document.
    public let version: DocumentVersion?
    /// When it was first released.
    public let initialRelease: Instant?
    /// When this version was released.
    public let currentRelease: Instant?
    /// The products, in the order of the document.
    public let products: [Product]
    /// The vulnerabilities, in the order of the document.
    public let vulnerabilities: [Vulnerability]

    /// How far a document is.
    public enum Status: String, Hashable, Sendable {
        /// Not released.
        case draft
        /// Released, and more is to come.
        case interim
        /// Released, and nothing is expected to change.
        case final
    }

    /// Reads a document.
    ///
    /// - Throws: ``JSONError`` where the bytes are no JSON.
    public init(_ bytes: [UInt8]) throws(JSONError) { self.init(try JSONTree(bytes)) }

    /// The document in a tree.
    public init(_ tree: JSONTree) {
        self.tree = tree
        let document = tree.root["document"]
        let tracking = document?["tracking"]
        csafVersion = document?["csaf_version"]?.text.flatMap(CSAFVersion.init(rawValue:)) ?? .v2_0
        category = document?["category"]?.text ?? ""
        id = tracking?["id"]?.text ?? ""
        title = document?["title"]?.text ?? ""
        publisher = document?["publisher"]?["name"]?.text ?? ""
        namespace = document?["publisher"]?["namespace"]?.text ?? ""
        tlp = document?["distribution"]?["tlp"]?["label"]?.text.flatMap { TLP($0) }
        language = document?["lang"]?.text.flatMap { LanguageTag($0) }
        status = tracking?["status"]?.text.flatMap(Status.init(rawValue:)) ?? .draft
        version = tracking?["version"]?.text.flatMap(DocumentVersion.init)
        initialRelease = tracking?["initial_release_date"]?.text.flatMap(Timestamp.init)?.instant
        currentRelease = tracking?["current_release_date"]?.text.flatMap(Timestamp.init)?.instant
        var facts = ProductFacts()
        facts.gather(tree.root["product_tree"])
        let vulnerabilityFacts = (tree.root["vulnerabilities"]?.items ?? []).filter(\.isObject).map { VulnerabilityFacts($0, &facts) }
        products = Product.all(facts)
        vulnerabilities = vulnerabilityFacts.map { Vulnerability($0, facts) }
    }

    /// The product of that identifier.
    public subscript(product id: String) -> Product? { products.first { $0.id == id } }

    /// The products a platform name or a package URL means, products made of them included.
    public func products(matching identifier: ProductIdentifier) -> [Product] {
        let direct = Set(products.filter { $0.matches(identifier) }.map(\.id))
        guard !direct.isEmpty else { return [] }
        var matched = direct
        // Products made of others build upon each other; go on until no more join.
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for product in products where !matched.contains(product.id) && product.parts.contains(where: { matched.contains($0.product) }) {
                matched.insert(product.id)
                isGrowing = true
            }
        }
        return products.filter { matched.contains($0.id) }
    }

    /// What the document says of a thing that an inventory holds: the vulnerabilities that speak of it, with the statuses.
    public func assessment(of identifier: ProductIdentifier) -> [(
        vulnerability: Vulnerability, statuses: [(product: Product, status: ProductStatus)]
    )] {
        let matched = products(matching: identifier)
        return vulnerabilities.compactMap { vulnerability in
            let statuses = matched.flatMap { product in vulnerability.statuses(of: product.id).map { (product: product, status: $0) } }
            return statuses.isEmpty ? nil : (vulnerability, statuses)
        }
    }
}

/// Something by which an inventory knows a product.
public enum ProductIdentifier: Hashable, Sendable {
    /// A platform name (CPE).
    case platform(PlatformName)
    /// A package URL.
    case package(PackageURL)
    /// A model number.
    case model(String)
    /// A serial number.
    case serial(String)
    /// A stock keeping unit.
    case stockUnit(String)
    /// The digest of a file, in hexadecimal.
    case fileHash(String)
}
