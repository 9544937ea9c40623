import CCurl
internal import Vocabulary

/// How far a mailbox has been read (RFC 3501 §2.3.1.1). It is kept with the records.
public struct MailboxMark: Hashable, Sendable, Codable {
    /// What the server calls the numbering; where it changes, all mails have other numbers.
    public var validity: UInt32
    /// The last mail that was read; 0 for none.
    public var uid: UInt32

    /// A mail in a numbering.
    public init(validity: UInt32, uid: UInt32) {
        self.validity = validity
        self.uid = uid
    }
}

/// The mails that are new in a mailbox.
public struct MailboxListing: Hashable, Sendable {
    /// The numbering.
    public let validity: UInt32
    /// The mails, in the order they came.
    public let uids: [UInt32]
    /// Whether the numbering is another than that of the mark: the mails may have been read before, and are known by their Message-IDs.
    public let startsAnew: Bool
}

/// Why a mailbox cannot be read.
public enum MailboxError: Error, Hashable, Sendable {
    /// There is no connection: the reason.
    case unreachable(reason: String)
    /// The server does not take the name and password.
    case signInRefused
    /// The mailbox was numbered anew: list it again.
    case renumbered
    /// The mail is gone.
    case noSuchMail(UInt32)
    /// The mail has more than `limit` bytes.
    case tooLarge(UInt32, limit: Int)
    /// The name has other letters than the ASCII ones that need no quotes.
    case mailboxName(String)
    /// The server did not do what it was asked for.
    case failed(reason: String)
}

extension MailboxError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .unreachable(let reason): "The mail server cannot be reached: \(reason) See to its address, port and encryption."
        case .signInRefused: "The mail server refuses the name or password; see to both."
        case .renumbered: "The mail server numbered the mailbox anew; list it again."
        case .noSuchMail(let uid): "The mail \(uid) is no longer in the mailbox."
        case .tooLarge(let uid, let limit): "The mail \(uid) has more than \(limit) bytes; move it away by hand."
        case .mailboxName(let name): "“\(name)” is no name of a mailbox; use ASCII letters without quotes, such as INBOX."
        case .failed(let reason): "The mail server refuses: \(reason)"
        }
    }
}

