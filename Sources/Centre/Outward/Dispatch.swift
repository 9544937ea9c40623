public import Vocabulary

/// One thing on its way out of the house: what is said to whom, and in which capacity. It cannot be made for an audience that its TLP
/// does not allow.
public struct Dispatch: Sendable, Hashable {
    /// What tells it from all others, given by who plans it and always the same for the same thing: planning it again changes nothing.
    public let id: DispatchID
    /// In which capacity the centre speaks.
    public let act: Act
    /// How far what it holds may be shared.
    public let tlp: TLP
    /// Who will see it.
    public let audience: Audience
    /// The name of the channel that takes it out.
    public let channel: String
    /// Where to, in the words of the channel: a mail address, a URL, a folder.
    public let recipient: String
    /// One line that says what it is.
    public let subject: String
    /// What is handed over, whole.
    public let content: [UInt8]
    /// What `content` is, `message/rfc822`.
    public let mediaType: String
    /// The capability that speaks: `notices`.
    public let capability: String
    /// What it speaks of, in the capability's own words: `notice/4711`.
    public let reference: String
    /// Who caused it: a person or a rule, `analyst:leyla`, `rule:immediate-critical`.
    public let author: String
    /// Who must agree before it leaves.
    public let approval: ApprovalNeed

    /// A dispatch.
    /// - Throws: ``OutwardRefusal`` where TLP does not allow the audience, or a text could be read as more than one line by a channel.
    public init(
        id: DispatchID, act: Act, tlp: TLP, audience: Audience, channel: String, recipient: String, subject: String, content: [UInt8],
        mediaType: String, capability: String, reference: String, author: String, approval: ApprovalNeed = .none
    ) throws(OutwardRefusal) {
        guard tlp.permits(audience: audience) else { throw .tooWide(tlp: tlp, audience: audience) }
        for (field, text) in [
            ("recipient", recipient), ("subject", subject), ("media type", mediaType), ("reference", reference), ("author", author),
        ] where text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0.value == 0x2028 || $0.value == 0x2029 }) {
            throw .brokenLine(field: field)
        }
        guard !recipient.isEmpty else { throw .noRecipient }
        self.id = id
        self.act = act
        self.tlp = tlp
        self.audience = audience
        self.channel = channel
        self.recipient = recipient
        self.subject = subject
        self.content = content
        self.mediaType = mediaType
        self.capability = capability
        self.reference = reference
        self.author = author
        self.approval = approval
    }
}

/// The name of a dispatch: letters, digits, `.`, `_` and `-`, so that it can stand in a Message-ID, a file name and a URL.
public struct DispatchID: Sendable, Hashable, CustomStringConvertible {
    /// The name.
    public let description: String

    /// A name; `nil` where it is empty, longer than 120 letters, begins with a dot or holds others than allowed.
    public init?(_ text: String) {
        let isAllowed = text.utf8.allSatisfy {
            $0.isASCIISmallLetter || $0.isASCIIDigit || ($0 >= 0x41 && $0 <= 0x5A) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D
        }
        guard isAllowed, !text.isEmpty, text.utf8.count <= 120, !text.hasPrefix(".") else { return nil }
        description = text
    }

    /// A name that the database gave back.
    init(stored text: String) { description = text }
}

/// Who must agree before a dispatch leaves.
public enum ApprovalNeed: String, Sendable, Hashable, CaseIterable {
    /// Nobody: a rule decided that was approved itself.
    case none
    /// Somebody who may.
    case anyone
    /// Somebody who may and is not the author.
    case another
}

/// Why something may not leave.
public enum OutwardRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// TLP does not allow the audience.
    case tooWide(tlp: TLP, audience: Audience)
    /// The channel reaches more people than TLP allows.
    case channelTooWide(channel: String, tlp: TLP, reach: Audience)
    /// A text holds line breaks or other control characters.
    case brokenLine(field: String)
    /// It goes to nobody.
    case noRecipient
    /// There is no channel of this name.
    case unknownChannel(String)
    /// The channel is not for this act.
    case wrongAct(channel: String, act: Act)
    /// Another dispatch with other content has this name.
    case nameTaken(DispatchID)
    /// There is no dispatch of this name.
    case unknownDispatch(DispatchID)
    /// What was to be done with it does not fit how it stands.
    case notNow(DispatchID, state: DeliveryState)
    /// The author cannot approve it.
    case sameAuthor(DispatchID)

    /// What was refused, and why.
    public var description: String {
        switch self {
        case .tooWide(let tlp, let audience): "\(tlp.label) does not allow handing this to \(audience.wording)"
        case .channelTooWide(let channel, let tlp, let reach):
            "\(tlp.label) does not allow the channel “\(channel)”, which reaches \(reach.wording)"
        case .brokenLine(let field): "the \(field) holds a line break or another control character"
        case .noRecipient: "it has no recipient"
        case .unknownChannel(let channel): "there is no channel “\(channel)”"
        case .wrongAct(let channel, let act): "the channel “\(channel)” is not there to \(act.rawValue)"
        case .nameTaken(let id): "another dispatch has the name \(id) already"
        case .unknownDispatch(let id): "there is no dispatch \(id)"
        case .notNow(let id, let state): "dispatch \(id) is \(state.rawValue), which does not allow this"
        case .sameAuthor(let id): "dispatch \(id) must be approved by somebody else than its author"
        }
    }
}

extension Audience {
    fileprivate var wording: String {
        switch self {
        case .recipients: "its recipients"
        case .organization: "their organisation"
        case .clients: "the organisation's clients"
        case .community: "the community"
        case .everyone: "everyone"
        }
    }
}
