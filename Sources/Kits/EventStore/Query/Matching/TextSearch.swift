/// A text to look for inside values, letters compared without case.
struct TextSearch: Sendable {
    private let needle: [UInt8]
    /// Letters beyond ASCII change case by rules of their own.
    private let folded: String?

    init(_ text: String) {
        needle = text.utf8.map(ASCIIText.lowered)
        folded = text.utf8.allSatisfy { $0 < 0x80 } ? nil : text.lowercased()
    }

    /// Whether the bytes contain the text.
    func isFound(in bytes: UnsafeRawBufferPointer) -> Bool {
        if ASCIIText.find(needle, in: bytes) != nil { return true }
        guard let folded, bytes.contains(where: { $0 >= 0x80 }) else { return false }
        return String(decoding: bytes, as: UTF8.self).lowercased().contains(folded)
    }

    /// Whether the text contains the text.
    func isFound(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { isFound(in: UnsafeRawBufferPointer($0)) }
    }
}
