internal import Centre
internal import Post
internal import Vocabulary

/// What the catcher caught, newest first: everything that would have been mailed.
struct CatcherPages {
    let folder: MaildirFolder

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/mail", .permission(Correspondence.read)) { request in try list(request) }
        routes.get(.desk, "/mail/:name", .permission(Correspondence.read)) { request in try one(request) }
        routes.get(.desk, "/mail/:name/raw", .permission(Correspondence.read)) { request in
            Content(try bytes(request), type: "message/rfc822", fileName: "mail.eml")
        }
    }

    private struct ListView: Sendable {
        let head: Parts.Head
        let table: Parts.Table
    }

    /// Mails shown on a page.
    private static let length = 50

    private func list(_ request: WebRequest) throws -> Page {
        let words = request.words
        let names = Array(try folder.names().reversed())
        let page = max(1, request.query.number("page") ?? 1)
        let pages = max(1, (names.count + Self.length - 1) / Self.length)
        let rows = names.dropFirst((page - 1) * Self.length).prefix(Self.length).compactMap { name -> Parts.Table.Row? in
            guard let raw = try? folder.read(name), let mail = try? ReceivedMail(raw) else { return nil }
            return Parts.Table.Row([
                .init(mail.subject, href: "/mail/\(Form.encoded(name))", isRow: true, isHead: true),
                .init(mail.to.map(\.description).joined(separator: ", ")),
                .init(time: mail.date.map { words.mark($0, zone: request.zone) }), .init(words.number(mail.attachments.count)),
            ])
        }
        var table = Parts.Table(
            id: "mail", caption: words["correspondence.catcher.title"],
            columns: [
                .init(words["correspondence.catcher.subject"]), .init(words["correspondence.catcher.to"]),
                .init(words["correspondence.catcher.date"]), .init(words["correspondence.catcher.attachments"], isNumber: true),
            ], rows: rows,
            empty: Parts.Empty(words["correspondence.catcher.none"], text: words["correspondence.catcher.noneText"], icon: "mail"))
        table.pager = Parts.Pager(page: page, of: pages) { "/mail?page=\($0)" }
        let head = Parts.Head(words["correspondence.catcher.title"], lead: words["correspondence.catcher.lead"])
        return Page("correspondence/catcher", ListView(head: head, table: table), title: words["correspondence.catcher.title"])
    }

    private struct OneView: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let text: String
        let attachments: Parts.Table?
    }

    private func one(_ request: WebRequest) throws -> Page {
        let words = request.words
        let mail: ReceivedMail
        do {
            mail = try ReceivedMail(try bytes(request))
        } catch let error as UnreadableMail {
            throw WebProblem.badRequest("\(error)")
        }
        var head = Parts.Head(mail.subject, crumbs: [Parts.Link(words["correspondence.catcher.title"], "/mail")])
        head.actions = [
            Parts.Action(
                words["correspondence.catcher.raw"], href: "/mail/\(Form.encoded(request["name"]))/raw", icon: "download")
        ]
        let facts = Parts.Facts([
            .init(words["correspondence.catcher.from"], mail.from.map(\.description).joined(separator: ", ")),
            .init(words["correspondence.catcher.to"], mail.to.map(\.description).joined(separator: ", ")),
            .init(words["correspondence.catcher.date"], time: mail.date.map { words.mark($0, zone: request.zone) }),
            .init("Message-ID", mail.id?.bracketed, isMono: true),
        ])
        let rows = mail.attachments.map {
            Parts.Table.Row([.init($0.name, isHead: true), .init($0.declaredType), .init(words.number($0.bytes.count))])
        }
        let attachments = Parts.Table(
            id: "attachments", caption: words["correspondence.catcher.attachments"],
            columns: [
                .init(words["correspondence.catcher.file"]), .init(words["correspondence.catcher.type"]),
                .init(words["correspondence.catcher.size"], isNumber: true),
            ], rows: rows)
        let view = OneView(head: head, facts: facts, text: mail.text, attachments: rows.isEmpty ? nil : attachments)
        return Page("correspondence/mail", view, title: mail.subject)
    }

    /// The folder only gives names it has itself, so that no path can be made of one.
    private func bytes(_ request: WebRequest) throws -> [UInt8] {
        let name = request["name"]
        guard try folder.names().contains(name) else { throw WebProblem.notFound }
        return try folder.read(name)
    }
}
