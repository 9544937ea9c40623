internal import Centre

/// All owners as they were a moment ago: names for pages, sectors for sums, and what a name in a query means.
struct OwnerBook: Sendable {
    static let empty = OwnerBook([])

    let cards: [String: OwnerCard]
    private let idsByName: [String: [String]]

    init(_ cards: [OwnerCard]) {
        self.cards = Dictionary(cards.map { ($0.id, $0) }) { first, _ in first }
        var idsByName: [String: [String]] = [:]
        for card in cards {
            for name in Set([card.id] + card.names.values).map({ $0.lowercased() }) { idsByName[name, default: []].append(card.id) }
        }
        self.idsByName = idsByName
    }

    /// The identifiers of the owners with a name in any language, whatever its case.
    func ids(named name: String) -> [String] { idsByName[name.lowercased()] ?? [] }

    func name(_ id: String, _ words: Words) -> String { cards[id]?.name(in: words.code) ?? id }

    /// The ids of a sector's owners; for the empty text those without a sector, and the empty id of findings without owner.
    func owners(ofSector sector: String) -> Set<String> {
        let ids = Set(cards.values.filter { ($0.sector ?? "") == sector }.map(\.id))
        return sector.isEmpty ? ids.union([""]) : ids
    }

    /// The sector's name in the register; empty for owners without one and for what has no owner.
    func sector(_ owner: String?) -> String { owner.flatMap { cards[$0]?.sector } ?? "" }
}

extension Words {
    /// A sector as people call it; sectors that the catalogue does not know by the name they have.
    func sector(_ name: String) -> String {
        if name.isEmpty { return self["observation.sector.none"] }
        return has("common.sector.\(name)") ? self["common.sector.\(name)"] : name
    }

    /// An incident type as people call it.
    func type(_ name: String) -> String {
        if name.isEmpty { return self["observation.type.none"] }
        return has("common.type.\(name)") ? self["common.type.\(name)"] : name
    }

    /// A class of types as people call it.
    func taxonomy(_ name: String) -> String { has("common.taxonomy.\(name)") ? self["common.taxonomy.\(name)"] : name }
}
