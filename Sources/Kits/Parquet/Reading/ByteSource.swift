internal import Glibc

/// The bytes of a file that is being read: a descriptor read with `pread`, or memory.
///
/// Reading into buffers that are used again keeps memory bounded; mapped pages would count as resident.
final class ByteSource: Sendable {
    private enum Storage: Sendable {
        case descriptor(Int32)
        case memory([UInt8])
    }

    private let storage: Storage
    let count: Int

    init(bytes: [UInt8]) {
        storage = .memory(bytes)
        count = bytes.count
    }

    init(path: String) throws(FormatFault) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(operation: "open", code: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw .system(operation: "measure", code: code)
        }
        storage = .descriptor(descriptor)
        count = Int(status.st_size)
    }

    deinit {
        if case .descriptor(let descriptor) = storage { close(descriptor) }
    }

    /// Copies the bytes at `range`, which must lie within the file, to `target`.
    func read(_ range: Range<Int>, to target: UnsafeMutableRawPointer) throws(FormatFault) {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw .damaged("bytes \(range.lowerBound) to \(range.upperBound) lie outside the file's \(count)")
        }
        switch storage {
        case .memory(let bytes):
            bytes.withUnsafeBytes { all in
                if let base = all.baseAddress { target.copyMemory(from: base + range.lowerBound, byteCount: range.count) }
            }
        case .descriptor(let descriptor):
            try Self.read(descriptor, range, to: target)
        }
    }

    /// `pread` until all of `range` has arrived.
    static func read(_ descriptor: Int32, _ range: Range<Int>, to target: UnsafeMutableRawPointer) throws(FormatFault) {
        var at = range.lowerBound
        while at < range.upperBound {
            let got = pread(descriptor, target + (at - range.lowerBound), range.upperBound - at, off_t(at))
            if got > 0 {
                at += got
            } else if got == 0 {
                throw .damaged("the file ends at byte \(at), before byte \(range.upperBound)")
            } else if errno != EINTR {
                throw .system(operation: "read", code: errno)
            }
        }
    }
}
