public import Centre
internal import EventStore
internal import Vocabulary

extension Observation: FindingLookup {
    /// Findings about any of these addresses and host names, the latest first.
    public func findings(addresses: [String], hosts: [String], limit: Int) async throws -> [FindingMention] {
        var claims: [String] = []
        if !addresses.isEmpty { claims.append(QueryText.term("ip", anyOf: addresses)) }
        if !hosts.isEmpty { claims.append(QueryText.term("fqdn", anyOf: hosts)) }
        guard !claims.isEmpty else { return [] }
        var search = FindingSearch(
            filter: try Query.parse(claims.joined(separator: " or "), now: reader.clock(), over: .findings).filter)
        search.limit = limit
        return try await search.page(reader, try await reader.owners()).rows.map { row in
            FindingMention(
                id: "\(row.finding.id)", type: row.finding.type, address: row.finding.ip.map { "\($0)" }, host: row.finding.fqdn,
                state: row.state.name.rawValue, path: DeskLinks.finding(row.finding.id))
        }
    }
}
