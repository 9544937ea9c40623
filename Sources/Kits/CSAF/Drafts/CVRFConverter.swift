internal import Vocabulary
/// Drafts from the Common Vulnerability Reporting Framework 1.2 (and 1.1), the format before CSAF 2.0.
public struct CVRFConverter: Sendable {
    private let version: CSAFVersion
    private let publisher: (category: String, name: String, namespace: String)

    /// A converter into a version of CSAF. The issuing party is the one of the document where it names one; the namespace is the one given.
    public init(version: CSAFVersion = .v2_0, publisher: (category: String, name: String, namespace: String)) {
        self.version = version
        self.publisher = publisher
    }

    /// The draft of a document.
    ///
    /// - Throws: ``XMLError`` where the bytes are no XML, ``ConversionError`` where it is no CVRF.
    public func convert(_ bytes: [UInt8], now: Timestamp = .now) throws -> ConvertedDraft {
        let root = try XMLReader.read(bytes)
        guard root.name == "cvrfdoc" else {
            throw ConversionError.notOfFormat("the document is no CVRF: its outermost element is \(root.name)")
        }
        var remarks: [String] = []
        let tracking = root.child("DocumentTracking")
        let own = root.child("DocumentPublisher")
        let issuer = own?.text("IssuingAuthority")?.split(whereSeparator: \.isNewline).first.map(String.init)
        let category = (own?.attributes["Type"] ?? publisher.category).lowercased()
        var draft = DraftDocument(
            version: version, id: tracking?.child("Identification")?.text("ID") ?? "CVRF", title: root.text("DocumentTitle") ?? "Untitled",
            publisher: (
                ["coordinator", "discoverer", "other", "user", "vendor"].contains(category) ? category : "other", issuer ?? publisher.name,
                publisher.namespace
            ), language: nil, now: now)
        draft.aliases = tracking?.child("Identification")?.all("Alias").map(\.trimmed).filter { !$0.isEmpty } ?? []
        let status = tracking?.text("Status")?.lowercased() ?? "draft"
        draft.status = ["draft", "interim", "final"].contains(status) ? status : "draft"
        let revisions = (tracking?.child("RevisionHistory")?.all("Revision") ?? []).compactMap {
            revision -> (date: Timestamp, text: String, summary: String)? in
            guard let text = revision.text("Date"), let date = Self.moment(text) else { return nil }
            return (date, date.text, revision.text("Description") ?? "Revision.")
        }.sorted { $0.date < $1.date }
        // CVRF counts 1.0, 1.1 and the like; in CSAF whole numbers follow the order of the dates.
        if !revisions.isEmpty {
            draft.revisions = revisions.enumerated().map { ("\($0.offset + 1)", $0.element.text, $0.element.summary) }
            remarks.append("revisions are numbered anew, in the order of their dates")
        }
        draft.notes = notes(root.child("DocumentNotes"))
        draft.references = references(root.child("DocumentReferences"))
        draft.acknowledgments = acknowledgments(root.child("Acknowledgments"))
        var tree: JSONDraft = .object([])
        if let own = root.child("ProductTree") { tree = productTree(own, &remarks) }
        if case .object(let members) = tree, !members.isEmpty { draft.productTree = tree }
        draft.vulnerabilities = root.all("Vulnerability").map { vulnerability($0, &remarks) }
        if draft.vulnerabilities.isEmpty { draft.category = "csaf_base" }
        return ConvertedDraft(json: draft.json, remarks: remarks)
    }

    private static func moment(_ text: String) -> Timestamp? { Timestamp(text) ?? Timestamp(text + "Z") }

    private func notes(_ list: XMLElement?) -> [(category: String, title: String, text: String)] {
        (list?.all("Note") ?? []).compactMap { note in
            guard !note.trimmed.isEmpty else { return nil }
            let type = (note.attributes["Type"] ?? "Other").lowercased()
            let categories = [
                "general": "general", "details": "details", "description": "description", "summary": "summary", "faq": "faq",
                "legal disclaimer": "legal_disclaimer",
            ]
            return (categories[type] ?? "other", note.attributes["Title"] ?? "", note.trimmed)
        }
    }

    private func references(_ list: XMLElement?) -> [(category: String, summary: String, url: String)] {
        (list?.all("Reference") ?? []).compactMap { reference in
            guard let url = reference.text("URL"), URIForm.isURI(url) else { return nil }
            return (reference.attributes["Type"]?.lowercased() == "self" ? "self" : "external", reference.text("Description") ?? url, url)
        }
    }

    private func acknowledgments(_ list: XMLElement?) -> [JSONDraft] {
        (list?.all("Acknowledgment") ?? []).compactMap { item in
            var draft: JSONDraft = .object([])
            let names = item.all("Name").map(\.trimmed).filter { !$0.isEmpty }
            if !names.isEmpty { draft["names"] = .list(names.map { .text($0) }) }
            if let organization = item.text("Organization") { draft["organization"] = .text(organization) }
            if let summary = item.text("Description") { draft["summary"] = .text(summary) }
            let urls = item.all("URL").map(\.trimmed).filter(URIForm.isURI)
            if !urls.isEmpty { draft["urls"] = .list(urls.map { .text($0) }) }
            if case .object(let members) = draft, members.isEmpty { return nil }
            return draft
        }
    }

