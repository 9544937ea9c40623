public import Centre
public import Post
public import Vocabulary

/// Sends dispatches as mail. Content that is a whole mail (`message/rfc822`) goes as it is; plain text becomes a mail of its own. The name
/// of the dispatch is the left side of its Message-ID, so that answers and returns find it.
public struct MailChannel: OutwardChannel {
    /// What it is called.
    public let name = "mail"
    /// A second mail has the same Message-ID; most programs show it once.
    public var repetition: Repetition { .recognisable }
    /// It does, right before it sends.
    public var marksHandOver: Bool { true }

    private let delivery: any MailDelivery
    private let sender: MailParty
    private let replyTo: MailParty?
    private let clock: @Sendable () -> Instant

    /// - Parameters:
    ///   - delivery: a mail server, or a folder that catches everything
    ///   - sender: whom mail is from; its domain stands in every Message-ID
    public init(delivery: any MailDelivery, sender: MailParty, replyTo: MailParty? = nil, clock: @escaping @Sendable () -> Instant) {
        self.delivery = delivery
        self.sender = sender
        self.replyTo = replyTo
        self.clock = clock
    }

    /// The Message-ID of a dispatch.
    public static func messageID(of dispatch: DispatchID, domain: DomainName) -> MessageID? {
        MessageID(left: "\(dispatch)", right: domain)
    }

    /// Sends it.
    public func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> HandOverOutcome {
        guard let recipient = EmailAddress(dispatch.recipient) else { return .refused(reason: "\(dispatch.recipient) is no mail address") }
        let bytes: [UInt8]
        if dispatch.mediaType == "message/rfc822" {
            bytes = dispatch.content
        } else {
            do {
                bytes = try composed(dispatch, recipient)
            } catch {
                return .refused(reason: "\(error)")
            }
        }
        do {
            try await handOver.begin()
        } catch {
            return .later(reason: "\(error)")
        }
        let outcome = await delivery.send(bytes, envelope: MailEnvelope(sender: sender.address, recipients: [recipient])).first?.outcome
        return switch outcome {
        case .accepted(let reply): .accepted(receipt: "\(reply.code) \(reply.text)")
        case .later(let reply): .later(reason: "\(reply.code) \(reply.text)")
        case .refused(let reply): .refused(reason: "\(reply.code) \(reply.text)")
        case .unreachable(let reason): .later(reason: reason)
        case .unanswered(let reason): .unknown(reason: reason)
        case nil: .later(reason: "the mail server said nothing")
        }
    }

    private func composed(_ dispatch: Dispatch, _ recipient: EmailAddress) throws -> [UInt8] {
        guard let domain = sender.address.domain, let id = Self.messageID(of: dispatch.id, domain: domain) else {
            throw CorrespondenceError.senderWithoutDomain("\(sender.address)")
        }
        var mail = MailMessage(
            id: id, date: clock(), from: sender, to: [MailParty(recipient)], subject: dispatch.subject,
            text: String(decoding: dispatch.content, as: UTF8.self))
        mail.automatic = .generated
        if let replyTo { mail.replyTo = [replyTo] }
        return try mail.composed(boundarySeed: "\(dispatch.id)").bytes
    }
}

/// Why mail cannot be sent or read.
public enum CorrespondenceError: Error, Sendable, CustomStringConvertible {
    case senderWithoutDomain(String)
    case wrongServer(String)

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .senderWithoutDomain(let text): "\(text): mail is sent from an address with a domain; set `mail.from`"
        case .wrongServer(let text): "\(text) is neither a name nor an address of a mail server; mend `mail.server`"
        }
    }
}
