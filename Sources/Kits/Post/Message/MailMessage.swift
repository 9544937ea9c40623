public import Vocabulary

/// A mail as it is meant, before it is written (RFC 5322, MIME).
public struct MailMessage: Sendable {
    /// Who sends it.
    public var from: MailParty
    /// To whom.
    public var to: [MailParty]
    /// Who gets a copy, visible to all.
    public var cc: [MailParty] = []
    /// Where answers go; empty: to the sender.
    public var replyTo: [MailParty] = []
    /// The subject in Unicode.
    public var subject: String
    /// What names it for good.
    public var id: MessageID
    /// When it was written; whole seconds are kept.
    public var date: Instant
    /// The mails it answers.
    public var inReplyTo: [MessageID] = []
    /// The thread it stands in, oldest first.
    public var references: [MessageID] = []
    /// The language of its words (RFC 3282).
    public var language: LanguageTag?
    /// Whether a program wrote it (RFC 3834).
    public var automatic: AutoSubmitted = .no
    /// How to have no more of them.
    public var unsubscribe: ListUnsubscribe?
    /// Further header fields. Names begin with `X-`, or are `Feedback-ID`, `Precedence`, `List-Id` or `Organization`.
    public var fields: [MailField] = []
    /// The words as plain text; lines of any length, with any line breaks.
    public var text: String
    /// The words as HTML; nil where there is only plain text.
    public var html: String?
    /// Files, in order.
    public var attachments: [MailAttachment] = []
    /// The kind of report the attachments are for machines (RFC 6522), such as `feedback-report` (RFC 5965); nil for a usual mail.
    public var reportType: String?

    /// A mail with what every one needs.
    public init(
        id: MessageID, date: Instant, from: MailParty, to: [MailParty], subject: String, text: String, html: String? = nil,
        language: LanguageTag? = nil
    ) {
        self.id = id
        self.date = date
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.language = language
    }

    /// The mail written out. The same mail and seed give the same bytes.
    ///
    /// - Parameter boundarySeed: Letters and digits that tell the boundaries of this mail from those of others; usually random, a fixed
    ///   text in tests. Other characters are left out.
    /// - Throws: What keeps it from being written; a line break in a name or subject among it.
    public func composed(boundarySeed: String) throws(MailRefusal) -> ComposedMail {
        try MailComposer(message: self, seed: boundarySeed).compose()
    }
}

/// Whether a program wrote a mail (RFC 3834 §5).
public enum AutoSubmitted: String, Sendable, Codable {
    /// A person did.
    case no
    /// A program did, of its own accord.
    case generated = "auto-generated"
    /// A program did, in answer to a mail.
    case replied = "auto-replied"
}

/// A header field beyond those that every mail has.
public struct MailField: Hashable, Sendable {
    /// The name, such as `X-XARF`.
    public var name: String
    /// The value in Unicode, on one line.
    public var value: String

    /// A field with its value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// How to have no more mails of this kind (RFC 2369 §3.2, RFC 8058).
public struct ListUnsubscribe: Hashable, Sendable {
    /// A link `mailto:`; nil for none.
    public var mail: String?
    /// A link `https:`; nil for none.
    public var web: String?
    /// Whether a POST to `web` is enough.
    public var isOneClick: Bool

    /// Links; one click needs one of the web.
    public init(mail: String? = nil, web: String? = nil, isOneClick: Bool = false) {
        self.mail = mail
        self.web = web
        self.isOneClick = isOneClick
    }
}

/// A mail as bytes: its header, and what it holds.
public struct ComposedMail: Hashable, Sendable {
    /// What names it.
    public let id: MessageID
    /// What tells its boundaries from those of others.
    let seed: String
    /// The fields of the mail itself, up to and with `MIME-Version`.
    let header: [UInt8]
    /// The MIME entity: the fields of the content, a blank line, the content. Lines end in CR LF.
    let entity: [UInt8]

    /// The whole mail with CR LF, ASCII throughout.
    public var bytes: [UInt8] { header + entity }

    /// A boundary for what is put around the content.
    func protectionBoundary(_ number: Int) -> String { Boundaries(seed: seed).named("p\(number)") }
}
