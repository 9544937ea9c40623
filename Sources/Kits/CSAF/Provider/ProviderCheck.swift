/// Checks the requirements on a provider or an aggregator that can be checked on its files (CSAF §7.1, requirements 1 to 23).
public struct ProviderCheck: Sendable {
    /// What became of a requirement.
    public struct Result: Sendable {
        /// Its number in the standard.
        public let number: Int
        /// What it asks, in a few words.
        public let title: String
        /// How it stands.
        public let state: State
        /// What is wrong, or why it was not checked.
        public let findings: [String]

        package init(number: Int, title: String, state: State, findings: [String]) {
            self.number = number
            self.title = title
            self.state = state
            self.findings = findings
        }
    }

    /// How a requirement stands.
    public enum State: String, Sendable {
        /// It is met.
        case passed
        /// It is not met.
        case failed
        /// It cannot be checked on files, or does not apply.
        case skipped
    }

    private let folder: Folder
    private let verify: (@Sendable (_ document: [UInt8], _ signature: [UInt8]) -> Bool)?

    /// A check of the folder that holds `provider-metadata.json` or `aggregator.json`.
    ///
    /// - Parameter verify: tells whether a signature belongs to a document; without it only the form of signatures is looked at.
    public init(path: String, verify: (@Sendable (_ document: [UInt8], _ signature: [UInt8]) -> Bool)? = nil) {
        folder = Folder(path)
        self.verify = verify
    }

    private struct Context {
        let files: Set<String>
        let metadata: JSONValue?
        /// What the addresses of the tree start with.
        let base: String
        /// Documents by their ways.
        let documents: [String: JSONTree]
        let role: String

        /// The way of an address within the tree; `nil` for addresses elsewhere.
        func way(_ url: String?) -> String? {
            guard let url, !base.isEmpty, url.hasPrefix(base) else { return nil }
            return String(url.dropFirst(base.count))
        }
    }

    /// Checks all requirements.
    public func run() -> [Result] {
        let files = Set(folder.files())
        if files.contains("aggregator.json") { return aggregator(files) }
        let metadata = tree("provider-metadata.json")?.root
        let canonical = metadata?["canonical_url"]?.text ?? ""
        let base = canonical.hasSuffix("provider-metadata.json") ? String(canonical.dropLast("provider-metadata.json".count)) : ""
        var documents: [String: JSONTree] = [:]
        for file in files where file.hasSuffix(".json") {
            guard let tree = tree(file), tree.root["document"] != nil else { continue }
            documents[file] = tree
        }
        let context = Context(
            files: files, metadata: metadata, base: base, documents: documents, role: metadata?["role"]?.text ?? "")
        let isProvider = context.role != "csaf_publisher"
        let isTrusted = context.role == "csaf_trusted_provider"
        var results: [Result] = []
        func add(_ number: Int, _ title: String, _ findings: [String], applies: Bool = true, why: String = "") {
            results.append(
                Result(
                    number: number, title: title, state: !applies ? .skipped : findings.isEmpty ? .passed : .failed,
                    findings: applies ? findings : [why]))
        }
        let network = "needs the web server"
        add(1, "documents are valid", validity(context))
        add(2, "file names follow from identifiers", names(context))
        add(3, "served by TLS", [], applies: false, why: network)
        add(4, "open documents are open to all", [], applies: false, why: network)
        add(5, "restricted documents lie apart", apart(context))
        add(6, "no redirects", [], applies: false, why: network)
        add(7, "provider-metadata.json is valid", metadataProblems(context))
        let security = securityText(context)
        add(8, "security.txt names the metadata", security ?? [], applies: security != nil, why: "there is no security.txt beside the tree")
        add(9, "metadata at the well-known address", [], applies: false, why: network)
        add(10, "metadata under the name csaf.data.security", [], applies: false, why: network)
        let directories = directories(context)
        let usesDirectories = !directories.isEmpty
        add(11, "one folder a year", years(context, directories), applies: isProvider, why: "for providers")
        add(12, "index.txt lists every document", index(context, directories), applies: usesDirectories, why: "no directory is distributed")
        add(
            13, "changes.csv lists every document, the latest first", changes(context, directories), applies: usesDirectories,
            why: "no directory is distributed")
        add(14, "folders are listed", [], applies: false, why: network)
        let feeds = feeds(context)
        add(
            15, "ROLIE feeds list every document", feedProblems(context, feeds), applies: !feeds.isEmpty || !usesDirectories && isProvider,
            why: "no feed is distributed")
        let services = (context.metadata?["distributions"]?.items ?? []).flatMap { $0["rolie"]?["services"]?.items ?? [] }.compactMap(
            \.text)
        add(
            16, "ROLIE service documents list the feeds", serviceProblems(context, services, feeds), applies: !services.isEmpty,
            why: "no service document is distributed")
        let categories = (context.metadata?["distributions"]?.items ?? []).flatMap { $0["rolie"]?["categories"]?.items ?? [] }.compactMap(
            \.text)
        add(
            17, "ROLIE category documents are well-formed", categoryProblems(context, categories), applies: !categories.isEmpty,
            why: "no category document is distributed")
        add(
            18, "digests are right", digests(context), applies: isTrusted || hasAny(context, ".sha256") || hasAny(context, ".sha512"),
            why: "for trusted providers")
        add(19, "signatures are right", signatures(context), applies: isTrusted || hasAny(context, ".asc"), why: "for trusted providers")
        add(20, "public keys are there", keys(context), applies: isTrusted || hasAny(context, ".asc"), why: "for trusted providers")
        return results
    }

