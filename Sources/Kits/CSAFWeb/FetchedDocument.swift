internal import CSAF

/// A document as a provider gave it, with what was found when it was held against its digests and its signature.
public struct FetchedDocument: Sendable {
    /// Where it is listed.
    public var listed: ListedDocument
    /// Its bytes.
    public var bytes: [UInt8]
    /// How many digests it has.
    public private(set) var digestCount = 0
    /// Its signature; nil where there is none.
    public private(set) var signature: [UInt8]?
    /// True if the signature was looked at and is right.
    public private(set) var isSignatureRight = false
    /// What contradicts the document: a digest or a signature that is not its own.
    public private(set) var lies: [ProviderListing.Problem] = []
    /// Digests and signatures that are missing or not well-formed.
    public private(set) var gaps: [ProviderListing.Problem] = []
    let redirections: [String]
    let address: String

    /// Reads a document with its digests and its signature.
    ///
    /// - Throws: ``WebError`` where the document itself cannot be had
    public init(_ listed: ListedDocument, keys: ProviderKeys, with reader: WebReader, tools: SignatureTools?) async throws(WebError) {
        self.listed = listed
        let answer = try await reader.get(listed.address)
        bytes = answer.bytes
        redirections = answer.redirections
        address = answer.address
        try await lookAtDigests(reader)
        try await lookAtSignature(keys, reader, tools)
    }

    /// The answer, nil where there is none; what ends the whole walk is thrown.
    private func part(_ address: String, _ reader: WebReader) async throws(WebError) -> [UInt8]? {
        do throws(WebError) { return try await reader.get(address, limit: 1 << 20).bytes } catch {
            switch error {
            case .budget, .deadline: throw error
            default: return nil
            }
        }
    }

    private mutating func lookAtDigests(_ reader: WebReader) async throws(WebError) {
        let named = listed.digests.filter { $0.hasSuffix(".sha256") || $0.hasSuffix(".sha512") }
        for address in named.isEmpty ? [listed.address + ".sha256", listed.address + ".sha512"] : named {
            guard let text = try await part(address, reader) else {
                if !named.isEmpty { gaps.append(.init(requirement: 18, text: "\(address) cannot be read")) }
                continue
            }
            digestCount += 1
            let given = String(decoding: text.prefix(1_024), as: UTF8.self).prefix { !$0.isWhitespace }.lowercased()
            let right = address.hasSuffix(".sha256") ? Digests.sha256(bytes) : Digests.sha512(bytes)
            if given.utf8.count != right.utf8.count || !given.allSatisfy(\.isHexDigit) {
                gaps.append(.init(requirement: 18, text: "\(address) holds no digest"))
            } else if given != right {
                lies.append(.init(requirement: 18, text: "\(address) is not the digest of the document"))
            }
        }
        if digestCount == 0 { gaps.append(.init(requirement: 18, text: "\(listed.address) has no digest")) }
    }

    private mutating func lookAtSignature(_ keys: ProviderKeys, _ reader: WebReader, _ tools: SignatureTools?) async throws(WebError) {
        let address = listed.signature ?? listed.address + ".asc"
        guard let bytes = try await part(address, reader) else {
            gaps.append(.init(requirement: 19, text: "\(listed.address) has no signature"))
            return
        }
        guard bytes.starts(with: "-----BEGIN PGP SIGNATURE-----".utf8) else {
            gaps.append(.init(requirement: 19, text: "\(address) is no ASCII armoured signature"))
            return
        }
        signature = bytes
        guard let tools else { return }
        guard !keys.keys.isEmpty else {
            gaps.append(.init(requirement: 19, text: "\(address) cannot be looked at: no public key of the provider could be read"))
            return
        }
        if let flaw = await tools.flaw(bytes, self.bytes, keys.fingerprints) {
            lies.append(.init(requirement: 19, text: "\(address): \(flaw)"))
        } else {
            isSignatureRight = true
        }
    }
}
