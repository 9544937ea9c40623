internal import Vocabulary

/// What waits for a second person.
extension Identity {
    struct FourEyesView: Sendable {
        let head: Parts.Head
        let waiting: Parts.Table
        let over: Parts.Table
    }

    func fourEyesRoutes(_ routes: inout Routes) {
        routes.get(.desk, "/four-eyes", .permission(.fourEyes)) { request in
            let words = request.words
            let head = Parts.Head(words["identity.fourEyes.title"], lead: words["identity.fourEyes.lead"])
            let view = FourEyesView(
                head: head, waiting: waitingTable(try await fourEyes.requests(waiting: true), request),
                over: overTable(try await fourEyes.requests(waiting: false, limit: 50), request))
            return Page("identity/four-eyes", view, title: head.title)
        }
        routes.post(.desk, "/four-eyes/:id/confirm", .permission(.fourEyes)) { request in
            try await decide(request, done: "identity.fourEyes.confirmed") { try await fourEyes.confirm($0, by: $1) }
        }
        routes.post(.desk, "/four-eyes/:id/refuse", .permission(.fourEyes)) { request in
            try await decide(request, done: "identity.fourEyes.refused") { try await fourEyes.refuse($0, by: $1) }
        }
    }

    private func decide(
        _ request: WebRequest, done: String, _ act: (String, Principal) async throws -> Void
    ) async throws -> any Answer {
        // A program may read the list, and nothing more.
        guard request.session != nil else { throw WebProblem.forbidden }
        do {
            try await act(request["id"], try request.asker())
            return Redirect("/four-eyes", flash: Flash(.done, request.words[done]))
        } catch let error as FourEyesError {
            let key =
                switch error {
                case .samePerson: "identity.fourEyes.samePerson"
                case .dependent: "identity.fourEyes.dependent"
                case .notAllowed: "identity.fourEyes.notAllowed"
                case .unknown, .unknownKind, .over: "identity.fourEyes.isOver"
                }
            return Redirect("/four-eyes", flash: Flash(.problem, request.words[key]))
        }
    }

    private func sentence(_ request: FourEyesRequest, _ words: Words) -> String {
        let key = fourEyes.known(request.kind)?.key ?? request.kind
        return words.has(key) ? words.text(key, ["subject": request.subject]) : "\(request.kind): \(request.subject)"
    }

    private func waitingTable(_ requests: [FourEyesRequest], _ request: WebRequest) -> Parts.Table {
        let words = request.words
        let me = request.principal
        let rows = requests.map { waiting in
            let isMine = waiting.askedBy == me?.id
            let may = fourEyes.known(waiting.kind).map { kind in me.map { $0.may(kind.confirm) } ?? false } ?? false
            return Parts.Table.Row([
                Parts.Table.Cell(sentence(waiting, words), isHead: true, sub: waiting.reason.isEmpty ? nil : waiting.reason),
                Parts.Table.Cell(waiting.asker), Parts.Table.Cell(time: request.time(waiting.asked)),
                Parts.Table.Cell(time: request.time(waiting.expires)),
                Parts.Table.Cell(
                    action: may && !isMine
                        ? Parts.Action(
                            words["common.action.confirm"], post: "/four-eyes/\(waiting.id)/confirm", isPrimary: true, isSmall: true) : nil),
                Parts.Table.Cell(
                    action: may || isMine
                        ? Parts.Action(
                            words[isMine ? "identity.fourEyes.takeBack" : "common.action.reject"], post: "/four-eyes/\(waiting.id)/refuse",
                            isSmall: true) : nil),
            ])
        }
        var table = Parts.Table(
            id: "waiting", caption: words["identity.fourEyes.waiting"],
            columns: ["what", "asker", "asked", "expires"].map { Parts.Table.Column(words["identity.fourEyes.\($0)"]) } + [
                Parts.Table.Column(words["common.action.confirm"], isLabelHidden: true),
                Parts.Table.Column(words["common.action.reject"], isLabelHidden: true),
            ], rows: rows, empty: Parts.Empty(words["identity.fourEyes.none"], text: words["identity.fourEyes.noneHint"], icon: "eye"))
        table.isCaptionHidden = true
        return table
    }

    private func overTable(_ requests: [FourEyesRequest], _ request: WebRequest) -> Parts.Table {
        let words = request.words
        let rows = requests.map { past in
            let outcome =
                past.outcome.map { words["identity.fourEyes.outcome.\($0.rawValue)"] } ?? words["identity.fourEyes.outcome.expired"]
            return Parts.Table.Row([
                Parts.Table.Cell(sentence(past, words), isHead: true), Parts.Table.Cell(past.asker), Parts.Table.Cell(outcome),
                Parts.Table.Cell(past.decider ?? ""), Parts.Table.Cell(time: request.time(past.decided ?? past.expires)),
            ])
        }
        var table = Parts.Table(
            id: "over", caption: words["identity.fourEyes.past"],
            columns: ["what", "asker", "outcomeTitle", "decider", "decided"].map { Parts.Table.Column(words["identity.fourEyes.\($0)"]) },
            rows: rows, empty: Parts.Empty(words["identity.fourEyes.nonePast"]))
        table.isCaptionHidden = true
        return table
    }
}
