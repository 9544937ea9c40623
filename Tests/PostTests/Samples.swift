import Post
import Vocabulary

/// What the tests write mails of.
enum Samples {
    static func address(_ text: String) throws -> EmailAddress {
        guard let address = EmailAddress(text) else { throw SampleError(text: text) }
        return address
    }

    static func id(_ text: String) throws -> MessageID {
        guard let id = MessageID(text) else { throw SampleError(text: text) }
        return id
    }

    static func message(subject: String = "Notice", text: String = "Hello.\n") throws -> MailMessage {
        MailMessage(
            id: try id("n1@cert.example"), date: Instant(seconds: 1_764_000_000),
            from: MailParty(try address("notices@cert.example"), name: "CERT"), to: [MailParty(try address("abuse@isp.example"))],
            subject: subject, text: text)
    }

    /// Bytes of a mail written with line feeds.
    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}

struct SampleError: Error {
    let text: String
}
