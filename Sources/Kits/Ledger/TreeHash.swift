internal import Crypto
internal import Foundation

/// A hash within the tree: SHA-256, with the leaves and the nodes told apart by their first byte (RFC 6962 §2.1, RFC 9162 §2.1.1).
public struct TreeHash: Sendable, Hashable {
    /// The length in bytes.
    public static let length = 32

    // Four words instead of an array: a million of them lie in memory without a million allocations.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// The 32 bytes of a hash; nil where there are more or fewer.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == TreeHash.length else { return nil }
        words = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// Reads the text that ``hex`` or ``base64`` writes, and no other.
    public init?(text: some StringProtocol) {
        if text.utf8.count == 64 {
            guard let bytes = Hexadecimal.bytes(text) else { return nil }
            self.init(bytes)
        } else {
            guard let bytes = Base64.bytes(text) else { return nil }
            self.init(bytes)
        }
    }

    private init(_ digest: SHA256.Digest) {
        words = (0, 0, 0, 0)
        digest.withUnsafeBytes { from in withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: from) } }
    }

    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let empty = TreeHash(SHA256.hash(data: [UInt8]()))

    /// The hash of a leaf: SHA-256 over 0x00 and its content.
    public static func leaf(_ content: UnsafeRawBufferPointer) -> TreeHash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: content)
        return TreeHash(hasher.finalize())
    }

    /// The hash of a leaf: SHA-256 over 0x00 and its content.
    public static func leaf(_ content: [UInt8]) -> TreeHash { content.withUnsafeBytes { leaf($0) } }

    /// The hash of a node: SHA-256 over 0x01, its left and its right side.
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(1)) { hasher.update(bufferPointer: $0) }
        withUnsafeBytes(of: left.words) { hasher.update(bufferPointer: $0) }
        withUnsafeBytes(of: right.words) { hasher.update(bufferPointer: $0) }
        return TreeHash(hasher.finalize())
    }

    /// Appends 64 hexadecimal digits.
    func writeHex(to text: inout [UInt8]) { withUnsafeBytes(of: words) { Hexadecimal.write($0, to: &text) } }

    /// Appends its 32 bytes.
    func write(to target: inout [UInt8]) { withUnsafeBytes(of: words) { target.append(contentsOf: $0) } }

    /// Its 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    /// 64 hexadecimal digits.
    public var hex: String { Hexadecimal.text(bytes) }

    /// Base64 (RFC 4648 §4), as checkpoints write it.
    public var base64: String { Base64.text(bytes) }

    /// Whether both are the same.
    public static func == (left: TreeHash, right: TreeHash) -> Bool { left.words == right.words }

    /// Feeds what makes it equal to others.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// Base64 of RFC 4648 §4, in which a text and its bytes belong to each other: a text with stray bits at its end is none.
enum Base64 {
    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        guard let data = Data(base64Encoded: String(text)), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }
}

/// Lower-case hexadecimal digits.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        write(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    static func write(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }

    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let letters = Array(text.utf8)
        guard letters.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: letters.count, by: 2) {
            guard let high = value(letters[place]), let low = value(letters[place + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    static func value(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): letter - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
