internal import Centre
internal import Crypto
internal import Foundation
internal import GRDB
internal import HTTPTypes
internal import Post
internal import Vocabulary

/// What is done with referrals and requests.
struct ReferralDesk: Sendable {
    let house: House
    let maker: BundleMaker
    let bases: LegalBases
    let book: any LedgerBook
    let cases: (any CaseFile)?

    // MARK: - Writing

    /// Begins a referral, from a case where there is one.
    func begin(case id: String?, language: String, by person: Principal) async throws -> String {
        var extract: CaseExtract?
        if let id {
            extract = try await cases?.extract(ofCase: id)
            guard extract != nil else { throw WebProblem.notFound }
        }
        let now = house.clock()
        let new = Token.random(bytes: 12)
        return try await house.records.write { [extract] database in
            let referral = Referral(
                id: new, number: try ReferralStore.next("R", at: now, database), state: .draft, title: extract?.title ?? "",
                type: extract?.type, authority: "", bases: bases.proposed(for: extract?.type).map(\.id), facts: "", language: language,
                caseID: extract?.reference.id, caseNumber: extract?.reference.number,
                // What personal data is needed for is decided by a person; until then it is taken out.
                redaction: Redaction(kinds: [.email, .phone]), author: person.id, authorName: person.name, created: now)
            try ReferralStore.insert(referral, database)
            for text in extract?.texts ?? [] {
                try ReferralStore.add(text: text.text, label: text.label, to: new, database)
            }
            for file in extract?.files ?? [] { try ReferralStore.add(file: file, label: "", to: new, database) }
            try ReferralStore.step("created", of: new, by: person.name, note: extract?.reference.number ?? "", at: now, database)
            return new
        }
    }

    func find(_ id: String) async throws -> Referral {
        guard let referral = try await house.records.read({ try ReferralStore.find(id, $0) }) else { throw WebProblem.notFound }
        return referral
    }

    /// The items of a referral; files that are gone from the vault are left out.
    func items(of id: String) async throws -> [ReferralItem] {
        var items: [ReferralItem] = []
        for row in try await house.records.read({ try ReferralStore.items(of: id, $0) }) {
            if let text = row.text {
                items.append(ReferralItem(id: row.id, label: row.label, content: .text(text), isChosen: row.isChosen))
            } else if let id = row.file, let file = try await house.vault.file(id) {
                let label = row.label.isEmpty ? file.name : row.label
                items.append(ReferralItem(id: row.id, label: label, content: .file(file), isChosen: row.isChosen))
            }
        }
        return items
    }

    // MARK: - Sealing and leaving

    /// Seals the bundle and asks a second person; all of it or nothing.
    func seal(_ referral: Referral, by person: Principal) async throws {
        let now = house.clock()
        let items = try await items(of: referral.id)
        let steps = try await house.records.read { try ReferralStore.steps(of: referral.id, $0) }
        let (arrived, signer) = try await maker.make(referral, items, steps, by: person.name)
        let bundle = SealedBundle(
            file: arrived.id, name: referral.number + ".zip", size: arrived.size, sha256: arrived.sha256, moment: now, person: person.name,
            signer: signer)
        var sealed = referral
        sealed.bundle = bundle
        guard let id = sealed.dispatch else { throw WebProblem.badRequest("the number of the referral cannot name a dispatch") }
        let dispatch = try Dispatch(
            id: id, act: .refer, tlp: .red, audience: .recipients, channel: HandOverChannel.way, recipient: referral.authority,
            subject: "\(referral.number): \(referral.title)", content: try cover(sealed), mediaType: "application/json",
            capability: "referrals", reference: "referral/\(referral.id)", author: person.id, approval: .another)
        try await house.records.write { database in
            guard try ReferralStore.move(referral.id, .seal, database) else { throw WebProblem(.conflict, "referrals.problem.state") }
            try house.vault.keep(arrived, from: "centre", for: "referral:\(referral.id)", in: database)
            try ReferralStore.set(bundle, dispatch: id, of: referral.id, database)
            try ReferralStore.step("sealed", of: referral.id, by: person.name, note: "SHA-256 \(bundle.sha256)", at: now, database)
            try house.outward.plan(dispatch, in: database)
        }
    }

    /// What the act is about, without what it says: the digest of the bundle binds the ledger to it.
    private func cover(_ referral: Referral) throws -> [UInt8] {
        let fields = [
            "number": referral.number, "authority": referral.authority, "bases": referral.bases.joined(separator: " "),
            "bundle": referral.bundle?.name ?? "", "sha256": referral.bundle?.sha256 ?? "", "size": "\(referral.bundle?.size ?? 0)",
            "signer": referral.bundle?.signer ?? "",
        ]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return Array(try encoder.encode(fields))
    }

