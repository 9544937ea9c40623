internal import CSAF
internal import Vocabulary

/// Writes an advisory as a CSAF 2.0 document.
struct AdvisoryDocument: Sendable {
    /// The centre's name in English.
    let publisher: String
    /// The address of the public face: the publisher's namespace.
    let site: String

    /// What a version is filed under.
    struct Tracking: Sendable {
        let id: String
        let version: Int
        let first: Instant
        let moment: Instant
        /// Versions before, the first first.
        var before: [(version: Int, moment: Instant, change: String)] = []
    }

    /// The address of the provider's tree.
    var base: String { site + "/.well-known/csaf" }

    /// A document of an advisory; nil for warnings in plain words without vulnerability or product: there is nothing in them for a program.
    func document(_ content: AdvisoryContent, _ tracking: Tracking) -> [UInt8]? {
        guard content.kind == .advisory else { return nil }
        let language = content.languages.contains("en") ? "en" : content.language
        let texts = content.texts(for: language).texts
        var products = ProductList()
        for product in content.products { products.add(product) }
        let isWhole = !content.vulnerabilities.isEmpty && !content.products.isEmpty
        var draft = DraftDocument(
            version: .v2_0,
            category: isWhole ? "csaf_security_advisory" : content.references.isEmpty ? "csaf_base" : "csaf_informational_advisory",
            id: tracking.id, title: texts.title, publisher: ("coordinator", publisher, site), label: Self.label(content.tlp),
            language: language)
        draft.status = "final"
        draft.revisions = (tracking.before + [(tracking.version, tracking.moment, content.change)]).map { revision in
            let summary = revision.change.isEmpty ? (revision.version == 1 ? "First version." : "Updated.") : revision.change
            return ("\(revision.version)", Self.time(revision.moment), summary)
        }
        draft.notes = notes(texts, content)
        let address = path(tracking.id, content.tlp, tracking.first)
        draft.references = [("self", "This advisory in CSAF", base + "/" + address)]
        if content.tlp == .clear {
            draft.references.append(("self", "This advisory for people", "\(site)/advisories/\(tracking.id)"))
        }
        draft.references += content.references.map { ("external", $0.summary.isEmpty ? $0.url : $0.summary, $0.url) }
        if isWhole {
            draft.productTree = products.json
            draft.vulnerabilities = content.vulnerabilities.map { vulnerability($0, content, texts, products) }
        }
        return draft.json.bytes()
    }

    /// Where a document lies below ``base``.
    func path(_ id: String, _ tlp: TLP, _ first: Instant) -> String {
        let label = tlp == .clear ? "white" : Self.label(tlp).lowercased()
        return "\(label)/\(first.year)/\(DocumentFile.name(forID: id))"
    }

    private static func label(_ tlp: TLP) -> String { String(tlp.label.dropFirst(4)) }

    private static func time(_ instant: Instant) -> String { Timestamp(seconds: instant.seconds).text }

    private func notes(_ texts: AdvisoryTexts, _ content: AdvisoryContent) -> [(category: String, title: String, text: String)] {
        var notes: [(category: String, title: String, text: String)] = []
        if let reason = content.withdrawn { notes.append(("general", "Withdrawn", reason)) }
        for (category, title, text) in [
            ("summary", "Summary", texts.summary), ("details", "Details", texts.detail), ("general", "Recommendation", texts.advice),
        ] where !text.isEmpty { notes.append((category, title, text)) }
        return notes
    }

