internal import Events
internal import Vocabulary

/// Owners from the dumps of an address registry (RPSL, RFC 2622; the split files `ripe.db.inetnum.gz` and so on).
///
/// `inetnum` and `inet6num` give networks (ranges are split into prefixes), `aut-num` systems, `organisation` names and contacts,
/// `role` and `person` the addresses behind `abuse-c`, `tech-c` and `admin-c`. Objects with the same `org` are one owner, named after its
/// handle; networks without `org` are joined by their `netname`. Other classes are passed over.
struct RegistryDump {
    private let countries: Set<CountryCode>
    private var path = ""
    private var resources: [Resource] = []
    private var organisations: [String: Organisation] = [:]
    private var people: [String: Person] = [:]
    private var mistakes: [RegisterMistake] = []
    private var origin = ""

    /// A block of addresses or a system.
    private struct Resource {
        var path: String
        var line: Int
        var networks: [IPPrefix] = []
        var asn: ASN?
        var name: String
        var text: String?
        var organisation: String?
        var contacts: ContactHandles
    }

    private struct Organisation {
        var name: String
        var country: CountryCode?
        var language: LanguageTag?
        var email: EmailAddress?
        var phone: String?
        var contacts: ContactHandles
    }

    private struct Person {
        var name: String
        var abuse: EmailAddress?
        var email: EmailAddress?
        var phone: String?
    }

    private struct ContactHandles {
        var abuse: [String] = []
        var technical: [String] = []
        var administrative: [String] = []

        init(_ object: RegistryObject) {
            abuse = object.all("abuse-c").map { $0.uppercased() }
            technical = object.all("tech-c").map { $0.uppercased() }
            administrative = object.all("admin-c").map { $0.uppercased() }
        }
    }

    init(countries: Set<CountryCode>) {
        self.countries = countries
    }

    /// Whether a file begins like a dump.
    static func seemsLike(_ head: [UInt8]) -> Bool {
        var reader = RegistryObjectReader(wanted: RegistryObjectReader.allClasses)
        var isObject = false
        reader.read(head) { _ in isObject = true }
        reader.end { _ in isObject = true }
        return isObject
    }

    /// Reads one file of the dump; false where it is longer than allowed.
    mutating func read(_ source: ByteSource, after head: [UInt8], path: String, limit: Int = .max) throws(SourceError) -> Bool {
        self.path = path
        if origin.isEmpty { origin = path }
        var reader = RegistryObjectReader(wanted: RegistryObjectReader.usedClasses)
        reader.read(head) { take($0) }
        var count = head.count
        while true {
            let bytes = try source.bytes(atMost: 1 << 20)
            if bytes.isEmpty { break }
            count += bytes.count
            if count > limit { return false }
            reader.read(bytes) { take($0) }
        }
        reader.end { take($0) }
        return true
    }

    /// Reads text that is already in memory.
    mutating func read(_ text: [UInt8], path: String) {
        self.path = path
        if origin.isEmpty { origin = path }
        var reader = RegistryObjectReader(wanted: RegistryObjectReader.usedClasses)
        reader.read(text) { take($0) }
        reader.end { take($0) }
    }

    private mutating func take(_ object: RegistryObject) {
        switch object.kind {
        case "inetnum", "inet6num": takeNetwork(object)
        case "aut-num": takeSystem(object)
        case "organisation":
            organisations[object.key.uppercased()] = Organisation(
                name: object.first("org-name") ?? object.key, country: object.first("country").flatMap { CountryCode($0) },
                language: object.first("language").flatMap { LanguageTag($0.lowercased()) }, email: email(object, "e-mail"),
                phone: object.first("phone"), contacts: ContactHandles(object))
        default:
            guard let handle = object.first("nic-hdl") else { return }
            let person = Person(
                name: object.key, abuse: email(object, "abuse-mailbox"), email: email(object, "e-mail"), phone: object.first("phone"))
            // A full dump has millions of people whose addresses are withheld.
            if person.abuse != nil || person.email != nil || person.phone != nil { people[handle.uppercased()] = person }
        }
    }

    private mutating func takeNetwork(_ object: RegistryObject) {
        let name = object.first("netname") ?? object.key
        if Self.isRegistryOwn(name) { return }
        let isHere = object.all("country").contains { text in CountryCode(text).map(countries.contains) ?? false }
        guard countries.isEmpty || isHere else { return }
        guard let networks = IPPrefix.covering(text: object.key), !networks.contains(where: { $0.length == 0 }) else {
            return note(object.line, "`\(object.key)` is no network or range.")
        }
        resources.append(
            Resource(
                path: path, line: object.line, networks: networks, name: name, text: object.first("descr"),
                organisation: object.first("org")?.uppercased(), contacts: ContactHandles(object)))
    }

    private mutating func takeSystem(_ object: RegistryObject) {
        guard let asn = ASN(object.key) else { return note(object.line, "`\(object.key)` is no AS number.") }
        resources.append(
            Resource(
                path: path, line: object.line, asn: asn, name: object.first("as-name") ?? object.key, text: object.first("descr"),
                organisation: object.first("org")?.uppercased(), contacts: ContactHandles(object)))
    }

