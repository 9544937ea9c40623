internal import Centre
internal import Crypto
internal import Foundation
internal import GRDB
internal import Logging
internal import Vocabulary

/// What came in is written down whole, in one transaction, before anybody is told that it was: report, files, identity, all or nothing.
struct ReportIntake: Sendable {
    let house: House

    /// Takes a report in.
    /// - Returns: the report, and whether it was there before: a submission or a letter that comes again changes nothing
    func accept(_ draft: ReportDraft, files: [ArrivedFile], giver: String = "reporter") async throws -> (report: Report, isNew: Bool) {
        let now = house.clock()
        let id = Token.random(bytes: 15).replacing("-", with: "0").replacing("_", with: "1")
        return try await house.records.write { database in
            if let submission = draft.submission, let earlier = try ReportStore.report(submission: submission, database) {
                return (earlier, false)
            }
            if let letter = draft.letter, let earlier = try ReportStore.report(letter: letter, database) { return (earlier, false) }
            _ = try ReportStore.insert(draft, id: id, at: now, database)
            for file in files { try house.vault.keep(file, from: giver, for: Report.reference(id), in: database) }
            if !draft.identity.isEmpty { try house.sealed.put(draft.identity, under: Report.reference(id), in: database) }
            guard let report = try ReportStore.report(id, database) else { throw WebProblem.notFound }
            return (report, true)
        }
    }

    /// Takes further words of the reporter into a report.
    /// - Returns: whether they were new
    @discardableResult
    func add(
        _ text: String, files: [ArrivedFile], to report: Report, way: ReportMessage.Way, letter: String? = nil, ticket: String? = nil,
        name: String = "", cases: (any CaseOpener)?
    ) async throws -> Bool {
        let now = house.clock()
        return try await house.records.write { database in
            let message = try ReportStore.say(
                text, in: report.reference, by: .reporter, way: way, name: name, at: now, letter: letter, ticket: ticket, database)
            guard let message else { return false }
            for file in files { try house.vault.keep(file, from: "reporter", for: report.reference, in: database) }
            try ReportStore.set(waiting: true, of: report.id, database)
            if report.state == .closed { try ReportStore.reopen(report.id, database) }
            if report.caseReference != nil {
                _ = try cases?.add(
                    CaseNote(
                        id: "\(report.reference):\(message)", text: text, party: "reporter:\(report.number)", files: files.map(\.id),
                        received: now), toCaseOf: report.reference, in: database)
            }
            return true
        }
    }
}