    private func vulnerability(
        _ one: DescribedVulnerability, _ content: AdvisoryContent, _ texts: AdvisoryTexts, _ products: ProductList
    ) -> JSONDraft {
        var notes: [JSONDraft] = [
            ["category": "description", "text": .text(one.title.isEmpty ? texts.summary : one.title), "title": "Description"]
        ]
        if let vector = one.vector4 { notes.append(["category": "other", "text": .text(vector), "title": "CVSS 4.0"]) }
        var status: JSONDraft = .object([])
        for kind in AffectedProduct.Status.allCases {
            let ids = products.ids(kind)
            if !ids.isEmpty { status[kind.rawValue] = .list(ids.map { .text($0) }) }
        }
        var draft: JSONDraft = ["notes": .list(notes), "product_status": status]
        if let cve = one.cve { draft["cve"] = .text(cve) }
        if one.cve == nil { draft["ids"] = [["system_name": .text(publisher), "text": .text(one.title)]] }
        if !one.title.isEmpty { draft["title"] = .text(one.title) }
        if let id = one.weakness, let name = one.weaknessName { draft["cwe"] = ["id": .text(id), "name": .text(name)] }
        let affected = products.ids(.affected)
        if let score = one.vector3.flatMap({ try? CVSSVector($0) }), !affected.isEmpty {
            draft["scores"] = [["cvss_v3": Self.score(score), "products": .list(affected.map { .text($0) })]]
        }
        let concerned = affected + products.ids(.investigated)
        if !concerned.isEmpty {
            draft["remediations"] = [
                [
                    "category": .text(content.remedy), "details": .text(texts.advice.isEmpty ? texts.summary : texts.advice),
                    "product_ids": .list(concerned.map { .text($0) }),
                ]
            ]
        }
        if one.isExploited {
            draft["threats"] = [["category": "exploit_status", "details": "Exploitation of this vulnerability is known."]]
        }
        // Whoever is not affected is told why, as VEX asks.
        let untouched = products.ids(.notAffected)
        if !untouched.isEmpty {
            let threat: JSONDraft = [
                "category": "impact", "details": "The vulnerable code is not in these products.",
                "product_ids": .list(untouched.map { .text($0) }),
            ]
            if case .list(let present)? = draft["threats"] {
                draft["threats"] = .list(present + [threat])
            } else {
                draft["threats"] = [threat]
            }
        }
        return draft
    }

    private static func score(_ vector: CVSSVector) -> JSONDraft {
        let scores = vector.scores
        return [
            "baseScore": .number(tenths(scores.base)), "baseSeverity": .text(scores.baseSeverity.rawValue.uppercased()),
            "vectorString": .text("\(vector)"), "version": .text(vector.version.rawValue),
        ]
    }

    private static func tenths(_ score: Double) -> String {
        let whole = Int((score * 10).rounded())
        return "\(whole / 10).\(whole % 10)"
    }
}

/// The product tree of an advisory: vendors, their products, versions (CSAF 2.0 section 3.2.2).
private struct ProductList {
    private var rows: [(product: AffectedProduct, id: String)] = []

    mutating func add(_ product: AffectedProduct) {
        let digits = String(rows.count + 1)
        rows.append((product, "CSAFPID-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits))
    }

    func ids(_ status: AffectedProduct.Status) -> [String] { rows.filter { $0.product.status == status }.map(\.id) }

    var json: JSONDraft {
        ["branches": .list(branches(rows, \.vendor, "vendor") { branches($0, \.name, "product_name") { $0.map(version) } })]
    }

    private func branches(
        _ rows: [(product: AffectedProduct, id: String)], _ key: KeyPath<AffectedProduct, String>, _ category: String,
        _ below: ([(product: AffectedProduct, id: String)]) -> [JSONDraft]
    ) -> [JSONDraft] {
        var names: [String] = []
        for row in rows where !names.contains(row.product[keyPath: key]) { names.append(row.product[keyPath: key]) }
        return names.map { name in
            let own = rows.filter { $0.product[keyPath: key] == name }
            return ["branches": .list(below(own)), "category": .text(category), "name": .text(name)]
        }
    }

    private func version(_ row: (product: AffectedProduct, id: String)) -> JSONDraft {
        var product: JSONDraft = ["name": .text(row.product.label), "product_id": .text(row.id)]
        if let cpe = row.product.cpe { product["product_identification_helper"] = ["cpe": .text(cpe)] }
        return [
            "category": .text(row.product.isRange ? "product_version_range" : "product_version"), "name": .text(row.product.version),
            "product": product,
        ]
    }
}
