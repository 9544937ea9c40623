/// Makes the record of one message.
struct MailRecordReader {
    let batch: RawBatch

    /// A cell of the record.
    private typealias Cell = (name: String, value: [UInt8], kind: RawBatch.CellKind)

    /// Why a message gives no record: a whole sentence.
    private struct Refusal: Error {
        var reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// Messages in messages in which a report is looked for: it may have been forwarded.
    private static let forwardLimit = 3

    /// Reads the message of a range whose header begins at `content`.
    func read(_ bytes: UnsafeRawBufferPointer, at range: Range<Int>, content: Int) {
        // Blank lines around messages are nobody's.
        guard bytes[range].contains(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }) else { return }
        do throws(Refusal) {
            let message = UnsafeRawBufferPointer(rebasing: bytes[content..<range.upperBound])
            // Only in an mbox a line before the header says where the message begins, and lines like it are escaped.
            let plain = content > range.lowerBound ? MailboxBorders.unescaped(message) : nil
            let outcome =
                plain?.withUnsafeBytes { bytes in Result { () throws(Refusal) in try self.cells(bytes) } }
                ?? Result { () throws(Refusal) in try self.cells(message) }
            let cells = try outcome.get()
            let new = Set(cells.map(\.name)).count { batch.column($0) == nil }
            guard batch.columns.count + new <= RawBatch.columnLimit, !batch.isFull(with: 0) else {
                throw Refusal("The reports of these messages have more different fields than can be kept (\(RawBatch.columnLimit)).")
            }
            batch.beginRow(offset: range.lowerBound)
            for cell in cells {
                let place = batch.place(of: cell.name)
                cell.value.withUnsafeBytes { batch.set(place, $0, kind: cell.kind) }
            }
            batch.endRow(length: range.count)
        } catch {
            batch.rejections.append(.init(offset: range.lowerBound, length: range.count, reason: error.reason))
        }
    }

