internal import CSAF

/// What the check of a provider keeps of one document.
struct DocumentFacts: Sendable {
    var problems: [ProviderListing.Problem] = []
    /// Digests and signatures that are not those of the document.
    var lies: [ProviderListing.Problem] = []
    var redirections: [String] = []
    var label: String?
    var date: Timestamp?
    var address: String
    var isRead = false

    /// Looks at one document; a document that cannot be had is a problem, not an error.
    init(
        _ listed: ListedDocument, keys: ProviderKeys, with reader: WebReader, tools: SignatureTools?, validator: CSAFValidator
    ) async throws(WebError) {
        address = listed.address
        let document: FetchedDocument
        do throws(WebError) {
            document = try await FetchedDocument(listed, keys: keys, with: reader, tools: tools)
        } catch {
            switch error {
            case .budget, .deadline: throw error
            case .status(_, let code) where [401, 403].contains(code):
                if listed.label == "CLEAR" {
                    problems.append(.init(requirement: 4, text: "\(listed.address) is listed as open, but the server answers \(code)"))
                }
                return
            default:
                problems.append(.init(requirement: listed.lists.contains { $0.hasSuffix("index.txt") } ? 12 : 15, text: "\(error)"))
                return
            }
        }
        isRead = true
        redirections = document.redirections
        address = document.address
        problems += document.lies + document.gaps
        lies = document.lies
        look(document, validator)
    }

    private mutating func look(_ document: FetchedDocument, _ validator: CSAFValidator) {
        let place = document.listed.address
        let tree: JSONTree
        do throws(JSONError) { tree = try JSONTree(document.bytes) } catch {
            problems.append(.init(requirement: 1, text: "\(place) is no JSON: \(error)"))
            return
        }
        let report = validator.validate(tree)
        if !report.isValid {
            let first = report.schemaProblems.first ?? report.tests.flatMap(\.errors).first
            problems.append(.init(requirement: 1, text: "\(place): \(first.map { "\($0.path) \($0.message)" } ?? "not valid")"))
        }
        let head = tree.root["document"]
        label = ProviderListing.label(head?["distribution"]?["tlp"]?["label"]?.text)
        date = (head?["tracking"]?["current_release_date"]?.text).flatMap { Timestamp($0) }
        let parts = place.split(separator: "/")
        if let id = head?["tracking"]?["id"]?.text, let name = parts.last, name != DocumentFile.name(forID: id)[...] {
            problems.append(.init(requirement: 2, text: "\(place) must be called \(DocumentFile.name(forID: id))"))
        }
        if let first = (head?["tracking"]?["initial_release_date"]?.text).flatMap({ Timestamp($0) }), parts.count >= 2 {
            let year = first.day.prefix(4)
            if parts[parts.count - 2] != year { problems.append(.init(requirement: 11, text: "\(place) must lie in a folder \(year)")) }
        }
        if let label, ["AMBER", "AMBER+STRICT", "RED"].contains(label) {
            problems.append(.init(requirement: 5, text: "\(place) is TLP:\(label), and the server gives it to anybody"))
        }
        if let label, let listed = document.listed.label, listed != label, listed != "UNLABELED" {
            problems.append(.init(requirement: 15, text: "\(place) is TLP:\(label) and listed as \(listed)"))
        }
    }
}
