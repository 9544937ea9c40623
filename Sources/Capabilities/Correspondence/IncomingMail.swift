internal import Centre
internal import Crypto
internal import Foundation
internal import GRDB
internal import Logging
internal import Post
internal import Vocabulary

/// Reads the mailbox: returns settle what came back, letters go to whom they are for. A letter is done when it has been taken; a process
/// killed before that reads it again, and whoever takes it knows it by its name.
struct IncomingMail: Sendable {
    static let migrations = [
        Migration(
            name: "correspondence-001-mark",
            sql: """
                CREATE TABLE correspondence_mark (
                    mailbox TEXT PRIMARY KEY, validity INTEGER NOT NULL, uid INTEGER NOT NULL
                ) STRICT;
                """)
    ]

    private let house: House
    private let mailbox: Correspondence.Mailbox
    private let domain: DomainName?
    private let takers: [any LetterTaker]
    private let server: IMAPMailbox?

    init(_ house: House, mailbox: Correspondence.Mailbox, domain: DomainName?, takers: [any LetterTaker]) async throws {
        self.house = house
        self.mailbox = mailbox
        self.domain = domain
        self.takers = takers
        if case .server(var server, let folder) = mailbox {
            if server.user != nil {
                server.password = try? await house.secrets.use("mailbox.password") { String(decoding: $0.bytes, as: UTF8.self) }
            }
            self.server = try IMAPMailbox(server: server, mailbox: folder)
        } else {
            server = nil
        }
    }

    var job: JobKind {
        JobKind(name: "correspondence.mailbox", schedule: JobSchedule("*/2 * * * *", zone: "UTC")) { _ in
            let count = try await read()
            return .done("\(count)")
        }
    }

    /// Reads what is new; gives the number of mails read.
    func read() async throws -> Int {
        switch mailbox {
        case .folder(let path): try await read(folder: try MaildirFolder(path: path))
        case .server: try await readServer()
        }
    }

    private func read(folder: MaildirFolder) async throws -> Int {
        let names = try folder.newNames()
        for name in names {
            try await settle(try folder.read(name))
            try folder.markSeen(name)
        }
        return names.count
    }

    private func readServer() async throws -> Int {
        guard let server else { return 0 }
        let mark: MailboxMark? = try await house.records.read { database in
            try Row.fetchOne(database, sql: "SELECT validity, uid FROM correspondence_mark WHERE mailbox = 'inbox'").map {
                MailboxMark(
                    validity: UInt32(truncatingIfNeeded: $0["validity"] as Int64), uid: UInt32(truncatingIfNeeded: $0["uid"] as Int64))
            }
        }
        let listing = try await server.mails(behind: mark)
        for uid in listing.uids {
            try await settle(try await server.fetch(uid, validity: listing.validity))
            try await house.records.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO correspondence_mark VALUES ('inbox', ?, ?)
                        ON CONFLICT (mailbox) DO UPDATE SET validity = excluded.validity, uid = excluded.uid
                        """, arguments: [Int64(listing.validity), Int64(uid)])
            }
            try await server.mark(uid, validity: listing.validity, isSeen: true)
        }
        await server.close()
        return listing.uids.count
    }

    /// Does what a mail asks for. One that cannot be read is kept in `mail-unreadable`, so that nothing is lost.
    func settle(_ bytes: [UInt8]) async throws {
        let mail: ReceivedMail
        do {
            mail = try ReceivedMail(bytes)
        } catch {
            house.logger.warning("a mail cannot be read", metadata: ["reason": "\(error)"])
            _ = try MaildirFolder(path: house.data + "/mail-unreadable").deliver(bytes, at: house.clock())
            return
        }
        for bounce in mail.bounces where bounce.isPermanent {
            guard let dispatch = bounce.originalID.flatMap(dispatch) else { continue }
            let status = bounce.status.map { "\($0) " } ?? ""
            try? await house.outward.returned(dispatch, reason: status + bounce.diagnostic)
        }
        guard mail.bounces.isEmpty else { return }
        let references = mail.threadReferences
        let letter = Letter(
            id: mail.id?.text ?? SHA256.hash(data: bytes).map { String($0, radix: 16) }.joined(), from: mail.from.first?.address,
            fromName: mail.from.first?.name ?? "", subject: mail.subject, words: mail.newWords, references: references.map(\.text),
            dispatches: references.compactMap(dispatch), isAutomatic: mail.isAutomatic, received: house.clock(), raw: bytes)
        for taker in takers where try await taker.take(letter) { return }
        _ = try MaildirFolder(path: house.data + "/mail-untaken").deliver(bytes, at: house.clock())
    }

    private func dispatch(_ id: MessageID) -> DispatchID? {
        guard let at = id.text.lastIndex(of: "@"), let domain, id.text[id.text.index(after: at)...].lowercased() == domain.ascii else {
            return nil
        }
        return DispatchID(String(id.text[..<at]))
    }
}
