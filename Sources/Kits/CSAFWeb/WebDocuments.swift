internal import CSAF

/// The documents behind an address: the one that lies there, or all that a provider lists, as they come.
public struct WebDocuments: AsyncSequence {
    /// One document.
    public struct Element: Sendable {
        /// Where it lies.
        public var address: String
        /// Its bytes, or why it could not be read.
        public var content: Result<[UInt8], WebError>
    }

    private let target: String
    private let reader: WebReader

    /// - Parameter target: the address of a document or of a `provider-metadata.json`, or a domain
    public init(_ target: String, reader: WebReader) {
        self.target = target
        self.reader = reader
    }

    /// Begins to read.
    public func makeAsyncIterator() -> Iterator { Iterator(target: target, reader: reader) }

    /// Reads one document after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let target: String
        let reader: WebReader
        private var waiting: [Element]?
        private var listed: ArraySlice<ListedDocument> = []

        init(target: String, reader: WebReader) {
            self.target = target
            self.reader = reader
        }

        /// The next document; nil behind the last. A restricted one that the server keeps is passed over.
        ///
        /// - Throws: ``WebError`` where there is nothing to read, or a limit was reached
        public mutating func next() async throws(WebError) -> Element? {
            if waiting == nil { try await begin() }
            if let element = waiting?.popLast() { return element }
            while let document = listed.popFirst() {
                do throws(WebError) {
                    return Element(address: document.address, content: .success(try await reader.get(document.address).bytes))
                } catch {
                    switch error {
                    case .budget, .deadline: throw error
                    case .status(_, let code) where [401, 403].contains(code) && document.label != "CLEAR": continue
                    default: return Element(address: document.address, content: .failure(error))
                    }
                }
            }
            return nil
        }

        private mutating func begin() async throws(WebError) {
            waiting = []
            let provider: ProviderSource
            if target.contains("://"), target.hasSuffix(".json") {
                let answer = try await reader.get(target)
                let root = (try? JSONTree(answer.bytes))?.root
                if root?["aggregator_version"] != nil {
                    throw .form(target, reason: "it is an aggregator's list; name one of the providers in it")
                }
                // What is neither is tested as a document, and fails as one.
                guard root?["canonical_url"] != nil, root?["document"] == nil else {
                    waiting = [Element(address: target, content: .success(answer.bytes))]
                    return
                }
                provider = try ProviderSource(answer, domain: nil)
            } else {
                provider = try await .find(target, with: reader)
            }
            let listing = try await ProviderListing(of: provider, with: reader)
            // A list that cannot be read hides documents, which must not look as if all were well.
            waiting = listing.problems.filter { [12, 15].contains($0.requirement) }.reversed().map {
                Element(address: provider.address, content: .failure(.form(provider.address, reason: $0.text)))
            }
            listed = listing.documents[...]
        }
    }
}
