internal import Centre
internal import Foundation
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// Incidents by program: an organisation's system sends each stage as JSON; an authority's reads its part. What is wrong is answered as Problem Details
/// (RFC 9457), each fault with the place in the document it is at (RFC 6901).
struct DutyAPI: Sendable {
    let office: ReportingOffice
    private var duty: DutyOffice { DutyOffice(office: office) }
    private static let limit = 1 << 20

    func routes(_ routes: inout Routes) {
        let schema = DutySchema.json(office.settings.laws, site: office.site)
        for face in [Face.public, .portal] {
            routes.get(face, "/api/v1/schemas/incident.json", .anyone) { _ in Content(schema, type: "application/schema+json") }
        }
        routes.get(.portal, "/report/keys.json", .anyone) { _ in Content(office.signer.keySet, type: "application/jwk-set+json") }
        routes.post(.portal, "/api/v1/incidents", .token(.reportingNotify), body: .stream(limit: Self.limit)) { try await take($0) }
        routes.get(.portal, "/api/v1/incidents", .token(.reportingNotify)) { try await list($0) }
        routes.get(.portal, "/api/v1/incidents/:id", .token(.reportingNotify)) { try await one($0) }
        for law in office.settings.laws {
            routes.get(.portal, "/api/v1/laws/\(law.id)/incidents", .token(law.permission)) { try await parts(law, $0) }
        }
    }

    // MARK: - In

    private struct Sent: Decodable {
        let reference: String
        let owner: String?
        let kind: DutyIncident.Kind?
        let stage: DutyStage
        let aware: String?
        let laws: [String]?
        let draft: Bool?
        let report: DutyBody
    }

    private func take(_ request: WebRequest) async throws -> any Answer {
        let bytes = try await request.bytes(upTo: Self.limit)
        let sent: Sent
        do {
            sent = try JSONDecoder().decode(Sent.self, from: Data(bytes))
        } catch let error as DecodingError {
            return problem(.badRequest, request, faults: [Self.place(error)])
        }
        guard !sent.reference.isEmpty, sent.reference.count <= 100 else {
            return problem(.unprocessableContent, request, faults: [("/reference", request.words["reporting.fault.long"])])
        }
        let owners = try request.asker().owners
        guard let id = sent.owner ?? (owners.count == 1 ? owners[0] : nil) else {
            return problem(.unprocessableContent, request, faults: [("/owner", request.words["reporting.fault.required"])])
        }
        guard owners.contains(id), let owner = try await office.owners.owner(id) else { throw WebProblem.forbidden }
        let aware = sent.aware.map { Instant($0) } ?? request.now
        guard let aware else { return problem(.unprocessableContent, request, faults: [("/aware", request.words["reporting.fault.form"])]) }
        let isDraft = sent.draft ?? false
        let faults = DutyCheck.faults(sent.report, stage: sent.stage, isComplete: !isDraft)
        guard faults.isEmpty else {
            return problem(
                .unprocessableContent, request, faults: faults.map { ("/report/\($0.field)", request.words["reporting.fault.\($0.fault)"]) }
            )
        }
        let kind = sent.kind ?? .incident
        if let strange = sent.laws?.first(where: { name in !office.settings.laws.contains { $0.id == name } }) {
            return problem(.unprocessableContent, request, faults: [("/laws", "\(request.words["reporting.fault.unknown"]) \(strange)")])
        }
        let incident = try await duty.open(
            owner: owner, reference: sent.reference, kind: kind, aware: aware,
            laws: kind.isDuty ? duty.laws(for: owner, named: sent.laws).map(\.id) : [], language: request.words.code)
        guard let before = try await duty.progress(incident.id), before.stages.contains(sent.stage) else {
            return problem(.unprocessableContent, request, faults: [("/stage", request.words["reporting.fault.unknown"])])
        }
        let outcome = try await duty.say(
            sent.report, stage: sent.stage, of: incident.id, isSubmitted: !isDraft, by: try request.asker().name)
        guard let progress = try await duty.progress(incident.id) else { throw WebProblem.notFound }
        return Content(
            try encoded(answer(progress)), type: "application/json", status: outcome.isRepeated ? .ok : .created,
            headers: [("location", "/api/v1/incidents/\(incident.id)")])
    }

    // MARK: - Out

    private struct Answered: Encodable {
        struct Stage: Encodable {
            let stage: String
            let due: String?
            let submitted: String?
            let version: Int?
            let isDraft: Bool
            let report: DutyBody?
            /// The signed receipt (RFC 7515).
            let receipt: RawJSON?
        }
        let id: String
        let number: String
        let reference: String
        let kind: String
        let laws: [String]
        let aware: String
        let answerDue: String?
        let answered: String?
        let stages: [Stage]
    }

