internal import CSAF

/// Turns what was found into a verdict on each requirement.
struct Verdicts {
    let provider: ProviderSource
    let listing: ProviderListing
    let facts: [DocumentFacts]
    let domain: DomainFindings
    let problems: [Int: [String]]

    static let titles = [
        1: "documents are valid", 2: "file names follow from identifiers", 3: "served over TLS", 4: "open documents are open to all",
        5: "restricted documents are protected", 6: "no redirections", 7: "provider-metadata.json is valid",
        8: "security.txt names the metadata",
        9: "metadata at the well-known address", 10: "metadata under the name csaf.data.security", 11: "one folder a year",
        12: "index.txt lists every document", 13: "changes.csv lists every document, the latest first", 14: "directories are listed",
        15: "ROLIE feeds list every document", 16: "ROLIE service documents list the feeds", 17: "ROLIE category documents are well-formed",
        18: "digests are right", 19: "signatures are right", 20: "public keys are there", 21: "aggregator.json is valid",
        22: "two issuing parties are listed", 23: "mirrors are whole",
    ]

    /// A verdict: met where nothing was found, unless the state is given.
    static func result(_ number: Int, _ findings: [String], state: ProviderCheck.State? = nil, told: Int) -> ProviderCheck.Result {
        var shown = Array(findings.prefix(told))
        if findings.count > told { shown.append("and \(findings.count - told) more") }
        return ProviderCheck.Result(
            number: number, title: titles[number] ?? "", state: state ?? (findings.isEmpty ? .passed : .failed), findings: shown)
    }

    func results(told: Int) -> [ProviderCheck.Result] {
        var results = (1...7).map { number in
            switch number {
            case 1, 2: facts.contains(where: \.isRead) ? verdict(number, told) : none(number, "no document could be read", told)
            case 4: openness(told)
            case 5: restriction(told)
            case 6: verdict(number, told)
            default: verdict(number, told)
            }
        }
        let ways = [(8, domain.securityText), (9, domain.wellKnown), (10, domain.dnsPath)]
        let isFound = ways.contains { $0.1 == nil }
        for (number, flaw) in ways {
            guard let flaw else {
                results.append(Self.result(number, [], told: told))
                continue
            }
            results.append(
                isFound || isPublisher
                    ? none(number, isPublisher ? "for providers" : "one of 8 to 10 is enough; \(flaw)", told)
                    : Self.result(number, [flaw], told: told))
        }
        results += distribution(told)
        let isTrusted = provider.role == "csaf_trusted_provider"
        results += (18...20).map { number in
            // Who claims no trust may leave digests and signatures out, but may not have wrong ones.
            let lies = facts.flatMap(\.lies).filter { $0.requirement == number }.map(\.text)
            if isTrusted { return facts.isEmpty && number < 20 ? none(number, "there is no document", told) : verdict(number, told) }
            return lies.isEmpty ? none(number, "for trusted providers", told) : Self.result(number, lies, told: told)
        }
        results += (21...23).map { none($0, "a requirement on aggregators", told) }
        return results
    }

    private var isPublisher: Bool { provider.role == "csaf_publisher" }

    private func verdict(_ number: Int, _ told: Int) -> ProviderCheck.Result { Self.result(number, problems[number] ?? [], told: told) }

    private func none(_ number: Int, _ why: String, _ told: Int) -> ProviderCheck.Result {
        Self.result(number, [why], state: .skipped, told: told)
    }

    private func openness(_ told: Int) -> ProviderCheck.Result {
        if let own = problems[4], !own.isEmpty { return Self.result(4, own, told: told) }
        return facts.contains { $0.label == "CLEAR" } ? Self.result(4, [], told: told) : none(4, "no document is TLP:CLEAR", told)
    }

    private func restriction(_ told: Int) -> ProviderCheck.Result {
        if let own = problems[5], !own.isEmpty { return Self.result(5, own, told: told) }
        let restricted = listing.feeds.contains { ["AMBER", "AMBER+STRICT", "RED"].contains($0.label) }
        return restricted ? Self.result(5, [], told: told) : none(5, "no restricted document is listed", told)
    }

    /// 11 to 14 belong to directories, 15 to 17 to feeds; a provider has at least one of both (CSAF §7.2.2).
    private func distribution(_ told: Int) -> [ProviderCheck.Result] {
        let (hasDirectories, hasFeeds) = (!listing.directories.isEmpty, !listing.feeds.isEmpty)
        if !hasDirectories, !hasFeeds {
            let why = "the metadata names neither a directory nor a feed"
            return (11...17).map { isPublisher ? none($0, "for providers", told) : Self.result($0, [why], told: told) }
        }
        let rolies = provider.metadata.root["distributions"].elements.compactMap { $0["rolie"] }
        var feedProblems = problems[15] ?? []
        if hasFeeds, !listing.feeds.contains(where: { ["CLEAR", "GREEN", "UNLABELED", ""].contains($0.label) }) {
            feedProblems.append("there is no feed for TLP:CLEAR or TLP:GREEN")
        }
        return (11...14).map { hasDirectories ? verdict($0, told) : none($0, "no directory is distributed; 15 to 17 stand for it", told) }
            + [
                hasFeeds ? Self.result(15, feedProblems, told: told) : none(15, "no feed is distributed; 11 to 14 stand for it", told),
                rolies.contains { !$0["services"].elements.isEmpty }
                    ? verdict(16, told) : none(16, "no service document is distributed; it is recommended", told),
                rolies.contains { !$0["categories"].elements.isEmpty }
                    ? verdict(17, told) : none(17, "no category document is distributed; it is recommended", told),
            ]
    }
}
