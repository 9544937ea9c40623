/// Why a secret could not be kept or used.
public enum SecretsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The key file is not there although secrets were sealed with it.
    case keyMissing(path: String, needed: String)
    /// The key file holds other keys than the one that sealed the secrets.
    case wrongKey(path: String, needed: String, found: [String])
    /// The key file cannot be read as keys.
    case keyUnreadable(path: String, reason: String)
    /// Others than its owner may read the key file.
    case keyExposed(path: String)
    /// The key comes from outside, so that a new one must be put there by hand.
    case keyReadOnly(path: String)
    /// There is no secret of this name.
    case unknown(name: String)
    /// A name that is not allowed.
    case wrongName(String)
    /// What is stored was changed by something else than the centre.
    case damaged(name: String)

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .keyMissing(let path, let needed):
            "\(path): the key file is missing, and the secrets in the records were sealed with key \(needed). Put it back from where you "
                + "keep it: without it they cannot be read."
        case .wrongKey(let path, let needed, let found):
            "\(path): this key file does not belong to these records: the secrets were sealed with key \(needed), the file holds "
                + "\(found.joined(separator: ", ")). Put the right one back."
        case .keyUnreadable(let path, let reason): "\(path): the key file cannot be used: \(reason)"
        case .keyExposed(let path): "\(path): others may read the key file. Close it: chmod 600 \(path)"
        case .keyReadOnly(let path):
            "\(path): this key is given from outside. Put a new key on a line above the old one there, start the centre once, then remove "
                + "the old line."
        case .unknown(let name): "there is no secret “\(name)”; enter it first"
        case .wrongName(let name): "“\(name)” cannot be a secret's name: use small letters, digits, dots and hyphens, at most 100"
        case .damaged(let name): "the secret “\(name)” was changed from outside and cannot be used; enter it anew"
        }
    }
}
