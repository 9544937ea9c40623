internal import Centre
internal import Vocabulary

/// Stands in the forms of an open mailbox in the place of its words: it opens this one mailbox for an hour.
struct MailboxPass: Sendable {
    private static let life = Duration.seconds(3600)
    private let key: SigningKey

    init(_ secrets: Secrets) { key = secrets.derivedKey("reporting.pass") }

    func issue(_ report: String, now: Instant) -> String {
        let until = (now + Self.life).seconds
        return "\(report).\(until).\(Token.base64URL(key.signature(of: Array("\(report).\(until)".utf8))))"
    }

    /// The report that a pass opens now.
    func report(_ pass: String, now: Instant) -> String? {
        let parts = pass.split(separator: ".", omittingEmptySubsequences: false)
        guard pass.utf8.count < 200, parts.count == 3, let until = Int64(parts[1]), now.seconds < until,
            let signature = Token.bytes(base64URL: parts[2]), key.verify(signature, of: Array("\(parts[0]).\(until)".utf8))
        else { return nil }
        return String(parts[0])
    }
}
