/// A document as the tests see it: gathered once, so that no test walks the tree for itself.
///
/// Nothing is taken for granted: a document may have any form, and what does not look as it should is left out.
struct Facts {
    let root: JSONValue
    let version: CSAFVersion
    let document: JSONValue?
    let tracking: JSONValue?
    let productTree: JSONValue?
    let category: String
    /// The language of the document.
    let language: String?
    /// `CLEAR` or, in 2.0, `WHITE` …
    let tlp: String?
    let status: String

    var products = ProductFacts()
    var vulnerabilities: [VulnerabilityFacts] = []
    var revisions: [Revision] = []
    /// Where extensions stand (2.1).
    var extensions: [ExtensionPlace] = []
    let shape: ShapeCheck
    let context: ValidationContext

    /// One entry of the revision history.
    struct Revision {
        let value: JSONValue
        let date: Timestamp?
        let number: DocumentVersion?
    }

    /// A list of extensions.
    struct ExtensionPlace {
        let list: JSONValue
        let location: ExtensionLocation
    }

    init(_ root: JSONValue, version: CSAFVersion, shape: ShapeCheck, context: ValidationContext) {
        self.root = root
        self.version = version
        self.shape = shape
        self.context = context
        document = root["document"]
        tracking = document?["tracking"]
        productTree = root["product_tree"]
        category = document?["category"]?.text ?? ""
        language = document?["lang"]?.text
        tlp = document?["distribution"]?["tlp"]?["label"]?.text
        status = tracking?["status"]?.text ?? ""
        revisions = (tracking?["revision_history"]?.items ?? []).map { entry in
            Revision(
                value: entry, date: entry["date"]?.text.flatMap(Timestamp.init), number: entry["number"]?.text.flatMap(DocumentVersion.init)
            )
        }
        products.gather(productTree)
        for note in document?["notes"]?.items ?? [] { products.gatherReferences(note) }
        for vulnerability in root["vulnerabilities"]?.items ?? [] where vulnerability.isObject {
            vulnerabilities.append(VulnerabilityFacts(vulnerability, &products))
        }
        if version == .v2_1 { gatherExtensions() }
    }

    /// Revisions in the order of their dates, then of their numbers; whole numbers count as `n.0.0` (CSAF 2.1 §6.1.14).
    var sortedRevisions: [Revision] {
        revisions.filter { $0.date != nil && $0.number != nil }.sorted { left, right in
            guard let one = left.date, let two = right.date, let first = left.number, let second = right.number else { return false }
            return one == two ? first.semantic < second.semantic : one < two
        }
    }

    /// The date of the newest revision.
    var newestRevisionDate: Timestamp? { revisions.compactMap(\.date).max() }
    /// True in the states in which a document is meant to be read.
    var isReleased: Bool { status == "final" || status == "interim" }
    /// True if everybody may read the document.
    var isPublic: Bool { tlp == "CLEAR" || tlp == "WHITE" }

    private mutating func gatherExtensions() {
        func add(_ list: JSONValue?, _ location: ExtensionLocation) {
            if let list { extensions.append(ExtensionPlace(list: list, location: location)) }
        }
        add(document?["x_extensions"], .document)
        for product in products.definitions { add(product.value["x_extensions"], product.origin.extensionLocation) }
        for vulnerability in vulnerabilities {
            for metric in vulnerability.metrics { add(metric.content["x_extensions"], .metric) }
            add(vulnerability.value["x_extensions"], .vulnerability)
        }
        add(root["x_extensions"], .root)
    }
}

extension JSONValue {
    /// The elements of a list; none for other values.
    var items: [JSONValue] { isArray ? Array(children) : [] }
}
