/// Drafts from records of the Open Source Vulnerability format (OSV 1.6 and 1.7).
public struct OSVConverter: Sendable {
    private let version: CSAFVersion
    private let publisher: (category: String, name: String, namespace: String)

    /// A converter into a version of CSAF, for an issuing party.
    public init(version: CSAFVersion = .v2_0, publisher: (category: String, name: String, namespace: String)) {
        self.version = version
        self.publisher = publisher
    }

    /// Types of VERS for the ecosystems of OSV.
    private static let schemes = [
        "npm": "npm", "PyPI": "pypi", "crates.io": "cargo", "Go": "golang", "Maven": "maven", "RubyGems": "gem", "NuGet": "nuget",
        "Packagist": "composer", "Hex": "hex", "Debian": "deb", "Alpine": "apk", "Pub": "pub",
    ]

    /// The draft of a record.
    ///
    /// - Throws: ``ConversionError`` where it is none.
    public func convert(_ tree: JSONTree, now: Timestamp = .now) throws(ConversionError) -> ConvertedDraft {
        let root = tree.root
        guard let id = root["id"]?.text, root["modified"] != nil else {
            throw .notOfFormat("the document is no OSV record: id or modified is missing")
        }
        var remarks: [String] = []
        let title = root["summary"]?.text ?? id
        var draft = DraftDocument(version: version, id: id, title: title, publisher: publisher, language: "en", now: now)
        if let details = root["details"]?.text, !details.isEmpty { draft.notes = [("summary", "Summary", details)] }
        var products = ProductTreeDraft()
        var affected: [String] = []
        var fixed: [String] = []
        for item in root["affected"]?.items ?? [] {
            let package = item["package"]
            guard let name = package?["name"]?.text, let ecosystem = package?["ecosystem"]?.text else {
                remarks.append("\(item.pointer) names no package")
                continue
            }
            let scheme = Self.schemes[String(ecosystem.prefix { $0 != ":" })]
            for version in item["versions"]?.items.compactMap(\.text) ?? [] {
                affected.append(
                    products.add(vendor: ecosystem, product: name, version: version, isRange: false, helper: helper(package, version)))
            }
            for range in item["ranges"]?.items ?? [] where range["type"]?.isText("GIT") != true {
                var constraints: [String] = []
                for event in range["events"]?.items ?? [] {
                    if let start = event["introduced"]?.text {
                        if start != "0" { constraints.append(">=" + start) }
                    } else if let end = event["fixed"]?.text {
                        constraints.append("<" + end)
                        fixed.append(
                            products.add(vendor: ecosystem, product: name, version: end, isRange: false, helper: helper(package, end)))
                    } else if let end = event["last_affected"]?.text {
                        constraints.append("<=" + end)
                    }
                }
                let prefix = scheme.map { "vers:\($0)/" } ?? ""
                let text = constraints.isEmpty ? "vers:all/*" : prefix + constraints.joined(separator: "|")
                if let parsed = try? VersionRange(text) {
                    if parsed.isOpenAbove { remarks.append("\(range.pointer) has no upper end") }
                    // Versions listed one by one say the same more clearly.
                    if item["versions"]?.count ?? 0 == 0 {
                        affected.append(products.add(vendor: ecosystem, product: name, version: text, isRange: true))
                    }
                } else {
                    remarks.append("\(range.pointer) could not be written as a range of versions")
                }
            }
        }
        if !products.isEmpty { draft.productTree = products.json }
        let aliases = root["aliases"]?.items.compactMap(\.text) ?? []
        var vulnerability: JSONDraft = .object([])
        if let cve = ([id] + aliases).first(where: { $0.hasPrefix("CVE-") }) { vulnerability["cve"] = .text(cve) }
        let others = ([id] + aliases).filter { !$0.hasPrefix("CVE-") }
        if !others.isEmpty {
            vulnerability["ids"] = .list(others.map { ["system_name": .text("OSV"), "text": .text($0)] })
        }
        vulnerability["notes"] = [["category": "description", "text": .text(root["details"]?.text ?? title), "title": "Description"]]
        var status: JSONDraft = .object([])
        func unique(_ list: [String]) -> [JSONDraft] {
            list.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.map { .text($0) }
        }
        if !affected.isEmpty { status["known_affected"] = .list(unique(affected)) }
        let onlyFixed = fixed.filter { !affected.contains($0) }
        if !onlyFixed.isEmpty { status["fixed"] = .list(unique(onlyFixed)) }
        if case .object(let members) = status, !members.isEmpty { vulnerability["product_status"] = status }
        var scores: [JSONDraft] = []
        for text in (root["severity"]?.items ?? []).compactMap({ $0["score"]?.text }) {
            guard let vector = try? CVSSVector(text), !affected.isEmpty,
                let score = ScoreDraft.json(vector, products: Array(Set(affected)).sorted(), version: version)
            else {
                remarks.append("the score \(text) has no place in the draft")
                continue
            }
            scores.append(score)
        }
        if !scores.isEmpty { vulnerability[version == .v2_0 ? "scores" : "metrics"] = .list(scores) }
        let references = (root["references"]?.items ?? []).compactMap { reference -> JSONDraft? in
            reference["url"]?.text.map { ["category": "external", "summary": .text(reference["type"]?.text ?? "WEB"), "url": .text($0)] }
        }
        if !references.isEmpty { vulnerability["references"] = .list(references) }
        if root["withdrawn"] != nil { remarks.append("the record was withdrawn") }
        draft.vulnerabilities = [vulnerability]
        return ConvertedDraft(json: draft.json, remarks: remarks)
    }

    private func helper(_ package: JSONValue?, _ version: String) -> JSONDraft? {
        guard let text = package?["purl"]?.text, let url = try? PackageURL(text), url.version == nil, url.qualifiers.isEmpty else {
            return nil
        }
        let full =
            text + "@"
            + version.map { StringForm.isAlphanumeric($0.asciiValue ?? 0) || "-._~+".contains($0) ? String($0) : Self.escaped($0) }.joined()
        return self.version == .v2_0 ? ["purl": .text(full)] : ["purls": [.text(full)]]
    }

    private static func escaped(_ character: Character) -> String {
        String(character).utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
