// The document as a whole.

/// The address under which a document is to be found.
enum CanonicalURL {
    /// The canonical URL of a document: a reference to itself by https that ends with the file name; `nil` where there is none.
    static func of(_ facts: Facts) -> String? {
        guard let id = facts.tracking?["id"]?.text else { return nil }
        let name = "/" + DocumentFile.name(forID: id)
        return (facts.document?["references"]?.items ?? []).lazy.compactMap { reference -> String? in
            guard reference["category"]?.isText("self") == true, let url = reference["url"]?.text else { return nil }
            return url.hasPrefix("https://") && url.hasSuffix(name) ? url : nil
        }.first
    }
}

struct MissingCanonicalURL: ConformanceTest {
    let rule = Rule("6.2.11", "The document says where it is to be found: by https, under the file name that follows from its identifier.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard CanonicalURL.of(facts) == nil else { return }
        let name = facts.tracking?["id"]?.text.map(DocumentFile.name(forID:)) ?? "…"
        report.fail(
            facts.document?["references"] ?? facts.document,
            "a reference of the category self is missing whose URL starts with https:// and ends with /\(name)")
    }
}

struct UnsortedKeys: ConformanceTest {
    let rule = Rule("6.2.13", "The members of every object stand in alphabetical order.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        walk(facts.root, &report)
    }

    private func walk(_ value: JSONValue, _ report: inout RuleReport) {
        var last: JSONValue?
        let isObject = value.isObject
        for child in value.children {
            if isObject {
                if let last, child.keyPrecedes(last) {
                    report.fail(child, "\(child.key ?? "") stands behind \(last.key ?? "")")
                }
                last = child
            }
            if child.isObject || child.isArray { walk(child, &report) }
        }
    }
}

extension JSONValue {
    /// True if the name of this member comes before another's.
    fileprivate func keyPrecedes(_ other: JSONValue) -> Bool {
        let (one, two) = (node, other.node)
        if one.flags.contains(.escapedKey) || two.flags.contains(.escapedKey) {
            return Array((key ?? "").utf16).lexicographicallyPrecedes(Array((other.key ?? "").utf16))
        }
        return tree.bytes.withUnsafeBytes { bytes in
            let left = UnsafeRawBufferPointer(rebasing: bytes[Int(one.key)..<Int(one.key) + Int(one.keyLength)])
            let right = UnsafeRawBufferPointer(rebasing: bytes[Int(two.key)..<Int(two.key) + Int(two.keyLength)])
            for place in 0..<min(left.count, right.count) where left[place] != right[place] { return left[place] < right[place] }
            return left.count < right.count
        }
    }
}

struct AdditionalMembers: ConformanceTest {
    let rule = Rule("6.2.20", "The document has no members that the schema does not know; they may be misspelt.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for member in facts.shape.unknownMembers { report.fail(member, "\(member.key ?? "") is no member that CSAF knows here") }
        for place in facts.extensions {
            for value in place.list.items {
                guard let schema = value["$schema"]?.text else { continue }
                guard let package = facts.context.extensions[schema] else {
                    report.hint(value, "the experimental extension \(schema) is not known here, so its members were not looked at")
                    continue
                }
                for member in package.unknownMembers(value) { report.fail(member, "\(member.key ?? "") is no member of this extension") }
            }
        }
    }
}

struct IdentifierInTitle: ConformanceTest {
    let rule = Rule("6.2.22", "The title does not repeat the identifier of the document.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let title = facts.document?["title"], let text = title.text, let id = facts.tracking?["id"]?.text, !id.isEmpty,
            text.contains(id)
        else { return }
        report.fail(title, "the title contains \(id)")
    }
}

struct UnboundDescription: ConformanceTest {
    let rule = Rule("6.2.40", "Descriptions of products say which products they describe.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let notes = facts.document?["notes"]?.items, !notes.isEmpty else { return }
        guard let term = FixedTerms.text(.productDescription, language: facts.language) else {
            return report.hint(
                facts.document?["lang"], "no translation of “Product Description” is recorded for this language; the test was passed over")
        }
        for note in notes
        where note["category"]?.isText("description") == true && note["title"]?.text?.hasPrefix(term) == true && note["product_ids"] == nil
            && note["group_ids"] == nil
        {
            report.fail(note, "the description names no products; add product_ids or group_ids")
        }
    }
}

// MARK: Addresses

/// Tests that addresses can answer. Without the network only names that never will are found.
private func checkReachable(_ values: [JSONValue], _ facts: Facts, _ report: inout RuleReport) {
    for value in values {
        guard let text = value.text, text.hasPrefix("https://") || text.hasPrefix("http://") else { continue }
        if let isReachable = facts.context.isReachable {
            if !isReachable(text) { report.fail(value, "\(text) does not answer") }
        } else {
            let host = text.drop { $0 != "/" }.dropFirst(2).prefix { !"/:?#".contains($0) }.lowercased()
            if host.hasSuffix(".invalid") || host == "invalid" { report.fail(value, "\(text) can never answer: .invalid is kept for that") }
        }
    }
}

struct UnreachableAddress: ConformanceTest {
    let rule = Rule("6.3.6", "Addresses of others answer.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let document = facts.document
        var values: [JSONValue?] = [
            document?["aggregate_severity"]?["namespace"], document?["distribution"]?["tlp"]?["url"], document?["publisher"]?["namespace"],
        ]
        let parts = [document].compactMap(\.self) + facts.vulnerabilities.map(\.value)
        for part in parts {
            values += (part["acknowledgments"]?.items ?? []).flatMap { $0["urls"]?.items ?? [] }
            values += (part["references"]?.items ?? []).filter { $0["category"]?.isText("self") != true }.map { $0["url"] }
            values += (part["remediations"]?.items ?? []).map { $0["url"] }
        }
        for definition in facts.products.definitions {
            guard let helper = definition.helper else { continue }
            values += helper["sbom_urls"]?.items ?? []
            values += (helper["x_generic_uris"]?.items ?? []).flatMap { [$0["namespace"], $0["uri"]] }
        }
        checkReachable(values.compactMap(\.self), facts, &report)
    }
}

struct UnreachableSelf: ConformanceTest {
    let rule = Rule("6.3.7", "Addresses of the document itself answer.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let parts = [facts.document].compactMap(\.self) + facts.vulnerabilities.map(\.value)
        let values = parts.flatMap { $0["references"]?.items ?? [] }.filter { $0["category"]?.isText("self") == true }.compactMap {
            $0["url"]
        }
        checkReachable(values, facts, &report)
    }
}