    /// Follows what becomes of dispatches of this capability, in the transaction of each step.
    func follow(_ delivery: Delivery, in database: Database) throws {
        let now = house.clock()
        if let referral = try ReferralStore.find(dispatch: delivery.id, database) {
            switch delivery.state {
            case .accepted, .recorded:
                guard try ReferralStore.move(referral.id, .release, database) else { return }
                if let approver = delivery.approver { try ReferralStore.set(approver: approver, of: referral.id, database) }
                try ReferralStore.step(
                    "released", of: referral.id, by: delivery.approver ?? "", note: delivery.recipient, at: now, database)
            case .withdrawn:
                guard try ReferralStore.move(referral.id, .unseal, database) else { return }
                if let file = referral.bundle?.file { try house.vault.delete(file, in: database) }
                try ReferralStore.set(nil, dispatch: nil, of: referral.id, database)
                try ReferralStore.step("unsealed", of: referral.id, by: "", note: delivery.note, at: now, database)
            default: return
            }
        } else if let request = try RequestStore.find(dispatch: delivery.id, database) {
            try follow(delivery, request, now, database)
        } else {
            try RequestStore.set(state: delivery.state.rawValue, ofPreservation: delivery.id, database)
        }
    }

    private func follow(_ delivery: Delivery, _ request: LawRequest, _ now: Instant, _ database: Database) throws {
        let event: LawRequestState.Event
        switch delivery.state {
        case .accepted, .recorded: event = .leave
        case .withdrawn: event = .callOff
        default: return
        }
        var changed = request
        guard let state = request.state.after(event, holds: request.check?.holds) else { return }
        changed.state = state
        if event == .callOff { changed.dispatch = nil }
        try RequestStore.update(changed, database)
        let person = delivery.approver ?? ""
        try ReferralStore.step(
            event == .leave ? "answered" : "called-off", of: request.id, by: person, note: delivery.note, at: now, database)
        if event == .leave {
            try enter("request-answered", request, by: delivery.author, digest: delivery.digest, at: now, database)
        }
    }

    // MARK: - Requests of law enforcement

    func receive(_ request: LawRequest, in database: Database) throws {
        try RequestStore.insert(request, database)
        try ReferralStore.step("received", of: request.id, by: request.author, note: request.authority, at: house.clock(), database)
        try enter(
            "request-received", request, by: request.author, digest: Array(SHA256.hash(data: Data(request.asked.utf8))),
            at: request.received,
            database)
    }

    /// Writes down what a person found about the legal basis.
    func check(_ id: String, _ check: LawRequest.Check) async throws {
        try await change(id, .check, step: check.holds ? "basis-holds" : "basis-fails", by: check.person, note: check.words) { request, _ in
            request.check = check
        }
    }

    /// Plans an answer, which a second person must let leave.
    func answer(_ id: String, _ text: String, by person: Principal) async throws {
        try await change(id, .answer, step: "answer-written", by: person.name) { request, database in
            let count = try ReferralStore.steps(of: id, database).filter { $0.what == "answer-written" }.count
            guard let name = DispatchID("answer-\(request.number)-\(count + 1)") else { throw WebProblem.badRequest("number") }
            try house.outward.plan(
                Dispatch(
                    id: name, act: .refer, tlp: .red, audience: .recipients, channel: HandOverChannel.way,
                    recipient: "\(request.authority), \(request.officer)", subject: "\(request.number) (\(request.theirReference))",
                    content: Array(text.utf8), mediaType: "text/plain", capability: "referrals", reference: "request/\(id)",
                    author: person.id, approval: .another), in: database)
            request.answer = text
            request.dispatch = name
        }
    }

    func refuse(_ id: String, _ reason: String, by person: Principal) async throws {
        let now = house.clock()
        try await change(id, .refuse, step: "refused", by: person.name, note: reason) { request, database in
            request.refusal = reason
            try enter(
                "request-refused", request, by: person.id, digest: Array(SHA256.hash(data: Data(reason.utf8))), at: now, database)
        }
    }

    private func change(
        _ id: String, _ event: LawRequestState.Event, step: String, by person: String, note: String = "",
        _ change: @Sendable (inout LawRequest, Database) throws -> Void
    ) async throws {
        let now = house.clock()
        try await house.records.write { database in
            guard var request = try RequestStore.find(id, database) else { throw WebProblem.notFound }
            guard let state = request.state.after(event, holds: request.check?.holds) else {
                throw WebProblem(.conflict, "referrals.problem.state")
            }
            request.state = state
            try change(&request, database)
            try RequestStore.update(request, database)
            try ReferralStore.step(step, of: id, by: person, note: note, at: now, database)
        }
    }

    func enter(_ deed: String, _ request: LawRequest, by actor: String, digest: [UInt8], at time: Instant, _ database: Database) throws {
        let count = try ReferralStore.steps(of: request.id, database).count
        try book.enter(
            LedgerLine(
                id: "\(deed):\(request.id):\(count)", deed: deed, actor: actor, subjectClass: "law-enforcement",
                reference: "request/\(request.id)", tlp: .red, digest: digest, time: time), in: database)
    }
}
