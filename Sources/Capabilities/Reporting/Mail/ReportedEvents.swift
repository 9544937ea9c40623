internal import Events
internal import Logging
internal import Vocabulary

/// What can be read out of a report by mail by machine: feedback reports (RFC 5965), X-ARF and XARF, as events of the common field names.
enum ReportedEvents {
    /// The feed that reads such mails.
    private static let feed = "xarf/mail"
    private static let limit = 200

    /// One IDF object for each event; none where the mail is not of such a form.
    static func lines(_ mail: [UInt8], registry: FeedRegistry, logger: Logger) -> (lines: [String], type: IncidentType?) {
        // Every mail can be read as one event of no type; only those that say of themselves what they are count.
        guard isMachineReadable(mail), let definition = try? registry.definition(feed) else { return ([], nil) }
        let batch = FeedReader.read(mail, definition: definition).batch
        guard batch.rowCount > 0 else { return ([], nil) }
        var bytes: [UInt8] = []
        IDFJSON(batch).append(rows: 0..<min(batch.rowCount, limit), to: &bytes)
        let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        return (lines, lines.first.flatMap(type))
    }

    private static func isMachineReadable(_ mail: [UInt8]) -> Bool {
        let head = String(decoding: mail.prefix(256 << 10), as: UTF8.self).lowercased()
        return ["feedback-report", "xarf.json", "x-xarf", "x-arf", "\"xarf_version\"", "report.txt"].contains { head.contains($0) }
    }

    private static func type(_ line: String) -> IncidentType? {
        guard let start = line.firstRange(of: "\"classification.type\": \"")?.upperBound else { return nil }
        return IncidentType(name: String(line[start...].prefix { $0 != "\"" }))
    }
}