    private func hasAny(_ context: Context, _ ending: String) -> Bool {
        context.documents.keys.contains { context.files.contains($0 + ending) }
    }

    private func tree(_ name: String) -> JSONTree? { folder.read(name).flatMap { try? JSONTree($0) } }

    // MARK: Documents

    private func validity(_ context: Context) -> [String] {
        let validator = CSAFValidator(preset: .basic)
        return context.documents.sorted { $0.key < $1.key }.compactMap { path, tree in
            let report = validator.validate(tree)
            guard !report.isValid else { return nil }
            let first = report.schemaProblems.first ?? report.tests.flatMap(\.errors).first
            return "\(path): \(first.map { $0.path + " " + $0.message } ?? "not valid")"
        }
    }

    private func names(_ context: Context) -> [String] {
        context.documents.sorted { $0.key < $1.key }.compactMap { path, tree in
            guard let id = tree.root["document"]?["tracking"]?["id"]?.text else { return "\(path): there is no identifier" }
            let name = DocumentFile.name(forID: id)
            return path.split(separator: "/").last.map(String.init) == name ? nil : "\(path): the file must be called \(name)"
        }
    }

    private static func label(_ tree: JSONTree) -> String {
        let label = tree.root["document"]?["distribution"]?["tlp"]?["label"]?.text ?? ""
        return label == "WHITE" ? "CLEAR" : label
    }

    private func apart(_ context: Context) -> [String] {
        var labels: [String: Set<Bool>] = [:]
        for (path, tree) in context.documents {
            // The folder above the years.
            let folder = path.split(separator: "/").dropLast(2).joined(separator: "/")
            labels[folder, default: []].insert(["AMBER", "AMBER+STRICT", "RED"].contains(Self.label(tree)))
        }
        return labels.filter { $0.value.count > 1 }.keys.sorted().map {
            "\($0.isEmpty ? "the root" : $0) holds restricted and open documents"
        }
    }

    private func metadataProblems(_ context: Context) -> [String] {
        guard let metadata = context.metadata else { return ["provider-metadata.json is missing or no JSON"] }
        return ProviderDocument.problems(inMetadata: metadata)
    }

