internal import Centre
internal import Events
internal import Foundation
internal import HTTPTypes

/// The editor of feed definitions: the text of a file with its mistakes by line and column, and what it makes of a pasted sample.
struct DefinitionPages: Sendable {
    let shelf: FeedShelf

    /// A name that leads nowhere else: lower-case letters, digits, hyphens.
    private static func isFileName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 60 && name.first != "-"
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    func page(_ request: WebRequest) throws -> Page {
        let code = request.query["code"]
        let name = code.flatMap { $0.split(separator: "/").first.map(String.init) } ?? ""
        let own = Self.isFileName(name) ? try? String(contentsOfFile: path(name), encoding: .utf8) : nil
        let feed = code.flatMap { $0.split(separator: "/").dropFirst().first.map(String.init) }
        let text = own ?? code.flatMap { try? starter(copying: $0) } ?? Self.starter(words: request.words)
        return view(request, name: name.isEmpty ? "" : name, feed: feed, text: text, sample: "", mistakes: [], preview: nil)
    }

    /// Checks, shows the preview, or saves.
    func submit(_ request: WebRequest) throws -> any Answer {
        let form = request.form
        let name = form["name"] ?? ""
        let text = form.text("definition").replacing("\r\n", with: "\n")
        let sample = form.text("sample").replacing("\r\n", with: "\n")
        var mistakes = FeedFile.check(Array(text.utf8), path: name + ".yaml").map { Shown($0) }
        var nameError: String?
        if !Self.isFileName(name) { nameError = request.words["observation.definition.nameHint"] }
        if mistakes.isEmpty, form["act"] == "save", nameError == nil {
            try save(text, name)
            return Redirect(
                "/feeds?q=\(Form.encoded(name))",
                flash: Flash(.done, request.words.text("observation.definition.saved", ["file": name + ".yaml"])))
        }
        var preview: Preview?
        if mistakes.isEmpty, !sample.isEmpty {
            do {
                preview = try Preview(sample, text, name: Self.isFileName(name) ? name : "own", feed: form["feed"], request)
            } catch let file as UnusableFeedFile {
                mistakes = file.mistakes.map { Shown($0) }
            }
        }
        var page = view(
            request, name: name, feed: form["feed"], text: text, sample: sample, mistakes: mistakes, preview: preview, nameError)
        if !mistakes.isEmpty || (nameError != nil && form["act"] == "save") { page.status = .unprocessableContent }
        return page
    }

    private func path(_ name: String) -> String { "\(shelf.folder)/\(name).yaml" }

    /// Written under another name and then renamed: a reader never sees half of it.
    private func save(_ text: String, _ name: String) throws {
        try FileManager.default.createDirectory(atPath: shelf.folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)), options: .atomic)
    }

    private func starter(copying code: String) throws -> String? {
        guard let folder = FeedResources.folder, let provider = code.split(separator: "/").first, Self.isFileName(String(provider)) else {
            return nil
        }
        return try String(contentsOfFile: "\(folder)/\(provider).yaml", encoding: .utf8)
    }

    private static func starter(words: Words) -> String {
        """
        provider: Example
        interval: 1d
        format: csv
        columns:
          ip: source.ip !
          port: source.port
          timestamp: time.source

        feeds:
          - code: scans
            name: \(words["observation.definition.exampleName"])
            constants: {classification.type: potentially-unwanted-accessible}

        """
    }

    private func view(
        _ request: WebRequest, name: String, feed: String?, text: String, sample: String, mistakes: [Shown], preview: Preview?,
        _ nameError: String? = nil
    ) -> Page {
        let words = request.words
        var nameField = Parts.Field(
            "name", words["observation.definition.name"], value: name, hint: words["observation.definition.nameHint"], error: nameError,
            isRequired: true)
        nameField.isMono = true
        nameField.unit = ".yaml"
        var feedField = Parts.Field(
            "feed", words["observation.definition.feed"], value: feed, hint: words["observation.definition.feedHint"])
        feedField.isMono = true
        var definition = Parts.Field(
            "definition", words["observation.definition.text"], .area(rows: 22), value: text,
            hint: words["observation.definition.textHint"],
            isRequired: true)
        definition.isMono = true
        var sampleField = Parts.Field(
            "sample", words["observation.definition.sample"], .area(rows: 8), value: sample,
            hint: words["observation.definition.sampleHint"])
        sampleField.isMono = true
        return Page(
            "observation/definition",
            DefinitionView(
                head: Parts.Head(
                    words["observation.definition.title"], lead: words["observation.definition.lead"],
                    crumbs: [.init(words["observation.feeds.title"], "/feeds")]),
                fields: [nameField, definition, feedField, sampleField], mistakes: mistakes,
                isGood: mistakes.isEmpty && request.verb == .post, preview: preview), title: words["observation.definition.title"])
    }

    /// A mistake with its place.
    struct Shown: Sendable {
        let place: String
        let text: String

        init(_ mistake: Mistake) {
            place = "\(mistake.line):\(mistake.column)"
            text = mistake.message + (mistake.suggestion.map { " \($0)" } ?? "")
        }
    }
}

struct DefinitionView: Sendable {
    let head: Parts.Head
    let fields: [Parts.Field]
    let mistakes: [DefinitionPages.Shown]
    let isGood: Bool
    let preview: Preview?
}

/// What a definition makes of a sample: fields of each event, and rows that cannot be read.
struct Preview: Sendable {
    let summary: String
    let table: Parts.Table
    let rejected: Parts.Table?

    /// - Throws: `UnusableFeedFile`
    init(_ sample: String, _ definition: String, name: String, feed: String?, _ request: WebRequest) throws {
        let file = try FeedFile(Array(definition.utf8), path: name + ".yaml")
        let code = feed.map { "\(name)/\($0)" }
        let chosen = file.feeds.first { $0.code == code } ?? file.feeds.first
        let words = request.words
        guard let chosen, let feed = try file.definition(of: chosen.code) else {
            summary = words["observation.definition.noFeed"]
            table = Parts.Table(id: "preview", caption: words["observation.definition.preview"], columns: [], rows: [])
            rejected = nil
            return
        }
        let reading = FeedReader.read(Array(sample.utf8), definition: feed, sourceName: name, observed: request.now)
        let events = (0..<min(reading.batch.rowCount, 20)).map { reading.batch.event(at: $0) }
        let keys = reading.batch.columns.map(\.key).filter { $0 != .idf(.timeObservation) }
        summary = words.text(
            "observation.definition.read",
            ["feed": chosen.code, "events": words.number(reading.batch.rowCount), "rejected": words.number(reading.rejections.count)])
        table = Parts.Table(
            id: "preview", caption: words["observation.definition.preview"], columns: keys.map { .init($0.name) },
            rows: events.map { event in
                Parts.Table.Row(keys.map { key in .init(event[key].map { String($0.plain(words).prefix(200)) }, isMono: true) })
            }, empty: Parts.Empty(words["observation.definition.nothingRead"]))
        rejected =
            reading.rejections.isEmpty
            ? nil
            : Parts.Table(
                id: "rejected", caption: words["observation.definition.rejected"],
                columns: [.init(words["observation.feed.reason"])],
                rows: reading.rejections.prefix(20).map { .init([.init($0.reason)]) })
    }
}
