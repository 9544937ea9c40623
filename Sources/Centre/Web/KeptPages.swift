internal import Crypto
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

    /// Pages kept at most; a query that differs is another page.
    private static let limit = 512
    private let pages = Mutex<[String: Kept]>([:])

    func page(_ key: String, at now: Instant) -> Kept? {
        pages.withLock { $0[key] }.flatMap { $0.until > now ? $0 : nil }
    }

    func keep(_ key: String, bytes: [UInt8], type: String, until: Instant, now: Instant) -> Kept {
        let kept = Kept(bytes: bytes, packed: Gzip.packed(bytes), type: type, tag: EntityTag.of(bytes), until: until)
        pages.withLock { pages in
            if pages.count >= Self.limit { pages = pages.filter { $0.value.until > now } }
            if pages.count < Self.limit { pages[key] = kept }
        }
        return kept
    }

    /// Forgets all: what they show has changed.
    func forget() { pages.withLock { $0.removeAll() } }
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
