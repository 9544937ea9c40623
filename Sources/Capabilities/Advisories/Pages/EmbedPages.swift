internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Pictures of warnings for other sites: the level of now, and a card for one warning. They are SVG without script, set no cookie, and load
/// nothing: a site that shows them learns nothing of its readers for us.
struct EmbedPages: Sendable {
    let house: House
    let catalogue: Catalogue
    let naming: WebFrame.Naming

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/embed/:file", .anyone) { request in
            let code = request["file"].hasSuffix(".svg") ? String(request["file"].dropLast(4)) : ""
            guard catalogue.has(code) else { throw WebProblem.notFound }
            return try await level(catalogue[code])
        }
        routes.get(.public, "/warnings/:tracking/card.svg", .anyone) { try await card($0) }
    }

    private func level(_ words: Words) async throws -> Content {
        let question = ReleaseStore.Question(isForEveryone: true, limit: 3)
        let releases = try await house.records.read { try ReleaseStore.latest(question, $0) }
        let now = house.clock()
        let gravest = releases.filter { $0.moment > now - Advisories.fresh && $0.content.withdrawn == nil }.map(\.content.severity).max()
        let label = gravest.map { words["common.severity.\($0.name)"] } ?? words["advisories.front.none"]
        var lines = [
            ##"<rect width="320" height="120" rx="3" fill="#ffffff" stroke="#dbd9d1"/>"##,
            #"<rect width="8" height="120" fill="\#(Self.colour(gravest))"/>"#,
            Self.text(words["advisories.front.title"], x: 24, y: 30, size: 13, colour: "#4d555c"),
            Self.text(label, x: 24, y: 54, size: 20, colour: "#16191c", isBold: true),
        ]
        for (place, release) in releases.prefix(2).enumerated() {
            let title = release.content.texts(for: words.code).texts.title
            lines.append(Self.text(Self.cut(title, 44), x: 24, y: 78 + 20 * place, size: 12, colour: "#16191c"))
        }
        return Self.picture(320, 120, label: "\(naming.short): \(label)", lines)
    }

    private func card(_ request: WebRequest) async throws -> Content {
        let tracking = request["tracking"]
        guard let release = try await house.records.read({ try ReleaseStore.find(tracking, ceiling: .clear, $0) }) else {
            throw WebProblem.notFound
        }
        let words = request.words
        let content = release.content
        let title = content.texts(for: words.code).texts.title
        var lines = [
            ##"<rect width="1200" height="630" fill="#f5f4f0"/>"##,
            #"<rect width="24" height="630" fill="\#(Self.colour(content.severity))"/>"#,
            Self.text(naming.full(in: words.code), x: 80, y: 110, size: 34, colour: "#4d555c"),
            Self.text(
                "\(words["advisories.kind.\(content.kind.rawValue)"]) · \(words["common.severity.\(content.severity.name)"])", x: 80,
                y: 180,
                size: 38, colour: Self.colour(content.severity), isBold: true),
        ]
        for (place, line) in Self.wrapped(title, 34).prefix(4).enumerated() {
            lines.append(Self.text(line, x: 80, y: 280 + 78 * place, size: 62, colour: "#16191c", isBold: true))
        }
        lines.append(
            Self.text("\(tracking) · \(words.date(release.moment, zone: request.zone))", x: 80, y: 585, size: 30, colour: "#4d555c"))
        return Self.picture(1200, 630, label: title, lines)
    }

    // MARK: - Drawing

    private static func picture(_ width: Int, _ height: Int, label: String, _ lines: [String]) -> Content {
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img">
            <title>\(FeedWriter.xml(label))</title>
            \(lines.joined(separator: "\n"))
            </svg>

            """
        return Content(
            Array(svg.utf8), type: "image/svg+xml",
            headers: [("cache-control", "public, max-age=300"), ("cross-origin-resource-policy", "cross-origin")])
    }

    private static func text(_ text: String, x: Int, y: Int, size: Int, colour: String, isBold: Bool = false) -> String {
        """
        <text x="\(x)" y="\(y)" font-family="system-ui, sans-serif" font-size="\(size)" fill="\(colour)"\
        \(isBold ? " font-weight=\"650\"" : "")>\(FeedWriter.xml(text))</text>
        """
    }

    private static func colour(_ severity: Severity?) -> String {
        switch severity {
        case .critical: "#8f1414"
        case .high: "#9d3e00"
        case .medium: "#715400"
        case .low: "#275a7a"
        case .info: "#4d555c"
        case nil: "#1d6b3c"
        }
    }

    private static func cut(_ text: String, _ length: Int) -> String { text.count > length ? text.prefix(length - 1) + "…" : text }

    private static func wrapped(_ text: String, _ length: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > length {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
