/// Where an extension can stand (CSAF 2.1 §2.5).
public enum ExtensionLocation: String, CaseIterable, Hashable, Sendable {
    /// At the root of the document.
    case root = "$.x_extensions"
    /// In `document`.
    case document = "$.document.x_extensions"
    /// At a product that hangs on a branch.
    case branch = "$.product_tree.branches..product.x_extensions"
    /// At a product of `full_product_names`.
    case fullProductName = "$.product_tree.full_product_names[*].x_extensions"
    /// At a product of `product_paths`.
    case productPath = "$.product_tree.product_paths[*].full_product_name.x_extensions"
    /// Among the metrics.
    case metric = "$.vulnerabilities[*].metrics[*].content.x_extensions"
    /// At a vulnerability.
    case vulnerability = "$.vulnerabilities[*].x_extensions"

    /// What metadata of extensions called the place before product paths had their name.
    var formerName: String? { self == .productPath ? "$.product_tree.relationships[*].full_product_name.x_extensions" : nil }
}

/// The extensions of CSAF whose schemas are known.
public struct ExtensionRegister: Sendable {
    /// Who stands behind an extension.
    public enum Standing: Sendable {
        /// OASIS.
        case official
        /// A party that registered it with OASIS.
        case registered
        /// Nobody yet.
        case experimental
    }

    private var packages: [String: ExtensionPackage] = [:]
    private var standings: [String: Standing] = [:]

    /// A register that knows nothing.
    public init() {}

    /// Adds an extension.
    public mutating func add(_ package: ExtensionPackage, standing: Standing = .experimental) {
        packages[package.schema] = package
        standings[package.schema] = standing
    }

    /// The extension of a schema; `nil` where it is not known.
    public subscript(_ schema: String) -> ExtensionPackage? { packages[schema] }

    /// Who stands behind the extension of a schema; what is not known is experimental.
    public func standing(_ schema: String) -> Standing { standings[schema] ?? .experimental }
}

/// An extension: its schema and its metadata.
public struct ExtensionPackage: Sendable {
    /// The address of the schema, which names the extension.
    public let schema: String
    /// Extensions it must not stand beside.
    public let incompatible: Set<String>
    private let document: JSONTree
    private let limits: [String: Int]

    /// An extension from its schema and, where there is one, its metadata.
    ///
    /// - Throws: ``ExtensionError`` where the schema is none of an extension, or the metadata belongs to another.
    public init(schema document: JSONTree, metadata: JSONTree? = nil) throws(ExtensionError) {
        guard let schema = document.root["$id"]?.text, document.root["properties"]?.isObject == true,
            document.root["$schema"]?.text?.hasSuffix("/schema/extension-metaschema.json") == true
        else { throw .noSchema }
        // Every extension has the same four members; a schema that misses one is no schema of an extension.
        let required = Set((document.root["required"]?.items ?? []).compactMap(\.text))
        guard required == ["$schema", "category", "critical", "content"] else { throw .noSchema }
        self.schema = schema
        self.document = document
        var limits: [String: Int] = [:]
        if let metadata = metadata?.root {
            guard metadata["extension_schema"]?.text == schema else { throw .otherMetadata }
            for member in metadata["requirement"]?.children.map({ $0 }) ?? [] {
                guard let limit = member["max_occurrence"]?.number, limit >= 0, limit.rounded() == limit, limit < 1e9 else {
                    throw .invalidMetadata
                }
                limits[member.key ?? ""] = Int(limit)
            }
            incompatible = Set((metadata["incompatible_extensions"]?.items ?? []).compactMap(\.text))
        } else {
            incompatible = []
        }
        self.limits = limits
    }

    /// How often the extension may stand at a place; `nil` where the metadata does not say.
    func limit(at location: ExtensionLocation) -> Int? {
        limits[location.rawValue] ?? location.formerName.flatMap { limits[$0] }
    }

    func problems(_ value: JSONValue) -> [ShapeProblem] {
        var check = SchemaCheck(document.root)
        check.check(value, document.root, depth: 0)
        return check.problems
    }

    func unknownMembers(_ value: JSONValue) -> [JSONValue] {
        var check = SchemaCheck(document.root)
        check.check(value, document.root, depth: 0)
        return check.unknownMembers
    }
}

/// Why files are no extension.
public enum ExtensionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The document is no schema of an extension.
    case noSchema
    /// The metadata belongs to another extension.
    case otherMetadata
    /// The metadata does not look as it should.
    case invalidMetadata

    /// What is wrong, in a few words.
    public var description: String {
        switch self {
        case .noSchema: "the document is no schema of a CSAF extension"
        case .otherMetadata: "the metadata belongs to another extension"
        case .invalidMetadata: "the metadata gives limits that are no whole numbers"
        }
    }
}
