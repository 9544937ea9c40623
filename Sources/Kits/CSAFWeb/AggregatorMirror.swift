public import CSAF

/// Gathers what providers publish and shows it as a lister or an aggregator (CSAF §7.2.4, §7.2.5).
///
/// Every document of an aggregator is read, held against its digests and its signature, and tested. A provider whose digest or signature is not that of the document is reported
/// and not copied: the copy of the edition before stays. So it does where a provider does not answer.
public struct AggregatorMirror: Sendable {
    /// Who gathers.
    public struct Party: Sendable {
        /// Whether it lists or copies.
        public var category: AggregatorDocument.Category
        /// Its name.
        public var name: String
        /// Its namespace.
        public var namespace: String
        /// Where the folder is served: `https://www.example.com/.well-known/csaf-aggregator`.
        public var baseURL: String
        /// The version of `aggregator.json`.
        public var version: CSAFVersion
        /// The key it signs documents with that come without a signature.
        public var key: ProviderSettings.Key?

        /// A party.
        public init(
            category: AggregatorDocument.Category, name: String, namespace: String, baseURL: String, version: CSAFVersion = .v2_0,
            key: ProviderSettings.Key? = nil
        ) {
            self.category = category
            self.name = name
            self.namespace = namespace
            self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
            self.version = version
            self.key = key
        }
    }

    /// What became of one source.
    public struct Outcome: Sendable {
        /// What became of it.
        public enum State: String, Sendable {
            /// Its documents were copied.
            case mirrored
            /// It is listed.
            case listed
            /// It is listed with the copy of an earlier day.
            case kept
            /// It is not listed, or without a copy that it should have.
            case failed
        }

        /// The source as it was named.
        public var source: String
        /// What became of it.
        public var state: State
        /// The folder of the copy; nil where there is none.
        public var folder: String?
        /// Documents in the copy that was made.
        public var documents = 0
        /// What is wrong.
        public var remarks: [String] = []
        var provider: AggregatorDocument.Provider?
    }

    private let publisher: AggregatorPublisher
    private let party: Party
    private let reader: WebReader
    private let tools: SignatureTools?
    private let sign: (@Sendable ([UInt8]) async throws -> [UInt8])?

    /// Gathering into a folder.
    ///
    /// - Parameters:
    ///   - tools: looks at signatures; without it none is trusted or copied
    ///   - sign: makes a detached, armoured signature with the party's key
    public init(
        into publisher: AggregatorPublisher, as party: Party, reader: WebReader, tools: SignatureTools? = nil,
        sign: (@Sendable ([UInt8]) async throws -> [UInt8])? = nil
    ) {
        self.publisher = publisher
        self.party = party
        self.reader = reader
        self.tools = tools
        self.sign = sign
    }

    /// Reads all sources and shows the new edition.
    ///
    /// - Parameters:
    ///   - sources: domains, or addresses of `provider-metadata.json`
    ///   - each: is told what became of each source as soon as that is known, also where nothing is shown in the end
    /// - Throws: ``ProviderError`` where nothing can be shown; then all is as it was before
    public func run(
        _ sources: [String], at now: Timestamp = .now, each: (Outcome) -> Void = { _ in }
    ) async throws(ProviderError) -> [Outcome] {
        let edition = try publisher.begin()
        var outcomes: [Outcome] = []
        var taken: Set<String> = []
        do throws(ProviderError) {
            for source in sources {
                let outcome = try await gather(source, into: edition, &taken, now)
                each(outcome)
                outcomes.append(outcome)
            }
            var document = AggregatorDocument(
                version: party.version, category: party.category, name: party.name, namespace: party.namespace,
                canonicalURL: party.baseURL + "/aggregator.json", providers: outcomes.compactMap(\.provider))
            // An address twice would be two parties.
            var seen: Set<String> = []
            document.providers = document.providers.filter { seen.insert($0.metadata.root["canonical_url"]?.text ?? "").inserted }
            try edition.publish(document, at: now)
        } catch {
            edition.abandon()
            throw error
        }
        return outcomes
    }

