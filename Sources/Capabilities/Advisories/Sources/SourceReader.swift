internal import CSAF
internal import Crypto
internal import Foundation
internal import Vocabulary

/// Where the centre looks for what is new.
struct Source: Sendable, Hashable, Identifiable {
    enum Kind: String, Sendable, Hashable, CaseIterable {
        /// RSS or Atom.
        case feed
        /// A CSAF provider, by its provider-metadata.json.
        case csaf
        /// CVE records in JSON 5.
        case cve
        /// CISA's list of vulnerabilities that are known to be exploited.
        case kev
        /// FIRST's estimates of how probable exploitation is.
        case epss
    }

    let id: String
    let kind: Kind
    let name: String
    let address: String
    var isActive = true
    var tried: Instant?
    var good: Instant?
    /// When it last had something new.
    var fresh: Instant?
    var failures = 0
    var problem = ""
    var tag: String?
    var modified: String?
    var items = 0
}

/// What a reading brought.
struct SourceReading: Sendable {
    var items: [SourceItem] = []
    /// Known to be exploited, since when.
    var exploited: [(cve: String, since: Instant?)] = []
    /// How probable exploitation is within 30 days, 0 to 1.
    var probabilities: [(cve: String, value: Double)] = []
    /// Documents that were left out, and why.
    var refused: [String] = []
}

/// Reads what a source gave, by its kind.
struct SourceReader: Sendable {
    /// Gets an address; gives nothing where it has not changed.
    typealias Get = @Sendable (_ address: String) async throws -> [UInt8]

    enum Mistake: Error, Sendable, Hashable, CustomStringConvertible {
        case notReadable(String)
        case wrongForm(String)

        var description: String {
            switch self {
            case .notReadable(let reason): reason
            case .wrongForm(let wanted): "it is no \(wanted)"
            }
        }
    }

    let get: Get

    func read(_ bytes: [UInt8], of kind: Source.Kind, since: Instant?) async throws -> SourceReading {
        switch kind {
        case .feed: SourceReading(items: try FeedReader.items(bytes))
        case .cve: SourceReading(items: try Self.records(bytes))
        case .kev: try Self.catalogue(bytes)
        case .epss: SourceReading(probabilities: try Self.probabilities(bytes))
        case .csaf: try await provider(bytes, since: since)
        }
    }

    private static func tree(_ bytes: [UInt8]) throws -> JSONTree {
        do { return try JSONTree(bytes, limits: JSONLimits(bytes: 64 << 20)) } catch { throw Mistake.notReadable("\(error)") }
    }

    // MARK: - CVE, KEV, EPSS

    /// One record of CVE JSON 5, or a list of them.
    static func records(_ bytes: [UInt8]) throws -> [SourceItem] {
        let root = try tree(bytes).root
        let records = root.isArray ? Array(root.children.prefix(20_000)) : [root]
        let items = records.compactMap { record -> SourceItem? in
            guard let id = record["cveMetadata"]?["cveId"]?.text, let cve = CVEID(id), let cna = record["containers"]?["cna"] else {
                return nil
            }
            let text = cna["descriptions"]?.children.first { $0["lang"]?.text?.hasPrefix("en") == true }?["value"]?.text ?? ""
            let first = text.split(separator: ".").first.map(String.init) ?? ""
            return SourceItem(
                id: "\(cve)", url: "https://www.cve.org/CVERecord?id=\(cve)",
                title: "\(cve): " + (cna["title"]?.text ?? String(first.prefix(150))),
                summary: text, published: record["cveMetadata"]?["datePublished"]?.text.flatMap { Instant($0) }, cves: ["\(cve)"])
        }
        guard !items.isEmpty || root.isArray else { throw Mistake.wrongForm("record of CVE JSON 5") }
        return items
    }

    /// The catalogue of known exploited vulnerabilities; what was added is an item, too.
    static func catalogue(_ bytes: [UInt8]) throws -> SourceReading {
        guard let list = try tree(bytes).root["vulnerabilities"], list.isArray else {
            throw Mistake.wrongForm("catalogue of exploited vulnerabilities")
        }
        var reading = SourceReading()
        for one in list.children.prefix(50_000) {
            guard let cve = one["cveID"]?.text.flatMap({ CVEID($0) }) else { continue }
            let since = one["dateAdded"]?.text.flatMap { Instant("\($0)T00:00:00Z") }
            reading.exploited.append(("\(cve)", since))
            let product = [one["vendorProject"]?.text, one["product"]?.text].compactMap(\.self).joined(separator: " ")
            reading.items.append(
                SourceItem(
                    id: "\(cve)", url: "https://www.cisa.gov/known-exploited-vulnerabilities-catalog?search_api_fulltext=\(cve)",
                    title: "\(cve): " + (one["vulnerabilityName"]?.text ?? product),
                    summary: [product, one["shortDescription"]?.text, one["requiredAction"]?.text].compactMap(\.self).joined(
                        separator: "\n"),
                    published: since, cves: ["\(cve)"]))
        }
        return reading
    }

