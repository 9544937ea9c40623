public import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

extension Cases: CaseFile {
    /// What of a case may be taken along: its title, its texts and its files, also of what was joined to it.
    public func extract(ofCase id: String) async throws -> CaseExtract? {
        try await office.read { database in
            guard let named = try CaseStore.one(named: id, database), let found = try CaseStore.one(named.root, database) else {
                return nil
            }
            let words = office.catalogue["en"]
            let texts = try CaseStore.entries(of: found.id, limit: 5_000, database).reversed().filter { !$0.text.isEmpty }.map { entry in
                let kind = StoryLines(
                    words: words, zone: office.house.zone, people: [:], parties: [:], names: [:], caseID: found.id, name: found.name
                ).item(entry).title
                return CaseExtract.Text(
                    label: "\(kind), \(words.dateTime(entry.time, zone: office.house.zone)), \(entry.person)", text: entry.text)
            }
            return CaseExtract(
                reference: office.reference(found), title: found.title, type: found.type.flatMap { IncidentType($0) }, tlp: found.tlp,
                texts: texts, files: try CaseStore.files(of: found.id, database))
        }
    }
}
