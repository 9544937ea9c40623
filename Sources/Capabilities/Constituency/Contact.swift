public import Centre
public import Vocabulary

extension Owner {
    /// Someone at an owner's whom notices go to.
    public struct Contact: Sendable, Hashable {
        /// The register's name for it, given when it is first written; nil where a file does not say.
        public var id: String?
        /// What one writes to them about: one of ``purposes``, or a word of one's own.
        public var purpose: String
        /// Name of the person or desk.
        public var name: String?
        /// Mail address.
        public var email: EmailAddress?
        /// The language to write in.
        public var language: LanguageTag?
        /// Telephone number as it is dialled.
        public var phone: String?
        /// How they want to be told.
        public var preferences: Preferences
        /// An OpenPGP key in ASCII armour (RFC 9580 §6).
        public var openPGPKey: String?
        /// An S/MIME certificate in PEM (RFC 7468).
        public var certificate: String?
        /// How well the address is known; nil where a file does not say.
        public var standing: Standing?

        /// A contact.
        public init(
            id: String? = nil, purpose: String, name: String? = nil, email: EmailAddress? = nil, language: LanguageTag? = nil,
            phone: String? = nil, preferences: Preferences = Preferences(), openPGPKey: String? = nil, certificate: String? = nil,
            standing: Standing? = nil
        ) {
            self.id = id
            self.purpose = purpose
            self.name = name
            self.email = email
            self.language = language
            self.phone = phone
            self.preferences = preferences
            self.openPGPKey = openPGPKey
            self.certificate = certificate
            self.standing = standing
        }

        /// The purposes that pages offer, in that order.
        public static let purposes = ["abuse", "security", "technical", "management", "24x7", "general", "press"]
    }
}

extension Owner.Contact {
    /// How a contact wants to be told; what is nil is left to the centre's rules.
    public struct Preferences: Sendable, Hashable {
        /// How often.
        public var interval: ContactCard.Interval?
        /// In which form.
        public var format: ContactCard.Format?
        /// Findings below it are not sent.
        public var minimumSeverity: Severity?
        /// When they are not to be woken, but for what is critical.
        public var quietHours: QuietHours?
        /// Names of outward channels; empty for mail alone.
        public var channels: [String]

        /// Preferences, none unless given.
        public init(
            interval: ContactCard.Interval? = nil, format: ContactCard.Format? = nil, minimumSeverity: Severity? = nil,
            quietHours: QuietHours? = nil, channels: [String] = []
        ) {
            self.interval = interval
            self.format = format
            self.minimumSeverity = minimumSeverity
            self.quietHours = quietHours
            self.channels = channels
        }

        var isEmpty: Bool { self == Preferences() }
    }

    /// How well an address is known.
    public enum Standing: Sendable, Hashable {
        /// Imported or entered, never tried.
        case unverified
        /// The contact said that everything is right.
        case verified(Instant)
        /// Mail came back: why and when.
        case bounced(reason: String, Instant)

        /// Without time and reason.
        public var kind: ContactCard.Standing {
            switch self {
            case .unverified: .unverified
            case .verified: .verified
            case .bounced: .bounced
            }
        }
    }

    /// The contact with what the register knows of it and a file does not say: name in the register, standing, key, certificate,
    /// preferences. It is the same contact where the name in the register is, else where purpose and address are.
    func completed(from known: [Owner.Contact]) -> Owner.Contact {
        let same = known.first { other in
            if let id { return id == other.id }
            guard purpose == other.purpose else { return false }
            return email != nil ? email == other.email : other.email == nil && phone == other.phone
        }
        guard let same else { return self }
        var contact = self
        contact.id = same.id
        // A new address has to be tried anew.
        if contact.standing == nil, contact.email == same.email { contact.standing = same.standing }
        if contact.openPGPKey == nil { contact.openPGPKey = same.openPGPKey }
        if contact.certificate == nil { contact.certificate = same.certificate }
        if contact.preferences.isEmpty { contact.preferences = same.preferences }
        return contact
    }

    /// The standing, unverified where none was said.
    public var knownStanding: Standing { standing ?? .unverified }
}

extension ContactCard {
    /// A contact of an owner as other capabilities see it.
    init(_ contact: Owner.Contact, owner: String) {
        self.init(
            id: contact.id ?? "", owner: owner, purpose: contact.purpose, name: contact.name, email: contact.email, phone: contact.phone,
            language: contact.language.map { String($0.language) }, openPGPKey: contact.openPGPKey, certificate: contact.certificate,
            interval: contact.preferences.interval, format: contact.preferences.format,
            minimumSeverity: contact.preferences.minimumSeverity, quietHours: contact.preferences.quietHours,
            channels: contact.preferences.channels,
            standing: contact.knownStanding.kind)
    }
}