    /// FIRST's file (`cve,epss,percentile`) or the answer of its API.
    static func probabilities(_ bytes: [UInt8]) throws -> [(cve: String, value: Double)] {
        if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
            guard let data = try tree(bytes).root["data"], data.isArray else { throw Mistake.wrongForm("answer of EPSS") }
            return data.children.compactMap { one in
                guard let cve = one["cve"]?.text.flatMap({ CVEID($0) }),
                    let value = one["epss"]?.text.flatMap({ Double($0) }) ?? one["epss"]?.number,
                    (0...1).contains(value)
                else { return nil }
                return ("\(cve)", value)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Mistake.wrongForm("text in UTF-8") }
        var found: [(cve: String, value: Double)] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ",")
            guard parts.count >= 2, let cve = CVEID(String(parts[0])), let value = Double(parts[1]), (0...1).contains(value) else {
                continue
            }
            found.append(("\(cve)", value))
        }
        guard !found.isEmpty else { throw Mistake.wrongForm("file of EPSS") }
        return found
    }

    // MARK: - CSAF providers

    /// Documents of one reading; the rest comes with the next.
    static let documentLimit = 40

    /// Follows the metadata of a provider to its open ROLIE feeds and directories, and reads what is newer than before. A document whose digest
    /// is not the one beside it is left out.
    private func provider(_ bytes: [UInt8], since: Instant?) async throws -> SourceReading {
        let root = try Self.tree(bytes).root
        guard let distributions = root["distributions"], distributions.isArray else { throw Mistake.wrongForm("provider-metadata.json") }
        var places: [(url: String, updated: Instant, sha: String?)] = []
        for distribution in distributions.children {
            for feed in distribution["rolie"]?["feeds"]?.children.map(\.self) ?? [] {
                guard ["WHITE", "CLEAR"].contains(feed["tlp_label"]?.text ?? ""), let url = feed["url"]?.text else { continue }
                places += try Self.entries(await get(url))
            }
            guard places.isEmpty, let folder = distribution["directory_url"]?.text else { continue }
            let base = folder.hasSuffix("/") ? folder : folder + "/"
            guard !["green", "amber", "red"].contains(where: { base.lowercased().hasSuffix("/\($0)/") }) else { continue }
            places += Self.changes(try await get(base + "changes.csv"), base: base)
        }
        var reading = SourceReading()
        let fresh = places.filter { place in since.map { place.updated > $0 } ?? true }.sorted { $0.updated > $1.updated }
        for place in fresh.prefix(Self.documentLimit) {
            do {
                let bytes = try await get(place.url)
                if let sha = place.sha {
                    let digest = SHA256.hash(data: Data(bytes)).map { String(format: "%02x", $0) }.joined()
                    let said = String(decoding: try await get(sha), as: UTF8.self).prefix { !$0.isWhitespace }.lowercased()
                    guard digest == said else {
                        reading.refused.append("\(place.url): its SHA-256 is not the one that stands beside it")
                        continue
                    }
                }
                let document = CSAF.Advisory(try Self.tree(bytes))
                guard !document.id.isEmpty else { throw Mistake.wrongForm("CSAF document") }
                let summary =
                    document.tree.root["document"]?["notes"]?.children.first { $0["category"]?.text == "summary" }?["text"]?.text ?? ""
                reading.items.append(
                    SourceItem(
                        id: document.id, url: place.url, title: document.title,
                        summary: ([summary] + document.products.prefix(20).map(\.name)).joined(separator: "\n"),
                        published: document.currentRelease ?? place.updated, cves: document.vulnerabilities.compactMap(\.cve)))
            } catch {
                reading.refused.append("\(place.url): \(error)")
            }
        }
        return reading
    }

    private static func entries(_ bytes: [UInt8]) throws -> [(url: String, updated: Instant, sha: String?)] {
        guard let entries = try tree(bytes).root["feed"]?["entry"] else { throw Mistake.wrongForm("ROLIE feed") }
        return entries.children.prefix(20_000).compactMap { entry in
            guard let url = entry["content"]?["src"]?.text, let updated = entry["updated"]?.text.flatMap({ Instant($0) }) else {
                return nil
            }
            let sha = entry["link"]?.children.first { $0["rel"]?.text == "hash" && $0["href"]?.text?.hasSuffix(".sha256") == true }?[
                "href"]?.text
            return (url, updated, sha)
        }
    }

    private static func changes(_ bytes: [UInt8], base: String) -> [(url: String, updated: Instant, sha: String?)] {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).prefix(20_000).compactMap { line in
            let parts = line.split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\" ")) }
            guard parts.count == 2, let updated = Instant(parts[1]), !parts[0].contains("..") else { return nil }
            return (base + parts[0], updated, base + parts[0] + ".sha256")
        }
    }
}
