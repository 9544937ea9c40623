/// Whether all parts are well, and what to do about those that are not.
struct HealthPage {
    let checks: [HealthCheck]
    let words: Words

    private struct View: Sendable {
        let head: Parts.Head
        let table: Parts.Table
    }

    var page: Page {
        get async {
            var rows: [Parts.Table.Row] = []
            for check in checks {
                let name = words.has("operation.check.\(check.name)") ? words["operation.check.\(check.name)"] : check.name
                switch await check.ask() {
                case .well(let text): rows.append(row(name, Parts.Tag(words["operation.health.well"], .good, icon: "check"), text, ""))
                case .warning(let text, let remedy):
                    rows.append(row(name, Parts.Tag(words["operation.health.warning"], .warn, icon: "warning"), text, remedy))
                case .broken(let text, let remedy):
                    rows.append(row(name, Parts.Tag(words["operation.health.broken"], .bad, icon: "problem"), text, remedy))
                }
            }
            let table = Parts.Table(
                id: "health", caption: words["operation.health.title"],
                columns: [
                    .init(words["operation.health.part"]), .init(words["operation.health.state"]), .init(words["operation.health.what"]),
                    .init(words["operation.health.remedy"]),
                ], rows: rows)
            let head = Parts.Head(words["operation.health.title"], lead: words["operation.health.lead"])
            return Page("operation/list", View(head: head, table: table), title: words["operation.health.title"])
        }
    }

    private func row(_ name: String, _ tag: Parts.Tag, _ text: String, _ remedy: String) -> Parts.Table.Row {
        Parts.Table.Row([.init(name, isHead: true), .init(tags: [tag]), .init(text), .init(remedy)])
    }
}
