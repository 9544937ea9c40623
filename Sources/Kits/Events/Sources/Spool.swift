#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A copy of a pipe's bytes in a file without a name, for archives, which must be read with seeking. It goes when the last reader does.
final class Spool {
    let descriptor: Int32
    private(set) var size: Int64 = 0

    /// Copies a stage to its end into the folder for temporary files (`TMPDIR`, else /tmp).
    init(_ stage: any ByteStage, name: String) throws(SourceError) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((folder + "/keshik-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw .cannotOpen(name: name, reason: "no temporary file in \(folder): \(String(cString: strerror(errno)))")
        }
        unlink(template)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try stage.read(into: buffer)
            if count == 0 { break }
            var written = 0
            while written < count {
                let step = write(descriptor, buffer.baseAddress.map { $0 + written }, count - written)
                if step < 0, errno == EINTR { continue }
                guard step > 0 else {
                    throw .cannotRead(name: name, offset: size, reason: "no room in \(folder): \(String(cString: strerror(errno)))")
                }
                written += step
            }
            size += Int64(count)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func rewind() { lseek(descriptor, 0, SEEK_SET) }
}
