public import Centre
internal import GRDB
internal import Post
internal import Vocabulary

extension Cases: LetterTaker {
    /// Takes letters of parties into their threads. A thread is found by what the letter answers, also where the letter is encrypted: its
    /// header is not. A letter that answers nothing but has a case's number in its subject belongs to the party of that case with the
    /// writer's address; from any other address it is not for a thread, whatever it says.
    public func take(_ letter: Letter) async throws -> Bool {
        let keys = letter.dispatches.compactMap(PartyDispatch.key)
        let owners: Set<String> =
            if let from = letter.from {
                Set(try await office.owners.contacts(withEmail: from).map(\.owner))
            } else {
                []
            }
        let party = try await office.read { database -> Party? in
            for key in keys { if let party = try PartyStore.party(key: key, database) { return party } }
            return try Self.party(bySubjectOf: letter, owners, database)
        }
        guard let party else { return false }
        let mark = "letter:\(letter.id)"
        let opened = await office.seal.opened(letter.raw, words: letter.words)
        let address = letter.from?.description ?? ""
        let who = String((letter.fromName.isEmpty ? address : "\(letter.fromName) <\(address)>").prefix(300))
        let trust = opened.isSigned ? "signed" : Self.isFrom(party, letter.from, owners) ? "plain" : "stranger"
        let text = String(opened.words.prefix(40_000))
        try await office.write { database in
            let known = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM cases_entry WHERE mark = ?)", arguments: [mark])
            if known == true { return }
            let entry = try CaseStore.add(
                .init(.heard, field: letter.isAutomatic ? "automatic" : nil, text: text, party: party.id, mark: mark, trust: trust),
                to: party.caseID, by: who, at: letter.received, database)
            try CaseStore.note(
                observablesIn: text, of: party.caseID, entry: entry, isIndicator: false, by: who, at: letter.received, database)
            // What a program sends back is no word of the party: it stays silent.
            guard !letter.isAutomatic else { return }
            try PartyStore.heard(party.id, at: letter.received, database)
            let found = try CaseStore.present(party.caseID, database)
            let root = try CaseStore.present(found.root, database)
            if root.state == .waiting { try CaseStore.apply(.resume, to: root.id, by: who, at: letter.received, database) }
        }
        return true
    }

    /// The party of the case whose number stands in the subject, `[AZ-CERT-C-2026-00017]`, if the letter is from its address.
    private static func party(bySubjectOf letter: Letter, _ owners: Set<String>, _ database: Database) throws -> Party? {
        guard let open = letter.subject.firstIndex(of: "["), let close = letter.subject[open...].firstIndex(of: "]") else { return nil }
        let parts = letter.subject[letter.subject.index(after: open)..<close].split(separator: "-")
        guard parts.count >= 4, parts[parts.count - 3] == "C" else { return nil }
        guard let found = try CaseStore.one(named: parts.suffix(2).joined(separator: "-"), database) else { return nil }
        return try PartyStore.parties(of: found.root, database).first { isFrom($0, letter.from, owners) }
    }

    /// Whether an address is one of a party's: its own, or one of a contact of its organisation.
    private static func isFrom(_ party: Party, _ from: EmailAddress?, _ owners: Set<String>) -> Bool {
        guard let from else { return false }
        if let own = party.email, own.host == from.host, own.local.lowercased() == from.local.lowercased() { return true }
        return party.organisation.map(owners.contains) ?? false
    }
}
