internal import CSAF

/// Why a provider was not copied.
enum MirrorFault: Error {
    /// The web did not give what is needed.
    case web(WebError)
    /// The copy could not be written; nothing more can be.
    case disk(ProviderError)
    /// Digests or signatures are not those of the documents.
    case lies([String])
}

/// Reads a provider's documents and writes those that are right into a copy.
struct ProviderCopy {
    let provider: ProviderSource
    let reader: WebReader
    let tools: SignatureTools?
    let ownKey: ProviderSettings.Key?
    let sign: (@Sendable ([UInt8]) async throws -> [UInt8])?
    /// What was left out and why.
    private(set) var remarks: [String] = []

    /// Documents that are read side by side; no more are in memory.
    private static let atOnce = 6
    private static let mostRemarks = 50

    init(
        provider: ProviderSource, reader: WebReader, tools: SignatureTools?, ownKey: ProviderSettings.Key?,
        sign: (@Sendable ([UInt8]) async throws -> [UInt8])?
    ) {
        self.provider = provider
        self.reader = reader
        self.tools = tools
        self.ownKey = ownKey
        self.sign = sign
    }

    /// Writes the copy.
    ///
    /// - Returns: how many documents it has.
    mutating func write(to mirror: ProviderMirror, at now: Timestamp) async throws(MirrorFault) -> Int {
        var mirror = mirror
        let (listing, keys) = try await lists()
        for problem in listing.problems { remark(problem.text) }
        for problem in keys.problems { remark(problem) }
        var (hasTheirs, hasOurs) = (false, false)
        var waiting = listing.documents[...]
        while !waiting.isEmpty {
            let batch = waiting.prefix(Self.atOnce)
            waiting = waiting.dropFirst(Self.atOnce)
            for document in try await read(batch, keys) {
                guard document.lies.isEmpty else { throw .lies(document.lies.map(\.text)) }
                if provider.role == "csaf_trusted_provider", document.signature == nil {
                    remark("\(document.listed.address) is left out: it has no signature, though the provider is a trusted one")
                    continue
                }
                let isTheirs = document.isSignatureRight && document.signature != nil
                let signature = isTheirs ? document.signature : try await ourSignature(document.bytes)
                do throws(ProviderError) {
                    try mirror.add(document.bytes, signature: signature)
                    if isTheirs { hasTheirs = true } else if signature != nil { hasOurs = true }
                } catch {
                    if case .cannotWrite = error { throw .disk(error) }
                    remark("\(document.listed.address) is left out: \(error)")
                }
            }
        }
        var used = hasTheirs ? keys.keys : []
        if hasOurs, let ownKey { used.append(ownKey) }
        do throws(ProviderError) { try mirror.finish(keys: used, at: now) } catch { throw .disk(error) }
        return mirror.count
    }

    private func lists() async throws(MirrorFault) -> (ProviderListing, ProviderKeys) {
        do throws(WebError) {
            let listing = try await ProviderListing(of: provider, with: reader)
            return (listing, try await ProviderKeys(of: provider, with: reader, tools: tools))
        } catch {
            throw .web(error)
        }
    }

    private func ourSignature(_ bytes: [UInt8]) async throws(MirrorFault) -> [UInt8]? {
        guard let sign, ownKey != nil else { return nil }
        do { return try await sign(bytes) } catch { throw .disk(.notSigned(provider.name, reason: "\(error)")) }
    }

    /// The documents that could be read, in their order; a restricted one that is kept from us is no fault of anybody.
    private mutating func read(_ batch: ArraySlice<ListedDocument>, _ keys: ProviderKeys) async throws(MirrorFault) -> [FetchedDocument] {
        let (reader, tools) = (reader, tools)
        let results = await withTaskGroup(of: (ListedDocument, Result<FetchedDocument, WebError>).self) { group in
            for listed in batch {
                group.addTask {
                    do throws(WebError) {
                        return (listed, .success(try await FetchedDocument(listed, keys: keys, with: reader, tools: tools)))
                    } catch {
                        return (listed, .failure(error))
                    }
                }
            }
            var results: [(ListedDocument, Result<FetchedDocument, WebError>)] = []
            for await result in group { results.append(result) }
            return results.sorted { $0.0.address < $1.0.address }
        }
        var documents: [FetchedDocument] = []
        for (listed, result) in results {
            switch result {
            case .success(let document): documents.append(document)
            case .failure(.status(_, let code)) where [401, 403].contains(code) && listed.label != "CLEAR": continue
            // A server that breaks off must not make documents vanish from the copy.
            case .failure(let error): throw .web(error)
            }
        }
        return documents
    }

    private mutating func remark(_ text: String) {
        if remarks.count < Self.mostRemarks { remarks.append(text) }
        if remarks.count == Self.mostRemarks { remarks[Self.mostRemarks - 1] = "and more" }
    }
}
