import Vocabulary

/// The parts of a mail that tell of a mail that did not arrive.
struct BounceParts {
    /// `message/delivery-status`.
    var status: [UInt8]?
    /// The mail it is about, or its header.
    var original: [UInt8]?

    /// Recipients that are read of one report.
    private static let limit = 1000

    func reports(of mail: ReceivedMail) -> [BounceReport] {
        guard let status else { return PlainBounce(mail: mail, original: original).reports() }
        let originalID = Self.originalID(original)
        var reports: [BounceReport] = []
        for fields in Self.blocks(status).dropFirst().prefix(Self.limit) {
            // The original recipient is the one we know; where a mail was forwarded, the final one is another.
            let addresses = [fields["original-recipient"], fields["final-recipient"]].compactMap { $0.flatMap(Self.address) }
            guard let recipient = addresses.first, let action = fields["action"].flatMap(Self.action) else { continue }
            reports.append(
                BounceReport(
                    recipient: recipient, action: action, status: fields["status"].flatMap { EnhancedStatus.first(in: $0) },
                    diagnostic: fields["diagnostic-code"].map(Self.diagnostic) ?? "", originalID: originalID, isFromWords: false))
        }
        return reports
    }

    /// The fields of each block, their names in lower case (RFC 3464 §2.1).
    private static func blocks(_ bytes: [UInt8]) -> [[String: String]] {
        var blocks: [[String: String]] = []
        var fields: [String: String] = [:]
        var last: String?
        for line in String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(
            20_000)
        {
            if line.allSatisfy(\.isWhitespace) {
                if !fields.isEmpty { blocks.append(fields) }
                fields = [:]
                last = nil
            } else if line.first == " " || line.first == "\t" {
                if let last { fields[last, default: ""] += " " + line.trimmingBlanks }
            } else if let colon = line.firstIndex(of: ":") {
                let name = line[..<colon].trimmingBlanks.lowercased()
                if fields[name] == nil { fields[name] = line[line.index(after: colon)...].trimmingBlanks }
                last = name
            }
        }
        if !fields.isEmpty { blocks.append(fields) }
        return blocks
    }

    private static func address(_ value: String) -> EmailAddress? {
        let text = value.split(separator: ";", maxSplits: 1).last.map(String.init) ?? value
        return EmailAddress(text.trimmingBlanks.filter { $0 != "<" && $0 != ">" })
    }

    private static func action(_ value: String) -> BounceReport.Action? {
        BounceReport.Action(rawValue: String(value.lowercased().prefix { $0.isLetter }))
    }

    /// Without the kind of system that speaks: `smtp; 550 …`.
    private static func diagnostic(_ value: String) -> String {
        let pieces = value.split(separator: ";", maxSplits: 1)
        let isTyped = pieces.count == 2 && !pieces[0].contains(" ")
        return HeaderText.singleLine(isTyped ? String(pieces[1]) : value)
    }

    /// The identifier in the header of the original.
    static func originalID(_ original: [UInt8]?) -> MessageID? {
        guard let original else { return nil }
        let text = String(decoding: original.prefix(256 << 10), as: UTF8.self)
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)[...]
        while let line = lines.popFirst(), !line.isEmpty {
            guard line.lowercased().hasPrefix("message-id:") else { continue }
            var value = String(line.dropFirst("message-id:".count))
            while let more = lines.first, more.hasPrefix(" ") || more.hasPrefix("\t") { value += lines.removeFirst() }
            return MessageID.all(in: value).first
        }
        return nil
    }
}
