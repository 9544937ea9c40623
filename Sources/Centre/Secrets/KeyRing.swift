internal import Crypto
internal import Foundation
internal import Glibc

/// The keys of a key file. The first seals; the others, where there are any, only open what was sealed before a rotation.
///
/// A key file has one key of 32 bytes a line in Base64; lines that begin with `#` are for people.
struct KeyRing: Sendable {
    let keys: [SealingKey]

    /// A ring with one new key.
    static func new() -> KeyRing { KeyRing(keys: [SealingKey()]) }

    init(keys: [SealingKey]) { self.keys = keys }

    /// Reads a key file; `nil` where there is none.
    init?(_ source: KeySource) throws {
        let path = source.path
        guard FileActions.exists(path) else { return nil }
        if case .file = source {
            let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? NSNumber
            guard let mode else { throw RecordsError.system("look at", path) }
            guard mode.intValue & 0o077 == 0 else { throw SecretsError.keyExposed(path: path) }
        }
        let text = String(decoding: try FileActions.read(path), as: UTF8.self)
        var keys: [SealingKey] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.filter { !$0.isWhitespace }
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let bytes = Data(base64Encoded: line), bytes.count == 32 else {
                throw SecretsError.keyUnreadable(path: path, reason: "line \(index + 1) is not 32 bytes in Base64")
            }
            keys.append(SealingKey(SymmetricKey(data: bytes)))
        }
        guard !keys.isEmpty else { throw SecretsError.keyUnreadable(path: path, reason: "it holds no key") }
        self.keys = keys
    }

    /// Writes the key file, readable for its owner alone.
    func write(to path: String) throws {
        try FileActions.makeFolder(FileActions.folder(of: path))
        try FileActions.write(text, to: path)
    }

    /// Writes a first key file; false where another process was quicker.
    func writeFirst(to path: String) throws -> Bool {
        let folder = FileActions.folder(of: path)
        try FileActions.makeFolder(folder)
        let isFirst = try FileActions.writeNew(text, to: path)
        try FileActions.sync(FileActions.folder(of: folder))
        return isFirst
    }

    private var text: [UInt8] {
        var text = "# Seals the secrets in records.sqlite. Keep a copy apart from the backups; whoever has both can read them.\n"
        for key in keys { text += key.key.withUnsafeBytes { Data($0) }.base64EncodedString() + "\n" }
        return Array(text.utf8)
    }

    subscript(name: String) -> SealingKey? { keys.first { $0.name == name } }
}

/// A key for AES-256-GCM (NIST SP 800-38D) that seals secrets.
struct SealingKey: Sendable {
    let key: SymmetricKey
    /// Tells keys apart without saying anything about them.
    let name: String

    init(_ key: SymmetricKey = SymmetricKey(size: .bits256)) {
        self.key = key
        let derived = HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data("keshik key name".utf8), outputByteCount: 6)
        name = derived.withUnsafeBytes { bytes in bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    }

    /// Seals bytes under a name: they open under no other. Nonce, ciphertext and tag in one.
    func seal(_ bytes: [UInt8], name: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: key, authenticating: SealingKey.context(name))
        return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// Opens what was sealed under a name.
    func open(_ sealed: [UInt8], name: String) throws -> [UInt8] {
        let box = try AES.GCM.SealedBox(combined: sealed)
        return Array(try AES.GCM.open(box, using: key, authenticating: SealingKey.context(name)))
    }

    private static func context(_ name: String) -> Data { Data("keshik secret: \(name)".utf8) }
}
