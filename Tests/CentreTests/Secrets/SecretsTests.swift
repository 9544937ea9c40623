import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Centre

@Suite("Secrets")
struct SecretsTests {
    let folder = DataFolder()
    let clock = TestClock()

    private var source: KeySource { .file(folder.path + "/keys/secrets.key") }

    private func open(_ source: KeySource? = nil) async throws -> Secrets {
        try await Secrets.open(records: try folder.open(), key: source ?? self.source, clock: clock.read)
    }

    private func text(_ secrets: Secrets, _ name: String) async throws -> String? { try await secrets.use(name) { $0.text } }

    @Test("a secret is used, listed by name alone, replaced and removed")
    func life() async throws {
        let secrets = try await open()
        try await secrets.set("smtp.password", to: Array("swordfish".utf8))
        try await secrets.set("feed.token", to: [0, 255])
        #expect(try await secrets.names() == ["feed.token", "smtp.password"])
        #expect(try await text(secrets, "smtp.password") == "swordfish")
        #expect(try await secrets.use("feed.token") { $0.bytes } == [0, 255])
        #expect(try await text(secrets, "feed.token") == nil)
        try await secrets.set("smtp.password", to: Array("halibut".utf8))
        #expect(try await text(secrets, "smtp.password") == "halibut")
        #expect(try await secrets.remove("smtp.password"))
        #expect(try await secrets.remove("smtp.password") == false)
        await #expect(throws: SecretsError.unknown(name: "smtp.password")) { try await text(secrets, "smtp.password") }
        #expect(try await text(try await open(), "feed.token") == nil)
    }

    @Test("neither the files nor what is printed show a secret")
    func hidden() async throws {
        let secrets = try await open()
        try await secrets.set("a", to: Array("swordfish".utf8))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("records") {
            let content = try Data(contentsOf: URL(filePath: folder.path + "/" + name))
            #expect(content.range(of: Data("swordfish".utf8)) == nil, "\(name)")
        }
        let printed = try await secrets.use("a") { secret in
            var dumped = ""
            dump(secret, to: &dumped)
            return "\(secret) \(String(reflecting: secret)) \(dumped)"
        }
        #expect(!printed.contains("swordfish"))
        #expect(!printed.contains("115"), "the first byte as a number")
    }

