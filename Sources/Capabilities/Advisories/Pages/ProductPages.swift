internal import CSAF
internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// The products an advisory speaks of: a list, and a form whose fields know what was written before.
struct ProductPages: Sendable {
    let desk: AdvisoryDesk
    private var frame: DeskFrame { DeskFrame(desk: desk) }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/advisories/:id/products", .permission(.advisoriesRead)) { request in
            try await page(frame.advisory(request), request, errors: [:])
        }
        routes.post(.desk, "/advisories/:id/products", .permission(.advisoriesWrite)) { try await add($0) }
        routes.post(.desk, "/advisories/:id/products/remove", .permission(.advisoriesWrite)) { request in
            guard let place = request.form.number("place"), let label = request.form["label"] else {
                throw WebProblem.badRequest("no place")
            }
            let person = Person(try request.asker())
            return try await frame.attempt(request, back: "/advisories/\(request["id"])/products") {
                try await desk.save(request["id"], by: person) { content in
                    // Somebody else may have changed the list: only what the person saw is taken away.
                    if content.products.indices.contains(place), content.products[place].label == label {
                        content.products.remove(at: place)
                    }
                }
            }
        }
        routes.get(.desk, "/advisories/products", .permission(.advisoriesRead)) { try await complete($0) }
    }

    private func page(_ advisory: Advisory, _ request: WebRequest, errors: [String: String]) async throws -> Page {
        let words = request.words
        let isOpen = frame.isOpen(advisory, request)
        var columns: [Parts.Table.Column] = ["vendor", "name", "version", "status", "cpe"].map { .init(words["advisories.product.\($0)"]) }
        if isOpen { columns.append(.init(words["common.action.delete"], isLabelHidden: true)) }
        let rows = advisory.content.products.enumerated().map { place, product in
            var cells: [Parts.Table.Cell] = [
                .init(product.vendor), .init(product.name, isHead: true), .init(product.version),
                .init(tags: [Parts.Tag(words["advisories.product.is.\(product.status.rawValue)"], Self.kind(product.status))]),
                .init(product.cpe, isMono: product.cpe != nil),
            ]
            if isOpen {
                cells.append(
                    .init(
                        action: Parts.Action(
                            words["common.action.delete"], post: "/advisories/\(advisory.id)/products/remove",
                            fields: [.init("place", "\(place)"), .init("label", product.label)], icon: "remove", isPlain: true,
                            isSmall: true)))
            }
            return Parts.Table.Row(cells)
        }
        let table = Parts.Table(
            id: "products", caption: words["advisories.tab.products"], columns: columns, rows: rows,
            empty: Parts.Empty(words["advisories.product.empty"], text: words["advisories.product.emptyText"], icon: "list"))
        let form = request.form
        func field(_ name: String, isRequired: Bool, isMono: Bool = false) -> Parts.Field {
            var field = Parts.Field(
                name, words["advisories.product.\(name)"], value: errors.isEmpty ? nil : form[name],
                hint: words["advisories.product.hint.\(name)"],
                error: errors[name], isRequired: isRequired)
            field.isMono = isMono
            field.maxlength = 300
            if name == "vendor" || name == "name" { field.complete = "/advisories/products?field=\(name)" }
            return field
        }
        let fields = [
            field("vendor", isRequired: true), field("name", isRequired: true), field("version", isRequired: true),
            Parts.Field(
                "status", words["advisories.product.status"],
                options: AffectedProduct.Status.allCases.map { ($0.rawValue, words["advisories.product.is.\($0.rawValue)"]) },
                selected: [form["status"] ?? AffectedProduct.Status.affected.rawValue], isRequired: true),
            field("cpe", isRequired: false, isMono: true),
        ]
        var view = DeskFrame.View(head: frame.head(advisory, request), tabs: frame.tabs(advisory, "/products", request), table: table)
        if isOpen {
            view.second = Parts.Form("/advisories/\(advisory.id)/products", fields: fields, submit: words["advisories.product.add"])
            view.secondTitle = words["advisories.product.addTitle"]
        }
        return Page(
            "advisories/desk", view, title: words["advisories.tab.products"], status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func kind(_ status: AffectedProduct.Status) -> Parts.Tag.Kind? {
        switch status {
        case .affected: .bad
        case .fixed, .notAffected: .good
        case .investigated: .warn
        }
    }

    private func add(_ request: WebRequest) async throws -> any Answer {
        let form = request.form
        let words = request.words
        var errors: [String: String] = [:]
        for name in ["vendor", "name", "version"] where form[name] == nil { errors[name] = words["common.form.required"] }
        if let cpe = form["cpe"], PlatformName(cpe) == nil { errors["cpe"] = words["advisories.product.badCPE"] }
        let advisory = try await frame.advisory(request)
        let product = AffectedProduct(
            vendor: (form["vendor"] ?? "").oneLine, name: (form["name"] ?? "").oneLine, version: (form["version"] ?? "").oneLine,
            status: form["status"].flatMap(AffectedProduct.Status.init(rawValue:)) ?? .affected, cpe: form["cpe"])
        if advisory.content.products.contains(where: { $0.label == product.label }) {
            errors["version"] = words["advisories.product.twice"]
        }
        if advisory.content.products.count >= 2_000 { errors["name"] = words["advisories.product.tooMany"] }
        guard errors.isEmpty else { return try await page(advisory, request, errors: errors) }
        let person = Person(try request.asker())
        return try await frame.attempt(request, back: "/advisories/\(advisory.id)/products") {
            try await desk.save(advisory.id, by: person) { $0.products.append(product) }
        }
    }

    /// Names that were written before, in published advisories.
    private func complete(_ request: WebRequest) async throws -> any Answer {
        let typed = request.query["q"] ?? ""
        let column = request.query["field"] == "vendor" ? "vendor" : "name"
        let found = try await desk.house.records.read { database in
            try String.fetchAll(
                database,
                sql:
                    "SELECT DISTINCT \(column) FROM advisories_product WHERE \(column) >= ?1 AND \(column) < ?1 || char(1114111) ORDER BY 1 LIMIT 8",
                arguments: [typed])
        }
        let lines = found.map { "{\"text\":\(JSON.quoted($0)),\"from\":0,\"to\":\(typed.count)}" }
        return Content("[" + lines.joined(separator: ",") + "]", type: "application/json")
    }
}
