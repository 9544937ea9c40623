public import Vocabulary

/// A file from outside, as the vault knows it.
public struct VaultFile: Sendable, Hashable, Identifiable {
    /// Names it: 32 hexadecimal digits that cannot be guessed.
    public let id: String
    /// What it was called, made safe to be shown and to be a file's name.
    public let name: String
    /// Its size in bytes.
    public let size: Int
    /// SHA-256 of its content, in hexadecimal digits.
    public let sha256: String
    /// SHA-1 of its content, in hexadecimal digits: what lists of known files go by.
    public let sha1: String
    /// MD5 of its content, in hexadecimal digits: what lists of known files go by.
    public let md5: String
    /// What its content shows it to be, whatever its name says.
    public let type: ContentType
    /// Who gave it, as the capability says: `reporter`, `owner:bank`, `mail`.
    public let giver: String
    /// What it belongs to, as the capability says: `report:17`.
    public let reference: String
    /// When it came.
    public let received: Instant
    /// What a look at it with YARA rules gave.
    public let scan: VaultScan
}

/// What a look at a file with YARA rules gave.
public enum VaultScan: Sendable, Hashable {
    /// Nobody looked: there are no rules, or it is not its turn yet.
    case none
    /// No rule matched.
    case clean(Instant)
    /// These rules matched.
    case matched([String], Instant)
    /// The look was not finished: why.
    case failed(String, Instant)
}

/// A file that has arrived whole and lies sealed on the disk, and that nobody has taken in yet: it becomes visible with ``Vault/keep(_:from:for:in:)``.
public struct ArrivedFile: Sendable, Hashable {
    /// The field of the form it came in; empty where it came otherwise.
    public let field: String
    /// Names it.
    public let id: String
    /// What it was called, made safe.
    public let name: String
    /// Its size in bytes.
    public let size: Int
    /// SHA-256 in hexadecimal digits.
    public let sha256: String
    /// What its content shows it to be.
    public let type: ContentType
    let sha1: String
    let md5: String
    /// The file's key, sealed.
    let key: [UInt8]
}

/// Why a file could not be put into the vault or taken out.
public enum VaultError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is larger than is taken.
    case tooLarge(limit: Int)
    /// There is no such file.
    case unknown(id: String)
    /// What lies on the disk is not what was put there.
    case damaged(id: String, piece: Int)
    /// The disk refuses.
    case disk(path: String, reason: String)
    /// An archive could not be written.
    case archive(reason: String)
    /// A rule file cannot be used.
    case rules(reason: String)

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .tooLarge(let limit): "the file is larger than \(limit) bytes; give it in parts, or ask for another way"
        case .unknown(let id): "there is no file \(id) in the vault; it may have been deleted"
        case .damaged(let id, let piece):
            "file \(id) of the vault is not as it was put there (piece \(piece)); restore it from a backup of the data folder"
        case .disk(let path, let reason): "\(path): \(reason); make room or mend the disk"
        case .archive(let reason): "the archive cannot be written: \(reason)"
        case .rules(let reason): "the YARA rules cannot be used: \(reason)"
        }
    }
}
