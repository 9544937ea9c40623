internal import EventStore
internal import Foundation
internal import Glibc

/// A file without a name, gone when nobody holds it any more.
final class TemporaryFile: Sendable {
    let descriptor: Int32

    /// - Throws: what the system says, such as a full disk
    init() throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/keshik-XXXXXX").utf8CString)
        descriptor = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
        guard descriptor >= 0 else { throw OutputFailure.system(code: errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
    }

    deinit { close(descriptor) }

    /// Bytes from a place; nil at the end.
    func read(at offset: Int, count: Int) throws -> [UInt8]? {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let got = pread(descriptor, buffer.baseAddress, count, off_t(offset))
            if got < 0 { failure = errno }
            filled = max(0, got)
        }
        if failure != 0 { throw OutputFailure.system(code: failure) }
        return bytes.isEmpty ? nil : bytes
    }

    /// What is written through an output, as bytes.
    static func bytes(_ write: (ByteOutput) throws -> Void) throws -> [UInt8] {
        let file = try TemporaryFile()
        let output = ByteOutput(descriptor: file.descriptor)
        try write(output)
        try output.flush()
        var all: [UInt8] = []
        while let piece = try file.read(at: all.count, count: 1 << 16) { all += piece }
        return all
    }
}
