internal import CZlib
internal import Crypto
internal import GRDB
public import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// What a program shows instead of signing in: `ksh_`, 32 random letters and digits, and a checksum by which leaked ones are found and
/// mistyped ones told apart. Only its digest is stored.
public struct APIToken: Sendable, Hashable, Identifiable {
    /// Whose token it is.
    public enum Kind: String, Sendable, Hashable {
        /// Made by an administrator for a program of the centre or a partner.
        case program
        /// Made by an owner, for what the portal shows that owner.
        case owner
    }

    /// Its name, which opens nothing.
    public let id: String
    /// Whose token it is.
    public let kind: Kind
    /// What it is for.
    public let name: String
    /// Names of permissions.
    public let scope: Set<String>
    /// The account that made it.
    public let account: String
    /// When it was made.
    public let created: Instant
    /// When it ends.
    public let expires: Instant
    /// When it was last used; nil before the first time.
    public let used: Instant?
    /// When it was taken back; nil while it was not.
    public let revoked: Instant?

    /// Whether it opens anything at a moment.
    public func isOpen(_ now: Instant) -> Bool { revoked == nil && expires > now }
}

extension APIToken {
    static let prefix = "ksh_"
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// A new token's text: 190 random bits.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        let body = String(decoding: (0..<32).map { _ in alphabet[Int.random(in: 0..<62, using: &generator)] }, as: UTF8.self)
        return prefix + body + checksum(body)
    }

    /// Whether a text has the form and the checksum of a token.
    static func isToken(_ text: String) -> Bool {
        guard text.utf8.count == 42, text.hasPrefix(prefix) else { return false }
        let body = String(text.dropFirst(4).prefix(32))
        return body.utf8.count == 32 && text.dropFirst(36) == checksum(body)[...]
    }

    static func digest(_ text: String) -> Data { Data(SHA256.hash(data: Data("token \(text)".utf8))) }

    private static func checksum(_ body: String) -> String {
        let bytes = Array(body.utf8)
        var value = UInt32(truncatingIfNeeded: crc32(0, bytes, uInt(bytes.count)))
        var text: [UInt8] = []
        for _ in 0..<6 {
            text.insert(alphabet[Int(value % 62)], at: 0)
            value /= 62
        }
        return String(decoding: text, as: UTF8.self)
    }

    init(_ row: Row) {
        let scope: String = row["scope"]
        id = row["id"]
        kind = Kind(rawValue: row["kind"]) ?? .owner
        name = row["name"]
        self.scope = Set(scope.split(separator: " ").map(String.init))
        account = row["account"]
        created = Instant(microseconds: row["created"])
        expires = Instant(microseconds: row["expires"])
        used = (row["used"] as Int64?).map(Instant.init(microseconds:))
        revoked = (row["revoked"] as Int64?).map(Instant.init(microseconds:))
    }
}
