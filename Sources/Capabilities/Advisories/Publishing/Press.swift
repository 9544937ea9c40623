internal import CSAF
internal import Centre
internal import GRDB
internal import Post
internal import Vocabulary

/// Shows a version: signs its document, writes the provider's tree with documents, digests, signatures, lists and feeds as one whole, and
/// then shows the pages. One at a time.
actor Press {
    private let house: House
    private let title: String
    private let site: String
    private let publisher: JSONDraft
    private let keyring: Keyring?
    private let shown: @Sendable (PublishedVersion, Database) throws -> Void
    /// Folder of the tree.
    nonisolated let root: String
    /// Whether the tree has signatures.
    private(set) var isSigned = false
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter shown: what else happens in the transaction that shows a version
    init(
        house: House, title: String, site: String, contact: String, keyring: Keyring?,
        shown: @escaping @Sendable (PublishedVersion, Database) throws -> Void
    ) {
        self.house = house
        self.title = title
        self.site = site
        self.keyring = keyring
        self.shown = shown
        root = house.data + "/csaf"
        publisher = [
            "category": "coordinator", "contact_details": .text(contact), "name": .text(title), "namespace": .text(site),
        ]
    }

    /// The tree a web server would serve.
    nonisolated var tree: String { root + "/current" }

    func isShown(_ version: PublishedVersion) async throws -> Bool {
        try await house.records.read { try ReleaseStore.isShown(version.tracking, version: version.version, $0) }
    }

    /// Shows a version, which may have been shown before.
    /// - Returns: what to write down as the receipt
    func show(_ version: PublishedVersion) async throws -> String {
        await enter()
        defer { leave() }
        let tree = try await writeTree(with: version)
        let (now, shown) = (house.clock(), shown)
        try await house.records.write { database in
            guard try !ReleaseStore.isShown(version.tracking, version: version.version, database) else { return }
            try ReleaseStore.show(version.tracking, version: version.version, at: now, database)
            try shown(version, database)
        }
        return "\(site)/advisories/\(version.tracking), tree \(tree)"
    }

    /// Writes the tree as it stands now, with another version or none: at the first start, so that the provider's metadata is there.
    @discardableResult
    func writeTree(with version: PublishedVersion? = nil) async throws -> String {
        var documents = try await house.records.read {
            try ReleaseStore.documents(with: version?.tracking ?? "", version: version?.version ?? 0, $0)
        }
        let signer = await signer()
        if let signer, let keyring {
            for place in documents.indices where documents[place].signer != signer.fingerprint || documents[place].signature == nil {
                let one = documents[place]
                let signature = try await keyring.detachedSignature(of: one.bytes, .openPGP, by: signer.fingerprint)
                try await house.records.write { try ReleaseStore.sign(one.number, signature, by: signer.fingerprint, $0) }
                documents[place] = ReleaseStore.Document(
                    number: one.number, bytes: one.bytes, signature: signature, signer: signer.fingerprint)
            }
        }
        var signatures: [[UInt8]: [UInt8]] = [:]
        for one in documents { signatures[one.bytes] = one.signature }
        let settings = ProviderSettings(
            baseURL: site + "/.well-known/csaf", role: signer == nil ? .provider : .trustedProvider, publisher: publisher, title: title,
            keys: signer.map { [$0] } ?? [])
        let known = signatures
        let sign: ProviderPublisher.Sign = { bytes in
            guard let signature = known[bytes] else { throw PressError.notSigned }
            return signature
        }
        let provider = ProviderPublisher(root: root, settings: settings, sign: signer == nil ? nil : sign)
        let name: String
        do throws(ProviderError) {
            name = try provider.publish(documents.map(\.bytes), at: Timestamp(seconds: house.clock().seconds))
        } catch {
            if case .notValid(let id, let problems) = error { throw PressError.notValid(id: id, problems: problems) }
            throw error
        }
        isSigned = signer != nil
        return name
    }

    /// The key documents are signed with: the first of ours that can.
    func signer() async -> ProviderSettings.Key? {
        guard let keyring, let keys = try? await keyring.keys(standard: .openPGP),
            let key = keys.first(where: { $0.obstacleToSigning == nil }), let armored = try? await keyring.export(key.fingerprint)
        else { return nil }
        return ProviderSettings.Key(fingerprint: key.fingerprint, armored: armored)
    }

    // An actor lets others in while it waits; two trees must not be written at once.
    private func enter() async {
        while isBusy { await withCheckedContinuation { waiting.append($0) } }
        isBusy = true
    }

    private func leave() {
        isBusy = false
        if !waiting.isEmpty { waiting.removeFirst().resume() }
    }
}

/// Why a version can never be shown as it is.
enum PressError: Error, Sendable, CustomStringConvertible {
    case notValid(id: String, problems: [String])
    case notSigned

    var description: String {
        switch self {
        case .notValid(let id, let problems):
            "the CSAF document of \(id) is not valid: \(problems.joined(separator: "; ")); return the advisory to its writer"
        case .notSigned: "a document has no signature; look at the key with `gpg --homedir DATA/gnupg -K`"
        }
    }
}
