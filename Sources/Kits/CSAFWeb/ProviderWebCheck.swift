public import CSAF

/// Checks a provider over the web against requirements 1 to 20, an aggregator against 21 to 23 (CSAF 2.0 §7.1, CSAF 2.1 §7.1).
///
/// Every document is read and tested. Requirements of a role the provider does not claim do not apply; of 8 to 10 one is enough, and of 11 to 14 and 15 to 17 one group
/// (CSAF §7.2.2).
public struct ProviderWebCheck: Sendable {
    private let reader: WebReader
    private let tools: SignatureTools?
    /// Findings that are told of one requirement; how many more there are is said.
    private let told: Int

    /// A check.
    ///
    /// - Parameter tools: looks at signatures; without it only their form is looked at
    public init(reader: WebReader, tools: SignatureTools? = nil, told: Int = 20) {
        self.reader = reader
        self.tools = tools
        self.told = told
    }

    /// Checks what stands behind an address of `provider-metadata.json` or `aggregator.json`, or is found for a domain.
    ///
    /// - Throws: ``WebError`` where there is nothing to check, or it is more than the limits allow
    public func run(_ target: String) async throws(WebError) -> [ProviderCheck.Result] {
        guard target.contains("://"), target.hasSuffix(".json") else { return try await check(try await .find(target, with: reader)) }
        let answer = try await reader.get(target)
        if let tree = try? JSONTree(answer.bytes), tree.root["aggregator_version"] != nil { return try await checkAggregator(tree, answer) }
        return try await check(try ProviderSource(answer, domain: nil))
    }

    // MARK: Providers

    func check(_ provider: ProviderSource) async throws(WebError) -> [ProviderCheck.Result] {
        let listing = try await ProviderListing(of: provider, with: reader)
        let keys = try await ProviderKeys(of: provider, with: reader, tools: tools)
        let facts = try await documents(listing.documents, keys)
        let domain = try await DomainFindings(of: provider, with: reader)
        var problems = Dictionary(grouping: listing.problems + facts.flatMap(\.problems), by: \.requirement).mapValues { $0.map(\.text) }
        problems[7] =
            ProviderDocument.problems(inMetadata: provider.metadata.root)
            + (await isCanonical(provider) ? [] : ["canonical_url, \(provider.canonical), does not lead to what is at \(provider.address)"])
        problems[3] =
            (listing.insecure + facts.filter { $0.isRead && !$0.address.hasPrefix("https://") }.map(\.address)
            + [provider.address].filter { !$0.hasPrefix("https://") }).map { "\($0) is not served over TLS" }
        problems[6] = listing.redirected + facts.filter { !$0.redirections.isEmpty }.map { "\($0.redirections[0]) is a redirection" }
        compareLists(listing, facts, &problems)
        for (number, texts) in try await services(provider, listing) { problems[number, default: []] += texts }
        problems[20] = keys.problems + (keys.areNamed ? [] : ["the metadata names no public key"])
        let verdicts = Verdicts(provider: provider, listing: listing, facts: facts, domain: domain, problems: problems)
        return verdicts.results(told: told)
    }

    /// True if the canonical address gives the metadata that was found, be it elsewhere, as under csaf.data.security.
    private func isCanonical(_ provider: ProviderSource) async -> Bool {
        if provider.address == provider.canonical { return true }
        return (try? await reader.get(provider.canonical))?.bytes == provider.bytes
    }

