internal import Centre
internal import Vocabulary
internal import Yams

/// The register as YAML: what `keshik owners import` reads and `keshik owners export` writes. See docs for the form.
public enum RegisterYAML {
    /// Reads a register; what is wrong is noted with its line and column and left out.
    public static func read(_ text: String, path: String) -> RegisterImport {
        var reader = RegisterYAMLReader(path: path)
        reader.read(text)
        return reader.result
    }

    /// Writes a register so that reading it gives the same owners and profile.
    public static func write(_ owners: [Owner], profile: RegisterProfile?) -> String {
        var text = "register: 1\n"
        if let profile {
            text += "profile:\n"
            if let name = profile.name { text += "  name: \(quoted(name))\n" }
            if profile.isSample { text += "  sample: true\n" }
            if !profile.liftedWarningLists.isEmpty {
                text += "  warning-lists: {lift: [\(profile.liftedWarningLists.sorted().map(quoted).joined(separator: ", "))]}\n"
            }
            if let networks = profile.networks { text += "  networks: \(quoted(networks))\n" }
            if text.hasSuffix("profile:\n") { text.removeLast("profile:\n".count) }
        }
        text += owners.isEmpty ? "owners: []\n" : "owners:\n"
        for owner in owners { text += entry(owner) }
        return text
    }

    private static func entry(_ owner: Owner) -> String {
        func list(_ key: String, _ values: [String]) -> String {
            values.isEmpty ? "" : "    \(key): [\(values.joined(separator: ", "))]\n"
        }
        var text = "  - id: \(quoted(owner.id))\n"
        let names = owner.names.sorted { $0.key.text < $1.key.text }.map { "\(quoted($0.key.text)): \(quoted($0.value))" }
        if !names.isEmpty { text += "    names: {\(names.joined(separator: ", "))}\n" }
        if let sector = owner.sector { text += "    sector: \(quoted(sector))\n" }
        if owner.isCritical { text += "    critical: true\n" }
        if let parent = owner.parent { text += "    parent: \(quoted(parent))\n" }
        if owner.priority != 0 { text += "    priority: \(owner.priority)\n" }
        text += list("networks", owner.networks.map { quoted($0.description) })
        text += list("asns", owner.asns.map { String($0.number) })
        text += list("domains", owner.domains.map { quoted($0.ascii) })
        text += list("countries", owner.countries.map { quoted($0.description) })
        if !owner.contacts.isEmpty { text += "    contacts:\n" }
        for contact in owner.contacts {
            text += "      - {\(contactFields(contact).joined(separator: ", "))}\n"
        }
        if !owner.agreements.isEmpty { text += "    agreements:\n" }
        for agreement in owner.agreements {
            var fields = ["kind: \(quoted(agreement.kind))"]
            if let ceiling = agreement.ceiling { fields.append("ceiling: \(quoted(ceiling.word))") }
            if let from = agreement.from { fields.append("from: \(quoted(from.isoText))") }
            if let until = agreement.until { fields.append("until: \(quoted(until.isoText))") }
            if let note = agreement.note { fields.append("note: \(quoted(note))") }
            text += "      - {\(fields.joined(separator: ", "))}\n"
        }
        if let notes = owner.notes { text += "    notes: \(quoted(notes))\n" }
        return text
    }

    private static func contactFields(_ contact: Owner.Contact) -> [String] {
        var fields: [String] = []
        func add(_ key: String, _ value: String?) { if let value { fields.append("\(key): \(quoted(value))") } }
        add("id", contact.id)
        add("purpose", contact.purpose)
        add("name", contact.name)
        add("email", contact.email?.description)
        add("language", contact.language?.text)
        add("phone", contact.phone)
        add("interval", contact.preferences.interval?.rawValue)
        add("format", contact.preferences.format?.rawValue)
        add("severity", contact.preferences.minimumSeverity?.name)
        add("quiet", contact.preferences.quietHours?.description)
        if !contact.preferences.channels.isEmpty {
            fields.append("channels: [\(contact.preferences.channels.map(quoted).joined(separator: ", "))]")
        }
        add("openpgp", contact.openPGPKey)
        add("certificate", contact.certificate)
        switch contact.standing {
        case .verified(let time):
            add("standing", "verified")
            add("since", time.iso8601)
        case .bounced(let reason, let time):
            add("standing", "bounced")
            add("since", time.iso8601)
            add("reason", reason)
        // Not written: a file that is imported later must not undo a verification.
        case .unverified, nil: break
        }
        return fields
    }

    /// A double-quoted scalar (YAML 1.2 §7.3.1), on one line whatever it holds.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case _ where scalar.value < 0x20 || 0x7F...0xA0 ~= scalar.value || scalar.value == 0x2028 || scalar.value == 0x2029:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
