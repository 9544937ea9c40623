internal import Vocabulary

/// What the centre does by itself, how it went, and when it is next.
struct JobPages {
    let jobs: JobQueue

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/jobs", .permission(Operation.read)) { request in try await list(request) }
        routes.get(.desk, "/jobs/:kind", .permission(Operation.read)) { request in try await one(request) }
        routes.post(.desk, "/jobs/:kind/run", .permission(Operation.run)) { request in
            _ = try await jobs.runNow(request["kind"])
            return Redirect("/jobs/\(Form.encoded(request["kind"]))", flash: Flash(.done, request.words["operation.jobs.started"]))
        }
        routes.post(.desk, "/jobs/:kind/pause", .permission(Operation.run)) { request in
            try await jobs.pause(request["kind"])
            return Redirect("/jobs/\(Form.encoded(request["kind"]))", flash: Flash(.done, request.words["operation.jobs.paused"]))
        }
        routes.post(.desk, "/jobs/:kind/resume", .permission(Operation.run)) { request in
            try await jobs.resume(request["kind"])
            return Redirect("/jobs/\(Form.encoded(request["kind"]))", flash: Flash(.done, request.words["operation.jobs.resumed"]))
        }
        routes.post(.desk, "/jobs/:kind/discard", .permission(Operation.run)) { request in
            guard let job = request.form.number("job"), try await jobs.discard(job: Int64(job)) else { throw WebProblem.notFound }
            return Redirect("/jobs/\(Form.encoded(request["kind"]))", flash: Flash(.done, request.words["operation.jobs.discarded"]))
        }
        routes.post(.desk, "/jobs/:kind/again", .permission(Operation.run)) { request in
            guard let job = request.form.number("job"), try await jobs.runNow(job: Int64(job)) else { throw WebProblem.notFound }
            return Redirect("/jobs/\(Form.encoded(request["kind"]))", flash: Flash(.done, request.words["operation.jobs.started"]))
        }
    }

    private struct ListView: Sendable {
        let head: Parts.Head
        let table: Parts.Table
    }

    private func list(_ request: WebRequest) async throws -> Page {
        let words = request.words
        let rows = try await jobs.overview().map { job in
            Parts.Table.Row(
                [
                    .init(job.kind, href: "/jobs/\(Form.encoded(job.kind))", isRow: true, isHead: true),
                    .init(job.schedule.map { "\($0)" } ?? words["operation.jobs.onDemand"], isMono: job.schedule != nil),
                    .init(time: job.next.map { words.mark($0, zone: request.zone) }), .init(tags: [tag(job, words)]),
                    .init(time: job.last.map { words.mark($0.ended, zone: request.zone) }), .init(words.number(job.waiting)),
                ], isFaded: job.isPaused)
        }
        let table = Parts.Table(
            id: "jobs", caption: words["operation.jobs.title"],
            columns: [
                .init(words["operation.jobs.kind"]), .init(words["operation.jobs.schedule"]), .init(words["operation.jobs.next"]),
                .init(words["operation.jobs.outcome"]), .init(words["operation.jobs.ended"]),
                .init(words["operation.jobs.waiting"], isNumber: true),
            ], rows: rows, empty: Parts.Empty(words["operation.jobs.none"], text: words["operation.jobs.noneText"], icon: "job"))
        let head = Parts.Head(words["operation.jobs.title"], lead: words["operation.jobs.lead"])
        return Page("operation/list", ListView(head: head, table: table), title: words["operation.jobs.title"])
    }

    private func tag(_ job: JobOverview, _ words: Words) -> Parts.Tag {
        if job.isPaused { return Parts.Tag(words["operation.jobs.isPaused"], .warn, icon: "pause") }
        if !job.running.isEmpty { return Parts.Tag(words["operation.jobs.isRunning"], .accent, icon: "play") }
        if job.givenUp > 0 { return Parts.Tag(words.text("operation.jobs.givenUp", count: job.givenUp), .bad, icon: "problem") }
        guard let last = job.last else { return Parts.Tag(words["operation.jobs.never"]) }
        return tag(last.result, words)
    }

    private func tag(_ result: JobResult, _ words: Words) -> Parts.Tag {
        Parts.Tag(words["operation.result.\(result.rawValue)"], result.isBad ? .bad : result == .done ? .good : .warn)
    }

    private struct OneView: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let waiting: Parts.Table
        let outcomes: Parts.Table
    }

    private func one(_ request: WebRequest) async throws -> Page {
        let words = request.words
        guard let job = try await jobs.overview().first(where: { $0.kind == request["kind"] }) else { throw WebProblem.notFound }
        let mayRun = request.principal?.may(Operation.run) ?? false
        let address = "/jobs/\(Form.encoded(job.kind))"
        var head = Parts.Head(job.kind, crumbs: [Parts.Link(words["operation.jobs.title"], "/jobs")])
        head.tags = [tag(job, words)]
        if mayRun {
            head.actions = [
                Parts.Action(words["operation.jobs.runNow"], post: address + "/run", icon: "play", isPrimary: true),
                job.isPaused
                    ? Parts.Action(words["operation.jobs.resume"], post: address + "/resume")
                    : Parts.Action(words["operation.jobs.pause"], post: address + "/pause", icon: "pause"),
            ]
        }
        let facts = Parts.Facts([
            .init(words["operation.jobs.schedule"], job.schedule.map { "\($0)" } ?? words["operation.jobs.onDemand"]),
            .init(words["operation.jobs.next"], job.next == nil ? "–" : nil, time: job.next.map { words.mark($0, zone: request.zone) }),
            .init(
                words["operation.jobs.lastDone"], job.lastDone == nil ? "–" : nil,
                time: job.lastDone.map { words.mark($0, zone: request.zone) }),
        ])
        let waiting = try await jobs.waiting(of: job.kind).map { item in
            Parts.Table.Row([
                .init(item.key ?? "\(item.job)", isHead: true), .init(time: words.mark(item.due, zone: request.zone)),
                .init(words.number(item.attempts)), .init(item.error ?? ""),
                .init(
                    action: mayRun
                        ? Parts.Action(
                            words[item.isGivenUp ? "operation.jobs.again" : "operation.jobs.discard"],
                            post: address + (item.isGivenUp ? "/again" : "/discard"),
                            fields: [Parts.Hidden("job", "\(item.job)")], isSmall: true) : nil),
            ])
        }
        let outcomes = try await jobs.outcomes(of: job.kind).map { outcome in
            Parts.Table.Row([
                .init(isHead: true, time: words.mark(outcome.ended, zone: request.zone)), .init(tags: [tag(outcome.result, words)]),
                .init(words.duration(seconds: Int(outcome.ended.seconds - outcome.started.seconds))), .init(outcome.text),
            ])
        }
        let view = OneView(
            head: head, facts: facts,
            waiting: Parts.Table(
                id: "waiting", caption: words["operation.jobs.waiting"],
                columns: [
                    .init(words["operation.jobs.job"]), .init(words["operation.jobs.due"]),
                    .init(words["operation.jobs.attempts"], isNumber: true), .init(words["operation.jobs.error"]),
                    .init(words["operation.jobs.act"], isLabelHidden: true),
                ], rows: waiting, empty: Parts.Empty(words["operation.jobs.nothingWaits"])),
            outcomes: Parts.Table(
                id: "outcomes", caption: words["operation.jobs.outcomes"],
                columns: [
                    .init(words["operation.jobs.ended"]), .init(words["operation.jobs.outcome"]), .init(words["operation.jobs.took"]),
                    .init(words["operation.jobs.said"]),
                ], rows: outcomes, empty: Parts.Empty(words["operation.jobs.never"])))
        return Page("operation/job", view, title: job.kind)
    }
}
