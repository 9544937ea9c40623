/// Why a source could not be read, or not to its end. What was read before stays good.
public enum SourceError: Error, Sendable, Hashable {
    case cannotOpen(name: String, reason: String)
    /// `offset` counts bytes of the source as it lies on disk.
    case cannotRead(name: String, offset: Int64, reason: String)
    /// Compressed data that ends in the middle. `consumed` counts its bytes, `unpacked` what came out of them.
    case truncated(name: String, consumed: Int64, unpacked: Int64)
    /// Compressed data that is broken.
    case damaged(name: String, consumed: Int64, unpacked: Int64, reason: String)
    /// More came out than anything but a decompression bomb holds, or more than was allowed.
    case tooLarge(name: String, unpacked: Int64, limit: String)
    case encrypted(name: String)
    /// An archive of a kind that is not unpacked, or one inside another.
    case unsupported(name: String, what: String)
    /// ``ByteSource/open(_:limits:)`` for an archive of several files.
    case severalMembers(name: String, count: Int)
}

extension SourceError: CustomStringConvertible {
    /// A sentence for a person.
    public var description: String {
        switch self {
        case .cannotOpen(let name, let reason):
            "\(name): cannot be opened: \(reason)"
        case .cannotRead(let name, let offset, let reason):
            "\(name): cannot be read behind byte \(offset): \(reason)"
        case .truncated(let name, let consumed, let unpacked):
            """
            \(name): the compressed data ends too early, after \(consumed) bytes (\(unpacked) unpacked); \
            what came before was read. Fetch the file again
            """
        case .damaged(let name, let consumed, let unpacked, let reason):
            """
            \(name): the compressed data is damaged near byte \(consumed) (\(unpacked) unpacked): \(reason). \
            What came before was read; fetch the file again
            """
        case .tooLarge(let name, let unpacked, let limit):
            """
            \(name): stopped after unpacking \(unpacked) bytes: \(limit). \
            If the file is to be trusted, unpack it first and read what comes out
            """
        case .encrypted(let name):
            "\(name): is encrypted; unpack it with its password first"
        case .unsupported(let name, let what):
            "\(name): is \(what); unpack it first"
        case .severalMembers(let name, let count):
            "\(name): holds \(count) files where one was expected"
        }
    }
}
