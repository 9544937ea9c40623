internal import Centre
internal import Vocabulary

/// An incident that an organisation reports in stages.
struct DutyIncident: Sendable, Hashable, Identifiable {
    /// Why it is reported.
    enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// It happened, and a law asks for it.
        case incident
        /// It nearly happened.
        case nearMiss = "near-miss"
        /// It may happen.
        case threat
        /// It happened, and no law asks for it.
        case voluntary

        /// Whether laws set deadlines for it.
        var isDuty: Bool { self == .incident }
    }

    enum State: String, Sendable, Hashable { case draft, open, closed }

    let id: String
    let number: Int64
    let owner: String
    let ownerName: String
    let sector: String?
    /// The organisation's own name for it.
    let reference: String
    let kind: Kind
    let title: String
    let type: IncidentType
    /// When the organisation knew.
    let aware: Instant
    let crossBorder: String
    let personalData: String
    let laws: [String]
    let state: State
    let opened: Instant
    /// When the first stage was submitted.
    let reported: Instant?
    /// The incident of another organisation, or another report, that it is the same as.
    let joined: String?
    let answerDue: Instant?
    let answered: Instant?
    let caseReference: CaseReference?

    /// What words about it belong to.
    var subject: String { "duty:\(id)" }

    /// `CERT-I-2026-00017`
    func label(_ short: String) -> String {
        let digits = String(number)
        return "\(short)-I-\(opened.year)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
    }
}

/// What an organisation said in a stage, once.
struct DutyStatement: Sendable {
    let stage: DutyStage
    /// Counts corrections from 1.
    let version: Int
    let body: DutyBody
    let saved: Instant
    /// When it was submitted; nil for a draft.
    let submitted: Instant?
    let author: String
    /// When it was due as the laws were then.
    let due: Instant?
}

/// How the stages of an incident stand.
struct DutyProgress: Sendable {
    let incident: DutyIncident
    /// The latest of each stage, drafts among them.
    let statements: [DutyStatement]
    let laws: [DutyLaw]

    /// When each stage was first submitted.
    var submitted: [DutyStage: Instant] {
        var moments: [DutyStage: Instant] = [:]
        for statement in statements {
            guard let moment = statement.submitted else { continue }
            moments[statement.stage] = min(moments[statement.stage] ?? moment, moment)
        }
        return moments
    }

    /// The stages that are asked for. What no law asks for is told once.
    var stages: [DutyStage] {
        guard incident.kind.isDuty else { return [.earlyWarning] }
        return DutyStage.allCases.filter { stage in stage == .earlyWarning || laws.contains { $0.deadlines[stage] != nil } }
    }

    /// When a stage is due: by the law that asks first.
    func due(_ stage: DutyStage) -> Instant? {
        guard incident.kind.isDuty else { return nil }
        return laws.compactMap { $0.due(stage, aware: incident.aware, submitted: submitted) }.min()
    }

    /// What was last submitted in a stage.
    func submittedStatement(_ stage: DutyStage) -> DutyStatement? { statements.last { $0.stage == stage && $0.submitted != nil } }
    func draft(_ stage: DutyStage) -> DutyStatement? { statements.last { $0.stage == stage && $0.submitted == nil } }

    /// What is known: what later stages say stands before what earlier ones said.
    var known: DutyBody {
        var body: DutyBody = [:]
        for stage in DutyStage.allCases { if let said = submittedStatement(stage)?.body { body.merge(said) { $1 } } }
        return body
    }

    /// The next stage that has not come.
    var next: DutyStage? { stages.first { submitted[$0] == nil } }
}
