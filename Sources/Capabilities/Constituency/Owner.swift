internal import Centre
public import Events
public import Vocabulary

/// Who answers for a part of the country's networks: an operator, a ministry, a bank.
public struct Owner: Sendable, Hashable, Identifiable {
    /// The slug that stands in an event's `constituency`: lower-case letters, digits, `.`, `_` and `-`, at most 64.
    public let id: String
    /// Names by language.
    public var names: [LanguageTag: String]
    /// The sector it works in, such as `telecommunications`.
    public var sector: String?
    /// Whether it runs critical infrastructure.
    public var isCritical: Bool
    /// The slug of the owner it belongs to.
    public var parent: String?
    /// Of owners with the very same network, domain or system the one with the higher priority answers.
    public var priority: Int
    /// Networks, in order and each once.
    public private(set) var networks: [IPPrefix]
    /// Autonomous systems, in order and each once.
    public private(set) var asns: [ASN]
    /// Domains with everything below them, in order and each once.
    public private(set) var domains: [DomainName]
    /// Countries it answers for where nobody else does, in order and each once.
    public private(set) var countries: [CountryCode]
    /// Whom to write to, the first of a purpose first.
    public var contacts: [Contact]
    /// What was agreed with it, as it was entered.
    public var agreements: [Agreement]
    /// What people should know.
    public var notes: String?

    /// An owner; lists are brought into order.
    public init(
        id: String, names: [LanguageTag: String] = [:], sector: String? = nil, isCritical: Bool = false, parent: String? = nil,
        priority: Int = 0, networks: [IPPrefix] = [], asns: [ASN] = [], domains: [DomainName] = [], countries: [CountryCode] = [],
        contacts: [Contact] = [], agreements: [Agreement] = [], notes: String? = nil
    ) {
        self.id = id
        self.names = names
        self.sector = sector
        self.isCritical = isCritical
        self.parent = parent
        self.priority = priority
        self.networks = Set(networks).sorted()
        self.asns = Set(asns).sorted()
        self.domains = Set(domains).sorted()
        self.countries = Set(countries).sorted()
        self.contacts = contacts
        self.agreements = agreements
        self.notes = notes
    }

    /// The name in a language, else in English, else in any, else the slug.
    public func name(in language: LanguageTag = .en) -> String {
        names[language] ?? names[.en] ?? names.min { $0.key.text < $1.key.text }?.value ?? id
    }

    /// Adds to what it answers for and takes away from it; lists stay in order.
    mutating func change(adding new: ScopeParts, removing old: ScopeParts) {
        networks = Set(networks).subtracting(old.networks).union(new.networks).sorted()
        asns = Set(asns).subtracting(old.asns).union(new.asns).sorted()
        domains = Set(domains).subtracting(old.domains).union(new.domains).sorted()
    }

    /// What it answers for.
    public var scope: OwnerScope {
        OwnerScope(
            id: id, priority: priority, networks: networks, asns: asns, domains: domains.map(\.ascii),
            countries: countries.map(\.description))
    }

    /// Whether a text can be a slug.
    public static func isSlug(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64, first.isSlugLetter else { return false }
        return text.utf8.allSatisfy { $0.isSlugLetter || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    }
}

extension Owner {
    /// A part of an owner's entry that can be given, compared and changed by itself.
    public enum Field: String, Sendable, Hashable, CaseIterable {
        case names, sector, critical, parent, priority, networks, asns, domains, countries, contacts, agreements, notes
    }

    /// The owner with some fields taken from another entry; what is known of contacts and a file does not say stays known.
    func taking(_ fields: Set<Field>, from other: Owner) -> Owner {
        func choose<Value>(_ field: Field, _ path: KeyPath<Owner, Value>) -> Value {
            (fields.contains(field) ? other : self)[keyPath: path]
        }
        return Owner(
            id: id, names: choose(.names, \.names), sector: choose(.sector, \.sector), isCritical: choose(.critical, \.isCritical),
            parent: choose(.parent, \.parent), priority: choose(.priority, \.priority), networks: choose(.networks, \.networks),
            asns: choose(.asns, \.asns), domains: choose(.domains, \.domains), countries: choose(.countries, \.countries),
            contacts: fields.contains(.contacts) ? other.contacts.map { $0.completed(from: contacts) } : contacts,
            agreements: choose(.agreements, \.agreements), notes: choose(.notes, \.notes))
    }
}

extension UInt8 {
    fileprivate var isSlugLetter: Bool { 0x61...0x7A ~= self || 0x30...0x39 ~= self }
}
