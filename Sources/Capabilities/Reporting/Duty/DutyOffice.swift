internal import Centre
internal import Crypto
internal import Foundation
internal import GRDB
internal import Vocabulary

/// What happens to an incident under duty, from whichever way it is told.
struct DutyOffice: Sendable {
    let office: ReportingOffice

    /// What came of saying something.
    struct Outcome: Sendable {
        let incident: DutyIncident
        let version: Int
        /// Whether the same was said before: then nothing was changed.
        let isRepeated: Bool
    }

    /// The laws that bind an owner, or that are named and bind them.
    func laws(for owner: OwnerCard, named: [String]? = nil) -> [DutyLaw] {
        office.settings.laws.filter { $0.binds(sector: owner.sector) && (named.map { $0.contains } ?? { _ in true })($0.id) }
    }

    /// Opens an incident; one of the same reference is the same.
    func open(
        owner: OwnerCard, reference: String, kind: DutyIncident.Kind, aware: Instant, laws: [String], language: String
    ) async throws -> DutyIncident {
        let opening = DutyStore.Opening(
            id: Token.random(bytes: 15).replacing("-", with: "0").replacing("_", with: "1"), owner: owner,
            ownerName: owner.name(in: language),
            reference: reference, kind: kind, aware: min(aware, office.house.clock()), laws: laws)
        let now = office.house.clock()
        return try await office.house.records.write { try DutyStore.open(opening, at: now, $0) }
    }

    /// Says something in a stage: keeps it as a draft, or submits it. What is submitted is never changed; a correction is said as a further version.
    func say(
        _ body: DutyBody, stage: DutyStage, of id: String, isSubmitted: Bool, by author: String
    ) async throws -> Outcome {
        let now = office.house.clock()
        return try await office.house.records.write { database in
            guard let incident = try DutyStore.incident(id, database) else { throw WebProblem.notFound }
            let before = try progress(incident, database)
            if isSubmitted, let last = before.submittedStatement(stage), last.body == body, before.draft(stage) == nil {
                return Outcome(incident: incident, version: last.version, isRepeated: true)
            }
            let version = try DutyStore.write(
                body, stage: stage, of: id, by: author, due: before.due(stage), isSubmitted: isSubmitted, at: now, database)
            guard isSubmitted else { return Outcome(incident: incident, version: version, isRepeated: false) }
            let known = before.known.merging(body) { $1 }
            var laws = before.laws.map(\.id)
            if case .text(let flag)? = known["personalData"], flag == "no" {
                laws.removeAll { law in office.settings.laws.contains { $0.id == law && $0.isForPersonalData } }
            }
            let answer = before.laws.map(\.answer).min() ?? .seconds(86_400)
            try DutyStore.update(id, body: known, laws: laws, answerDue: now + answer, at: now, database)
            guard let updated = try DutyStore.incident(id, database) else { throw WebProblem.notFound }
            if updated.caseReference != nil {
                _ = try office.cases?.add(
                    CaseNote(
                        id: "\(updated.subject):\(stage.rawValue):\(version)", text: body["description"]?.shown ?? "",
                        party: "owner:\(updated.owner)", received: now), toCaseOf: updated.subject, in: database)
            }
            return Outcome(incident: updated, version: version, isRepeated: false)
        }
    }

    func progress(_ incident: DutyIncident, _ database: Database) throws -> DutyProgress {
        DutyProgress(
            incident: incident, statements: try DutyStore.statements(of: incident.id, database),
            laws: office.settings.laws.filter { incident.laws.contains($0.id) })
    }

    func progress(_ id: String) async throws -> DutyProgress? {
        try await office.house.records.read { database in
            guard let incident = try DutyStore.incident(id, database) else { return nil }
            return try progress(incident, database)
        }
    }

    /// The part of what is known that a law's authority sees.
    func part(_ law: DutyLaw, of progress: DutyProgress) -> DutyBody {
        progress.known.filter { law.sees?.contains($0.key) ?? true }
    }

    // MARK: - Receipts

    /// What a receipt of a stage says.
    struct Receipt: Codable, Sendable {
        let kind: String
        let centre: String
        let number: String
        let reference: String
        let organisation: String
        let stage: String
        let version: Int
        let submitted: String
        let due: String?
        let isLate: Bool
        let laws: [String]
        let bodySHA256: String
        let answerDue: String?
    }

    func receipt(_ progress: DutyProgress, _ stage: DutyStage) throws -> Receipt? {
        guard let statement = progress.submittedStatement(stage), let submitted = statement.submitted,
            let first = progress.submitted[stage]
        else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let incident = progress.incident
        let due = progress.due(stage)
        return Receipt(
            kind: "incident", centre: office.short, number: incident.label(office.short), reference: incident.reference,
            organisation: incident.ownerName, stage: stage.rawValue, version: statement.version, submitted: submitted.iso8601,
            due: due?.iso8601, isLate: due.map { first > $0 } ?? false, laws: incident.laws,
            bodySHA256: SHA256.hash(data: try encoder.encode(statement.body)).hex, answerDue: incident.answerDue?.iso8601)
    }
}