    private func answer(_ progress: DutyProgress) throws -> Answered {
        let incident = progress.incident
        return Answered(
            id: incident.id, number: incident.label(office.short), reference: incident.reference, kind: incident.kind.rawValue,
            laws: incident.laws, aware: incident.aware.iso8601, answerDue: incident.answerDue?.iso8601,
            answered: incident.answered?.iso8601,
            stages: try progress.stages.map { stage in
                let said = progress.submittedStatement(stage)
                return Answered.Stage(
                    stage: stage.rawValue, due: progress.due(stage)?.iso8601, submitted: progress.submitted[stage]?.iso8601,
                    version: said?.version, isDraft: progress.draft(stage) != nil, report: said?.body ?? progress.draft(stage)?.body,
                    receipt: try duty.receipt(progress, stage).map { try RawJSON(office.signer.signed($0)) })
            })
    }

    private func list(_ request: WebRequest) async throws -> any Answer {
        let wish = DutyStore.Wish(owners: try request.asker().owners, before: request.query.number("before").map(Int64.init))
        let rows = try await office.house.records.read { database in
            try DutyStore.incidents(wish, limit: 100, database).map { try duty.progress($0, database) }
        }
        return Content(try encoded(["incidents": rows.map(answer)]), type: "application/json")
    }

    private func one(_ request: WebRequest) async throws -> any Answer {
        let owners = try request.asker().owners
        guard let progress = try await duty.progress(request["id"]), owners.contains(progress.incident.owner) else {
            throw WebProblem.notFound
        }
        return Content(try encoded(answer(progress)), type: "application/json")
    }

    /// What an authority sees: the incidents under its law, and of each its part.
    private func parts(_ law: DutyLaw, _ request: WebRequest) async throws -> any Answer {
        let wish = DutyStore.Wish(law: law.id, isReported: true, before: request.query.number("before").map(Int64.init))
        let rows = try await office.house.records.read { database in
            try DutyStore.incidents(wish, limit: 100, database).map { try duty.progress($0, database) }
        }
        return Content(
            try encoded(["incidents": rows.map { try RawJSON(Self.part(law, $0, office)) }]), type: "application/json")
    }

    private struct Part: Encodable {
        let number: String
        let law: String
        let organisation: String
        let sector: String?
        let kind: String
        let aware: String
        let stages: [String: String]
        let report: DutyBody
    }

    static func part(_ law: DutyLaw, _ progress: DutyProgress, _ office: ReportingOffice) throws -> [UInt8] {
        let incident = progress.incident
        let part = Part(
            number: incident.label(office.short), law: law.id, organisation: incident.ownerName, sector: incident.sector,
            kind: incident.kind.rawValue, aware: incident.aware.iso8601,
            stages: Dictionary(uniqueKeysWithValues: progress.submitted.map { ($0.key.rawValue, $0.value.iso8601) }),
            report: DutyOffice(office: office).part(law, of: progress))
        return try encoded(part)
    }

    // MARK: - Problems

    private func problem(_ status: HTTPResponse.Status, _ request: WebRequest, faults: [(pointer: String, detail: String)]) -> Content {
        let errors = faults.map { "{\"pointer\":\(JSON.quoted("#" + $0.pointer)),\"detail\":\(JSON.quoted($0.detail))}" }
        let body = """
            {"type":"about:blank","status":\(status.code),"title":\(JSON.quoted(request.words["reporting.fault.title"])),"instance":\(JSON.quoted(request.requestID)),"errors":[\(errors.joined(separator: ","))]}

            """
        return Content(Array(body.utf8), type: "application/problem+json", status: status)
    }

    private static func place(_ error: DecodingError) -> (pointer: String, detail: String) {
        func pointer(_ path: [any CodingKey]) -> String { path.map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined() }
        return switch error {
        case .keyNotFound(let key, let context): (pointer(context.codingPath + [key]), "missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            (pointer(context.codingPath), context.debugDescription)
        @unknown default: ("", "\(error)")
        }
    }
}

private func encoded(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [0x0A]
}

/// JSON that is written already.
private struct RawJSON: Encodable {
    private let tree: JSONTree

    init(_ bytes: [UInt8]) throws { tree = try JSONDecoder().decode(JSONTree.self, from: Data(bytes)) }
    func encode(to encoder: any Encoder) throws { try tree.encode(to: encoder) }
}

/// Any JSON without numbers that are no whole ones.
private indirect enum JSONTree: Codable {
    case text(String), number(Int), flag(Bool), list([JSONTree]), object([String: JSONTree]), null

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode(Int.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONTree].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .flag(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        case .null: try container.encodeNil()
        }
    }
}
