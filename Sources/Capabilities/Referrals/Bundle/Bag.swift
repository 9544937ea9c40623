internal import Crypto
internal import Foundation

/// A bag of BagIt (RFC 8493): payload under `data/`, a manifest of it, and tag files around it, with SHA-256.
struct Bag: Sendable {
    /// A file of the payload that lies elsewhere: its digest and size are known before its content is read.
    struct Evidence: Sendable, Hashable {
        let path: String
        let sha256: String
        let size: Int
        let file: String
    }

    /// The folder that the bag is.
    let name: String
    /// Texts of the payload by their paths, `data/referral.txt`.
    private(set) var texts: [(path: String, content: [UInt8])] = []
    private(set) var evidence: [Evidence] = []
    private(set) var info: [(label: String, value: String)] = []
    /// Tag files beside those of the standard.
    private(set) var tags: [(path: String, content: [UInt8])] = []

    init(name: String) { self.name = name }

    mutating func add(text: String, at path: String) { texts.append(("data/" + path, Array(text.utf8))) }
    mutating func add(_ content: [UInt8], at path: String) { texts.append(("data/" + path, content)) }
    mutating func add(evidence file: String, sha256: String, size: Int, at path: String) {
        evidence.append(Evidence(path: "data/" + path, sha256: sha256, size: size, file: file))
    }
    mutating func add(info label: String, _ value: String) { info.append((label, value)) }
    mutating func add(tag path: String, _ text: String) { tags.append((path, Array(text.utf8))) }

    /// `bagit.txt` (section 2.1.1).
    private var declaration: [UInt8] { Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8) }

    /// `bag-info.txt` (section 2.2.2), with the sum of the payload's sizes and the number of its files.
    private var bagInfo: [UInt8] {
        let octets = texts.reduce(0) { $0 + $1.content.count } + evidence.reduce(0) { $0 + $1.size }
        let lines = info + [("Payload-Oxum", "\(octets).\(texts.count + evidence.count)")]
        return Array(lines.map { "\($0.label): \(Bag.folded($0.value))\n" }.joined().utf8)
    }

    /// `manifest-sha256.txt` (section 2.1.3).
    private var manifest: [UInt8] {
        let lines =
            texts.map { (digest: Bag.digest($0.content), path: $0.path) } + evidence.map { (digest: $0.sha256, path: $0.path) }
        return Bag.manifest(lines)
    }

    /// All tag files but the manifest of them, which lists all of them (section 2.2.1).
    var tagFiles: [(path: String, content: [UInt8])] {
        [("bagit.txt", declaration), ("bag-info.txt", bagInfo), ("manifest-sha256.txt", manifest)] + tags
    }

    /// `tagmanifest-sha256.txt`: with it everything is signed.
    var tagManifest: [UInt8] { Bag.manifest(tagFiles.map { (digest: Bag.digest($0.content), path: $0.path) }) }

    private static func manifest(_ lines: [(digest: String, path: String)]) -> [UInt8] {
        Array(lines.sorted { $0.path < $1.path }.map { "\($0.digest)  \(encoded($0.path))\n" }.joined().utf8)
    }

    static func digest(_ content: [UInt8]) -> String { SHA256.hash(data: content).map { String(format: "%02x", $0) }.joined() }

    /// Line ends and percent signs of a path are written as percent codes (section 2.1.3).
    private static func encoded(_ path: String) -> String {
        path.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    /// A value of several lines goes on in indented lines.
    private static func folded(_ value: String) -> String {
        value.split(whereSeparator: \.isNewline).joined(separator: "\n  ")
    }
}
