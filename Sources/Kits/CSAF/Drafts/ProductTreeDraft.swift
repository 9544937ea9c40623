/// Builds a product tree of vendors, products and versions.
struct ProductTreeDraft {
    private var vendors: [(name: String, products: [(name: String, versions: [Version])])] = []
    private var count = 0

    private struct Version {
        let category: String
        let name: String
        let id: String
        let product: String
        let helper: JSONDraft?
    }

    var isEmpty: Bool { vendors.isEmpty }

    /// Adds a version, and returns its identifier; the same version has one identifier.
    mutating func add(vendor: String, product: String, version: String, isRange: Bool, helper: JSONDraft? = nil) -> String {
        let place = vendors.firstIndex { $0.name == vendor } ?? vendors.count
        if place == vendors.count { vendors.append((vendor, [])) }
        let position = vendors[place].products.firstIndex { $0.name == product } ?? vendors[place].products.count
        if position == vendors[place].products.count { vendors[place].products.append((product, [])) }
        let category = isRange ? "product_version_range" : "product_version"
        if let known = vendors[place].products[position].versions.first(where: { $0.name == version && $0.category == category }) {
            return known.id
        }
        count += 1
        let digits = String(count)
        let id = "CSAFPID-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        vendors[place].products[position].versions.append(
            Version(category: category, name: version, id: id, product: "\(vendor) \(product) \(version)", helper: helper))
        return id
    }

    var json: JSONDraft {
        [
            "branches": .list(
                vendors.map { vendor in
                    [
                        "category": "vendor", "name": .text(vendor.name),
                        "branches": .list(
                            vendor.products.map { product in
                                [
                                    "category": "product_name", "name": .text(product.name),
                                    "branches": .list(product.versions.map(Self.branch)),
                                ]
                            }),
                    ]
                })
        ]
    }

    private static func branch(_ version: Version) -> JSONDraft {
        var product: JSONDraft = ["name": .text(version.product), "product_id": .text(version.id)]
        if let helper = version.helper { product["product_identification_helper"] = helper }
        return ["category": .text(version.category), "name": .text(version.name), "product": product]
    }
}

/// Builds the scores of a vulnerability.
struct ScoreDraft {
    /// A score as the version of CSAF writes it; `nil` where it cannot.
    static func json(_ vector: CVSSVector, products: [String], version: CSAFVersion) -> JSONDraft? {
        let name: String
        switch vector.version {
        case .v2_0: name = "cvss_v2"
        case .v3_0, .v3_1: name = "cvss_v3"
        case .v4_0: name = "cvss_v4"
        }
        // CSAF 2.0 has no place for CVSS 4.0.
        guard version == .v2_1 || vector.version != .v4_0 else { return nil }
        let scores = vector.scores
        let base = vector.version == .v4_0 ? scores.overall : scores.base
        var score: JSONDraft = [
            "baseScore": .number("\(base)"), "vectorString": .text(vector.description), "version": .text(vector.version.rawValue),
        ]
        if vector.version != .v2_0 { score["baseSeverity"] = .text(CVSSSeverity(score: base).rawValue) }
        let list = JSONDraft.list(products.map { .text($0) })
        return version == .v2_0
            ? .object([(name: name, value: score), (name: "products", value: list)])
            : ["content": .object([(name: name, value: score)]), "products": list]
    }
}
