/// Where the key that seals secrets comes from.
public enum KeySource: Sendable, Hashable {
    /// A file of the centre's own, made at the first start.
    case file(String)
    /// A file that something else provides and keeps, such as systemd (`LoadCredentialEncrypted=keshik-secrets-key`).
    case credential(String)

    /// The name of the systemd credential.
    public static let credentialName = "keshik-secrets-key"

    /// The credential where systemd gives one, else `<data>/keys/secrets.key`.
    public static func find(data: String, environment: [String: String]) -> KeySource {
        if let folder = environment["CREDENTIALS_DIRECTORY"] {
            let path = folder + "/" + credentialName
            if FileActions.exists(path) { return .credential(path) }
        }
        return .file(data + "/keys/secrets.key")
    }

    /// The file.
    public var path: String {
        switch self {
        case .file(let path), .credential(let path): path
        }
    }
}
