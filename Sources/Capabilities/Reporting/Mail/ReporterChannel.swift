internal import Centre
internal import Foundation
internal import GRDB
internal import Post
internal import Vocabulary

/// Mail to people who reported. Dispatches name the report; who is behind it is unsealed only here, in the moment of sending, so that neither the list of
/// deliveries nor anybody who reads it learns an address.
struct ReporterChannel: OutwardChannel {
    /// What it is called.
    let name = "reporter"
    /// A second mail has the same Message-ID.
    var repetition: Repetition { .recognisable }
    /// The mail channel does, right before it sends.
    var marksHandOver: Bool { true }

    private let house: House
    private let sender: MailParty
    private let replyTo: MailParty?

    init(_ house: House, sender: MailParty, replyTo: MailParty?) {
        self.house = house
        self.sender = sender
        self.replyTo = replyTo
    }

    /// Writes the mail and gives it to the channel `mail`.
    func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> HandOverOutcome {
        guard let mail = house.outward.channel("mail") else { return .later(reason: "there is no channel for mail yet") }
        do {
            let values = try await house.records.read { try house.sealed.forMachine(dispatch.recipient, in: $0) }
            guard let address = values?["email"].flatMap({ EmailAddress($0) }) else {
                return .refused(reason: "the reporter left no mail address")
            }
            guard let letter = try? JSONDecoder().decode(ReporterLetter.self, from: Data(dispatch.content)) else {
                return .refused(reason: "the letter cannot be read")
            }
            let bytes = try composed(letter, dispatch, to: address)
            let inner = try Dispatch(
                id: dispatch.id, act: dispatch.act, tlp: dispatch.tlp, audience: dispatch.audience, channel: mail.name,
                recipient: "\(address)", subject: dispatch.subject, content: bytes, mediaType: "message/rfc822",
                capability: dispatch.capability, reference: dispatch.reference, author: dispatch.author)
            return await mail.deliver(inner, handOver).withoutAddress("\(address)")
        } catch let refusal as OutwardRefusal {
            return .refused(reason: "\(refusal)")
        } catch {
            return .later(reason: "the letter cannot be written now")
        }
    }

    private func composed(_ letter: ReporterLetter, _ dispatch: Dispatch, to address: EmailAddress) throws -> [UInt8] {
        guard let domain = sender.address.domain, let id = MessageID(left: "\(dispatch.id)", right: domain) else {
            throw ReportingMistake.settings(path: "mail.from", reason: "\(sender.address) has no domain")
        }
        var mail = MailMessage(
            id: id, date: house.clock(), from: sender, to: [MailParty(address)], subject: dispatch.subject, text: letter.text,
            language: LanguageTag(letter.language))
        mail.automatic = letter.isAutomatic ? .replied : .no
        mail.inReplyTo = letter.answers.flatMap { MessageID.all(in: "<\($0)>") }
        mail.references = mail.inReplyTo
        if let replyTo { mail.replyTo = [replyTo] }
        return try mail.composed(boundarySeed: "\(dispatch.id)").bytes
    }
}

/// A letter to somebody who reported, before it has an address.
struct ReporterLetter: Codable, Sendable {
    let text: String
    let language: String
    /// The mails it answers, without brackets.
    let answers: [String]
    let isAutomatic: Bool
}
