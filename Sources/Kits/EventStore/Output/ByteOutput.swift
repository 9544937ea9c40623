internal import Glibc

// Not Sendable: one owner at a time.
/// Where a result goes: a file descriptor, or memory. Collects bytes and writes them in large pieces.
public final class ByteOutput {
    /// The most bytes kept before they are written.
    private static let pieceBytes = 1 << 18

    /// The descriptor, nil for memory.
    let descriptor: Int32?
    /// What was written and not yet passed on; all of it where the output is memory.
    public private(set) var bytes: [UInt8] = []

    /// An output into an open descriptor, which stays open.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// An output into memory.
    public init() {
        descriptor = nil
    }

    /// Lets `body` append bytes, then passes them on where there are many.
    /// - Throws: ``OutputFailure``.
    func append(_ body: (inout [UInt8]) -> Void) throws(OutputFailure) {
        body(&bytes)
        if descriptor != nil, bytes.count >= Self.pieceBytes { try flush() }
    }

    /// Appends text.
    /// - Throws: ``OutputFailure``.
    public func append(_ text: String) throws(OutputFailure) {
        try append { $0 += text.utf8 }
    }

    /// Passes on what was kept.
    /// - Throws: ``OutputFailure``.
    public func flush() throws(OutputFailure) {
        guard let descriptor else { return }
        var failure: OutputFailure?
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                guard let base = bytes.baseAddress else { return }
                let count = write(descriptor, base + done, bytes.count - done)
                if count < 0 {
                    if errno == EINTR { continue }
                    failure = errno == EPIPE ? .closed : .system(code: errno)
                    return
                }
                done += count
            }
        }
        bytes.removeAll(keepingCapacity: true)
        if let failure { throw failure }
    }
}

/// Why a result could not be written.
public enum OutputFailure: Error, Sendable, Hashable {
    /// Whoever read it has stopped, as `head` does: nothing to complain about.
    case closed
    /// The operating system refused with this error number.
    case system(code: Int32)
    /// A result of this kind has no such form.
    case misuse(String)
}

extension OutputFailure: CustomStringConvertible {
    /// What happened, for a person.
    public var description: String {
        switch self {
        case .closed: "the reader of the output has closed it"
        case .system(let code): "cannot write the result: \(String(cString: strerror(code)))"
        case .misuse(let reason): reason
        }
    }
}