    @Test("the key file is made at the first start, for its owner alone, and needed ever after")
    func keyFile() async throws {
        try await open().set("a", to: [1])
        let path = source.path
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(rights == 0o600)
        let key = try Data(contentsOf: URL(filePath: path))
        try FileManager.default.removeItem(atPath: path)
        await #expect { try await open() } throws: { error in
            guard case SecretsError.keyMissing(path, _)? = error as? SecretsError else { return false }
            return "\(error)".contains("Put it back")
        }
        #expect(!FileManager.default.fileExists(atPath: path), "no new key in the place of a missing one")
        try key.write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        await #expect(throws: SecretsError.keyExposed(path: path)) { try await open() }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try await open().use("a") { $0.bytes } == [1])
    }

    @Test("another key is refused with both names")
    func wrongKey() async throws {
        try await open().set("a", to: [1])
        let other = KeyRing.new()
        try other.write(to: source.path)
        await #expect { try await open() } throws: { error in
            guard case SecretsError.wrongKey(_, let needed, let found)? = error as? SecretsError else { return false }
            return found == other.keys.map(\.name) && needed != found.first && "\(error)".contains(needed)
        }
    }

    @Test("a key file that cannot be read is refused with the line", arguments: ["", "# only words\n", "\nnot a key\n", "AAAA\n"])
    func unreadable(content: String) async throws {
        try await open().set("a", to: [1])
        try Data(content.utf8).write(to: URL(filePath: source.path))
        await #expect { try await open() } throws: { if case SecretsError.keyUnreadable? = $0 as? SecretsError { true } else { false } }
    }

    @Test("a secret put in the place of another, or changed, does not open")
    func tampering() async throws {
        let secrets = try await open()
        try await secrets.set("a", to: [1])
        try await secrets.set("b", to: [2])
        let records = try folder.open()
        try await records.write { database in
            try database.execute(
                sql: "UPDATE secrets_sealed SET sealed = (SELECT sealed FROM secrets_sealed WHERE name = 'a') WHERE name = 'b'")
        }
        await #expect(throws: SecretsError.damaged(name: "b")) { try await secrets.use("b") { $0.bytes } }
        #expect(try await secrets.use("a") { $0.bytes } == [1])
        try await records.write { try $0.execute(sql: "UPDATE secrets_sealed SET sealed = x'00' WHERE name = 'a'") }
        await #expect(throws: SecretsError.damaged(name: "a")) { try await secrets.use("a") { $0.bytes } }
    }

    @Test("sealing the same twice does not look the same")
    func nonce() throws {
        let key = SealingKey()
        let sealed = try (0..<2).map { _ in try key.seal([1, 2, 3], name: "a") }
        #expect(sealed[0] != sealed[1])
        #expect(try key.open(sealed[0], name: "a") == [1, 2, 3])
        #expect(throws: (any Error).self) { try key.open(sealed[0], name: "b") }
    }

    @Test("a new key seals everything, the old one opens nothing more, and derived keys stay")
    func rotation() async throws {
        let secrets = try await open()
        try await secrets.set("a", to: [1])
        let old = try Data(contentsOf: URL(filePath: source.path))
        let signature = secrets.derivedKey("links").signature(of: [7])
        try await secrets.rotate()
        #expect(try await secrets.use("a") { $0.bytes } == [1])
        let again = try await open()
        #expect(try await again.use("a") { $0.bytes } == [1])
        #expect(again.derivedKey("links").verify(signature, of: [7]))
        try old.write(to: URL(filePath: source.path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: source.path)
        await #expect { try await open() } throws: { if case SecretsError.wrongKey? = $0 as? SecretsError { true } else { false } }
    }

    @Test("a process that was running during a rotation by another goes on with the new key")
    func rotationElsewhere() async throws {
        let one = try await open()
        try await one.set("a", to: [1])
        let two = try await open()
        try await two.rotate()
        #expect(try await one.use("a") { $0.bytes } == [1])
        try await one.set("b", to: [2])
        #expect(try await open().use("b") { $0.bytes } == [2])
    }

    @Test("two processes that start first at once agree on one key")
    func firstStart() async throws {
        let opened = try await withThrowingTaskGroup(of: Secrets.self) { group in
            for _ in 0..<4 { group.addTask { try await open() } }
            return try await group.reduce(into: [Secrets]()) { $0.append($1) }
        }
        for (index, secrets) in opened.enumerated() { try await secrets.set("s\(index)", to: [UInt8(index)]) }
        let again = try await open()
        for index in 0..<4 { #expect(try await again.use("s\(index)") { $0.bytes } == [UInt8(index)]) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/keys") == ["secrets.key"])
    }

    @Test("a rotation that was cut off is carried to its end at the next start")
    func brokenRotation() async throws {
        try await open().set("a", to: [1])
        let old = try #require(try KeyRing(source))
        let both = KeyRing(keys: KeyRing.new().keys + old.keys)
        try both.write(to: source.path)
        #expect(try await open().use("a") { $0.bytes } == [1])
        let left = try #require(try KeyRing(source))
        #expect(left.keys.map(\.name) == [both.keys[0].name])
        #expect(try await open().use("a") { $0.bytes } == [1])
    }

    @Test("systemd's credential is used where there is one, and never written")
    func credential() async throws {
        let credentials = folder.path + "/credentials"
        try KeyRing.new().write(to: credentials + "/keshik-secrets-key")
        let found = KeySource.find(data: folder.path, environment: ["CREDENTIALS_DIRECTORY": credentials])
        #expect(found == .credential(credentials + "/keshik-secrets-key"))
        #expect(KeySource.find(data: folder.path, environment: [:]) == source)
        #expect(KeySource.find(data: folder.path, environment: ["CREDENTIALS_DIRECTORY": folder.path]) == source)
        let secrets = try await open(found)
        try await secrets.set("a", to: [1])
        await #expect(throws: SecretsError.keyReadOnly(path: found.path)) { try await secrets.rotate() }
        #expect(!FileManager.default.fileExists(atPath: source.path))

        let old = try #require(try KeyRing(found))
        let both = KeyRing(keys: KeyRing.new().keys + old.keys)
        try both.write(to: found.path)
        _ = try await open(found)
        #expect(try KeyRing(found)?.keys.count == 2)
        try KeyRing(keys: [both.keys[0]]).write(to: found.path)
        #expect(try await open(found).use("a") { $0.bytes } == [1])
    }

    @Test("derived keys differ by purpose and are the same after a restart")
    func derived() async throws {
        let secrets = try await open()
        let csrf = secrets.derivedKey("csrf")
        let message = Array("message".utf8)
        let signature = csrf.signature(of: message)
        #expect(signature.count == 32)
        #expect(csrf.verify(signature, of: message))
        #expect(!csrf.verify(signature, of: message + [0]))
        #expect(!csrf.verify(Array(signature.dropLast()), of: message))
        #expect(!secrets.derivedKey("links").verify(signature, of: message))
        #expect(try await open().derivedKey("csrf").verify(signature, of: message))
        let other = DataFolder()
        let others = try await Secrets.open(records: try other.open(), key: .file(other.path + "/k"), clock: clock.read)
        #expect(!others.derivedKey("csrf").verify(signature, of: message))
    }

    @Test("the signature is HMAC with SHA-256 (RFC 4231, case 2)")
    func vector() {
        let signature = SigningKey(bytes: Array("Jefe".utf8)).signature(of: Array("what do ya want for nothing?".utf8))
        #expect(
            signature.map { String(format: "%02x", $0) }.joined()
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("a name that is not one is refused", arguments: ["", "A", "a b", "a/b", "centre.root", String(repeating: "a", count: 101)])
    func names(name: String) async throws {
        let secrets = try await open()
        await #expect(throws: SecretsError.wrongName(name)) { try await secrets.set(name, to: [1]) }
        await #expect(throws: SecretsError.wrongName(name)) { try await secrets.use(name) { $0.bytes } }
        await #expect(throws: SecretsError.wrongName(name)) { try await secrets.remove(name) }
    }
}