    /// `nil` where there is no security.txt in the tree or beside it.
    private func securityText(_ context: Context) -> [String]? {
        let ways = ["security.txt", ".well-known/security.txt", "../security.txt"]
        guard let bytes = ways.lazy.compactMap({ folder.read($0, limit: 1 << 20) }).first else { return nil }
        let canonical = context.metadata?["canonical_url"]?.text ?? ""
        let fields = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line -> String? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "csaf" else { return nil }
            return String(parts[1].drop { $0 == " " })
        }
        guard !fields.isEmpty else { return ["security.txt has no field CSAF"] }
        return fields.contains(canonical) ? [] : ["no field CSAF names \(canonical)"]
    }

    // MARK: Directories

    /// The ways of the folders that are distributed, each with a slash behind it.
    private func directories(_ context: Context) -> [String] {
        (context.metadata?["distributions"]?.items ?? []).compactMap { distribution in
            let url = distribution["directory_url"]?.text ?? distribution["directory"]?["url"]?.text
            return context.way(url).map { $0.isEmpty || $0.hasSuffix("/") ? $0 : $0 + "/" }
        }
    }

    /// Documents below a folder, but not below a deeper one that is distributed too, by their ways from it.
    private func documents(_ context: Context, below directory: String, _ directories: [String]) -> [String: JSONTree] {
        var out: [String: JSONTree] = [:]
        for (path, tree) in context.documents where path.hasPrefix(directory) {
            let isDeeper = directories.contains { $0 != directory && $0.hasPrefix(directory) && path.hasPrefix($0) }
            if !isDeeper { out[String(path.dropFirst(directory.count))] = tree }
        }
        return out
    }

    private func years(_ context: Context, _ directories: [String]) -> [String] {
        context.documents.sorted { $0.key < $1.key }.compactMap { path, tree in
            guard let date = tree.root["document"]?["tracking"]?["initial_release_date"]?.text.flatMap(Timestamp.init) else { return nil }
            let year = String(date.day.prefix(4))
            return path.split(separator: "/").dropLast().last.map(String.init) == year ? nil : "\(path) must lie in a folder \(year)"
        }
    }

    private func index(_ context: Context, _ directories: [String]) -> [String] {
        directories.flatMap { directory -> [String] in
            guard let bytes = folder.read(directory + "index.txt") else { return ["\(directory)index.txt is missing"] }
            let lines = Set(String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init))
            let present = Set(documents(context, below: directory, directories).keys)
            return present.subtracting(lines).sorted().map { "\(directory)index.txt does not list \($0)" }
                + lines.subtracting(present).sorted().map { "\(directory)index.txt lists \($0), which is not there" }
        }
    }

    private func changes(_ context: Context, _ directories: [String]) -> [String] {
        directories.flatMap { directory -> [String] in
            guard let bytes = folder.read(directory + "changes.csv") else { return ["\(directory)changes.csv is missing"] }
            var problems: [String] = []
            var listed: Set<String> = []
            var last: Timestamp?
            for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
                let columns = line.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != "\"" } }
                guard columns.count == 2, let date = Timestamp(columns[1]) else {
                    problems.append("\(directory)changes.csv: “\(line)” is no name and date")
                    continue
                }
                if let last, date > last { problems.append("\(directory)changes.csv: \(columns[0]) stands behind an older document") }
                last = date
                listed.insert(columns[0])
                let tree = context.documents[directory + columns[0]]
                guard let tree else {
                    problems.append("\(directory)changes.csv lists \(columns[0]), which is not there")
                    continue
                }
                if tree.root["document"]?["tracking"]?["current_release_date"]?.text.flatMap(Timestamp.init) != date {
                    problems.append("\(directory)changes.csv: the date of \(columns[0]) is not that of the document")
                }
            }
            let missing = Set(documents(context, below: directory, directories).keys).subtracting(listed)
            return problems + missing.sorted().map { "\(directory)changes.csv does not list \($0)" }
        }
    }

    // MARK: Feeds

    private func feeds(_ context: Context) -> [(url: String, label: String)] {
        (context.metadata?["distributions"]?.items ?? []).flatMap { $0["rolie"]?["feeds"]?.items ?? [] }.compactMap { feed in
            feed["url"]?.text.map { ($0, feed["tlp_label"]?.text ?? "") }
        }
    }

    private func feedProblems(_ context: Context, _ feeds: [(url: String, label: String)]) -> [String] {
        var problems: [String] = []
        var listed: Set<String> = []
        if !feeds.contains(where: { ["WHITE", "CLEAR", "GREEN", "UNLABELED"].contains($0.label) }) {
            problems.append("there is no feed for TLP:CLEAR or TLP:GREEN")
        }
        for feed in feeds {
            guard let way = context.way(feed.url) else { continue }
            guard let tree = tree(way) else {
                problems.append("\(way) is missing or no JSON")
                continue
            }
            problems += ProviderDocument.problems(inFeed: tree.root).map { "\(way): \($0)" }
            for entry in tree.root["feed"]?["entry"]?.items ?? [] {
                let id = entry["id"]?.text ?? ""
                guard let path = context.way(entry["content"]?["src"]?.text), let document = context.documents[path] else {
                    problems.append("\(way): the document of \(id) is not there")
                    continue
                }
                listed.insert(path)
                if Self.label(document) != (feed.label == "WHITE" ? "CLEAR" : feed.label) {
                    problems.append("\(way): \(id) has another TLP label than the feed")
                }
                let links = (entry["link"]?.items ?? []).map { ($0["rel"]?.text ?? "", context.way($0["href"]?.text) ?? "") }
                for (ending, relation) in [(".sha256", "hash"), (".sha512", "hash"), (".asc", "signature")]
                where context.files.contains(path + ending) && !links.contains(where: { $0.0 == relation && $0.1 == path + ending }) {
                    problems.append("\(way): \(id) does not link to its \(ending.dropFirst()) file")
                }
                for link in links where !link.1.isEmpty && !context.files.contains(link.1) {
                    problems.append("\(way): \(id) links to \(link.1), which is not there")
                }
            }
        }
        if feeds.allSatisfy({ context.way($0.url) != nil }) {
            problems += Set(context.documents.keys).subtracting(listed).sorted().map { "no feed lists \($0)" }
        }
        return problems
    }

    private func serviceProblems(_ context: Context, _ services: [String], _ feeds: [(url: String, label: String)]) -> [String] {
        var listed: Set<String> = []
        var problems: [String] = []
        for service in services {
            guard let way = context.way(service) else { continue }
            guard let tree = tree(way), let workspaces = tree.root["service"]?["workspace"], workspaces.isArray else {
                problems.append("\(way) is missing or no service document")
                continue
            }
            for collection in workspaces.items.flatMap({ $0["collection"]?.items ?? [] }) { listed.insert(collection["href"]?.text ?? "") }
        }
        return problems + Set(feeds.map(\.url)).subtracting(listed).sorted().map { "no service document lists \($0)" }
    }

    private func categoryProblems(_ context: Context, _ categories: [String]) -> [String] {
        categories.compactMap { url in
            guard let way = context.way(url) else { return nil }
            let isSound = tree(way)?.root["categories"]?["category"]?.isArray == true
            return isSound ? nil : "\(way) is missing or no category document"
        }
    }

    // MARK: Digests and signatures

    private func digests(_ context: Context) -> [String] {
        context.documents.keys.sorted().flatMap { path -> [String] in
            var problems: [String] = []
            var count = 0
            for (ending, digest) in [(".sha256", Digests.sha256), (".sha512", Digests.sha512)] {
                guard let bytes = folder.read(path + ending, limit: 1 << 16) else { continue }
                count += 1
                let given = String(decoding: bytes, as: UTF8.self).prefix { !$0.isWhitespace }
                if String(given) != digest(folder.read(path) ?? []) {
                    problems.append("\(path)\(ending) is not the digest of the document")
                }
            }
            if count == 0 { problems.append("\(path) has no digest") }
            return problems
        }
    }

    private func signatures(_ context: Context) -> [String] {
        context.documents.keys.sorted().compactMap { path in
            guard let bytes = folder.read(path + ".asc", limit: 1 << 20) else { return "\(path) has no signature" }
            guard bytes.starts(with: "-----BEGIN PGP SIGNATURE-----".utf8) else { return "\(path).asc is no ASCII armoured signature" }
            if let verify, !verify(folder.read(path) ?? [], bytes) { return "\(path).asc is not the signature of the document" }
            return nil
        }
    }

    private func keys(_ context: Context) -> [String] {
        let keys = context.metadata?["public_openpgp_keys"]?.items ?? []
        guard !keys.isEmpty else { return ["the metadata names no public key"] }
        return keys.compactMap { key in
            guard let way = context.way(key["url"]?.text) else { return nil }
            guard let bytes = folder.read(way, limit: 1 << 20) else { return "\(way) is missing" }
            return bytes.starts(with: "-----BEGIN PGP PUBLIC KEY BLOCK-----".utf8) ? nil : "\(way) is no ASCII armoured key"
        }
    }

    // MARK: Aggregators

    private func aggregator(_ files: Set<String>) -> [Result] {
        let root = tree("aggregator.json")?.root
        var problems = root.map { ProviderDocument.problems(inAggregator: $0) } ?? ["aggregator.json is no JSON"]
        if files.contains("provider-metadata.json") { problems.append("aggregator.json must not lie beside a provider-metadata.json") }
        let providers = (root?["csaf_providers"]?.items ?? []).compactMap { $0["metadata"]?["publisher"]?["namespace"]?.text }
        let publishers = (root?["csaf_publishers"]?.items ?? []).compactMap { $0["metadata"]?["publisher"]?["namespace"]?.text }
        let isEnough = Set(providers).count >= 2 || !publishers.isEmpty && !Set(providers).subtracting(publishers).isEmpty
        var results = [
            Result(number: 21, title: "aggregator.json is valid", state: problems.isEmpty ? .passed : .failed, findings: problems),
            Result(
                number: 22, title: "two issuing parties are listed", state: isEnough ? .passed : .failed,
                findings: isEnough ? [] : ["fewer than two issuing parties are listed"]),
        ]
        let isMirror = root?["aggregator"]?["category"]?.isText("aggregator") == true
        let mirrors = files.filter { $0.hasSuffix("/provider-metadata.json") }.sorted()
        let broken = mirrors.flatMap { way -> [String] in
            let mirror = String(way.dropLast("/provider-metadata.json".count))
            return ProviderCheck(path: folder.path + "/" + mirror, verify: verify).run()
                .filter { $0.state == .failed && [7, 15, 18, 19].contains($0.number) }
                .flatMap { result in result.findings.map { "\(mirror), requirement \(result.number): \($0)" } }
        }
        let missing = isMirror && mirrors.isEmpty ? ["there is no mirror"] : []
        results.append(
            Result(
                number: 23, title: "mirrors are whole", state: !isMirror ? .skipped : (broken + missing).isEmpty ? .passed : .failed,
                findings: isMirror ? broken + missing : ["a lister has no mirrors"]))
        return results
    }
}