    private func documents(_ listed: [ListedDocument], _ keys: ProviderKeys) async throws(WebError) -> [DocumentFacts] {
        let validator = CSAFValidator(preset: .basic)
        let (reader, tools) = (reader, tools)
        let outcome = await withTaskGroup(of: Result<DocumentFacts, WebError>.self) { group in
            var facts: [DocumentFacts] = []
            var waiting = listed[...]
            func next() {
                guard let document = waiting.popFirst() else { return }
                group.addTask {
                    do throws(WebError) {
                        return .success(
                            try await DocumentFacts(document, keys: keys, with: reader, tools: tools, validator: validator))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            for _ in 0..<6 { next() }
            while let result = await group.next() {
                switch result {
                case .success(let fact): facts.append(fact)
                case .failure(let error):
                    group.cancelAll()
                    return Result<[DocumentFacts], WebError>.failure(error)
                }
                next()
            }
            return .success(facts.sorted { $0.address < $1.address })
        }
        return try outcome.get()
    }

    /// Holds index.txt, changes.csv and the documents against one another.
    private func compareLists(_ listing: ProviderListing, _ facts: [DocumentFacts], _ problems: inout [Int: [String]]) {
        let dates = Dictionary(facts.map { ($0.address, $0.date) }) { first, _ in first }
        for directory in listing.directories {
            guard let index = directory.index, let changes = directory.changes else { continue }
            let ways = Set(changes.map(\.way))
            problems[13, default: []] += Set(index).subtracting(ways).sorted().map { "\(directory.address)changes.csv does not list \($0)" }
            problems[12, default: []] += ways.subtracting(index).sorted().map { "\(directory.address)index.txt does not list \($0)" }
            for change in changes {
                if let date = dates[directory.address + change.way] ?? nil, date != change.date {
                    problems[13, default: []].append(
                        "\(directory.address)changes.csv: the date of \(change.way) is not that of the document")
                }
            }
        }
        // A provider that has both ways must list the same documents in both, as far as everybody may see them.
        let open = listing.documents.filter { $0.label == nil || $0.label == "CLEAR" }
        let inFeeds = Set(open.filter { $0.lists.contains { !$0.hasSuffix("/index.txt") } }.map(\.address))
        let inDirectories = Set(open.filter { $0.lists.contains { $0.hasSuffix("/index.txt") } }.map(\.address))
        if !inFeeds.isEmpty, !inDirectories.isEmpty {
            problems[15, default: []] += inDirectories.subtracting(inFeeds).sorted().map { "no feed lists \($0)" }
            problems[12, default: []] += inFeeds.subtracting(inDirectories).sorted().map { "no index.txt lists \($0)" }
        }
    }

    private func services(_ provider: ProviderSource, _ listing: ProviderListing) async throws(WebError) -> [Int: [String]] {
        var problems: [Int: [String]] = [:]
        let rolies = provider.metadata.root["distributions"].elements.compactMap { $0["rolie"] }
        var collections: Set<String> = []
        let services = rolies.flatMap { $0["services"].elements }.compactMap(\.text)
        for address in services.prefix(50) {
            guard let tree = try await tree(address, 16, &problems) else { continue }
            let workspaces = (tree.root["service"]?["workspace"]).elements
            if workspaces.isEmpty { problems[16, default: []].append("\(address) is no service document") }
            collections.formUnion(workspaces.flatMap { $0["collection"].elements }.compactMap { $0["href"]?.text })
        }
        if !services.isEmpty {
            problems[16, default: []] += listing.feeds.map(\.address).filter { !collections.contains($0) }.map {
                "no service document lists \($0)"
            }
        }
        for address in rolies.flatMap({ $0["categories"].elements }).compactMap(\.text).prefix(50) {
            guard let tree = try await tree(address, 17, &problems) else { continue }
            if tree.root["categories"]?["category"]?.kind != .array {
                problems[17, default: []].append("\(address) is no category document")
            }
        }
        for directory in listing.directories where directory.index != nil {
            let answer = try await reader.ask(directory.address, limit: 16 << 20)
            let folder = directory.index?.first?.split(separator: "/").first.map(String.init) ?? ""
            let isListed = answer.status == 200 && String(decoding: answer.bytes, as: UTF8.self).contains(folder)
            if !isListed { problems[14, default: []].append("\(directory.address) shows no list of its files") }
        }
        return problems
    }

    private func tree(_ address: String, _ requirement: Int, _ problems: inout [Int: [String]]) async throws(WebError) -> JSONTree? {
        do throws(WebError) {
            let answer = try await reader.get(address)
            if let tree = try? JSONTree(answer.bytes) { return tree }
            problems[requirement, default: []].append("\(address) is no JSON")
        } catch {
            switch error {
            case .budget, .deadline: throw error
            default: problems[requirement, default: []].append("\(error)")
            }
        }
        return nil
    }

    // MARK: Aggregators

    private func checkAggregator(_ tree: JSONTree, _ answer: WebAnswer) async throws(WebError) -> [ProviderCheck.Result] {
        var form = ProviderDocument.problems(inAggregator: tree.root)
        if tree.root["canonical_url"]?.text != answer.address { form.append("canonical_url is not \(answer.address), where it was found") }
        let providers = tree.root["csaf_providers"].elements
        let parties = Set(
            (providers + tree.root["csaf_publishers"].elements).compactMap { $0["metadata"]?["publisher"]?["namespace"]?.text })
        let few = parties.count >= 2 ? [] : ["fewer than two issuing parties are listed"]
        let isAggregator = tree.root["aggregator"]?["category"]?.isText("aggregator") == true
        var broken: [String] = []
        let mirrors = (providers + tree.root["csaf_publishers"].elements).flatMap { $0["mirrors"].elements }.compactMap(\.text)
        for mirror in mirrors.prefix(1_000) {
            do throws(WebError) {
                let results = try await check(try ProviderSource(try await reader.get(mirror), domain: nil))
                broken += results.filter { $0.state == .failed && [1, 2, 7, 15, 18, 19].contains($0.number) }
                    .flatMap { result in result.findings.map { "\(mirror), requirement \(result.number): \($0)" } }
            } catch {
                switch error {
                case .budget, .deadline: throw error
                default: broken.append("\(error)")
                }
            }
        }
        if isAggregator, mirrors.count < 2 { broken.append("fewer than two mirrors are listed") }
        func result(_ number: Int, _ findings: [String], applies: Bool = true) -> ProviderCheck.Result {
            Verdicts.result(number, applies ? findings : ["a lister has no mirrors"], state: applies ? nil : .skipped, told: told)
        }
        let rest = (1...20).map { Verdicts.result($0, ["a requirement on providers"], state: .skipped, told: told) }
        return rest + [result(21, form), result(22, few), result(23, broken, applies: isAggregator)]
    }
}
