internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// What the centre writes to people who reported, by mail.
struct ReporterLetters: Sendable {
    let office: ReportingOffice

    static let capability = "reporting"

    /// The name of the dispatch of a message: `reporting.<report>.<message>`, also the left side of its Message-ID.
    static func name(_ report: String, _ message: Int64) -> String { "reporting.\(report).\(message)" }

    /// The report that a dispatch of ours belongs to.
    static func report(_ dispatch: DispatchID) -> String? {
        let parts = dispatch.description.split(separator: ".")
        return parts.count == 3 && parts[0] == "reporting" ? String(parts[1]) : nil
    }

    /// Mails an answer to a reporter who left an address; a mailbox shows it in any case.
    func send(
        _ text: String, message: Int64, about report: Report, by author: String, isAutomatic: Bool = false, answering: [String] = [],
        in database: Database
    ) throws {
        guard report.hasContact, office.house.outward.channel("reporter") != nil,
            try office.house.sealed.forMachine(report.reference, in: database)?["email"] != nil,
            let id = DispatchID(Self.name(report.id, message))
        else { return }
        let words = office.catalogue[report.language]
        let letter = ReporterLetter(
            text: text + "\n\n-- \n" + words.text("reporting.letter.foot", ["number": office.label(report)]), language: report.language,
            answers: answering + (report.way == .mail ? [try letterID(of: report, database)].compactMap { $0 } : []),
            isAutomatic: isAutomatic)
        let dispatch = try Dispatch(
            id: id, act: .inform, tlp: .amber, audience: .recipients, channel: "reporter", recipient: report.reference,
            subject: words.text("reporting.letter.subject", ["number": office.label(report)]),
            content: Array(try JSONEncoder().encode(letter)),
            mediaType: "application/json", capability: Self.capability, reference: report.reference, author: author)
        try office.house.outward.plan(dispatch, in: database)
        try ReportStore.set(dispatch: "\(id)", of: message, database)
    }

    private func letterID(of report: Report, _ database: Database) throws -> String? {
        try String.fetchOne(database, sql: "SELECT letter FROM reporting_report WHERE id = ?", arguments: [report.id])
    }
}
