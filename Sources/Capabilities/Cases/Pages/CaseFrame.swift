internal import Centre
internal import GRDB
internal import Vocabulary

/// What stands at the top of every page of a case: its name, its marks, what can be done, the views.
struct CaseFrame: Sendable {
    /// The views of a case.
    enum Tab: String, CaseIterable { case story = "", observables, parties, tasks, files, relations }

    let office: CaseOffice
    let request: WebRequest
    let found: Case
    let counts: [String: Int]

    init(_ office: CaseOffice, _ request: WebRequest, _ found: Case, _ database: Database) throws {
        self.office = office
        self.request = request
        self.found = found
        func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql, arguments: [found.id]) ?? 0 }
        counts = [
            "observables": try count(
                "SELECT count(*) FROM (SELECT DISTINCT type, value FROM cases_observable WHERE case_id IN \(CaseStore.circle))"),
            "parties": try count("SELECT count(*) FROM cases_party WHERE case_id IN \(CaseStore.circle)"),
            "tasks": try count(
                "SELECT count(*) FROM cases_task WHERE state IN ('todo', 'doing') AND case_id IN \(CaseStore.circle)"),
            "files": try count("SELECT count(DISTINCT vault) FROM cases_file WHERE case_id IN \(CaseStore.circle)"),
            "relations": try count("SELECT count(*) - 1 FROM cases_case WHERE root = ?")
                + count("SELECT count(*) FROM cases_case WHERE parent = ?"),
        ]
    }

    func head(_ tab: Tab) -> Parts.Head {
        let words = request.words
        var head = Parts.Head(found.title, lead: nil, crumbs: [.init(words["cases.list.title"], "/cases")])
        head.severity = words.mark(found.severity)
        head.tlp = words.mark(found.tlp)
        head.tags = [words.mark(found), Parts.Tag(office.number(found.name))] + words.warnings(found, at: request.now)
        guard request.principal?.may(.casesWork) == true, tab == .story else { return head }
        let path = "/cases/\(found.name)"
        func act(_ name: String, icon: String? = nil, isPrimary: Bool = false) -> Parts.Action {
            Parts.Action(
                words["cases.act.\(name)"], post: "\(path)/act", fields: [.init("act", name)], icon: icon, isPrimary: isPrimary)
        }
        switch found.state {
        case .new: head.actions = [act("take", icon: "check", isPrimary: true), act("accept"), act("wait")]
        case .open:
            head.actions = [act("wait", icon: "pause")]
            if found.assignee != request.principal?.id { head.actions.insert(act("take", icon: "check", isPrimary: true), at: 0) }
        case .waiting: head.actions = [act("resume", icon: "play", isPrimary: true)]
        case .closed: head.actions = [act("reopen", icon: "refresh")]
        case .merged: head.actions = []
        }
        head.actions.append(Parts.Action(words["cases.score.title"], href: "\(path)/score", icon: "level"))
        head.actions.append(Parts.Action(words["cases.edit.title"], href: "\(path)/edit", icon: "edit"))
        if found.isOpen, office.canRefer {
            head.actions.append(Parts.Action(words["cases.refer"], post: "/referrals", fields: [.init("case", found.name)], icon: "flag"))
        }
        if found.isOpen { head.actions.append(Parts.Action(words["cases.close.title"], href: "\(path)/close", icon: "done")) }
        return head
    }

    func tabs(_ current: Tab) -> Parts.Tabs {
        let words = request.words
        return Parts.Tabs(
            words["cases.tab.label"],
            Tab.allCases.map { tab in
                let count = counts[tab.rawValue].flatMap { $0 == 0 ? nil : words.number($0) }
                return .init(
                    words["cases.tab.\(tab == .story ? "story" : tab.rawValue)"],
                    "/cases/\(found.name)" + (tab == .story ? "" : "/\(tab.rawValue)"), isCurrent: tab == current, count: count)
            })
    }
}