/// A mailbox on a server (IMAP4rev1, RFC 3501), through libcurl.
///
/// Fetching a mail marks it as seen; what was read is known by the ``MailboxMark``, whatever marks there are.
public actor IMAPMailbox {
    private let server: MailServer
    private let mailbox: String
    private let thread = BlockingThread(label: "keshik.post.imap")
    private var curl: CurlHandle?

    /// The thread it waits on.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// A mailbox by its name.
    public init(server: MailServer, mailbox: String = "INBOX") throws(MailboxError) {
        guard Self.isPlain(mailbox) else { throw .mailboxName(mailbox) }
        self.server = server
        self.mailbox = mailbox
    }

    /// The mails that came behind the mark; all for nil.
    public func mails(behind mark: MailboxMark?) throws(MailboxError) -> MailboxListing {
        let status = try command("STATUS \"\(mailbox)\" (UIDVALIDITY)", path: "")
        guard let validity = Self.number(behind: "UIDVALIDITY", in: status) else {
            throw .failed(reason: "It does not number the mailbox “\(mailbox)”.")
        }
        let startsAnew = mark.map { $0.validity != validity } ?? false
        let last = startsAnew ? 0 : mark?.uid ?? 0
        // `n:*` is the last mail at least, even where it comes before n.
        let first = last == .max ? last : last + 1
        let found = try command("UID SEARCH UID \(first):*", path: try path(validity))
        let words = found.split { $0 == " " || $0.isNewline }
        return MailboxListing(
            validity: validity, uids: words.compactMap { UInt32($0) }.filter { $0 > last }.sorted(), startsAnew: startsAnew)
    }

    /// The bytes of a mail.
    public func fetch(_ uid: UInt32, validity: UInt32, limit: Int = MailLimits.usual.total) throws(MailboxError) -> [UInt8] {
        let answer = IMAPAnswer(limit: limit)
        let failure = try perform(path: try path(validity) + "/;UID=\(uid)", request: nil, into: answer)
        if answer.isOver { throw .tooLarge(uid, limit: limit) }
        if let failure { throw Self.error(failure, uid: uid) }
        guard !answer.bytes.isEmpty else { throw .noSuchMail(uid) }
        return answer.bytes
    }

    /// Marks a mail as seen or not.
    public func mark(_ uid: UInt32, validity: UInt32, isSeen: Bool) throws(MailboxError) {
        _ = try command("UID STORE \(uid) \(isSeen ? "+" : "-")FLAGS.SILENT (\\Seen)", path: try path(validity))
    }

    /// Moves a mail to another mailbox of the server, which must exist.
    public func move(_ uid: UInt32, validity: UInt32, to other: String) throws(MailboxError) {
        guard Self.isPlain(other) else { throw .mailboxName(other) }
        let path = try path(validity)
        do throws(MailboxError) {
            _ = try command("UID MOVE \(uid) \"\(other)\"", path: path)
        } catch {
            // Servers without RFC 6851.
            guard case .failed = error else { throw error }
            _ = try command("UID COPY \(uid) \"\(other)\"", path: path)
            _ = try command("UID STORE \(uid) +FLAGS.SILENT (\\Deleted)", path: path)
            _ = try command("UID EXPUNGE \(uid)", path: path)
        }
    }

    /// Makes a mailbox to move mails to; nothing happens where it exists.
    public func makeMailbox(_ name: String) throws(MailboxError) {
        guard Self.isPlain(name) else { throw .mailboxName(name) }
        if try command("LIST \"\" \"\(name)\"", path: "").isEmpty { _ = try command("CREATE \"\(name)\"", path: "") }
    }

    /// Closes the connection; the next request opens another.
    public func close() { curl = nil }

    // MARK: Inside

    private func command(_ request: String, path: String) throws(MailboxError) -> String {
        let answer = IMAPAnswer(limit: 16 << 20)
        let failure = try perform(path: path, request: request, into: answer)
        if let failure { throw Self.error(failure, uid: 0) }
        return String(decoding: answer.bytes, as: UTF8.self)
    }

    private func perform(path: String, request: String?, into answer: IMAPAnswer) throws(MailboxError) -> (code: CURLcode, text: String)? {
        if let contradiction = server.contradiction { throw .unreachable(reason: contradiction) }
        guard let curl = curl ?? CurlHandle() else { throw .unreachable(reason: "libcurl could not be started.") }
        self.curl = curl
        curl.prepare(for: server, scheme: "imap", path: path)
        if let request { ccurl_set_text(curl.handle, CURLOPT_CUSTOMREQUEST, request) }
        answer.attach(to: curl.handle)
        let failure = withExtendedLifetime(answer) { curl.perform() }
        curl_easy_reset(curl.handle)
        return failure
    }

    private func path(_ validity: UInt32) throws(MailboxError) -> String {
        guard let escaped = curl_easy_escape(nil, mailbox, 0) else { throw .mailboxName(mailbox) }
        defer { curl_free(escaped) }
        return "\(String(cString: escaped));UIDVALIDITY=\(validity)"
    }

    private static func error(_ failure: (code: CURLcode, text: String), uid: UInt32) -> MailboxError {
        switch failure.code {
        case CURLE_LOGIN_DENIED: .signInRefused
        case CURLE_REMOTE_FILE_NOT_FOUND: failure.text.contains("UIDVALIDITY") ? .renumbered : .noSuchMail(uid)
        case CURLE_QUOTE_ERROR: .failed(reason: failure.text)
        default: .unreachable(reason: failure.text)
        }
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 200
            && name.utf8.allSatisfy { (0x20...0x7E).contains($0) && !"\"\\%*&{}()".utf8.contains($0) }
    }

    private static func number(behind word: String, in text: String) -> UInt32? {
        let words = text.split { " ()\r\n".contains($0) }
        return words.firstIndex { $0 == word }.flatMap { $0 + 1 < words.count ? UInt32(words[$0 + 1]) : nil }
    }
}

/// What the server gives, up to a limit.
private final class IMAPAnswer {
    private(set) var bytes: [UInt8] = []
    private(set) var isOver = false
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Makes libcurl write here. The answer must outlive the transfer.
    func attach(to handle: UnsafeMutableRawPointer) {
        ccurl_set_writer(
            handle,
            { buffer, size, count, context in
                guard let buffer, let context else { return 0 }
                let answer = Unmanaged<IMAPAnswer>.fromOpaque(context).takeUnretainedValue()
                return answer.take(UnsafeRawBufferPointer(start: buffer, count: size * count)) ? size * count : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func take(_ more: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count + more.count <= limit else {
            isOver = true
            return false
        }
        bytes += more
        return true
    }
}
