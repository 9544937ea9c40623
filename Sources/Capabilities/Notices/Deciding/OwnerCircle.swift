internal import Centre
internal import Vocabulary

/// Owners, whom to write to there, and who connects them: read once for a run.
actor OwnerCircle {
    /// An owner with those around it.
    struct Around: Sendable {
        let id: String
        /// Nil where the register has no owner of this id any more.
        let card: OwnerCard?
        let contacts: [ContactCard]
        let parent: OwnerCard?
        let parentContacts: [ContactCard]

        var facts: OwnerFacts? {
            card.map {
                OwnerFacts(
                    id: $0.id, sector: $0.sector, isCritical: $0.isCritical, ceiling: $0.ceiling ?? .amber,
                    parent: parent?.id)
            }
        }
    }

    private let directory: any OwnerDirectory
    private let cards: [String: OwnerCard]
    private var contacts: [String: [ContactCard]] = [:]

    init(_ directory: any OwnerDirectory) async throws {
        self.directory = directory
        cards = Dictionary(try await directory.owners().map { ($0.id, $0) }) { first, _ in first }
    }

    func around(_ owner: String) async throws -> Around {
        let card = cards[owner]
        let parent = card?.parent.flatMap { cards[$0] }
        var above: [ContactCard] = []
        if let parent { above = try await contacts(of: parent.id) }
        return Around(
            id: owner, card: card, contacts: card == nil ? [] : try await contacts(of: owner), parent: parent, parentContacts: above)
    }

    private func contacts(of owner: String) async throws -> [ContactCard] {
        if let known = contacts[owner] { return known }
        let found = try await directory.contacts(of: owner)
        contacts[owner] = found
        return found
    }
}
