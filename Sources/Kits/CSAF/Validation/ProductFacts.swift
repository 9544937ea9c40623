/// The products a document defines and where it speaks of them.
struct ProductFacts {
    /// Definitions in the order of the document.
    private(set) var definitions: [Definition] = []
    /// Branches in the order of the document, each behind the one that holds it.
    private(set) var branches: [Branch] = []
    /// References to products outside their definitions.
    private(set) var references: [Reference] = []
    /// References to product groups outside their definitions.
    private(set) var groupReferences: [Reference] = []
    /// Groups in the order of the document.
    private(set) var groups: [Group] = []
    /// Relationships (2.0) or paths (2.1).
    private(set) var combinations: [Combination] = []

    /// Numbers of product identifiers, whether defined or only mentioned.
    private var numbers: [String: Int32] = [:]
    private var groupNumbers: [String: [Int32]] = [:]
    private(set) var identifiers: [String] = []
    /// For each identifier the first definition, -1 where there is none.
    private(set) var firstDefinition: [Int32] = []

    /// Where a product is defined.
    enum Origin {
        case branch, fullName, combination

        var extensionLocation: ExtensionLocation {
            switch self {
            case .branch: .branch
            case .fullName: .fullProductName
            case .combination: .productPath
            }
        }
    }

    struct Definition {
        let value: JSONValue
        let id: Int32
        let origin: Origin
        /// The branch it hangs on, in ``ProductFacts/branches``; -1 elsewhere.
        let branch: Int32
        let helper: JSONValue?
    }

    struct Branch {
        let value: JSONValue
        /// The branch that holds it; -1 at the top.
        let parent: Int32
        let category: Category
        /// How many `branches` stand in the way to it.
        let depth: Int32
        let name: JSONValue?
    }

    /// Categories the tests ask for.
    enum Category: String {
        case architecture, language, legacy, platform, specification, vendor, other
        case hostName = "host_name"
        case patchLevel = "patch_level"
        case productFamily = "product_family"
        case productName = "product_name"
        case productVersion = "product_version"
        case productVersionRange = "product_version_range"
        case servicePack = "service_pack"
    }

    struct Reference {
        let value: JSONValue
        let id: Int32
    }

    struct Group {
        let value: JSONValue
        let id: JSONValue?
        let name: String
    }

    struct Combination {
        let value: JSONValue
        let definition: Int32?
        /// The products it is made of, the first first.
        let parts: [Reference]
        /// How each part but the first belongs to those before.
        let categories: [String]
    }

    mutating func number(_ identifier: String) -> Int32 {
        if let known = numbers[identifier] { return known }
        let number = Int32(identifiers.count)
        numbers[identifier] = number
        identifiers.append(identifier)
        firstDefinition.append(-1)
        return number
    }

    func identifier(_ number: Int32) -> String { identifiers[Int(number)] }
    func isDefined(_ number: Int32) -> Bool { firstDefinition[Int(number)] >= 0 }
    /// The first definition of a product.
    func definition(_ number: Int32) -> Definition? {
        let place = firstDefinition[Int(number)]
        return place >= 0 ? definitions[Int(place)] : nil
    }

    /// The products of a group; none where it is not defined.
    func members(ofGroup name: String) -> [Int32] { groupNumbers[name] ?? [] }
    func isDefined(group name: String) -> Bool { groupNumbers[name] != nil }

    mutating func gather(_ tree: JSONValue?) {
        guard let tree else { return }
        for member in tree.children {
            switch true {
            case member.isNamed("branches"): gatherBranches(member, parent: -1, depth: 1)
            case member.isNamed("full_product_names"):
                for value in member.items { define(value, .fullName, branch: -1) }
            case member.isNamed("product_groups"):
                for value in member.items { gatherGroup(value) }
            case member.isNamed("relationships"):
                for value in member.items { gatherRelationship(value) }
            case member.isNamed("product_paths"):
                for value in member.items { gatherPath(value) }
            default: break
            }
        }
    }

