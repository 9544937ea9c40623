internal import CSAF

/// A document that a provider lists.
public struct ListedDocument: Sendable, Hashable {
    /// Where it is.
    public var address: String
    /// The label of the list it stands in, `CLEAR` for TLP 1.0's `WHITE`; nil where the list has none.
    public var label: String?
    /// Where its digests are.
    public var digests: [String]
    /// Where its signature is.
    public var signature: String?
    /// The lists it stands in.
    public var lists: [String]
}

/// All that a provider lists, and what is wrong with its lists.
public struct ProviderListing: Sendable {
    /// Something that is wrong, with the number of the requirement it breaks (CSAF §7.1).
    public struct Problem: Sendable, Hashable {
        /// The requirement.
        public var requirement: Int
        /// What is wrong.
        public var text: String
    }

    /// A directory that is distributed.
    struct Directory: Sendable {
        var address: String
        /// Ways from it in index.txt; nil where there is none.
        var index: [String]?
        /// Ways and dates in changes.csv; nil where there is none.
        var changes: [(way: String, date: Timestamp)]?
    }

    /// A feed that is distributed.
    struct Feed: Sendable {
        var address: String
        var label: String
        var isRead: Bool
    }

    /// The documents, each once, in the order of their addresses.
    public private(set) var documents: [ListedDocument] = []
    /// What is wrong with the lists.
    public private(set) var problems: [Problem] = []
    private(set) var directories: [Directory] = []
    private(set) var feeds: [Feed] = []
    private(set) var redirected: [String] = []
    private(set) var insecure: [String] = []

    /// Documents that are listed, more than which no provider is read.
    static let most = 200_000

    /// Reads a provider's feeds and directories. A list that cannot be read is a problem, not an error.
    public init(of provider: ProviderSource, with reader: WebReader) async throws(WebError) {
        var found: [String: ListedDocument] = [:]
        for distribution in provider.metadata.root["distributions"].elements {
            for feed in (distribution["rolie"]?["feeds"]).elements {
                guard let url = feed["url"]?.text, feeds.count < 1_000 else { continue }
                try await read(feed: url, label: Self.label(feed["tlp_label"]?.text), reader, &found)
            }
            if let url = distribution["directory_url"]?.text ?? distribution["directory"]?["url"]?.text, directories.count < 100 {
                let label = Self.label(distribution["directory"]?["tlp_label"]?.text)
                try await read(directory: url, label: label, reader, &found)
            }
        }
        documents = found.values.sorted { $0.address < $1.address }
    }

    static func label(_ text: String?) -> String? { text == "WHITE" ? "CLEAR" : text }

    private mutating func note(_ answer: WebAnswer) {
        if !answer.redirections.isEmpty { redirected.append("\(answer.asked) leads on to \(answer.address)") }
        if !answer.address.hasPrefix("https://") { insecure.append(answer.address) }
    }

    /// The answer, or nil and a problem; what ends the whole walk is thrown.
    private mutating func tried(_ address: String, _ requirement: Int, _ reader: WebReader) async throws(WebError) -> WebAnswer? {
        do throws(WebError) {
            let answer = try await reader.get(address)
            note(answer)
            return answer
        } catch {
            switch error {
            case .budget, .deadline: throw error
            default:
                problems.append(Problem(requirement: requirement, text: "\(error)"))
                return nil
            }
        }
    }

    private mutating func read(
        feed address: String, label: String?, _ reader: WebReader, _ found: inout [String: ListedDocument]
    ) async throws(WebError) {
        // A feed of restricted documents asks who is there; that it does is no problem.
        let isOpen = label == nil || label == "CLEAR" || label == "UNLABELED"
        var feed = Feed(address: address, label: label ?? "", isRead: false)
        defer { feeds.append(feed) }
        if !isOpen, let answer = try? await reader.ask(address), [401, 403, 404].contains(answer.status) { return }
        guard let answer = try await tried(address, 15, reader) else { return }
        guard let tree = try? JSONTree(answer.bytes) else {
            problems.append(Problem(requirement: 15, text: "\(address) is no JSON"))
            return
        }
        feed.isRead = true
        problems += ProviderDocument.problems(inFeed: tree.root).prefix(20).map { Problem(requirement: 15, text: "\(address): \($0)") }
        for entry in (tree.root["feed"]?["entry"]).elements {
            let all = entry["link"].elements
            func links(_ relation: String) -> [String] {
                all.filter { $0["rel"]?.text == relation }.compactMap { $0["href"]?.text }
            }
            guard let url = entry["content"]?["src"]?.text ?? links("self").first else { continue }
            try add(url, label, address, digests: links("hash"), signature: links("signature").first, &found)
        }
    }

    private mutating func read(
        directory: String, label: String?, _ reader: WebReader, _ found: inout [String: ListedDocument]
    ) async throws(WebError) {
        let base = directory.hasSuffix("/") ? directory : directory + "/"
        var result = Directory(address: base, index: nil, changes: nil)
        defer { directories.append(result) }
        // CSAF 2.0 gives directories no label: one that asks who is there holds what is not for everybody.
        if label != "CLEAR", let answer = try? await reader.ask(base + "index.txt"), [401, 403].contains(answer.status) { return }
        if let answer = try await tried(base + "index.txt", 12, reader) {
            let lines = String(decoding: answer.bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
            result.index = lines
            for line in lines {
                guard let url = Self.below(base, line) else {
                    problems.append(Problem(requirement: 12, text: "\(base)index.txt: “\(line.prefix(100))” is no way from it"))
                    continue
                }
                try add(url, label, base + "index.txt", digests: [], signature: nil, &found)
            }
        }
        if let answer = try await tried(base + "changes.csv", 13, reader) {
            var changes: [(way: String, date: Timestamp)] = []
            for line in String(decoding: answer.bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
                let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != "\"" } }
                guard cells.count == 2, let date = Timestamp(cells[1]), Self.below(base, cells[0]) != nil else {
                    problems.append(Problem(requirement: 13, text: "\(base)changes.csv: “\(line.prefix(100))” is no way and date"))
                    continue
                }
                if let last = changes.last, date > last.date {
                    problems.append(Problem(requirement: 13, text: "\(base)changes.csv: \(cells[0]) stands behind an older document"))
                }
                changes.append((cells[0], date))
            }
            result.changes = changes
        }
    }

    /// An address below a directory; nil for ways that leave it.
    static func below(_ base: String, _ way: String) -> String? {
        guard !way.isEmpty, way.hasSuffix(".json"), !way.contains("://"), !way.hasPrefix("/"), !way.contains("\\"), !way.contains("?"),
            !way.contains("#"),
            !way.split(separator: "/").contains("..")
        else { return nil }
        return base + way
    }

    private func add(
        _ url: String, _ label: String?, _ list: String, digests: [String], signature: String?, _ found: inout [String: ListedDocument]
    ) throws(WebError) {
        guard found.count < Self.most else { throw .form(list, reason: "it lists more than \(Self.most) documents") }
        var document = found[url] ?? ListedDocument(address: url, label: label, digests: [], signature: nil, lists: [])
        document.label = document.label ?? label
        for digest in digests where !document.digests.contains(digest) && document.digests.count < 4 { document.digests.append(digest) }
        document.signature = document.signature ?? signature
        if !document.lists.contains(list) { document.lists.append(list) }
        found[url] = document
    }
}

extension JSONValue? {
    /// The values of a list; none where there is no list.
    var elements: [JSONValue] { self.map { $0.kind == .array ? Array($0.children) : [] } ?? [] }
}
