internal import Crypto
internal import Foundation
internal import GRDB
internal import Synchronization
public import Vocabulary

/// Passwords and keys that the centre uses towards others, sealed in the records with a key that lies outside them.
///
/// A secret goes in and is used; there is no way to list or show one. Each is sealed under its name, so that one cannot be put in the
/// place of another.
public final class Secrets: Sendable {
    private let records: Records
    private let source: KeySource
    private let clock: @Sendable () -> Instant
    private let ring: Mutex<KeyRing>
    /// What signing keys are derived from. It is a secret itself, so that a new sealing key does not void links in mails already sent.
    private let root: SymmetricKey

    /// The name under which the root of signing keys is sealed; it is none of the secrets that people see.
    private static let rootName = "centre.root"

    private init(_ records: Records, _ source: KeySource, _ clock: @escaping @Sendable () -> Instant, _ ring: KeyRing, _ root: SymmetricKey)
    {
        self.records = records
        self.source = source
        self.clock = clock
        self.ring = Mutex(ring)
        self.root = root
    }

    /// Opens the secrets of the records. The key file is made where no secret needs an old one; where it holds two keys, a rotation is
    /// carried to its end.
    /// - Throws: ``SecretsError``, ``RecordsError``.
    public static func open(records: Records, key source: KeySource, clock: @escaping @Sendable () -> Instant) async throws -> Secrets {
        let needed = try await records.read { try String.fetchAll($0, sql: "SELECT DISTINCT key FROM secrets_sealed ORDER BY key") }
        let ring: KeyRing
        if let found = try KeyRing(source) {
            ring = found
        } else if let name = needed.first {
            throw SecretsError.keyMissing(path: source.path, needed: name)
        } else if case .credential(let path) = source {
            throw SecretsError.keyUnreadable(path: path, reason: "there is no such file")
        } else {
            let new = KeyRing.new()
            ring = try new.writeFirst(to: source.path) ? new : KeyRing(source) ?? new
        }
        if let missing = needed.first(where: { ring[$0] == nil }) {
            throw SecretsError.wrongKey(path: source.path, needed: missing, found: ring.keys.map(\.name))
        }
        let now = clock().microseconds
        let root = try await records.write { database in
            if let root = try opened(rootName, ring, database) { return root }
            let root = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
            try put(root, rootName, ring, now, database)
            return root
        }
        let secrets = Secrets(records, source, clock, ring, SymmetricKey(data: root))
        if ring.keys.count > 1 { try await secrets.sealAnew(with: ring) }
        return secrets
    }

    /// Names of the secrets there are, sorted.
    public func names() async throws -> [String] {
        try await records.read {
            try String.fetchAll($0, sql: "SELECT name FROM secrets_sealed WHERE name <> ? ORDER BY name", arguments: [Secrets.rootName])
        }
    }

    /// Seals a secret, in the place of an older one of its name.
    public func set(_ name: String, to bytes: [UInt8]) async throws {
        try Secrets.check(name)
        let now = clock().microseconds
        try await records.write { try Secrets.put(bytes, name, self.current($0), now, $0) }
    }

    /// Removes a secret; false where there was none.
    @discardableResult
    public func remove(_ name: String) async throws -> Bool {
        try Secrets.check(name)
        return try await records.write { database in
            try database.execute(sql: "DELETE FROM secrets_sealed WHERE name = ?", arguments: [name])
            return database.changesCount > 0
        }
    }

    /// Opens a secret for as long as `body` runs.
    /// - Throws: ``SecretsError/unknown(name:)``, ``SecretsError/damaged(name:)``, or what `body` throws.
    public func use<Value: Sendable>(_ name: String, _ body: (SecretBytes) async throws -> Value) async throws -> Value {
        try Secrets.check(name)
        let bytes = try await records.read { try Secrets.opened(name, self.current($0), $0) }
        guard let bytes else { throw SecretsError.unknown(name: name) }
        return try await body(SecretBytes(bytes))
    }

    /// A key for one purpose, always the same for these records: HKDF with SHA-256 (RFC 5869) from a root that never leaves them.
    public func derivedKey(_ purpose: String) -> SigningKey {
        SigningKey(HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Data("keshik signing: \(purpose)".utf8), outputByteCount: 32))
    }

    /// A key that seals for one purpose, always the same for these records, as ``derivedKey(_:)`` is.
    func sealingKey(_ purpose: String) -> SealingKey {
        SealingKey(HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Data("keshik sealing: \(purpose)".utf8), outputByteCount: 32))
    }

    /// Seals everything with a new key and forgets the old one. A process killed in the middle leaves a key file with both, and the next
    /// start carries on.
    /// - Throws: ``SecretsError/keyReadOnly(path:)`` where the key is a credential.
    public func rotate() async throws {
        guard case .file(let path) = source else { throw SecretsError.keyReadOnly(path: source.path) }
        let both = KeyRing(keys: [SealingKey()] + ring.withLock { $0.keys })
        try both.write(to: path)
        ring.withLock { $0 = both }
        try await sealAnew(with: both)
    }

    private func sealAnew(with ring: KeyRing) async throws {
        guard let first = ring.keys.first else { return }
        let now = clock().microseconds
        try await records.write { database in
            for name in try String.fetchAll(database, sql: "SELECT name FROM secrets_sealed WHERE key <> ?", arguments: [first.name]) {
                guard let bytes = try Secrets.opened(name, ring, database) else { continue }
                try Secrets.put(bytes, name, ring, now, database)
            }
        }
        guard case .file(let path) = source else { return }
        let alone = KeyRing(keys: [first])
        try alone.write(to: path)
        self.ring.withLock { $0 = alone }
    }

    /// The keys in use, read again where another process put a new one in their place.
    private func current(_ database: Database) throws -> KeyRing {
        let ring = ring.withLock { $0 }
        let used = try String.fetchOne(database, sql: "SELECT key FROM secrets_sealed WHERE name = ?", arguments: [Secrets.rootName])
        guard let used, ring.keys.first?.name != used, let found = try KeyRing(source), found[used] != nil else { return ring }
        self.ring.withLock { $0 = found }
        return found
    }

    private static func put(_ bytes: [UInt8], _ name: String, _ ring: KeyRing, _ now: Int64, _ database: Database) throws {
        guard let key = ring.keys.first else { return }
        try database.execute(
            sql: "INSERT OR REPLACE INTO secrets_sealed (name, key, sealed, changed) VALUES (?, ?, ?, ?)",
            arguments: [name, key.name, Data(try key.seal(bytes, name: name)), now])
    }

    private static func opened(_ name: String, _ ring: KeyRing, _ database: Database) throws -> [UInt8]? {
        let row = try Row.fetchOne(database, sql: "SELECT key, sealed FROM secrets_sealed WHERE name = ?", arguments: [name])
        guard let row else { return nil }
        guard let key = ring[row["key"]] else { throw SecretsError.damaged(name: name) }
        do {
            return try key.open(Array(row["sealed"] as Data), name: name)
        } catch {
            throw SecretsError.damaged(name: name)
        }
    }

    private static func check(_ name: String) throws(SecretsError) {
        let isAllowed = name.utf8.allSatisfy { $0.isASCIISmallLetter || $0.isASCIIDigit || $0 == 0x2E || $0 == 0x2D }
        guard isAllowed, !name.isEmpty, name.utf8.count <= 100, name != rootName else { throw .wrongName(name) }
    }
}
