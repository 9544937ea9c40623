internal import Centre
internal import Crypto
internal import EventStore
internal import Events
internal import Foundation
internal import Post
internal import Vocabulary

/// Reads the mails of a mailbox that are new: reports that providers send as attachments, and reports that are mails themselves (ARF,
/// X-ARF). A mail is known by its Message-ID, whatever number the server gives it.
struct MailboxCollector {
    /// Mails of one run; what is left comes at the next.
    static let most = 200
    /// Bytes of one mail.
    static let limit = 64 << 20

    /// Where files lie until they are stored.
    let folder: String
    /// Where mails are kept that nothing could be read from.
    let aside: String
    let collector: Collector
    let password: String
    /// Message-IDs of mails that were read before.
    let known: Set<String>
    /// Whether the feed's records are mails; else a mail without files is read as its words.
    var isFeedOfMails = true

    /// - Throws: ``CollectorError``, ``MailboxError``
    func fetched() async throws -> Fetched {
        let settings = collector.settings
        guard var server = Self.place(settings.place, startsPlain: settings.startsPlain == true) else {
            throw CollectorError.refused("“\(settings.place)” is no mail server; write it as imap.example.net or imap.example.net:993")
        }
        server.user = settings.name
        server.password = password
        server.answerTimeout = .seconds(120)
        let mailbox = try IMAPMailbox(server: server, mailbox: settings.mailbox ?? "INBOX")
        let listing = try await mailbox.mails(behind: mark)
        var brought = Brought(collector: self)
        var last = listing.startsAnew ? 0 : mark?.uid ?? 0
        do {
            for uid in listing.uids.prefix(Self.most) {
                do {
                    try brought.take(try await mailbox.fetch(uid, validity: listing.validity, limit: Self.limit), uid)
                } catch MailboxError.noSuchMail {
                    // Somebody moved it away meanwhile.
                } catch let error as MailboxError {
                    guard case .tooLarge = error else { throw error }
                    brought.fetched.problems.append("\(error)")
                }
                last = uid
            }
        } catch {
            for path in brought.fetched.temporary { NamedFile.remove(path) }
            throw error
        }
        await mailbox.close()
        brought.fetched.mark = ["validity": "\(listing.validity)", "uid": "\(last)"]
        let (folder, mails) = (aside + "/" + collector.id, brought.mailOf)
        brought.fetched.setAside = { names in
            // A member of an archive is named after it.
            let unread = mails.filter { mail in names.contains { $0.hasPrefix(mail.key) } }
            for path in Set(unread.values.flatMap { $0 }) { try Self.keep(path, in: folder) }
        }
        return brought.fetched
    }

    private var mark: MailboxMark? {
        guard let validity = collector.mark["validity"].flatMap({ UInt32($0) }), let uid = collector.mark["uid"].flatMap({ UInt32($0) })
        else { return nil }
        return MailboxMark(validity: validity, uid: uid)
    }

    /// What the mails of one run brought.
    private struct Brought {
        let collector: MailboxCollector
        var fetched = Fetched()
        /// The mails that sources came with, by the source's name: where they lie.
        var mailOf: [String: Set<String>] = [:]
        private var seen: Set<String> = []

        init(collector: MailboxCollector) { self.collector = collector }

        mutating func take(_ bytes: [UInt8], _ uid: UInt32) throws {
            let digest = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let mail = try? ReceivedMail(bytes)
            let id = mail?.id?.text ?? digest
            guard !collector.known.contains(id), seen.insert(id).inserted else { return }
            if let mail, !collector.isWanted(mail) { return }
            let path = try collector.write(bytes, called: "mail-\(uid).eml")
            fetched.temporary.append(path)
            fetched.mails.append(id)
            let attachments = bytes.withUnsafeBytes { MailFormat.attachments($0) }
            guard !attachments.isEmpty else {
                guard !collector.isFeedOfMails, let mail else { return add("mail-\(uid).eml", path, bytes.count, mail: path) }
                let words = try collector.write(Array(mail.text.utf8), called: "mail-\(uid).txt")
                fetched.temporary.append(words)
                return add("mail-\(uid).txt", words, mail.text.utf8.count, mail: path)
            }
            var names: Set<String> = []
            for (place, attachment) in attachments.enumerated() {
                var name = NamedFile.safe(attachment.name)
                if !names.insert(name).inserted { name = "\(place + 1)-\(name)" }
                let file = try collector.write(attachment.bytes, called: name)
                fetched.temporary.append(file)
                add(name, file, attachment.bytes.count, mail: path)
            }
        }

        private mutating func add(_ name: String, _ path: String, _ size: Int, mail: String) {
            fetched.sources.append(
                IngestSource(name: name, byteCount: Int64(size)) {
                    try ByteSource.members(of: path, limits: UnpackLimits(maximumBytes: 8 << 30))
                })
            mailOf[name, default: []].insert(mail)
        }
    }

    /// Whether a mail is of a sender that was named.
    private func isWanted(_ mail: ReceivedMail) -> Bool {
        let wanted = (collector.settings.senders ?? "").split { $0 == "," || $0.isWhitespace }.map { $0.lowercased() }
        guard !wanted.isEmpty else { return true }
        return mail.from.contains { party in
            let address = "\(party.address)".lowercased()
            return wanted.contains { $0.contains("@") ? $0 == address : address.hasSuffix("@" + $0) || address.hasSuffix("." + $0) }
        }
    }

    private func write(_ bytes: [UInt8], called name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/" + UUID().uuidString
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600]) else {
            throw CollectorError.unexpected("no room for \(name) in \(folder)")
        }
        return try NamedFile.make(of: path, called: name, in: folder)
    }

    private static func keep(_ path: String, in folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let target = folder + "/" + UUID().uuidString + ".eml"
        try FileManager.default.copyItem(atPath: path, toPath: target)
    }

    /// A server as it is written, `imap.example.net` or `imap.example.net:993`; nil where it is none.
    static func place(_ text: String, startsPlain: Bool) -> MailServer? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let name = parts.first, let host = Host(String(name)) else { return nil }
        let usual = startsPlain ? 143 : 993
        guard let port = parts.count == 2 ? Int(parts[1]) : usual, (1...65_535).contains(port) else { return nil }
        // A certificate for the own machine there is seldom, and nobody else is on the way.
        let isOwn = name == "localhost" || name == "127.0.0.1"
        return MailServer(host: host, port: port, encryption: !startsPlain ? .implicit : isOwn ? .opportunistic : .required)
    }

    /// Whether a text may name a mailbox: ASCII letters that need no quotes.
    static func isName(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) && !"\"\\%*&{}()".utf8.contains($0) }
    }
}
