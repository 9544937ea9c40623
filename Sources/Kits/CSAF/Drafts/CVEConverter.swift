/// Drafts from records of the CVE programme (CVE JSON 5).
public struct CVEConverter: Sendable {
    private let version: CSAFVersion
    private let publisher: (category: String, name: String, namespace: String)

    /// A converter into a version of CSAF, for an issuing party.
    public init(version: CSAFVersion = .v2_0, publisher: (category: String, name: String, namespace: String)) {
        self.version = version
        self.publisher = publisher
    }

    /// The draft of a record.
    ///
    /// - Throws: ``ConversionError`` where it is none.
    public func convert(_ tree: JSONTree, now: Timestamp = .now) throws(ConversionError) -> ConvertedDraft {
        let root = tree.root
        guard root["dataType"]?.isText("CVE_RECORD") == true, let id = root["cveMetadata"]?["cveId"]?.text else {
            throw .notOfFormat("the document is no CVE record: dataType or cveMetadata/cveId is missing")
        }
        guard let container = root["containers"]?["cna"] else { throw .notOfFormat("the record has no containers/cna") }
        var remarks: [String] = []
        let description = (container["descriptions"]?.items ?? []).first { $0["lang"]?.text?.hasPrefix("en") == true }?["value"]?.text
        let title = container["title"]?.text ?? id
        var draft = DraftDocument(version: version, id: id, title: title, publisher: publisher, language: "en", now: now)
        if let description { draft.notes = [("summary", "Summary", description)] }
        draft.references = [("external", "CVE record", "https://www.cve.org/CVERecord?id=" + id)]

        var products = ProductTreeDraft()
        var affected: [String] = []
        var fixed: [String] = []
        var unaffected: [String] = []
        for item in container["affected"]?.items ?? [] {
            let vendor = item["vendor"]?.text ?? "unknown vendor"
            guard let name = item["product"]?.text ?? item["packageName"]?.text else {
                remarks.append("\(item.pointer) names no product")
                continue
            }
            for entry in item["versions"]?.items ?? [] {
                guard let start = entry["version"]?.text else { continue }
                let status = entry["status"]?.text ?? "unknown"
                let end = entry["lessThan"]?.text ?? entry["lessThanOrEqual"]?.text
                let isExclusive = entry["lessThan"] != nil
                let id: String
                if let end, end != "*" {
                    let bound = (isExclusive ? "<" : "<=") + end
                    let range = ["0", "*", "unspecified", "n/a"].contains(start) ? bound : ">=\(start)|\(bound)"
                    id = products.add(vendor: vendor, product: name, version: range, isRange: true)
                    if isExclusive, status == "affected" {
                        fixed.append(products.add(vendor: vendor, product: name, version: end, isRange: false))
                    }
                } else if end == "*" {
                    remarks.append("\(entry.pointer) has no upper end")
                    id = products.add(vendor: vendor, product: name, version: ">=\(start)", isRange: true)
                } else {
                    id = products.add(vendor: vendor, product: name, version: start, isRange: false)
                }
                if status == "affected" { affected.append(id) } else if status == "unaffected" { unaffected.append(id) }
            }
            if item["versions"] == nil || item["versions"]?.count == 0 {
                if item["defaultStatus"]?.isText("affected") == true {
                    affected.append(products.add(vendor: vendor, product: name, version: "vers:all/*", isRange: true))
                } else {
                    remarks.append("\(item.pointer) gives no versions")
                }
            }
        }
        if !products.isEmpty { draft.productTree = products.json }

        var vulnerability: JSONDraft = ["cve": .text(id)]
        if let description {
            vulnerability["notes"] = [["category": "description", "text": .text(description), "title": "Description"]]
        }
        weaknesses(container, &vulnerability, &remarks)
        var status: JSONDraft = .object([])
        func unique(_ list: [String]) -> JSONDraft {
            .list(list.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.map { .text($0) })
        }
        let onlyFixed = fixed.filter { !affected.contains($0) && !unaffected.contains($0) }
        if !affected.isEmpty { status["known_affected"] = unique(affected) }
        if !onlyFixed.isEmpty { status["fixed"] = unique(onlyFixed) }
        let notAffected = unaffected.filter { !affected.contains($0) }
        if !notAffected.isEmpty { status["known_not_affected"] = unique(notAffected) }
        if case .object(let members) = status, !members.isEmpty { vulnerability["product_status"] = status }
        let vectors = (container["metrics"]?.items ?? []).flatMap { metric in
            metric.children.compactMap { $0["vectorString"]?.text }
        }
        for text in vectors {
            guard let vector = try? CVSSVector(text), !affected.isEmpty,
                let score = ScoreDraft.json(vector, products: Array(Set(affected)).sorted(), version: version)
            else {
                remarks.append("the score \(text) has no place in the draft")
                continue
            }
            let name = version == .v2_0 ? "scores" : "metrics"
            var list: [JSONDraft] = []
            if case .list(let present)? = vulnerability[name] { list = present }
            vulnerability[name] = .list(list + [score])
        }
        let references = (container["references"]?.items ?? []).compactMap { reference -> JSONDraft? in
            reference["url"]?.text.map { ["category": "external", "summary": .text(reference["name"]?.text ?? $0), "url": .text($0)] }
        }
        if !references.isEmpty { vulnerability["references"] = .list(references) }
        vulnerability["title"] = .text(title)
        draft.vulnerabilities = [vulnerability]
        return ConvertedDraft(json: draft.json, remarks: remarks)
    }

    private func weaknesses(_ container: JSONValue, _ vulnerability: inout JSONDraft, _ remarks: inout [String]) {
        let found = (container["problemTypes"]?.items ?? []).flatMap { $0["descriptions"]?.items ?? [] }.compactMap {
            item -> (id: String, name: String)? in
            guard let id = item["cweId"]?.text else { return nil }
            var name = item["description"]?.text ?? ""
            if name.hasPrefix(id) { name = String(name.dropFirst(id.count).drop { $0 == ":" || $0 == " " || $0 == "-" }) }
            return (id, name)
        }
        let release = WeaknessRegister.releases.last?.version ?? "4.20"
        let known = found.filter { WeaknessRegister.verdict(id: $0.id, name: $0.name, release: release) == .fits(isDeprecated: false) }
        for item in found where !known.contains(where: { $0.id == item.id }) {
            remarks.append("the weakness \(item.id) was left out: “\(item.name)” is not its name in the CWE")
        }
        guard let first = known.first else { return }
        if version == .v2_0 {
            vulnerability["cwe"] = ["id": .text(first.id), "name": .text(first.name)]
            for item in known.dropFirst() { remarks.append("the weakness \(item.id) was left out: CSAF 2.0 has place for one") }
        } else {
            vulnerability["cwes"] = .list(known.map { ["id": .text($0.id), "name": .text($0.name), "version": .text(release)] })
        }
    }
}
