internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Post
internal import Vocabulary

/// What people do with one referral.
struct ReferralActions: Sendable {
    let desk: ReferralDesk
    private var records: Records { desk.house.records }

    func routes(_ routes: inout Routes) {
        routes.post(.desk, "/referrals", .permission(.referralsWrite)) { request in
            let id = try await desk.begin(case: request.form["case"], language: request.words.code, by: try request.asker())
            return Redirect("/referrals/\(id)")
        }
        routes.post(.desk, "/referrals/:id", .permission(.referralsWrite)) { try await save($0) }
        routes.post(.desk, "/referrals/:id/choice", .permission(.referralsWrite)) { request in
            let referral = try await draft(request)
            let chosen = Set(request.form.all("item").compactMap { Int64($0) })
            try await records.write { try ReferralStore.choose(chosen, of: referral.id, $0) }
            return saved(referral, request)
        }
        routes.post(.desk, "/referrals/:id/text", .permission(.referralsWrite)) { request in
            let referral = try await draft(request)
            guard let label = request.form["label"], let text = request.form["text"] else { return incomplete(referral, request) }
            let (person, now) = (try request.asker().name, request.now)
            try await records.write { database in
                try ReferralStore.add(text: String(text.prefix(200_000)), label: String(label.prefix(200)), to: referral.id, database)
                try ReferralStore.step("item-added", of: referral.id, by: person, note: label, at: now, database)
            }
            return saved(referral, request)
        }
        routes.post(.desk, "/referrals/:id/file", .permission(.referralsWrite), body: .upload(limit: desk.house.vault.fileLimit)) {
            try await upload($0)
        }
        routes.post(.desk, "/referrals/:id/seal", .permission(.referralsWrite)) { try await seal($0) }
        routes.post(.desk, "/referrals/:id/unseal", .permission(.referralsWrite)) { request in
            let referral = try await desk.find(request["id"])
            guard let dispatch = referral.dispatch else { throw WebProblem(.conflict, "referrals.problem.state") }
            return try await outward(referral, request, "referrals.done.unsealed") {
                try await desk.house.outward.withdraw(dispatch, by: try request.asker().id, reason: "unsealed")
            }
        }
        routes.post(.desk, "/referrals/:id/approve", .permission(.referralsApprove)) { request in
            let referral = try await desk.find(request["id"])
            guard let dispatch = referral.dispatch else { throw WebProblem(.conflict, "referrals.problem.state") }
            return try await outward(referral, request, "referrals.done.approved") {
                try await desk.house.outward.approve(dispatch, by: try request.asker().id)
            }
        }
        routes.post(.desk, "/referrals/:id/withdraw", .permission(.referralsWrite)) { request in
            try await move(request, .withdraw, step: "withdrawn", note: "")
        }
        routes.post(.desk, "/referrals/:id/receipt", .permission(.referralsWrite)) { request in
            guard let to = request.form["to"], let how = request.form["how"] else {
                return incomplete(try await desk.find(request["id"]), request)
            }
            let note = [to, how, request.form["reference"]].compactMap { $0 }.joined(separator: "; ")
            return try await move(request, .handOver, step: "handed-over", note: note)
        }
        routes.post(.desk, "/referrals/:id/later", .permission(.referralsWrite)) { request in
            let referral = try await desk.find(request["id"])
            guard let event = request.form["event"].flatMap({ ReferralState.Event(rawValue: $0) }), referral.state.later.contains(event),
                let note = request.form["note"]
            else { return incomplete(referral, request) }
            return try await move(request, event, step: event.rawValue, note: note)
        }
        routes.post(.desk, "/referrals/:id/take", .permission(.referralsWrite)) { try await take($0) }
    }

    // MARK: - The draft

    private func draft(_ request: WebRequest) async throws -> Referral {
        let referral = try await desk.find(request["id"])
        guard referral.state == .draft else { throw WebProblem(.conflict, "referrals.problem.state") }
        return referral
    }

