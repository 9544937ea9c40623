/// Where the files of a ledger are.
///
/// | file | holds |
/// |---|---|
/// | `entries.jsonl` | a line for each entry: the bytes of its leaf, and a line end |
/// | `index` | 40 bytes for each entry: the end of its line (8 bytes, big-endian) and the hash of its leaf |
/// | `nodes` | 32 bytes for each 256 entries: the hash over them |
/// | `checkpoint` | the signed head: what is within it was acknowledged, what is behind it was not |
/// | `verifier` | the key by which heads are verified |
/// | `witnesses` | keys of witnesses, a line each |
/// | `witnessed/` | heads that witnesses signed, each named by its size |
/// | `lock` | held by whoever writes |
struct LedgerFolder: Sendable {
    let path: String

    var entries: String { path + "/entries.jsonl" }
    var index: String { path + "/index" }
    var nodes: String { path + "/nodes" }
    var checkpoint: String { path + "/checkpoint" }
    var verifier: String { path + "/verifier" }
    var witnesses: String { path + "/witnesses" }
    var witnessed: String { path + "/witnessed" }
    var lock: String { path + "/lock" }

    func witnessed(_ size: Int) -> String {
        let digits = String(size)
        return witnessed + "/" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    /// The key by which heads are verified.
    func readVerifier() throws -> NoteVerifier {
        let text = String(decoding: try SmallFile.read(verifier), as: UTF8.self)
        guard text.hasSuffix("\n") else { throw LedgerError.wrongKey("\(verifier) does not end with a line end") }
        return try NoteVerifier(text.dropLast())
    }

    /// The witnesses whose signatures are taken.
    func readWitnesses() throws -> [NoteVerifier] {
        guard SmallFile.exists(witnesses) else { return [] }
        let text = String(decoding: try SmallFile.read(witnesses), as: UTF8.self)
        return try text.split(separator: "\n").map { try NoteVerifier($0) }
    }
}

/// The bytes that `index` has for an entry.
struct IndexRecord {
    static let length = 40
    let end: Int
    let leaf: TreeHash

    init(end: Int, leaf: TreeHash) {
        self.end = end
        self.leaf = leaf
    }

    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == IndexRecord.length, let leaf = TreeHash(bytes.dropFirst(8)) else { return nil }
        let end = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard end <= UInt64(Int.max) else { return nil }
        self.init(end: Int(end), leaf: leaf)
    }

    func write(to bytes: inout [UInt8]) {
        withUnsafeBytes(of: UInt64(end).bigEndian) { bytes.append(contentsOf: $0) }
        leaf.write(to: &bytes)
    }
}
