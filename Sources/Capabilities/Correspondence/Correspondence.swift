public import Centre
internal import Foundation
public import Post
internal import Vocabulary

/// Mail out and in: the channel that carries dispatches, the mailbox that answers and returns come to, and, for trying things out, a
/// folder that catches everything, with a page to read it.
public struct Correspondence: Capability {
    /// Reads what the catcher caught.
    static let read = Permission("correspondence.read", [.analyst, .dutyOfficer, .editor, .administrator])

    /// Where mail goes.
    public enum Way: Sendable {
        /// To a server; its password is the secret `mail.password`.
        case server(MailServer)
        /// Into a folder of the data folder, for samples and exercises.
        case catcher
    }

    /// Where mail comes from.
    public enum Mailbox: Sendable {
        /// A mailbox on a server; its password is the secret `mailbox.password`.
        case server(MailServer, folder: String)
        /// A Maildir folder that a mail server on this machine delivers to.
        case folder(String)
    }

    /// What it is called.
    public let name = "correspondence"
    private let house: House
    private let catcher: MaildirFolder?
    private let incoming: IncomingMail?

    /// - Parameters:
    ///   - sender: whom mail is from
    ///   - mailbox: where answers come to; nil where none is read
    ///   - takers: who is asked in turn whether a letter is theirs
    public init(
        _ house: House, way: Way, sender: MailParty, replyTo: MailParty? = nil, mailbox: Mailbox? = nil,
        takers: [any LetterTaker] = []
    ) async throws {
        self.house = house
        let delivery: any MailDelivery
        switch way {
        case .server(var server):
            if server.user != nil {
                server.password = try? await house.secrets.use("mail.password") { String(decoding: $0.bytes, as: UTF8.self) }
            }
            delivery = SMTPDelivery(server: server)
            catcher = nil
        case .catcher:
            let folder = try MaildirFolder(path: house.data + "/mail-caught")
            catcher = folder
            delivery = MaildirDelivery(folder: folder, clock: house.clock)
        }
        house.outward.add(MailChannel(delivery: delivery, sender: sender, replyTo: replyTo, clock: house.clock))
        incoming = try await mailbox.asyncMap { mailbox in
            try await IncomingMail(house, mailbox: mailbox, domain: sender.address.domain, takers: takers)
        }
    }

    /// What people may be allowed to do in it.
    public var permissions: [Permission] { [Self.read] }
    /// Its templates and texts.
    public var resources: [ResourceFolder] { [ResourceFolder.of("Correspondence")] }
    /// Its tables.
    public static var migrations: [Migration] { IncomingMail.migrations }
    /// Its jobs.
    public var jobs: [JobKind] { incoming.map { [$0.job] } ?? [] }

    /// Where it stands in the navigation.
    public var navigation: [NavigationEntry] {
        catcher == nil
            ? [] : [NavigationEntry(.desk, "/mail", key: "correspondence.catcher.title", icon: "mail", .permission(Self.read), order: 79)]
    }

    /// Its addresses.
    public func routes(_ routes: inout Routes) {
        if let catcher { CatcherPages(folder: catcher).routes(&routes) }
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
        if let wrapped = self { try await transform(wrapped) } else { nil }
    }
}
