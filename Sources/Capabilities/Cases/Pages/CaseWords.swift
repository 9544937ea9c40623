internal import Centre
internal import Vocabulary

extension Words {
    /// An RSIT type for people.
    func type(_ name: String?) -> String { name.map { self["common.type.\($0)"] } ?? self["cases.word.untyped"] }

    /// How a case stands.
    func mark(_ found: Case) -> Parts.Tag {
        if found.state == .closed, let closing = found.closing { return Parts.Tag(self["cases.closing.\(closing.rawValue)"], .good) }
        let kind: Parts.Tag.Kind? =
            switch found.state {
            case .new: .accent
            case .closed: .good
            case .open, .waiting, .merged: nil
            }
        return Parts.Tag(self["cases.state.\(found.state.rawValue)"], kind)
    }

    /// What must be seen first: urgency, a deadline that passed, an embargo.
    func warnings(_ found: Case, at now: Instant) -> [Parts.Tag] {
        var tags: [Parts.Tag] = []
        if let urgency = found.urgency { tags.append(Parts.Tag(self["cases.urgency.\(urgency)"], .bad, icon: "bell")) }
        if found.isOverdue(at: now) { tags.append(Parts.Tag(self["cases.word.overdue"], .warn, icon: "clock")) }
        if let embargo = found.embargo, embargo > now { tags.append(Parts.Tag(self["cases.word.embargo"], .warn, icon: "lock")) }
        return tags
    }

    func pap(_ pap: PAP) -> Parts.Tag {
        Parts.Tag(pap.label, title: self["cases.papMeaning.\(pap.label.dropFirst(4).lowercased())"])
    }

    /// A person who is known by an id.
    func person(_ id: String?, _ people: [String: String]) -> String { id.map { people[$0] ?? $0 } ?? self["cases.word.nobody"] }
}

extension WebRequest {
    /// Who asks, as the timeline names them.
    func personName() throws -> String { try asker().name }
}

extension Form {
    /// Words of several lines, as they were typed, of at most so many letters; nil where there are none.
    func words(_ name: String, limit: Int = 20_000) -> String? {
        let text = text(name).replacing("\r\n", with: "\n")
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        return String(text.prefix(limit))
    }

    /// A moment from a field `datetime-local`, in the zone of the centre.
    func moment(_ name: String, zone: Zone) -> Instant? {
        guard let text = self[name], let local = Instant(text.count == 16 ? text + ":00Z" : text + "Z") else { return nil }
        // Twice, because the offset may be another one hour later.
        let first = local - .seconds(zone.offset(at: local))
        return local - .seconds(zone.offset(at: first))
    }
}

extension Zone {
    /// A moment as a field `datetime-local` holds it.
    func field(_ moment: Instant) -> String {
        let local = self.local(moment)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(local.year)-\(two(local.month))-\(two(local.day))T\(two(local.hour)):\(two(local.minute))"
    }
}
