import Glibc

/// Publishes what a lister or an aggregator shows: `aggregator.json` and, beside it, a folder for each provider that is copied (CSAF §7.1.21 to 23).
///
/// As with ``ProviderPublisher`` each edition is a whole new tree, shown by turning one link when it is whole: a crash leaves the edition before.
public struct AggregatorPublisher: Sendable {
    private let folder: Folder

    /// A publisher into a folder.
    public init(root: String) { folder = Folder(root) }

    /// The folder a web server serves.
    public var current: String { folder.path + "/current" }

    /// The last metadata that was read for a source; nil where there is none.
    public func remembered(_ source: String) -> [UInt8]? { folder.read(Self.memory(source), limit: 16 << 20) }

    /// Keeps the metadata of a source for days on which it does not answer.
    public func remember(_ source: String, _ metadata: [UInt8]) throws(ProviderError) {
        let name = Self.memory(source)
        unlink(folder.path + "/" + name + ".new")
        try folder.write(name + ".new", metadata)
        guard rename(folder.path + "/" + name + ".new", folder.path + "/" + name) == 0 else {
            throw .cannotWrite(folder.path + "/" + name, String(cString: strerror(errno)))
        }
    }

    private static func memory(_ source: String) -> String { "sources/" + Digests.sha256(Array(source.utf8)).prefix(32) + ".json" }

    /// Begins an edition; what an earlier one left unfinished goes.
    public func begin() throws(ProviderError) -> AggregatorEdition {
        try folder.make("releases")
        let names = Set(folder.files(below: "releases").compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
        for name in names where name.hasSuffix(".part") { folder.removeTree("releases/" + name) }
        let next = String((names.compactMap { Int($0.prefix(8)) }.max() ?? 0) + 1)
        let name = String(repeating: "0", count: max(0, 8 - next.count)) + next
        let edition = AggregatorEdition(root: folder, name: name)
        try edition.tree.make("")
        return edition
    }
}

/// An edition that is being written.
public struct AggregatorEdition: Sendable {
    private let root: Folder
    private let name: String
    let tree: Folder

    init(root: Folder, name: String) {
        self.root = root
        self.name = name
        tree = Folder(root.path + "/releases/" + name + ".part")
    }

    /// Begins the copy of a provider in a folder of its own.
    ///
    /// - Parameters:
    ///   - name: the folder, of letters, digits, `-` and `.` (``folderName(of:)``)
    ///   - settings: the provider as it calls itself, with the address of the copy
    public func mirror(_ name: String, settings: ProviderSettings) -> ProviderMirror {
        let folder = Folder(tree.path + "/" + name)
        return ProviderMirror(folder: folder, tree: ProviderTree(folder: folder, settings: settings))
    }

    /// Takes a copy that failed away.
    public func discard(_ name: String) { tree.removeTree(name) }

    /// Takes over the copy of the edition before; false where it had none.
    public func keep(_ name: String) throws(ProviderError) -> Bool {
        guard let before = root.target(of: "current") else { return false }
        let old = Folder(root.path + "/" + before)
        let files = old.files(below: name)
        for file in files {
            if let slash = file.lastIndex(of: "/") { try tree.make(String(file[..<slash])) }
            // Files of an edition are never changed, so two editions can share them.
            guard link(old.path + "/" + file, tree.path + "/" + file) == 0 else {
                throw .cannotWrite(tree.path + "/" + file, String(cString: strerror(errno)))
            }
        }
        return !files.isEmpty
    }

    /// Writes the document, checks the whole edition as a reader would, and shows it.
    ///
    /// - Throws: ``ProviderError``; then all is as it was before.
    public func publish(_ document: AggregatorDocument, at now: Timestamp = .now) throws(ProviderError) {
        do throws(ProviderError) {
            try tree.write("aggregator.json", document.json(at: now).bytes())
            let problems = ProviderCheck(path: tree.path).run().flatMap { result in
                result.state == .failed ? result.findings.map { "requirement \(result.number): \($0)" } : []
            }
            guard problems.isEmpty else { throw .notVerified(Array(problems.prefix(5))) }
            for way in Set(tree.files().map { $0.split(separator: "/").dropLast().joined(separator: "/") }).sorted() {
                tree.synchronize(way)
            }
            guard rename(tree.path, root.path + "/releases/" + name) == 0 else {
                throw .cannotWrite(tree.path, String(cString: strerror(errno)))
            }
        } catch {
            abandon()
            throw error
        }
        root.synchronize("releases")
        let before = root.target(of: "current").flatMap { $0.split(separator: "/").last.map(String.init) }
        try root.point("current", to: "releases/" + name)
        let present = Set(root.files(below: "releases").compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
        for old in present where old != name && old != before { root.removeTree("releases/" + old) }
    }

    /// Takes the unfinished edition away.
    public func abandon() { root.removeTree("releases/" + name + ".part") }

    /// The folder of a provider, from the name of its namespace: `https://www.example.com/x` gives `www.example.com`.
    public static func folderName(of namespace: String) -> String {
        let host = namespace.split(separator: "/").dropFirst(namespace.contains("://") ? 1 : 0).first ?? "provider"
        let name = String(
            host.lowercased().unicodeScalars.map {
                "abcdefghijklmnopqrstuvwxyz0123456789.-".unicodeScalars.contains($0) ? Character($0) : "-"
            })
        let trimmed = name.drop { $0 == "." || $0 == "-" }
        return trimmed.isEmpty ? "provider" : String(trimmed.prefix(100))
    }
}

/// The copy of a provider that is being written.
public struct ProviderMirror: Sendable {
    private let folder: Folder
    private var tree: ProviderTree
    private var paths: Set<String> = []
    /// How many documents it has.
    public var count: Int { paths.count }

    init(folder: Folder, tree: ProviderTree) {
        self.folder = folder
        self.tree = tree
    }

    /// Adds a document with a signature of it.
    ///
    /// - Throws: ``ProviderError/notValid(id:problems:)`` and others; then the copy is as it was before.
    public mutating func add(_ bytes: [UInt8], signature: [UInt8]?) throws(ProviderError) {
        let json: JSONTree
        do throws(JSONError) { json = try JSONTree(bytes) } catch { throw .notJSON("\(error)") }
        let report = CSAFValidator(preset: .basic).validate(json)
        guard report.isValid else {
            let problems = (report.schemaProblems + report.tests.flatMap(\.errors)).map { "\($0.path) \($0.message)" }
            throw .notValid(id: json.root["document"]?["tracking"]?["id"]?.text ?? "a document", problems: Array(problems.prefix(3)))
        }
        let document = try FiledDocument(json)
        guard ["white", "clear"].contains(document.label) else {
            throw .notFiled("\(document.id) is TLP:\(document.label.uppercased()); only what everybody may read is copied")
        }
        guard paths.insert(tree.path(of: document)).inserted else { throw .sameFile(document.path) }
        try tree.add(document, bytes, signature: signature)
    }

    /// Writes the lists and the metadata of the copy.
    ///
    /// - Parameter keys: the keys that its signatures are made with
    public mutating func finish(keys: [ProviderSettings.Key], at now: Timestamp = .now) throws(ProviderError) {
        tree.settings.keys = keys
        tree.settings.role = tree.isSigned && !keys.isEmpty ? .trustedProvider : .provider
        try tree.finish(at: now)
    }
}
