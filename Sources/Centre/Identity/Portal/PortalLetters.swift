internal import GRDB
internal import Vocabulary

/// The mails that bring a contact into the portal. Whether an address is known is found out in a job, so that the page answers the same
/// and as fast for every address.
struct PortalLetters: Sendable {
    /// What was asked for.
    struct Wish: Sendable, Codable {
        let email: String
        /// The language of the page it was asked on, for contacts without one of their own.
        let language: String
        let path: String
    }

    static let life: Duration = .seconds(900)

    let house: House
    let centre: CentreSettings
    let directory: any OwnerDirectory
    let channel: String

    /// Notes that somebody wants to be let in.
    func ask(_ wish: Wish) async throws {
        let job = try NewJob("identity.portal-link", payload: wish)
        try await house.records.write { _ = try house.jobs.add(job, in: $0) }
    }

    /// Sends the link, where a contact has the address.
    var job: JobKind {
        JobKind(name: "identity.portal-link", retry: .usual, atOnce: 2) { context in
            let wish = try context.payload(Wish.self)
            guard let email = EmailAddress(wish.email), let contact = try await directory.contacts(withEmail: email).first,
                let address = contact.email
            else { return .done("no contact has the address") }
            guard let id = DispatchID("identity-link-\(context.job)") else { throw HopelessJob("no name for the mail") }
            let words = try letterWords(contact.language ?? wish.language)
            let now = context.clock()
            do {
                try await house.records.write { database in
                    let key = try LinkStore.add(
                        .portal, account: nil, subject: address.description, path: wish.path, valid: Self.life, now: now, database)
                    let values = [
                        "centre": name(in: words.code), "link": url(of: key),
                        "minutes": words.number(Int(Self.life.components.seconds / 60)),
                    ]
                    let dispatch = try Dispatch(
                        id: id, act: .inform, tlp: .amberStrict, audience: .recipients, channel: channel, recipient: address.description,
                        subject: words.text("identity.letter.subject", values),
                        content: Array(words.text("identity.letter.body", values).utf8), mediaType: "text/plain; charset=utf-8",
                        capability: "identity", reference: "contact/\(contact.id)", author: "rule:portal-link")
                    try house.outward.plan(dispatch, in: database)
                    try EventStore.add(
                        .linkSent, account: "", name: address.description, by: .centre, note: contact.id, now: now, database)
                }
            } catch OutwardRefusal.nameTaken {
                return .done("sent by an earlier attempt")
            }
            return .done("sent")
        }
    }

    /// The address of a link.
    func url(of key: String) -> String { (centre.listening[.portal]?.url ?? "") + "/sign-in/with/" + key }

    private func name(in code: String) -> String { centre.naming.full(in: code) }

    /// Texts for a letter; read when one is written, which is seldom.
    private func letterWords(_ code: String) throws -> Words {
        try Catalogue(folders: [ResourceFolder.of("Centre")], order: centre.languages)[code]
    }
}

extension Identity: PortalInvitations {
    /// A link that lets a contact into the portal once, to a page of it.
    public func link(for contact: ContactCard, to path: String, valid: Duration) async throws -> String {
        guard let email = contact.email else { throw InvitationError.noAddress(contact: contact.id) }
        let now = house.clock()
        let key = try await house.records.write { database in
            try LinkStore.add(
                .portal, account: nil, subject: email.description, path: Redirect.isLocal(path) ? path : "/", valid: valid, now: now,
                database)
        }
        return letters.url(of: key)
    }

    /// The owners that the person behind an account speaks for now: all that have the address among their contacts.
    static func owners(of account: Account, _ directory: any OwnerDirectory) async throws -> [String] {
        Set(try await contacts(of: account, directory).map(\.owner)).sorted()
    }

    /// The contacts in the register that the person behind an account is: one at each owner that has the address.
    static func contacts(of account: Account, _ directory: any OwnerDirectory) async throws -> [ContactCard] {
        guard let address = EmailAddress(account.email ?? account.login) else { return [] }
        return try await directory.contacts(withEmail: address)
    }

    /// What trails call the person: the contact's name with the address, which alone is sure to be one person's or one desk's.
    static func name(of account: Account, _ cards: [ContactCard]) -> String {
        let names = Set(cards.compactMap { $0.name?.trimmed }.filter { !$0.isEmpty && $0 != account.login })
        guard names.count == 1, let name = names.first else { return account.login }
        return "\(name), \(account.login)"
    }
}

/// Why a contact cannot be invited.
public enum InvitationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The contact has no mail address.
    case noAddress(contact: String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .noAddress(let contact): "the contact \(contact) has no mail address; add one in the register"
        }
    }
}
