public import CSAF

/// What looks at OpenPGP signatures; it comes from outside, so that this library needs no GnuPG.
public struct SignatureTools: Sendable {
    /// Takes up a public key and gives the fingerprints in it, in upper-case hexadecimal digits.
    public var take: @Sendable (_ key: [UInt8]) async throws -> [String]
    /// Tells what is wrong with a signature on a document; nil where it is right and by one of the keys.
    public var flaw: @Sendable (_ signature: [UInt8], _ document: [UInt8], _ fingerprints: [String]) async -> String?

    /// Tools.
    public init(
        take: @escaping @Sendable (_ key: [UInt8]) async throws -> [String],
        flaw: @escaping @Sendable (_ signature: [UInt8], _ document: [UInt8], _ fingerprints: [String]) async -> String?
    ) {
        self.take = take
        self.flaw = flaw
    }
}

/// The public keys of a provider (CSAF §7.1.20).
public struct ProviderKeys: Sendable {
    /// The keys that could be read and are what the metadata says.
    public private(set) var keys: [ProviderSettings.Key] = []
    /// What is wrong with the others.
    public private(set) var problems: [String] = []
    /// True if the metadata names keys.
    public let areNamed: Bool

    var fingerprints: [String] { keys.map { $0.fingerprint } }

    /// Reads the keys that the metadata names.
    public init(of provider: ProviderSource, with reader: WebReader, tools: SignatureTools?) async throws(WebError) {
        let named = provider.metadata.root["public_openpgp_keys"].elements
        areNamed = !named.isEmpty
        for key in named.prefix(50) {
            guard let url = key["url"]?.text else { continue }
            let wanted = key["fingerprint"]?.text?.uppercased().filter { $0 != " " }
            let bytes: [UInt8]
            do throws(WebError) { bytes = try await reader.get(url, limit: 4 << 20).bytes } catch {
                switch error {
                case .budget, .deadline: throw error
                default: problems.append("\(error)")
                }
                continue
            }
            guard bytes.starts(with: "-----BEGIN PGP PUBLIC KEY BLOCK-----".utf8) else {
                problems.append("\(url) is no ASCII armoured key")
                continue
            }
            guard let tools else {
                keys.append(ProviderSettings.Key(fingerprint: wanted ?? "", armored: bytes))
                continue
            }
            let found: [String]
            do { found = try await tools.take(bytes) } catch {
                problems.append("\(url): the key cannot be read: \(error)")
                continue
            }
            if let wanted, !found.contains(wanted) {
                problems.append("\(url) is not the key \(wanted) but \(found.joined(separator: ", "))")
                continue
            }
            keys += found.map { ProviderSettings.Key(fingerprint: $0, armored: bytes) }
        }
    }
}