    private mutating func note(_ line: Int, _ message: String) {
        mistakes.append(RegisterMistake(path: path, line: line, message: message))
    }

    private func email(_ object: RegistryObject, _ attribute: String) -> EmailAddress? {
        object.first(attribute).flatMap { EmailAddress($0) }
    }

    /// Blocks that stand for "elsewhere".
    private static func isRegistryOwn(_ name: String) -> Bool {
        let name = name.uppercased()
        return name.hasPrefix("NON-RIPE-NCC-MANAGED") || name.hasPrefix("IANA-BLK") || name.hasPrefix("EU-ZZ-")
    }
}

extension RegistryDump {
    /// The owners of everything that was read.
    func owners() -> RegisterImport {
        var result = RegisterImport()
        result.origin = origin
        // What people wrote into the register by hand stays; the registry is the source of numbers.
        result.fields = [.networks, .asns]
        result.mistakes = mistakes
        let here = Set(resources.filter { !$0.networks.isEmpty }.compactMap(\.organisation))
        var order: [String] = []
        var groups: [String: [Resource]] = [:]
        var missing: Set<String> = []
        for resource in resources {
            if resource.asn != nil, !countries.isEmpty, !isHere(resource, here) { continue }
            let key = resource.organisation ?? "/" + resource.name
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(resource)
            if let handle = resource.organisation, organisations[handle] == nil, missing.insert(handle).inserted {
                result.mistakes.append(
                    RegisterMistake(
                        path: resource.path, line: resource.line,
                        message: "The organisation \(handle) is in none of the files; import ripe.db.organisation with them."))
            }
        }
        var taken: Set<String> = []
        for key in order {
            let owner = owner(key, groups[key] ?? [], taken: taken)
            taken.insert(owner.id)
            result.owners.append(owner)
        }
        result.mistakes.sort()
        return result
    }

    private func isHere(_ resource: Resource, _ here: Set<String>) -> Bool {
        guard let handle = resource.organisation else { return false }
        return here.contains(handle) || organisations[handle]?.country.map(countries.contains) ?? false
    }

    private func owner(_ key: String, _ resources: [Resource], taken: Set<String>) -> Owner {
        let organisation = organisations[key]
        let plain = key.hasPrefix("/") ? resources.first?.name ?? key : key
        let name = organisation?.name ?? (key.hasPrefix("/") ? resources.lazy.compactMap(\.text).first ?? plain : plain)
        return Owner(
            id: slug(plain, taken: taken), names: [organisation?.language ?? .en: name], networks: resources.flatMap(\.networks),
            asns: resources.compactMap(\.asn), contacts: contacts(organisation, resources))
    }

    private func slug(_ text: String, taken: Set<String>) -> String {
        var slug = ""
        for byte in text.lowercased().utf8 {
            let isLetter = 0x61...0x7A ~= byte || 0x30...0x39 ~= byte
            if isLetter {
                slug.unicodeScalars.append(Unicode.Scalar(byte))
            } else if !slug.isEmpty, slug.last != "-" {
                slug.append("-")
            }
        }
        slug = String(slug.prefix(60))
        while slug.hasSuffix("-") { slug.removeLast() }
        if slug.isEmpty { slug = "network" }
        var candidate = slug
        var number = 2
        while taken.contains(candidate) {
            candidate = "\(slug)-\(number)"
            number += 1
        }
        return candidate
    }

    private func contacts(_ organisation: Organisation?, _ resources: [Resource]) -> [Owner.Contact] {
        let handles = (organisation.map { [$0.contacts] } ?? []) + resources.map(\.contacts)
        var contacts: [Owner.Contact] = []
        func add(_ purpose: String, _ name: String?, _ email: EmailAddress?, _ phone: String?) {
            let contact = Owner.Contact(purpose: purpose, name: name, email: email, language: organisation?.language, phone: phone)
            if email == nil && phone == nil || contacts.contains(contact) { return }
            contacts.append(contact)
        }
        for handle in handles.flatMap(\.abuse) {
            if let person = people[handle] { add("abuse", person.name, person.abuse ?? person.email, person.phone) }
        }
        if let organisation { add("general", organisation.name, organisation.email, organisation.phone) }
        for handle in handles.flatMap(\.technical) {
            if let person = people[handle] { add("technical", person.name, person.email, person.phone) }
        }
        for handle in handles.flatMap(\.administrative) {
            if let person = people[handle] { add("management", person.name, person.email, person.phone) }
        }
        // Before `abuse-c` the abuse mailbox stood with the technical contact.
        if !contacts.contains(where: { $0.purpose == "abuse" }) {
            for handle in handles.flatMap({ $0.technical + $0.administrative }) {
                if let person = people[handle], let abuse = person.abuse { add("abuse", person.name, abuse, nil) }
            }
        }
        return contacts
    }
}