    private mutating func gatherBranches(_ list: JSONValue, parent: Int32, depth: Int32) {
        guard list.isArray else { return }
        for value in list.children where value.isObject {
            let place = Int32(branches.count)
            branches.append(
                Branch(
                    value: value, parent: parent, category: value["category"]?.text.flatMap(Category.init(rawValue:)) ?? .other,
                    depth: depth,
                    name: value["name"]))
            if let product = value["product"] { define(product, .branch, branch: place) }
            if let further = value["branches"] { gatherBranches(further, parent: place, depth: depth + 1) }
        }
    }

    @discardableResult
    private mutating func define(_ value: JSONValue, _ origin: Origin, branch: Int32) -> Int32? {
        guard let identifier = value["product_id"]?.text else { return nil }
        let id = number(identifier)
        if firstDefinition[Int(id)] < 0 { firstDefinition[Int(id)] = Int32(definitions.count) }
        definitions.append(
            Definition(value: value, id: id, origin: origin, branch: branch, helper: value["product_identification_helper"]))
        return id
    }

    private mutating func gatherGroup(_ value: JSONValue) {
        let id = value["group_id"]
        let members = gatherList(value["product_ids"])
        guard let name = id?.text else { return }
        groups.append(Group(value: value, id: id, name: name))
        groupNumbers[name, default: []] += members
    }

    private mutating func gatherRelationship(_ value: JSONValue) {
        let definition = value["full_product_name"].flatMap { define($0, .combination, branch: -1) }
        let parts = [value["product_reference"], value["relates_to_product_reference"]].compactMap { refer($0) }
        combinations.append(
            Combination(value: value, definition: definition, parts: parts, categories: [value["category"]?.text ?? ""]))
    }

    private mutating func gatherPath(_ value: JSONValue) {
        let definition = value["full_product_name"].flatMap { define($0, .combination, branch: -1) }
        var parts = [refer(value["beginning_product_reference"])].compactMap(\.self)
        var categories: [String] = []
        for step in value["subpaths"]?.items ?? [] {
            categories.append(step["category"]?.text ?? "")
            if let part = refer(step["next_product_reference"]) { parts.append(part) }
        }
        combinations.append(Combination(value: value, definition: definition, parts: parts, categories: categories))
    }

    /// Takes up a mention of a product.
    @discardableResult
    mutating func refer(_ value: JSONValue?) -> Reference? {
        guard let value, let text = value.text else { return nil }
        let reference = Reference(value: value, id: number(text))
        references.append(reference)
        return reference
    }

    /// Takes up the products of a list.
    @discardableResult
    mutating func gatherList(_ list: JSONValue?) -> [Int32] {
        guard let list, list.isArray else { return [] }
        return list.children.compactMap { refer($0)?.id }
    }

    /// Takes up `product_ids` and `group_ids` of an object.
    ///
    /// - Returns: the products it speaks of, those of groups too.
    @discardableResult
    mutating func gatherReferences(_ value: JSONValue) -> ProductSelection {
        var selection = ProductSelection()
        if let list = value["product_ids"] {
            selection.isGiven = true
            selection.products = gatherList(list)
        }
        if let list = value["group_ids"] {
            selection.isGiven = true
            for item in list.items {
                guard let name = item.text else { continue }
                groupReferences.append(Reference(value: item, id: -1))
                selection.products += members(ofGroup: name)
            }
        }
        return selection
    }

    /// The branches from the top down to the one a product hangs on.
    func path(to definition: Definition) -> [Branch] { path(to: definition.branch) }

    /// The branches from the top down to one, with it.
    func path(to branch: Int32) -> [Branch] {
        var path: [Branch] = []
        var place = branch
        while place >= 0 {
            path.append(branches[Int(place)])
            place = branches[Int(place)].parent
        }
        return path.reversed()
    }
}

/// The products a part of a document speaks of.
struct ProductSelection {
    /// True if products or groups are named, even where the list is empty.
    var isGiven = false
    /// The products, those of groups too.
    var products: [Int32] = []
}
