import Vocabulary

/// Bounces in words alone, as qmail, Exim and others write them. Only what is surely one is taken for one.
struct PlainBounce {
    let mail: ReceivedMail
    let original: [UInt8]?

    func reports() -> [BounceReport] {
        if let failed = mail.field("X-Failed-Recipients") { return exim(failed) }
        guard isFromSystem, mail.text.contains(Self.qmailGreeting) || Self.subjects.contains(where: mail.subject.lowercased().contains)
        else {
            return []
        }
        return qmail()
    }

    /// Exim names the recipients in the header.
    private func exim(_ failed: String) -> [BounceReport] {
        failed.split(separator: ",").prefix(100).compactMap { EmailAddress($0.trimmingBlanks) }.map { recipient in
            report(recipient, reason: reason(behind: recipient.description))
        }
    }

    /// QSBMF: paragraphs `<address>:` and below it the reason.
    private func qmail() -> [BounceReport] {
        let words = mail.text.split(separator: "--- ", maxSplits: 1).first.map(String.init) ?? mail.text
        return words.split(separator: "\n\n").prefix(100).compactMap { paragraph in
            let lines = paragraph.split(separator: "\n")
            guard let head = lines.first, head.hasPrefix("<"), let end = head.firstRange(of: ">:"),
                let recipient = EmailAddress(String(head[head.index(after: head.startIndex)..<end.lowerBound]))
            else { return nil }
            return report(recipient, reason: ([head[end.upperBound...]] + lines.dropFirst()).joined(separator: " "))
        }
    }

    private func report(_ recipient: EmailAddress, reason: String) -> BounceReport {
        let inner = BounceParts.originalID(original) ?? originalInWords
        return BounceReport(
            recipient: recipient, action: Self.isDelay(mail.subject) ? .delayed : .failed, status: EnhancedStatus.first(in: reason),
            diagnostic: HeaderText.singleLine(reason), originalID: inner ?? mail.threadReferences.first, isFromWords: true)
    }

    /// The lines below the one that holds the address, up to a blank one.
    private func reason(behind address: String) -> String {
        let lines = mail.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.contains(address) }) else { return "" }
        return lines[(start + 1)...].prefix { !$0.allSatisfy(\.isWhitespace) }.prefix(20).joined(separator: " ")
    }

    /// The identifier in the copy of the mail below the words.
    private var originalInWords: MessageID? {
        for line in mail.text.split(separator: "\n").prefix(5000) where line.lowercased().hasPrefix("message-id:") {
            return MessageID.all(in: String(line)).first
        }
        return nil
    }

    private var isFromSystem: Bool {
        if mail.field("Return-Path")?.filter({ !$0.isWhitespace }) == "<>" { return true }
        return mail.from.contains { ["mailer-daemon", "postmaster"].contains($0.address.local.lowercased()) }
    }

    private static let qmailGreeting = "This is the qmail-send program"
    private static let subjects = [
        "failure notice", "undeliver", "delivery status notification", "mail delivery failed", "returned mail", "delivery failure",
        "delayed",
    ]

    private static func isDelay(_ subject: String) -> Bool { subject.lowercased().contains("delay") }
}
