internal import Crypto
internal import HTTPTypes
internal import NIOCore
internal import Synchronization
internal import Vocabulary

/// Pages that are the same for everyone who is not signed in, kept for a short while so that a rush costs nothing.
final class KeptPages: Sendable {
    struct Kept: Sendable {
        let bytes: [UInt8]
        let packed: [UInt8]?
        let type: String
        let tag: String
        let until: Instant
    }

    /// What a plain request for a page differs by.
    struct AnswerKey: Sendable, Hashable {
        let face: Face
        /// Path and query.
        let target: String
        /// `Accept-Language` as it was sent.
        var language: String
        var isPacked: Bool
        var isSecure: Bool
    }

    /// An answer ready to leave: all but the lines that differ from request to request.
    struct Answer: Sendable {
        /// Status line and headers of HTTP/1.1, each with its line end.
        let head: ByteBuffer
        let body: ByteBuffer
        /// The same for other versions.
        let response: HTTPResponse
        let until: Instant
    }

    /// Pages kept at most; a query that differs is another page.
    private static let limit = 512
    /// Answers kept at most: browsers name their languages in many ways.
    private static let answerLimit = 4096
    private let pages = Mutex<[String: Kept]>([:])
    private let answers = Mutex<[AnswerKey: Answer]>([:])

    func answer(_ key: AnswerKey, at now: Instant) -> Answer? {
        answers.withLock { $0[key] }.flatMap { $0.until > now ? $0 : nil }
    }

    /// Keeps an answer for plain requests.
    func keep(_ response: HTTPResponse, _ body: [UInt8], for key: AnswerKey, until: Instant, now: Instant) {
        var head = ByteBuffer()
        head.writeString("HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n")
        for field in response.headerFields { head.writeString("\(field.name.rawName): \(field.value)\r\n") }
        let answer = Answer(head: head, body: ByteBuffer(bytes: body), response: response, until: until)
        answers.withLock { answers in
            if answers.count >= Self.answerLimit { answers = answers.filter { $0.value.until > now } }
            // Somebody asks under ever new names: what is really asked for is soon here again.
            if answers.count >= Self.answerLimit { answers = [:] }
            answers[key] = answer
        }
    }

    func page(_ key: String, at now: Instant) -> Kept? {
        pages.withLock { $0[key] }.flatMap { $0.until > now ? $0 : nil }
    }

    func keep(_ key: String, bytes: [UInt8], type: String, until: Instant, now: Instant) -> Kept {
        let kept = Kept(bytes: bytes, packed: Gzip.packed(bytes), type: type, tag: EntityTag.of(bytes), until: until)
        pages.withLock { pages in
            if pages.count >= Self.limit { pages = pages.filter { $0.value.until > now } }
            if pages.count >= Self.limit { pages = [:] }
            pages[key] = kept
        }
        return kept
    }

    /// Forgets all: what they show has changed.
    func forget() {
        pages.withLock { $0.removeAll() }
        answers.withLock { $0.removeAll() }
    }
}

/// Names a version of some content (RFC 9110 section 8.8.3).
enum EntityTag {
    static func of(_ bytes: [UInt8]) -> String { "\"" + Token.base64URL(Array(SHA256.hash(data: bytes)).prefix(12)) + "\"" }

    /// Whether an `If-None-Match` names the version; comparison is weak, as the section asks.
    static func matches(_ header: String?, _ tag: String) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains {
            let one = $0.trimmed
            return one == "*" || one == tag || one == "W/" + tag
        }
    }
}
