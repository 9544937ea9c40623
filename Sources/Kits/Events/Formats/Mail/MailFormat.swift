/// Mail: one RFC 5322 message, or an mbox of them. The report in a message is the record.
///
/// - A feedback report (ARF, RFC 5965): its fields by their names in lower case, and of the mail that is complained of `original.from`,
///   `original.subject`, `original.date` and `original.message-id`.
/// - X-ARF 0.1 and 0.2: the `Key: value` lines of `report.txt` by their keys in lower case. XARF: the members of the JSON as
///   ``JSONFormat`` names them.
/// - Any other mail: `subject`, `from`, `to`, `date`, `message-id`, and `text` with at most 64 KiB of its plain text, or of what its HTML says
///   where it has no other.
///
/// Every record has `mail.subject`, `mail.from`, `mail.date` and `mail.message-id` besides, and `report-format`: `arf`, `x-arf-0.2`, `xarf`
/// or `text`. A field that stands several times has its values joined by line feeds.
public struct MailFormat: RecordFormat {
    /// The longest message that is read, in bytes.
    public static let messageLimit = 64 << 20
    /// The longest text of a message that is kept, in bytes of UTF-8.
    public static let textLimit = 64 << 10

    /// The prologue's identity of a source that is an mbox.
    private static let mailboxIdentity = Array("mbox".utf8)

    /// Mail has no options.
    public init() {}

    /// See ``RecordFormat/prologue(_:)``.
    public func prologue(_ bytes: UnsafeRawBufferPointer) -> Prologue {
        bytes.starts(with: MailboxBorders.word) ? Prologue(identity: Self.mailboxIdentity) : Prologue()
    }

    /// See ``RecordFormat/cut(_:prologue:isLast:)``.
    public func cut(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, isLast: Bool) -> Int? {
        if isLast { return bytes.count }
        if prologue.identity == Self.mailboxIdentity, let border = MailboxBorders.last(in: bytes) { return border }
        // A message beyond the limit goes as it is, and is rejected when it is read.
        return bytes.count > Self.messageLimit ? bytes.count : nil
    }

    /// See ``RecordFormat/read(_:prologue:into:)``.
    public func read(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, into batch: RawBatch) {
        guard prologue.identity == Self.mailboxIdentity else {
            return MailRecordReader(batch: batch).read(bytes, at: 0..<bytes.count, content: 0)
        }
        var start = 0
        while start < bytes.count {
            let end = MailboxBorders.next(in: bytes, after: start) ?? bytes.count
            MailRecordReader(batch: batch).read(bytes, at: start..<end, content: MailboxBorders.headerStart(in: bytes, at: start, end: end))
            start = end
        }
    }

    /// The files attached to a message, or to the messages of an mbox and those forwarded in them: tables, JSON, text and packed files
    /// (csv, tsv, json, jsonl, txt, xml, zip, gz, bz2, zst) that have a name, with their transfer encoding undone.
    public static func attachments(_ bytes: UnsafeRawBufferPointer) -> [(name: String, bytes: [UInt8])] {
        var found: [(name: String, bytes: [UInt8])] = []
        let isMailbox = bytes.starts(with: MailboxBorders.word)
        var start = 0
        while start < bytes.count {
            let end = (isMailbox ? MailboxBorders.next(in: bytes, after: start) : nil) ?? bytes.count
            let content = isMailbox ? MailboxBorders.headerStart(in: bytes, at: start, end: end) : start
            let message = UnsafeRawBufferPointer(rebasing: bytes[content..<end])
            if message.count <= messageLimit {
                if isMailbox, let plain = MailboxBorders.unescaped(message) {
                    found += plain.withUnsafeBytes(attachments(ofMessage:))
                } else {
                    found += attachments(ofMessage: message)
                }
            }
            start = end
        }
        return found
    }

    private static func attachments(ofMessage message: UnsafeRawBufferPointer) -> [(name: String, bytes: [UInt8])] {
        guard !BoundaryLines.areTooMany(in: message), let mail = ParsedMail(message) else { return [] }
        return MailAttachments.all(of: mail)
    }
}
