internal import Centre

/// The names of what leaves for a party: `cases.<key>.<number>`, also the left side of its Message-ID. The key says nothing of the case,
/// and nobody can guess another party's.
enum PartyDispatch {
    static let capability = "cases"

    static func name(_ party: Party, _ number: Int) -> String { "cases.\(party.key).\(number)" }

    /// The key of the party that a dispatch belongs to; nil for those of others.
    static func key(_ dispatch: DispatchID) -> String? {
        let parts = dispatch.description.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0] == "cases" ? String(parts[1]) : nil
    }

    static func reference(_ found: Case, _ party: Party) -> String { "case/\(found.name)/\(party.id)" }
}
