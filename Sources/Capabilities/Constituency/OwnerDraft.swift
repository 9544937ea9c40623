internal import Centre
internal import Vocabulary

/// What a person entered of an owner, with what is wrong with it.
struct OwnerDraft: Sendable {
    /// A key of the catalogue and what stands in it.
    struct Mistake: Sendable, Hashable {
        let key: String
        var value = ""

        func text(_ words: Words) -> String { words.text("constituency.mistake.\(key)", ["value": value]) }
    }

    /// What was entered, by field.
    let entered: [String: String]
    private(set) var mistakes: [String: Mistake] = [:]
    /// The owner, where nothing is wrong.
    private(set) var owner: Owner?

    static let languages = ["az", "en", "ru"]

    /// Reads a form.
    /// - Parameter id: the owner that is changed; nil for a new one, whose id is a field of the form
    init(_ form: Form, id: String?) {
        var entered: [String: String] = [:]
        for name in ["id", "sector", "parent", "priority", "networks", "asns", "domains", "countries", "notes"]
            + Self.languages.map({ "name-\($0)" })
        {
            entered[name] = form.text(name)
        }
        entered["critical"] = form.has("critical") ? "yes" : nil
        self.entered = entered
        let slug = id ?? form["id"] ?? ""
        if !Owner.isSlug(slug) { mistakes["id"] = Mistake(key: slug.isEmpty ? "required" : "slug", value: slug) }
        var names: [LanguageTag: String] = [:]
        for code in Self.languages {
            if let name = form["name-\(code)"], let tag = LanguageTag(code) { names[tag] = String(name.prefix(300)) }
        }
        if names.isEmpty { mistakes["name-az"] = Mistake(key: "name") }
        var priority = 0
        if let text = form["priority"] {
            if let number = Int(text), abs(number) <= 1_000_000 {
                priority = number
            } else {
                mistakes["priority"] = Mistake(key: "number", value: text)
            }
        }
        let networks = list("networks", "network") { text in
            if case .success(let found) = NetworkText.read(text) { found } else { nil }
        }
        let asns = list("asns", "asn") { ASN($0).map { [$0] } }
        let domains = list("domains", "domain") { DomainName($0).map { [$0] } }
        let countries = list("countries", "country") { CountryCode($0.uppercased()).map { [$0] } }
        guard mistakes.isEmpty else { return }
        owner = Owner(
            id: slug, names: names, sector: form["sector"].map { String($0.prefix(60)) }, isCritical: form.has("critical"),
            parent: form["parent"], priority: priority, networks: networks, asns: asns, domains: domains, countries: countries,
            notes: form["notes"].map { String($0.prefix(10_000)) })
    }

    /// What is on record, to be changed.
    init(_ owner: Owner) {
        var entered: [String: String] = [
            "id": owner.id, "sector": owner.sector ?? "", "parent": owner.parent ?? "",
            "priority": owner.priority == 0 ? "" : String(owner.priority),
            "networks": owner.networks.map(\.description).joined(separator: "\n"),
            "asns": owner.asns.map(\.description).joined(separator: "\n"),
            "domains": owner.domains.map(\.ascii).joined(separator: "\n"),
            "countries": owner.countries.map(\.description).joined(separator: " "), "notes": owner.notes ?? "",
        ]
        if owner.isCritical { entered["critical"] = "yes" }
        for (tag, name) in owner.names { entered["name-\(tag.text)"] = name }
        self.entered = entered
        self.owner = owner
    }

    /// An empty form.
    init() { entered = [:] }

    /// Notes what the register found wrong when it was to be written.
    mutating func refuse(_ refusal: RegisterRefusal) {
        switch refusal {
        case .ownerExists(let id): mistakes["id"] = Mistake(key: "exists", value: id)
        case .noParent(let id): mistakes["parent"] = Mistake(key: "noParent", value: id)
        case .parentCircle(let id): mistakes["parent"] = Mistake(key: "circle", value: id)
        case .changedMeanwhile: mistakes[""] = Mistake(key: "meanwhile")
        case .noOwner, .hasParts: mistakes[""] = Mistake(key: "gone")
        }
    }

    private mutating func list<Value>(_ field: String, _ key: String, _ read: (String) -> [Value]?) -> [Value] {
        var values: [Value] = []
        let lines = (entered[field] ?? "").split { $0.isNewline || $0 == "," || $0 == ";" || ($0 == " " && field != "networks") }
        for line in lines.prefix(200_000) where !line.trimmed.isEmpty {
            if let found = read(line.trimmed) {
                values += found
            } else if mistakes[field] == nil {
                mistakes[field] = Mistake(key: key, value: String(line.trimmed.prefix(100)))
            }
        }
        return values
    }
}

