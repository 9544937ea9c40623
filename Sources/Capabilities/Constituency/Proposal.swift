internal import Vocabulary

/// Networks, systems and domains that are added to an owner or taken from it.
struct ScopeParts: Sendable, Hashable, Codable {
    var networks: [IPPrefix] = []
    var asns: [ASN] = []
    var domains: [DomainName] = []

    var isEmpty: Bool { networks.isEmpty && asns.isEmpty && domains.isEmpty }
    var texts: [String] { networks.map(\.description) + asns.map(\.description) + domains.map(\.ascii) }
}

/// One thing that an owner asks to have changed. What is said of lists are differences, so that a proposal still means the same after
/// somebody else changed the owner.
enum ProposedChange: Sendable, Hashable, Codable {
    /// A name in a language; an empty one takes it away.
    case name(language: String, String)
    case scope(adding: ScopeParts, removing: ScopeParts)
    case newContact(ContactParts)
    case changedContact(id: String, ContactParts)
    case removedContact(id: String)

    /// What an owner may say of a contact.
    struct ContactParts: Sendable, Hashable, Codable {
        var purpose: String
        var name: String?
        var email: EmailAddress?
        var phone: String?
        var language: String?

        init(_ contact: Owner.Contact) {
            purpose = contact.purpose
            name = contact.name
            email = contact.email
            phone = contact.phone
            language = contact.language?.text
        }
    }
}

extension Owner {
    /// The owner with what was proposed; what does not fit any more, such as a contact that is gone, is passed over.
    func applying(_ changes: [ProposedChange]) -> Owner {
        var owner = self
        for change in changes {
            switch change {
            case .name(let language, let name):
                guard let tag = LanguageTag(language) else { continue }
                owner.names[tag] = name.isEmpty ? nil : name
            case .scope(let adding, let removing): owner.change(adding: adding, removing: removing)
            case .newContact(let parts):
                var contact = Owner.Contact(purpose: parts.purpose, standing: .unverified)
                contact.take(parts)
                owner.contacts.append(contact)
            case .changedContact(let id, let parts):
                for place in owner.contacts.indices where owner.contacts[place].id == id { owner.contacts[place].take(parts) }
            case .removedContact(let id): owner.contacts.removeAll { $0.id == id }
            }
        }
        return owner
    }
}

extension Owner.Contact {
    /// Takes what an owner said; a new address is unverified.
    mutating func take(_ parts: ProposedChange.ContactParts) {
        purpose = parts.purpose
        name = parts.name
        phone = parts.phone
        language = parts.language.flatMap { LanguageTag($0) }
        if email != parts.email {
            email = parts.email
            standing = .unverified
        }
    }
}

/// What an owner asks to have changed, and what became of it.
struct Proposal: Sendable, Hashable, Identifiable {
    enum State: String, Sendable, Hashable { case open, accepted, refused, withdrawn }

    let id: Int64
    let owner: String
    let moment: Instant
    /// The account in the portal.
    let author: RegisterAuthor
    let changes: [ProposedChange]
    let note: String?
    let state: State
    let decided: Instant?
    let decider: String?
    let reason: String?
}
