public import Vocabulary

/// A mail from a stranger, taken apart under ``MailLimits``.
///
/// Nothing in it is believed: names and addresses are what the mail says. Nothing in it is executed or rendered.
public struct ReceivedMail: Sendable {
    /// Who says to have written it; usually one.
    public var from: [MailParty] = []
    /// To whom.
    public var to: [MailParty] = []
    /// Who got a copy.
    public var cc: [MailParty] = []
    /// Where answers shall go; empty: to `from`.
    public var replyTo: [MailParty] = []
    /// The subject; empty where there is none.
    public var subject = ""
    /// What names it, where it says so.
    public var id: MessageID?
    /// When it says that it was written.
    public var date: Instant?
    /// The mails it answers.
    public var inReplyTo: [MessageID] = []
    /// The thread it stands in, oldest first.
    public var references: [MessageID] = []
    /// The language it says it is in.
    public var language: LanguageTag?
    /// Whether a program wrote it, by `Auto-Submitted`.
    public var automatic: AutoSubmitted = .no
    /// All fields of its header in order, decoded.
    public var fields: [MailField] = []
    /// Its words as plain text: those of its plain part, or else those of its HTML.
    public var text = ""
    /// Its words as HTML, which must never be shown as such; nil where it has none.
    public var html: String?
    /// Its files in order, and messages in it.
    public var attachments: [ReceivedAttachment] = []
    /// What it reports of mails of ours that did not arrive.
    public var bounces: [BounceReport] = []

    /// Takes a mail apart.
    ///
    /// - Throws: Which limit it breaks.
    public init(_ bytes: [UInt8], limits: MailLimits = .usual) throws(UnreadableMail) {
        self.init()
        guard !bytes.isEmpty else { throw .noHeader }
        // A closure passed to `withUnsafeBytes` cannot throw typed errors through it yet.
        var refusal: UnreadableMail?
        var mail = ReceivedMail()
        bytes.withUnsafeBytes { bytes in
            do throws(UnreadableMail) {
                try MailScan.check(bytes, limits: limits)
                mail = try MailReader(limits: limits).read(bytes)
            } catch {
                refusal = error
            }
        }
        if let refusal { throw refusal }
        self = mail
    }

    init() {}

    /// The value of the first field of this name in any case.
    public func field(_ name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name.lowercased() == name }?.value
    }

    /// Every mail it refers to, the nearest first: what an answer is matched to its thread by.
    public var threadReferences: [MessageID] {
        var ids: [MessageID] = []
        for id in inReplyTo + references.reversed() where !ids.contains(id) { ids.append(id) }
        return ids
    }

    /// The words its writer added, without those of the mail that is answered.
    public var newWords: String { ReplyText.newWords(in: text) }

    /// Whether a program wrote it, so that no program should answer (RFC 3834 §2): by `Auto-Submitted`, or by signs that older programs
    /// leave.
    public var isAutomatic: Bool {
        if automatic != .no || !bounces.isEmpty { return true }
        if let precedence = field("Precedence")?.lowercased(), ["bulk", "junk", "list", "auto_reply"].contains(precedence) { return true }
        if field("Return-Path")?.filter({ !$0.isWhitespace }) == "<>" { return true }
        return ["X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id", "X-Failed-Recipients"].contains { field($0) != nil }
    }
}

/// A file in a mail.
public struct ReceivedAttachment: Hashable, Sendable {
    /// The name it gives itself, without folders and control characters; empty where it has none.
    public var name: String
    /// What it says it is, in lower case without parameters.
    public var declaredType: String
    /// What its first bytes say it is; nil where they say nothing.
    public var sniffedType: String?
    /// What it holds, its transfer encoding undone.
    public var bytes: [UInt8]
    /// Whether it stands in the text, as pictures do.
    public var isInline: Bool
    /// Whether its base64 is broken, so that bytes are missing or wrong.
    public var isDamaged: Bool

    /// Whether its content is of another kind than it says, as disguised programs are.
    public var isDisguised: Bool { sniffedType.map { !ContentSniff.agrees($0, with: declaredType) } ?? false }
}
