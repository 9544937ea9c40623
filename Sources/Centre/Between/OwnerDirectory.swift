public import Vocabulary

/// The owners of the constituency and whom to write to, as other capabilities see them.
public protocol OwnerDirectory: Sendable {
    /// The owner with an id; nil where there is none (any more).
    func owner(_ id: String) async throws -> OwnerCard?
    /// All owners, by id.
    func owners() async throws -> [OwnerCard]
    /// Whom to write to at an owner, the best first: contacts that bounce or were refused come last.
    func contacts(of owner: String) async throws -> [ContactCard]
    /// Every contact with a mail address: who may ask to be let into the portal.
    func contacts(withEmail email: EmailAddress) async throws -> [ContactCard]
    /// Notes that mail to a contact came back, or arrived again.
    func mark(contact: String, bounced reason: String?) async throws
}

/// An owner, as far as others need to know.
public struct OwnerCard: Sendable, Hashable, Identifiable {
    /// Names it within its page.
    public let id: String
    /// Names by language code.
    public let names: [String: String]
    /// The sector it works in.
    public let sector: String?
    /// Whether it runs critical infrastructure.
    public let isCritical: Bool
    /// The id of the owner it belongs to.
    public let parent: String?
    /// The most confidential marking it may be sent; nil where nothing was agreed, which stands for TLP:AMBER of its own findings.
    public let ceiling: TLP?

    /// With its values.
    public init(id: String, names: [String: String], sector: String?, isCritical: Bool, parent: String?, ceiling: TLP? = nil) {
        self.id = id
        self.names = names
        self.sector = sector
        self.isCritical = isCritical
        self.parent = parent
        self.ceiling = ceiling
    }

    /// The name in a language, else in English, else in any, else the id.
    public func name(in code: String) -> String {
        names[code] ?? names["en"] ?? names.min { $0.key < $1.key }?.value ?? id
    }
}

/// Someone at an owner's, and how they want to be told.
public struct ContactCard: Sendable, Hashable, Identifiable {
    /// How often a contact wants to hear.
    public enum Interval: String, Sendable, Hashable, CaseIterable { case immediate, hourly, daily, weekly }
    /// What a contact can read.
    public enum Format: String, Sendable, Hashable, CaseIterable { case text, html }
    /// How well the address is known.
    public enum Standing: String, Sendable, Hashable, CaseIterable {
        /// Imported, never tried.
        case unverified
        /// The contact followed the link of a verification mail.
        case verified
        /// Mail came back.
        case bounced
    }

    /// Names it within its page.
    public let id: String
    /// The owner it belongs to.
    public let owner: String
    /// `abuse`, `technical`, `management`, `24x7`, …
    public let purpose: String
    /// What it is called.
    public let name: String?
    /// Mail address.
    public let email: EmailAddress?
    /// Telephone number as it is dialled.
    public let phone: String?
    /// The language to write in, a code such as `az`.
    public let language: String?
    /// An OpenPGP key in ASCII armour.
    public let openPGPKey: String?
    /// An S/MIME certificate in PEM.
    public let certificate: String?
    /// How often the contact wants to hear.
    public let interval: Interval?
    /// What the contact can read.
    public let format: Format?
    /// Findings below it are not sent.
    public let minimumSeverity: Severity?
    /// When the contact is not to be woken; nil leaves it to the rules.
    public let quietHours: QuietHours?
    /// Names of outward channels; empty for mail alone.
    public let channels: [String]
    /// How well the address is known.
    public let standing: Standing

    /// With its values.
    public init(
        id: String, owner: String, purpose: String, name: String? = nil, email: EmailAddress? = nil, phone: String? = nil,
        language: String? = nil, openPGPKey: String? = nil, certificate: String? = nil, interval: Interval? = nil, format: Format? = nil,
        minimumSeverity: Severity? = nil, quietHours: QuietHours? = nil, channels: [String] = [], standing: Standing = .unverified
    ) {
        self.id = id
        self.owner = owner
        self.purpose = purpose
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
        self.openPGPKey = openPGPKey
        self.certificate = certificate
        self.interval = interval
        self.format = format
        self.minimumSeverity = minimumSeverity
        self.quietHours = quietHours
        self.channels = channels
        self.standing = standing
    }
}
