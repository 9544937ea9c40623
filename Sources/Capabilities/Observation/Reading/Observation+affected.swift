public import Centre
internal import EventStore
internal import Events
internal import Vocabulary

extension Observation: AffectedHosts {
    /// Looks through the events of the last while: by CVE in products, identifiers and tags, by product in names of products and types.
    public func affected(_ question: AffectedQuestion) async throws -> AffectedAnswer {
        var claims: [String] = []
        if !question.cves.isEmpty { claims.append(QueryText.term("cve", anyOf: question.cves)) }
        if !question.products.isEmpty { claims.append(QueryText.term("product", anyOf: question.products)) }
        guard !claims.isEmpty else { return AffectedAnswer(hosts: 0, events: 0, owners: [:], path: nil) }
        let filter = "(\(claims.joined(separator: " or "))) since:\(question.since.iso8601.prefix(10))"
        async let total = reader.groups(filter + " select count,distinct(ip)")
        async let byOwner = reader.groups(filter + " group by owner select distinct(ip) limit 1000")
        func number(_ value: Value?) -> Int { if case .integer(let number)? = value { Int(number) } else { 0 } }
        let sums = try await total.rows.first ?? []
        var owners: [String: Int] = [:]
        for row in try await byOwner.rows where row.count == 2 {
            if case .text(let owner)? = row[0], !owner.isEmpty { owners[owner] = number(row[1]) }
        }
        return AffectedAnswer(
            hosts: sums.count > 1 ? number(sums[1]) : 0, events: sums.isEmpty ? 0 : number(sums[0]), owners: owners,
            path: "/events?q=" + Form.encoded(filter))
    }
}
