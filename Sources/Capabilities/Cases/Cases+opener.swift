public import Centre
public import GRDB
internal import Vocabulary

extension Cases: CaseOpener {
    /// Opens a case, within the transaction that writes down what it is about. A second opening of the same origin gives the case that is
    /// there and changes nothing.
    public func open(_ opening: CaseOpening, in database: Database) throws -> CaseReference {
        if let found = try CaseStore.one(ofOrigin: opening.origin, database) { return office.reference(found) }
        let now = office.house.clock()
        let title = String(opening.title.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(300))
        let beginning = CaseStore.Beginning(
            origin: opening.origin, title: title, text: opening.text, kind: .report, type: opening.type?.name,
            severity: opening.severity ?? .medium, tlp: opening.tlp, language: opening.language,
            urgency: opening.urgency.flatMap { Case.urgencies.contains($0) ? $0 : nil }, path: opening.path, files: opening.files,
            received: opening.received)
        let found = try CaseStore.open(beginning, by: opening.party ?? "keshik", at: now, database)
        try readLater(opening.files, of: found.id, in: database)
        if let party = opening.party {
            try PartyStore.add(reference: party, role: .reporter, to: found.id, heard: opening.received, at: now, database)
        }
        return office.reference(found)
    }

    /// Adds to the case of an origin what came in later about it. A second note of the same id changes nothing.
    public func add(_ note: CaseNote, toCaseOf origin: String, in database: Database) throws -> CaseReference? {
        guard let found = try CaseStore.one(ofOrigin: origin, database) else { return nil }
        let mark = "note:\(note.id)"
        let known = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM cases_entry WHERE mark = ?)", arguments: [mark])
        if known == true { return office.reference(found) }
        let now = office.house.clock()
        let who = note.party ?? "keshik"
        let party = try note.party.flatMap { try PartyStore.party(reference: $0, of: found.id, database) }
        let entry = try CaseStore.add(
            .init(party == nil ? .note : .heard, text: note.text, party: party?.id, files: note.files, mark: mark), to: found.id, by: who,
            at: note.received, database)
        try CaseStore.addFiles(note.files, to: found.id, by: who, at: now, database)
        try readLater(note.files, of: found.id, in: database)
        try CaseStore.note(
            observablesIn: note.text, of: found.id, entry: entry, isIndicator: party == nil, by: who, at: now, database)
        if let party { try PartyStore.heard(party.id, at: note.received, database) }
        return office.reference(found)
    }

    /// The case that an origin led to.
    public func reference(ofOrigin origin: String, in database: Database) throws -> CaseReference? {
        try CaseStore.one(ofOrigin: origin, database).map(office.reference)
    }

    private func readLater(_ files: [String], of id: Int64, in database: Database) throws {
        guard !files.isEmpty else { return }
        try office.house.jobs.add(NewJob("cases.files", payload: FileWish(id: id, files: files)), in: database)
    }
}
