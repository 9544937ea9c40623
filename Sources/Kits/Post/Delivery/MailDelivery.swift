public import Vocabulary

/// What takes mails on their way: a server, or a folder where none is wanted.
public protocol MailDelivery: Sendable {
    /// Hands a mail over: what became of it for each recipient, in their order. Nothing is tried twice.
    func send(_ mail: [UInt8], envelope: MailEnvelope) async -> [RecipientOutcome]
}

extension SMTPDelivery: MailDelivery {}

/// Keeps mails in a folder in place of sending them: for samples and tests.
public struct MaildirDelivery: MailDelivery {
    private let folder: MaildirFolder
    private let clock: @Sendable () -> Instant

    /// Delivery to a folder; the clock says when a mail came.
    public init(folder: MaildirFolder, clock: @escaping @Sendable () -> Instant) {
        self.folder = folder
        self.clock = clock
    }

    /// Keeps the mail with its envelope in `Return-Path` and one `X-Original-To` a recipient.
    public func send(_ mail: [UInt8], envelope: MailEnvelope) async -> [RecipientOutcome] {
        var head = "Return-Path: <\(envelope.sender?.description ?? "")>\r\n"
        for recipient in envelope.recipients { head += "X-Original-To: \(recipient)\r\n" }
        let outcome: DeliveryOutcome
        do throws(MaildirFolder.Refusal) {
            let name = try folder.deliver(Array(head.utf8) + mail, at: clock())
            outcome = .accepted(SMTPReply(code: 250, text: "kept as \(name)"))
        } catch {
            outcome = .unreachable(reason: error.description)
        }
        return envelope.recipients.map { RecipientOutcome(recipient: $0, outcome: outcome) }
    }
}