    // MARK: Products

    private func productTree(_ tree: XMLElement, _ remarks: inout [String]) -> JSONDraft {
        var draft: JSONDraft = .object([])
        let branches = tree.all("Branch").compactMap { branch($0, &remarks) }
        if !branches.isEmpty { draft["branches"] = .list(branches) }
        let names = tree.all("FullProductName").compactMap(product)
        if !names.isEmpty { draft["full_product_names"] = .list(names) }
        let groups = (tree.child("ProductGroups")?.all("Group") ?? []).compactMap { group -> JSONDraft? in
            let ids = group.all("ProductID").map(\.trimmed)
            guard let id = group.attributes["GroupID"], ids.count >= 2 else { return nil }
            var draft: JSONDraft = ["group_id": .text(id), "product_ids": .list(ids.map { .text($0) })]
            if let summary = group.text("Description") { draft["summary"] = .text(summary) }
            return draft
        }
        if !groups.isEmpty { draft["product_groups"] = .list(groups) }
        let relations = tree.all("Relationship").flatMap(relationship)
        if !relations.isEmpty { draft[version == .v2_0 ? "relationships" : "product_paths"] = .list(relations) }
        return draft
    }

    private func product(_ element: XMLElement) -> JSONDraft? {
        guard let id = element.attributes["ProductID"] else { return nil }
        var draft: JSONDraft = ["name": .text(element.trimmed.isEmpty ? id : element.trimmed), "product_id": .text(id)]
        if let cpe = element.attributes["CPE"], PlatformName(cpe) != nil { draft["product_identification_helper"] = ["cpe": .text(cpe)] }
        return draft
    }

    private func branch(_ element: XMLElement, _ remarks: inout [String]) -> JSONDraft? {
        let categories = [
            "Vendor": "vendor", "Product Family": "product_family", "Product Name": "product_name", "Product Version": "product_version",
            "Patch Level": "patch_level", "Service Pack": "service_pack", "Architecture": "architecture", "Language": "language",
            "Legacy": version == .v2_0 ? "legacy" : "product_family", "Specification": "specification", "Host Name": "host_name",
            "Resource": "specification", "Realm": "specification",
        ]
        let name = element.attributes["Name"] ?? "unnamed"
        var draft: JSONDraft = ["category": .text(categories[element.attributes["Type"] ?? ""] ?? "product_family"), "name": .text(name)]
        let branches = element.all("Branch").compactMap { branch($0, &remarks) }
        let products = element.all("FullProductName").compactMap(product)
        // A branch of CSAF holds branches or one product.
        if branches.isEmpty, products.count == 1 {
            draft["product"] = products[0]
        } else if branches.isEmpty, products.isEmpty {
            remarks.append("the branch “\(name)” holds nothing and was left out")
            return nil
        } else {
            let wrapped = products.map { product -> JSONDraft in
                ["category": "specification", "name": product["name"] ?? "product", "product": product]
            }
            draft["branches"] = .list(branches + wrapped)
        }
        return draft
    }

    private func relationship(_ element: XMLElement) -> [JSONDraft] {
        let type = (element.attributes["RelationType"] ?? "").lowercased().replacing(" ", with: "_")
        let categories = ["default_component_of", "external_component_of", "installed_on", "installed_with", "optional_component_of"]
        guard let first = element.attributes["ProductReference"], let second = element.attributes["RelatesToProductReference"] else {
            return []
        }
        let category = JSONDraft.text(categories.contains(type) ? type : "default_component_of")
        return element.all("FullProductName").compactMap(product).map { product in
            version == .v2_0
                ? [
                    "category": category, "full_product_name": product, "product_reference": .text(first),
                    "relates_to_product_reference": .text(second),
                ]
                : [
                    "beginning_product_reference": .text(first), "full_product_name": product,
                    "subpaths": [["category": category, "next_product_reference": .text(second)]],
                ]
        }
    }

    // MARK: Vulnerabilities

    private func vulnerability(_ element: XMLElement, _ remarks: inout [String]) -> JSONDraft {
        var draft: JSONDraft = .object([])
        if let title = element.text("Title") { draft["title"] = .text(title) }
        if let cve = element.text("CVE") { draft["cve"] = .text(cve) }
        let ids = element.all("ID").filter { !$0.trimmed.isEmpty }.map { id -> JSONDraft in
            ["system_name": .text(id.attributes["SystemName"] ?? "unknown"), "text": .text(id.trimmed)]
        }
        if !ids.isEmpty { draft["ids"] = .list(ids) }
        let notes = notes(element.child("Notes"))
        if !notes.isEmpty {
            draft["notes"] = .list(
                notes.map { note in
                    var draft: JSONDraft = ["category": .text(note.category), "text": .text(note.text)]
                    if !note.title.isEmpty { draft["title"] = .text(note.title) }
                    return draft
                })
        }
        let references = references(element.child("References"))
        if !references.isEmpty {
            draft["references"] = .list(
                references.map { ["category": .text($0.category), "summary": .text($0.summary), "url": .text($0.url)] })
        }
        let thanks = acknowledgments(element.child("Acknowledgments"))
        if !thanks.isEmpty { draft["acknowledgments"] = .list(thanks) }
        weakness(element, &draft, &remarks)
        statuses(element, &draft)
        scores(element, &draft, &remarks)
        treatment(element, &draft)
        return draft
    }