/// What a person entered of a contact, with what is wrong with it.
struct ContactDraft: Sendable {
    let entered: [String: String]
    let channels: Set<String>
    private(set) var mistakes: [String: OwnerDraft.Mistake] = [:]
    /// The contact, where nothing is wrong.
    private(set) var contact: Owner.Contact?

    static let names = [
        "purpose", "name", "email", "phone", "language", "interval", "format", "severity", "quiet", "openpgp", "certificate",
    ]

    /// Reads a form.
    /// - Parameters:
    ///   - known: the contact that is changed; its standing stays as long as its address does
    ///   - offered: the channels that may be chosen
    init(_ form: Form, known: Owner.Contact?, offered: [String]) {
        entered = Dictionary(uniqueKeysWithValues: Self.names.map { ($0, form.text($0)) })
        channels = Set(form.all("channels")).intersection(offered)
        let purpose = form["purpose"].map { String($0.prefix(40)).lowercased() }
        if purpose == nil { mistakes["purpose"] = OwnerDraft.Mistake(key: "required") }
        var email: EmailAddress?
        if let text = form["email"] {
            email = EmailAddress(text)
            if email == nil { mistakes["email"] = OwnerDraft.Mistake(key: "email", value: text) }
        }
        let phone = form["phone"].map { String($0.prefix(60)) }
        if let phone, !phone.contains(where: \.isNumber) { mistakes["phone"] = OwnerDraft.Mistake(key: "phone", value: phone) }
        if form["email"] == nil, phone == nil { mistakes["email"] = OwnerDraft.Mistake(key: "unreachable") }
        var language: LanguageTag?
        if let text = form["language"] {
            language = LanguageTag(text)
            if language == nil { mistakes["language"] = OwnerDraft.Mistake(key: "language", value: text) }
        }
        if let text = form["quiet"], QuietHours(text) == nil { mistakes["quiet"] = OwnerDraft.Mistake(key: "quiet", value: text) }
        var key: String?
        if let text = form["openpgp"] {
            key = ContactKey.openPGP(text)
            if key == nil { mistakes["openpgp"] = OwnerDraft.Mistake(key: "openpgp") }
        }
        var certificate: String?
        if let text = form["certificate"] {
            certificate = ContactKey.certificate(text)
            if certificate == nil { mistakes["certificate"] = OwnerDraft.Mistake(key: "certificate") }
        }
        guard mistakes.isEmpty, let purpose else { return }
        contact = Owner.Contact(
            id: known?.id, purpose: purpose, name: form["name"].map { String($0.prefix(200)) }, email: email, language: language,
            phone: phone,
            preferences: Owner.Contact.Preferences(form, offered: offered), openPGPKey: key, certificate: certificate,
            standing: known.map { $0.email == email ? $0.knownStanding : .unverified } ?? .unverified)
    }

    /// What is on record, to be changed.
    init(_ contact: Owner.Contact) {
        entered = [
            "purpose": contact.purpose, "name": contact.name ?? "", "email": contact.email?.description ?? "", "phone": contact.phone ?? "",
            "language": contact.language?.text ?? "", "interval": contact.preferences.interval?.rawValue ?? "",
            "format": contact.preferences.format?.rawValue ?? "", "severity": contact.preferences.minimumSeverity?.name ?? "",
            "quiet": contact.preferences.quietHours?.description ?? "", "openpgp": contact.openPGPKey ?? "",
            "certificate": contact.certificate ?? "",
        ]
        channels = Set(contact.preferences.channels)
        self.contact = contact
    }

    /// An empty form.
    init() {
        entered = ["purpose": "abuse"]
        channels = []
    }
}

extension Owner.Contact.Preferences {
    /// Reads the choices of a form; what is not offered is not taken.
    init(_ form: Form, offered: [String]) {
        self.init(
            interval: form["interval"].flatMap { ContactCard.Interval(rawValue: $0) },
            format: form["format"].flatMap { ContactCard.Format(rawValue: $0) },
            minimumSeverity: form["severity"].flatMap { Severity($0) }, quietHours: form["quiet"].flatMap { QuietHours($0) },
            channels: offered.filter { form.all("channels").contains($0) })
    }
}