    private func save(_ request: WebRequest) async throws -> any Answer {
        var referral = try await draft(request)
        let form = request.form
        func line(_ name: String) -> String {
            String((form[name] ?? "").split(whereSeparator: \.isNewline).joined(separator: " ").prefix(300))
        }
        referral.title = line("title")
        referral.authority = line("authority")
        referral.type = form["type"].flatMap { IncidentType(name: $0) }
        referral.bases = form.all("basis").filter { desk.bases[$0] != nil }
        referral.facts = String((form["facts"] ?? "").prefix(50_000))
        referral.redaction = Redaction(
            terms: (form["terms"] ?? "").split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(" ") }.map(String.init)
                .filter { $0.count >= 2 }, kinds: Set(form.all("kinds").compactMap(Redaction.Kind.init)))
        if let language = form["language"], desk.maker.catalogue.has(language) { referral.language = language }
        try await records.write { [referral] in try ReferralStore.update(referral, $0) }
        return saved(referral, request)
    }

    private func upload(_ request: WebRequest) async throws -> any Answer {
        let referral = try await draft(request)
        guard let file = request.files.first(where: { $0.field == "file" && $0.size > 0 }) else { return incomplete(referral, request) }
        let writer = try desk.house.vault.writer(named: file.name)
        try FilePieces.each(of: file.path) { try writer.write($0) }
        let arrived = try writer.finish()
        let (person, now, label) = (try request.asker(), request.now, String((request.form["label"] ?? "").prefix(200)))
        try await records.write { database in
            try desk.house.vault.keep(arrived, from: "staff:\(person.name)", for: "referral:\(referral.id)", in: database)
            try ReferralStore.add(file: arrived.id, label: label, to: referral.id, database)
            try ReferralStore.step(
                "item-added", of: referral.id, by: person.name, note: "\(arrived.name), SHA-256 \(arrived.sha256)", at: now, database)
        }
        return saved(referral, request)
    }

    // MARK: - Sealing and afterwards

    private func seal(_ request: WebRequest) async throws -> any Answer {
        let referral = try await draft(request)
        let words = request.words
        let path = "/referrals/\(referral.id)"
        guard !referral.title.isEmpty, !referral.authority.isEmpty, !referral.facts.isEmpty, !referral.bases.isEmpty else {
            return Redirect(path, flash: Flash(.problem, words["referrals.problem.incomplete"]))
        }
        do {
            try await desk.seal(referral, by: try request.asker())
        } catch BundleError.noKey {
            return Redirect(path, flash: Flash(.problem, words["referrals.problem.noKey"]))
        } catch let error as BundleError {
            return Redirect(path, flash: Flash(.problem, "\(error)"))
        } catch let error as KeyringError {
            return Redirect(path, flash: Flash(.problem, "\(error)"))
        }
        return Redirect(path, flash: Flash(.done, words["referrals.done.sealed"]))
    }

    private func outward(_ referral: Referral, _ request: WebRequest, _ key: String, _ act: () async throws -> Void) async throws
        -> Redirect
    {
        do {
            try await act()
        } catch OutwardRefusal.sameAuthor {
            return Redirect("/referrals/\(referral.id)", flash: Flash(.problem, request.words["referrals.problem.samePerson"]))
        } catch is OutwardRefusal {
            throw WebProblem(.conflict, "referrals.problem.state")
        }
        return Redirect("/referrals/\(referral.id)", flash: Flash(.done, request.words[key]))
    }

    private func move(_ request: WebRequest, _ event: ReferralState.Event, step: String, note: String) async throws -> any Answer {
        let id = try await desk.find(request["id"]).id
        let (person, now) = (try request.asker().name, request.now)
        try await records.write { database in
            guard try ReferralStore.move(id, event, database) else { throw WebProblem(.conflict, "referrals.problem.state") }
            try ReferralStore.step(step, of: id, by: person, note: String(note.prefix(2_000)), at: now, database)
        }
        return Redirect("/referrals/\(id)", flash: Flash(.done, request.words["referrals.done.saved"]))
    }

    /// Gives the bundle out, to be carried to its recipient: only once a second person agreed, and written down each time.
    private func take(_ request: WebRequest) async throws -> any Answer {
        let referral = try await desk.find(request["id"])
        let released: Set<ReferralState> = [.released, .handedOver, .accepted, .declined, .closed]
        guard released.contains(referral.state), let bundle = referral.bundle else {
            throw WebProblem(.conflict, "referrals.problem.state")
        }
        let (person, now) = (try request.asker().name, request.now)
        try await records.write { try ReferralStore.step("taken", of: referral.id, by: person, note: bundle.name, at: now, $0) }
        let reader = try await desk.house.vault.content(of: bundle.file)
        return Stream(type: "application/zip", fileName: bundle.name) { writer in
            for try await piece in reader { try await writer.write(piece) }
        }
    }

    private func saved(_ referral: Referral, _ request: WebRequest) -> Redirect {
        Redirect("/referrals/\(referral.id)", flash: Flash(.done, request.words["referrals.done.saved"]))
    }

    private func incomplete(_ referral: Referral, _ request: WebRequest) -> Redirect {
        Redirect("/referrals/\(referral.id)", flash: Flash(.problem, request.words["referrals.problem.fields"]))
    }
}