    private func cells(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> [Cell] {
        guard bytes.count <= MailFormat.messageLimit else {
            throw Refusal("The message is longer than \(MailFormat.messageLimit >> 20) MiB.")
        }
        guard !BoundaryLines.areTooMany(in: bytes) else {
            throw Refusal("The message has more parts, or lines that look like the border of one, than any mail needs.")
        }
        guard let mail = ParsedMail(bytes), mail.root.isMail else {
            throw Refusal("This is no mail message: its header has neither “From:” nor “Subject:” nor “Date:”.")
        }
        // The pointers in messages and parts are those of `mail`.
        defer { withExtendedLifetime(mail) {} }
        let message = mail.root
        let cells = try report(in: message, depth: 0) ?? plainCells(message)
        return cells + Self.header(of: message, prefix: "mail.")
    }

    /// The cells of the report in a message; nil where it has none.
    private func report(in message: MailMessage, depth: Int) throws(Refusal) -> [Cell]? {
        guard let parts = message.parts() else {
            throw Refusal("The message's parts are nested deeper than \(MailMessage.depthLimit) levels.")
        }
        if let report = parts.first(where: { $0.isType("message", "feedback-report") }) { return try feedback(report, among: parts) }
        if message.isType("multipart", "report", parameter: ("report-type", "feedback-report")) {
            throw Refusal("The message calls itself a feedback report, but has no message/feedback-report part (RFC 5965, 2).")
        }
        if let cells = try json(in: parts) { return cells }
        if let cells = try keyedReport(in: parts, of: message) { return cells }
        if depth < Self.forwardLimit {
            for part in parts {
                if let enclosed = part.enclosed, let cells = try report(in: enclosed, depth: depth + 1) { return cells }
            }
        }
        return nil
    }

    // MARK: Feedback reports (ARF)

    private func feedback(_ report: MailPart, among parts: [MailPart]) throws(Refusal) -> [Cell] {
        let fields = MailFields.read(report.enclosed == nil ? report.text : [])
        for name in ["Feedback-Type", "Version"] where !fields.contains(where: { $0.name == name.lowercased() && !$0.value.isEmpty }) {
            throw Refusal("The feedback report has no field “\(name)”, which every one must have (RFC 5965, 3.1).")
        }
        return [Self.kind("arf")] + Self.cells(of: fields) + original(among: parts)
    }

    /// Header fields of the mail that is complained of.
    private func original(among parts: [MailPart]) -> [Cell] {
        for part in parts {
            if let enclosed = part.enclosed { return Self.header(of: enclosed, prefix: "original.") }
            if part.isType("text", "rfc822-headers") || part.isType("message", "rfc822") || part.isType("message", "rfc822-headers") {
                let fields = MailFields.read(part.text, untilBlank: true)
                return Self.headerNames.compactMap { name in
                    let value = fields.first { $0.name == name }.flatMap { MailText.trimmed(MailText.decoded($0.value)) }
                    return value.map { ("original." + name, Array($0.utf8), .text) }
                }
            }
        }
        return []
    }

    // MARK: X-ARF and XARF

    /// The first part that is XARF as JSON.
    private func json(in parts: [MailPart]) throws(Refusal) -> [Cell]? {
        for part in parts where part.enclosed == nil {
            let isNamed = part.isType("application", "json") || part.fileName?.lowercased().hasSuffix(".json") == true
            guard isNamed || part.isType("text", "plain") else { continue }
            let text = part.text
            guard text.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { continue }
            let inner = RawBatch()
            text.withUnsafeBytes { JSONFormat().read($0, prologue: Prologue(), into: inner) }
            inner.finish()
            guard inner.rejections.isEmpty else {
                if isNamed { throw Refusal("The JSON in the message cannot be read. \(inner.rejections[0].reason)") }
                continue
            }
            let isReport = inner.column("xarf_version") != nil || inner.column("Version") != nil || inner.column("Report.ReportType") != nil
            guard isReport else { continue }
            guard inner.rowCount == 1 else { throw Refusal("The JSON in the message holds \(inner.rowCount) reports in place of one.") }
            var cells = [Self.kind("xarf")]
            for column in inner.columns where column.codes[0] != 0 {
                let code = column.codes[0]
                cells.append((column.name, Array(column.texts.string(code).utf8), column.kind(code)))
            }
            return cells
        }
        return nil
    }

    /// X-ARF 0.1 and 0.2: lines in `report.txt`.
    private func keyedReport(in parts: [MailPart], of message: MailMessage) throws(Refusal) -> [Cell]? {
        let says = message.header("X-XARF") ?? message.header("X-ARF")
        let texts = parts.filter { $0.enclosed == nil && $0.isType("text", "plain") }
        let named = parts.first { $0.enclosed == nil && $0.fileName?.lowercased() == "report.txt" }
        guard says != nil || named != nil else { return nil }
        guard let report = named ?? (texts.count > 1 ? texts[1] : nil) else {
            throw Refusal("The message's header says that it is X-ARF, but it has neither a report.txt nor JSON.")
        }
        let fields = MailFields.read(report.text).compactMap { field in
            MailFields.plain(field.value).map { (name: field.name, value: $0) }
        }
        let isReport = fields.contains { $0.name == "report-type" } || fields.contains { $0.name == "schema-url" }
        guard isReport else {
            if says == nil { return nil }
            throw Refusal("The X-ARF report in the message has no field “Report-Type”.")
        }
        return [Self.kind("x-arf-0.2")] + Self.cells(of: fields)
    }

    // MARK: Any mail

    /// The text of a mail: that of its plain part, else what its HTML says.
    private func text(_ message: MailMessage) -> [UInt8]? {
        let parts = (message.parts() ?? []).filter { $0.enclosed == nil }
        func part(_ subtype: String) -> MailPart? {
            parts.first { $0.isType("text", subtype) && $0.fileName == nil } ?? parts.first { $0.isType("text", subtype) }
        }
        if let text = part("plain")?.text, text.contains(where: { $0 > 0x20 }) { return text }
        return part("html").map { HTMLText.plain($0.text, limit: MailFormat.textLimit) }
    }

    private func plainCells(_ message: MailMessage) -> [Cell] {
        var cells = [Self.kind("text")] + Self.header(of: message, prefix: "")
        if let to = message.header("To") { cells.append(("to", Array(to.utf8), .text)) }
        if let whole = text(message) {
            var text = whole[...]
            if text.count > MailFormat.textLimit {
                // Not within a character.
                var end = text.startIndex + MailFormat.textLimit
                while end > text.startIndex, text[end] & 0xC0 == 0x80 { end -= 1 }
                text = text[..<end]
            }
            if text.contains(where: { $0 > 0x20 }) { cells.append(("text", Array(text), .text)) }
        }
        return cells
    }

    // MARK: Cells

    private static let headerNames = ["from", "subject", "date", "message-id"]

    private static func header(of message: MailMessage, prefix: String) -> [Cell] {
        headerNames.compactMap { name in message.header(name).map { (prefix + name, Array($0.utf8), .text) } }
    }

    /// The cell that says what the record was made of.
    private static func kind(_ name: String) -> Cell { ("report-format", Array(name.utf8), .text) }

    /// The values of a field that stands several times are joined by line feeds.
    private static func cells(of fields: [(name: String, value: String)]) -> [Cell] {
        var places: [String: Int] = [:]
        var cells: [Cell] = []
        for field in fields where !field.value.isEmpty {
            if let place = places[field.name] {
                cells[place].value += [0x0A] + field.value.utf8
            } else {
                places[field.name] = cells.count
                cells.append((field.name, Array(field.value.utf8), .text))
            }
        }
        return cells
    }
}