    private func weakness(_ element: XMLElement, _ draft: inout JSONDraft, _ remarks: inout [String]) {
        guard let cwe = element.child("CWE"), let id = cwe.attributes["ID"] else { return }
        let release = WeaknessRegister.releases.last?.version ?? ""
        let verdict =
            version == .v2_0
            ? WeaknessRegister.verdict(id: id, name: cwe.trimmed) : WeaknessRegister.verdict(id: id, name: cwe.trimmed, release: release)
        guard case .fits = verdict else {
            return remarks.append("the weakness \(id) was left out: “\(cwe.trimmed)” is not its name in the CWE")
        }
        if version == .v2_0 {
            draft["cwe"] = ["id": .text(id), "name": .text(cwe.trimmed)]
        } else {
            draft["cwes"] = [["id": .text(id), "name": .text(cwe.trimmed), "version": .text(release)]]
        }
    }

    private func statuses(_ element: XMLElement, _ draft: inout JSONDraft) {
        let names = [
            "First Affected": "first_affected", "Known Affected": "known_affected", "Known Not Affected": "known_not_affected",
            "First Fixed": "first_fixed", "Fixed": "fixed", "Recommended": "recommended", "Last Affected": "last_affected",
        ]
        var status: JSONDraft = .object([])
        for item in element.child("ProductStatuses")?.all("Status") ?? [] {
            guard let name = names[item.attributes["Type"] ?? ""] else { continue }
            var list: [JSONDraft] = []
            if case .list(let present)? = status[name] { list = present }
            status[name] = .list(list + item.all("ProductID").map { .text($0.trimmed) })
        }
        if case .object(let members) = status, !members.isEmpty { draft["product_status"] = status }
    }

    private func scores(_ element: XMLElement, _ draft: inout JSONDraft, _ remarks: inout [String]) {
        var all: [String] = []
        if case .object(let members)? = draft["product_status"] {
            for member in members {
                if case .list(let items) = member.value { for case .text(let id) in items where !all.contains(id) { all.append(id) } }
            }
        }
        var scores: [JSONDraft] = []
        for set in element.child("CVSSScoreSets")?.children ?? [] {
            guard let text = set.text("VectorV2") ?? set.text("VectorV3") ?? set.text("Vector") else { continue }
            let ids = set.all("ProductID").map(\.trimmed)
            guard let vector = try? CVSSVector(text), !(ids + all).isEmpty,
                let score = ScoreDraft.json(vector, products: ids.isEmpty ? all : ids, version: version)
            else {
                remarks.append("the score \(text) has no place in the draft")
                continue
            }
            scores.append(score)
        }
        if !scores.isEmpty { draft[version == .v2_0 ? "scores" : "metrics"] = .list(scores) }
    }

    private func treatment(_ element: XMLElement, _ draft: inout JSONDraft) {
        func products(_ item: XMLElement, _ draft: inout JSONDraft) {
            let ids = item.all("ProductID").map { JSONDraft.text($0.trimmed) }
            let groups = item.all("GroupID").map { JSONDraft.text($0.trimmed) }
            if !ids.isEmpty { draft["product_ids"] = .list(ids) }
            if !groups.isEmpty { draft["group_ids"] = .list(groups) }
        }
        let remedies = [
            "Workaround": "workaround", "Mitigation": "mitigation", "Vendor Fix": "vendor_fix", "None Available": "none_available",
            "Will Not Fix": "no_fix_planned",
        ]
        let remediations = (element.child("Remediations")?.all("Remediation") ?? []).compactMap { item -> JSONDraft? in
            guard let category = remedies[item.attributes["Type"] ?? ""] else { return nil }
            var draft: JSONDraft = ["category": .text(category), "details": .text(item.text("Description") ?? "See the reference.")]
            if let url = item.text("URL"), URIForm.isURI(url) { draft["url"] = .text(url) }
            if let entitlement = item.text("Entitlement") { draft["entitlements"] = [.text(entitlement)] }
            products(item, &draft)
            return draft
        }
        if !remediations.isEmpty { draft["remediations"] = .list(remediations) }
        let kinds = ["Impact": "impact", "Exploit Status": "exploit_status", "Target Set": "target_set"]
        let threats = (element.child("Threats")?.all("Threat") ?? []).compactMap { item -> JSONDraft? in
            guard let category = kinds[item.attributes["Type"] ?? ""], let details = item.text("Description") else { return nil }
            var draft: JSONDraft = ["category": .text(category), "details": .text(details)]
            products(item, &draft)
            return draft
        }
        if !threats.isEmpty { draft["threats"] = .list(threats) }
    }
}