    private func gather(
        _ source: String, into edition: AggregatorEdition, _ taken: inout Set<String>, _ now: Timestamp
    ) async throws(ProviderError) -> Outcome {
        var outcome = Outcome(source: source, state: .failed)
        let provider: ProviderSource
        do throws(WebError) {
            provider =
                source.contains("://") && source.hasSuffix(".json")
                ? try ProviderSource(try await reader.get(source), domain: nil) : try await .find(source, with: reader)
        } catch {
            outcome.remarks.append("\(error)")
            guard let bytes = publisher.remembered(source), let tree = try? JSONTree(bytes) else { return outcome }
            return try keepOld(outcome, tree, edition, &taken)
        }
        let problems = ProviderDocument.problems(inMetadata: provider.metadata.root)
        guard problems.isEmpty else {
            outcome.remarks = problems.prefix(5).map { "\(provider.address): \($0)" }
            return outcome
        }
        guard provider.metadata.root["list_on_CSAF_aggregators"]?.flag == true else {
            outcome.remarks.append("\(provider.name) does not want to be listed")
            return outcome
        }
        try publisher.remember(source, provider.bytes)
        outcome.provider = .init(metadata: provider.metadata)
        outcome.state = .listed
        guard party.category == .aggregator else { return outcome }
        guard provider.metadata.root["mirror_on_CSAF_aggregators"]?.flag == true else {
            outcome.remarks.append("\(provider.name) does not want copies")
            return outcome
        }
        let folder = Self.folder(provider.metadata, &taken)
        do throws(MirrorFault) {
            var copy = ProviderCopy(provider: provider, reader: reader, tools: tools, ownKey: party.key, sign: sign)
            outcome.documents = try await copy.write(
                to: edition.mirror(folder, settings: settings(provider, folder)), at: now)
            outcome.remarks += copy.remarks
            outcome.state = .mirrored
            outcome.folder = folder
            outcome.provider = .init(metadata: provider.metadata, mirrors: [mirror(folder)])
            return outcome
        } catch {
            switch error {
            case .web(let error): outcome.remarks.append("\(error)")
            case .lies(let lies): outcome.remarks += lies
            case .disk(let error): throw error
            }
        }
        edition.discard(folder)
        taken.remove(folder)
        return try keepOld(outcome, provider.metadata, edition, &taken)
    }

    /// Lists a source with the copy of the edition before, where it has one.
    private func keepOld(
        _ outcome: Outcome, _ metadata: JSONTree, _ edition: AggregatorEdition, _ taken: inout Set<String>
    ) throws(ProviderError) -> Outcome {
        var outcome = outcome
        outcome.documents = 0
        outcome.provider = .init(metadata: metadata)
        guard party.category == .aggregator else {
            outcome.state = .kept
            return outcome
        }
        let folder = Self.folder(metadata, &taken)
        if try edition.keep(folder) {
            outcome.state = .kept
            outcome.folder = folder
            outcome.provider = .init(metadata: metadata, mirrors: [mirror(folder)])
        } else {
            outcome.state = .failed
        }
        return outcome
    }

    private func settings(_ provider: ProviderSource, _ folder: String) -> ProviderSettings {
        let root = provider.metadata.root
        return ProviderSettings(
            baseURL: "\(party.baseURL)/\(folder)", version: root["metadata_version"]?.isText("2.1") == true ? .v2_1 : .v2_0,
            publisher: root["publisher"].map { JSONDraft($0).sorted } ?? [:], title: provider.name)
    }

    private func mirror(_ folder: String) -> String { "\(party.baseURL)/\(folder)/provider-metadata.json" }

    private static func folder(_ metadata: JSONTree, _ taken: inout Set<String>) -> String {
        let name = AggregatorEdition.folderName(of: metadata.root["publisher"]?["namespace"]?.text ?? "")
        if taken.insert(name).inserted { return name }
        let own = name + "-" + Digests.sha256(Array((metadata.root["canonical_url"]?.text ?? "").utf8)).prefix(8)
        taken.insert(own)
        return own
    }
}
