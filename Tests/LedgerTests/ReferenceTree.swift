import Crypto
import Foundation

/// RFC 9162 written down word by word, with nothing of the kit: what the kit gives is held against it.
enum ReferenceTree {
    static func leaf(_ content: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: [0] + content)) }

    /// MTH, section 2.1.1.
    static func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        switch leaves.count {
        case 0: return Array(SHA256.hash(data: [UInt8]()))
        case 1: return leaf(leaves[leaves.startIndex])
        default:
            let k = split(leaves.count)
            let middle = leaves.startIndex + k
            return Array(SHA256.hash(data: [1] + root(leaves[..<middle]) + root(leaves[middle...])))
        }
    }

    /// PATH, section 2.1.3.1.
    static func path(_ m: Int, _ leaves: ArraySlice<[UInt8]>) -> [[UInt8]] {
        if leaves.count == 1 { return [] }
        let k = split(leaves.count)
        let middle = leaves.startIndex + k
        if m < k { return path(m, leaves[..<middle]) + [root(leaves[middle...])] }
        return path(m - k, leaves[middle...]) + [root(leaves[..<middle])]
    }

    /// SUBPROOF, section 2.1.4.1.
    static func proof(_ m: Int, _ leaves: ArraySlice<[UInt8]>, _ isWhole: Bool = true) -> [[UInt8]] {
        if m == leaves.count { return isWhole ? [] : [root(leaves)] }
        let k = split(leaves.count)
        let middle = leaves.startIndex + k
        if m <= k { return proof(m, leaves[..<middle], isWhole) + [root(leaves[middle...])] }
        return proof(m - k, leaves[middle...], false) + [root(leaves[..<middle])]
    }

    /// The largest power of two smaller than n.
    private static func split(_ n: Int) -> Int {
        var k = 1
        while k * 2 < n { k *= 2 }
        return k
    }
}

/// A note read and verified as c2sp.org/signed-note, tlog-checkpoint and tlog-cosignature say, with nothing of the kit.
struct ReferenceCheckpoint {
    let origin: String
    let size: Int
    let root: Data
    let text: String
    let signatures: [(name: String, id: Data, bytes: Data)]

    init?(_ note: String) {
        guard let gap = note.range(of: "\n\n", options: .backwards) else { return nil }
        text = note[..<gap.lowerBound] + "\n"
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, let size = Int(lines[1]), let root = Data(base64Encoded: String(lines[2])) else { return nil }
        origin = String(lines[0])
        self.size = size
        self.root = root
        signatures = note[gap.upperBound...].split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count == 3, parts[0] == "—", let bytes = Data(base64Encoded: String(parts[2])) else { return nil }
            return (String(parts[1]), bytes.prefix(4), bytes.dropFirst(4))
        }
    }

    /// - Parameter vkey: name+id+key
    func isSigned(by vkey: String) -> Bool {
        let parts = vkey.split(separator: "+", maxSplits: 2)
        guard parts.count == 3, let key = Data(base64Encoded: String(parts[2])),
            let verifier = try? Curve25519.Signing.PublicKey(rawRepresentation: key.dropFirst())
        else { return false }
        let id = Data(SHA256.hash(data: Data((parts[0] + "\n").utf8) + key).prefix(4))
        guard id.map({ String(format: "%02x", $0) }).joined() == parts[1] else { return false }
        return signatures.contains { signature in
            guard signature.name == parts[0], signature.id == id else { return false }
            if key.first == 1 { return verifier.isValidSignature(signature.bytes, for: Data(text.utf8)) }
            let time = signature.bytes.prefix(8).reduce(UInt64(0)) { $0 * 256 + UInt64($1) }
            return verifier.isValidSignature(signature.bytes.dropFirst(8), for: Data("cosignature/v1\ntime \(time)\n\(text)".utf8))
        }
    }
}
