internal import Crypto
internal import Foundation

/// What a signature of a note is (c2sp.org/signed-note).
public enum NoteSignature: UInt8, Sendable, Hashable {
    /// Ed25519 over the text.
    case ed25519 = 1
    /// A witness's: Ed25519 over the moment and the text (c2sp.org/tlog-cosignature).
    case cosignature = 4
}

/// The public half of a key that signs notes, as `name+id+key` (c2sp.org/signed-note).
public struct NoteVerifier: Sendable, Hashable, CustomStringConvertible {
    /// Whose key it is: a URL without scheme, `cert.example/ledger`.
    public let name: String
    /// What its signatures are.
    public let kind: NoteSignature
    /// The 32 bytes of the Ed25519 key (RFC 8032).
    public let key: [UInt8]

    /// A key.
    /// - Throws: ``LedgerError/wrongName(_:)``, ``LedgerError/wrongKey(_:)``
    public init(name: String, kind: NoteSignature = .ed25519, key: [UInt8]) throws {
        guard !name.isEmpty, !name.contains(where: { $0.isWhitespace || $0 == "+" }), name.unicodeScalars.allSatisfy({ $0.value > 0x20 })
        else { throw LedgerError.wrongName(name) }
        guard key.count == 32 else { throw LedgerError.wrongKey("an Ed25519 key has 32 bytes, this has \(key.count)") }
        self.name = name
        self.kind = kind
        self.key = key
    }

    /// Reads `name+id+key`.
    /// - Throws: ``LedgerError/wrongKey(_:)``, ``LedgerError/wrongName(_:)``
    public init(_ text: some StringProtocol) throws {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let id = Hexadecimal.bytes(parts[1]), id.count == 4, let bytes = Base64.bytes(parts[2]),
            let first = bytes.first
        else { throw LedgerError.wrongKey("“\(text)” is not of the form name+id+key") }
        guard let kind = NoteSignature(rawValue: first) else {
            throw LedgerError.wrongKey("signatures of type \(first) are not known here")
        }
        try self.init(name: String(parts[0]), kind: kind, key: Array(bytes.dropFirst()))
        guard id == self.id else { throw LedgerError.wrongKey("the id of “\(text)” does not belong to its key; a letter is wrong") }
    }

    /// What tells keys of a name apart: the first four bytes of SHA-256 over name, kind and key.
    public var id: [UInt8] {
        Array(SHA256.hash(data: Array(name.utf8) + [0x0A, kind.rawValue] + key).prefix(4))
    }

    /// `name+id+key`
    public var description: String { "\(name)+\(Hexadecimal.text(id))+\(Base64.text([kind.rawValue] + key))" }

    /// Whether a signature is this key's over a message.
    func verify(_ signature: some Collection<UInt8>, of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
        return key.isValidSignature(Data(signature), for: message)
    }
}

/// A key that signs notes, as `PRIVATE+KEY+name+id+key` (the text that golang.org/x/mod/sumdb/note uses).
public struct NoteSigner: Sendable, CustomStringConvertible {
    /// Its public half.
    public let verifier: NoteVerifier
    private let key: Curve25519.Signing.PrivateKey

    /// A new key.
    /// - Throws: ``LedgerError/wrongName(_:)``
    public init(newKeyOf name: String, kind: NoteSignature = .ed25519) throws {
        key = Curve25519.Signing.PrivateKey()
        verifier = try NoteVerifier(name: name, kind: kind, key: Array(key.publicKey.rawRepresentation))
    }

    /// The text `text`, which must end with a line end, with this key's signature below it.
    public func signed(_ text: String) throws -> SignedNote {
        guard text.hasSuffix("\n") else { throw LedgerError.wrongNote("its last line has no end") }
        var note = SignedNote(unsigned: text)
        try note.sign(with: self)
        return note
    }

    /// Reads `PRIVATE+KEY+name+id+key`.
    /// - Throws: ``LedgerError/wrongKey(_:)``, ``LedgerError/wrongName(_:)``
    public init(_ text: some StringProtocol) throws {
        let prefix = "PRIVATE+KEY+"
        let parts = text.dropFirst(prefix.count).split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard text.hasPrefix(prefix), parts.count == 3, let bytes = Base64.bytes(parts[2]), bytes.count == 33,
            let kind = NoteSignature(rawValue: bytes[0]), let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst())
        else { throw LedgerError.wrongKey("it is not of the form PRIVATE+KEY+name+id+key") }
        self.key = key
        verifier = try NoteVerifier(name: String(parts[0]), kind: kind, key: Array(key.publicKey.rawRepresentation))
        guard Hexadecimal.text(verifier.id) == parts[1] else {
            throw LedgerError.wrongKey("its id does not belong to it; a letter is wrong")
        }
    }

    /// The key of a file; made where there is none.
    /// - Parameter name: what a new key is called; nil where none is to be made
    /// - Throws: ``LedgerError/wrongKey(_:)`` where others can read the file or it holds no key
    public static func file(_ path: String, newKeyOf name: String?) throws -> NoteSigner {
        if !SmallFile.exists(path) {
            guard let name else { throw LedgerError.system("open", path: path, code: 2) }
            let signer = try NoteSigner(newKeyOf: name)
            if let slash = path.lastIndex(of: "/") { try SmallFile.makeFolder(String(path[..<slash])) }
            try SmallFile.write(Array((signer.secretText + "\n").utf8), to: path)
            return signer
        }
        let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? NSNumber
        if let mode, mode.intValue & 0o077 != 0 {
            throw LedgerError.wrongKey(
                "\(path) can be read by others; `chmod 600 \(path)`, and if somebody may have read it, make a new key")
        }
        let text = String(decoding: try SmallFile.read(path), as: UTF8.self)
        return try NoteSigner(text.split(separator: "\n").first ?? "")
    }

    /// Its text, to be kept secret.
    public var secretText: String {
        "PRIVATE+KEY+\(verifier.name)+\(Hexadecimal.text(verifier.id))+"
            + Base64.text([verifier.kind.rawValue] + Array(key.rawRepresentation))
    }

    /// Not the key.
    public var description: String { "(key of \(verifier.name))" }

    /// An Ed25519 signature over bytes that say themselves what they are.
    func signature(over message: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: message)) }

    /// Signs a text: the bytes that follow the key's id in the line of its signature.
    /// - Parameter time: of a witness's signature, in seconds since 1970
    func signature(of text: String, time: UInt64) throws -> [UInt8] {
        switch verifier.kind {
        case .ed25519: return Array(try key.signature(for: Array(text.utf8)))
        case .cosignature:
            return withUnsafeBytes(of: time.bigEndian) { Array($0) }
                + Array(try key.signature(for: Cosignature.message(text, time: time)))
        }
    }
}

/// What a witness signs.
enum Cosignature {
    static func message(_ text: String, time: UInt64) -> [UInt8] { Array("cosignature/v1\ntime \(time)\n\(text)".utf8) }
}
