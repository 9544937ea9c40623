internal import Vocabulary
import Glibc

/// Publishes CSAF documents as files: documents with digests and signatures, lists, ROLIE feeds and the provider's metadata (CSAF §7.1).
///
/// Every publication is a whole new tree beside the old one. It is written, brought to the disk, verified as a reader would, and only then
/// shown by turning one link. A crash at any moment leaves the old tree or the new one, never a mixture.
///
/// ```
/// root/current -> releases/00000007      what the web server serves
/// root/releases/00000007/provider-metadata.json, service.json, feed-tlp-clear.json, clear/2024/esa-2024-0001.json …
/// ```
public struct ProviderPublisher: Sendable {
    /// Makes a detached signature, ASCII armoured, of bytes.
    public typealias Sign = @Sendable ([UInt8]) throws -> [UInt8]

    private let folder: Folder
    private let settings: ProviderSettings
    private let sign: Sign?

    /// A publisher into a folder.
    ///
    /// - Parameter sign: makes signatures; without it there are none, and the role can be no trusted provider.
    public init(root: String, settings: ProviderSettings, sign: Sign? = nil) {
        folder = Folder(root)
        self.settings = settings
        self.sign = sign
    }

    /// The folder a web server serves.
    public var current: String { folder.path + "/current" }

    /// Publishes these documents and no others.
    ///
    /// - Returns: the name of the tree that is now shown.
    /// - Throws: ``ProviderError``; then all is as it was before.
    @discardableResult
    public func publish(_ documents: [[UInt8]], at now: Timestamp = .now) throws(ProviderError) -> String {
        var filed: [(document: FiledDocument, bytes: [UInt8])] = []
        let validator = CSAFValidator(preset: .basic)
        for bytes in documents {
            let tree: JSONTree
            do throws(JSONError) { tree = try JSONTree(bytes) } catch { throw .notJSON("\(error)") }
            let report = validator.validate(tree)
            guard report.isValid else {
                let problems =
                    report.schemaProblems.map { "\($0.path) \($0.message)" }
                    + report.tests.flatMap(\.errors).map { "\($0.path) \($0.message)" }
                throw .notValid(id: tree.root["document"]?["tracking"]?["id"]?.text ?? "a document", problems: Array(problems.prefix(5)))
            }
            filed.append((try FiledDocument(tree), bytes))
        }
        var names: Set<String> = []
        for (document, _) in filed where !names.insert(document.path).inserted { throw .sameFile(document.path) }

        let name = nextName()
        try folder.make("releases")
        let tree = Folder(folder.path + "/releases/" + name + ".part")
        folder.removeTree("releases/" + name + ".part")
        try tree.make("")
        do throws(ProviderError) {
            var shelf = ProviderTree(folder: tree, settings: settings)
            for (document, bytes) in filed { try write(document, bytes, to: &shelf) }
            try shelf.finish(at: now)
            let problems = ProviderCheck(path: tree.path).run().flatMap { result in
                result.state == .failed ? result.findings.map { "requirement \(result.number): \($0)" } : []
            }
            guard problems.isEmpty else { throw .notVerified(Array(problems.prefix(5))) }
            for way in Set(tree.files().map { $0.split(separator: "/").dropLast().joined(separator: "/") }).sorted() {
                tree.synchronize(way)
            }
            guard rename(tree.path, folder.path + "/releases/" + name) == 0 else {
                throw .cannotWrite(tree.path, String(cString: strerror(errno)))
            }
        } catch {
            folder.removeTree("releases/" + name + ".part")
            throw error
        }
        folder.synchronize("releases")
        let before = folder.target(of: "current")
        try folder.point("current", to: "releases/" + name)
        removeOld(keeping: [name, before.map { String($0.split(separator: "/").last ?? "") } ?? ""])
        return name
    }

    /// The number after the greatest there is.
    private func nextName() -> String {
        let numbers = Set(
            folder.files(below: "releases").compactMap { $0.split(separator: "/").dropFirst().first }.compactMap { Int($0.prefix(8)) })
        let next = String((numbers.max() ?? 0) + 1)
        return String(repeating: "0", count: max(0, 8 - next.count)) + next
    }

    /// The tree before stays for readers in the midst of it; older ones and unfinished ones go.
    private func removeOld(keeping names: [String]) {
        let present = Set(folder.files(below: "releases").compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
        for name in present where !names.contains(name) { folder.removeTree("releases/" + name) }
    }

    private func write(_ document: FiledDocument, _ bytes: [UInt8], to tree: inout ProviderTree) throws(ProviderError) {
        guard let sign else { return try tree.add(document, bytes, signature: nil) }
        let signature: [UInt8]
        do { signature = try sign(bytes) } catch { throw .notSigned(document.id, reason: "\(error)") }
        try tree.add(document, bytes, signature: signature)
    }
}
