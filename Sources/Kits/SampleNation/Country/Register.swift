/// Writes the nation's owners as the register file that `keshik owners import` reads.
struct Register {
    let nation: Nation

    func write(into bytes: inout Bytes) {
        bytes.text(
            """
            register: 1
            profile:
              name: "Odlar (sample nation)"
              sample: true
              warning-lists: {lift: [rfc1918, documentation, benchmark, documentation-asn]}
              networks: networks.mmdb
            owners:

            """)
        for owner in nation.owners { write(owner, into: &bytes) }
    }

    private func write(_ owner: Owner, into bytes: inout Bytes) {
        bytes.string("  - id: \(owner.id)\n")
        bytes.string("    names: {en: \"\(owner.english)\", az: \"\(owner.azerbaijani)\"}\n")
        bytes.string("    sector: \(owner.sector.rawValue)\n")
        if owner.isCritical { bytes.text("    critical: true\n") }
        if let parent = owner.parent { bytes.string("    parent: \(parent)\n") }
        if owner.priority != 0 { bytes.string("    priority: \(owner.priority)\n") }
        bytes.text("    networks: [")
        for (index, prefix) in owner.prefixes.enumerated() {
            bytes.text(index == 0 ? "\"" : ", \"")
            prefix.write(into: &bytes)
            bytes.byte(0x22)
        }
        bytes.text("]\n")
        if !owner.asns.isEmpty { bytes.string("    asns: [\(owner.asns.map { String($0) }.joined(separator: ", "))]\n") }
        if !owner.domains.isEmpty {
            bytes.string("    domains: [\(owner.domains.map { "\"\($0)\"" }.joined(separator: ", "))]\n")
        }
        bytes.text("    contacts:\n")
        for contact in owner.contacts {
            bytes.string("      - {purpose: \"\(contact.purpose)\", name: \"\(contact.name)\", email: \"\(contact.email)\", ")
            bytes.string("language: \(contact.language), phone: \"\(contact.phone)\"}\n")
        }
        if let notes = owner.notes { bytes.string("    notes: \"\(notes)\"\n") }
    }
}
