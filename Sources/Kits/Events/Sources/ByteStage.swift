#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One step from what lies on disk to what a format reads.
protocol ByteStage: AnyObject {
    /// Reads into the buffer from its start. Fewer bytes than it holds are no sign of the end; 0 is.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int

    /// Bytes taken from the source itself so far.
    var consumedBytes: Int64 { get }
}

/// An open file, pipe or terminal. Bytes go straight to the caller's buffer.
final class FileStage: ByteStage {
    private let descriptor: Int32
    private let name: String
    private let closes: Bool
    private(set) var consumedBytes: Int64 = 0

    init(path: String) throws(SourceError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(name: path, reason: String(cString: strerror(errno))) }
        name = path
        closes = true
    }

    init(descriptor: Int32, name: String, closes: Bool) {
        self.descriptor = descriptor
        self.name = name
        self.closes = closes
    }

    deinit {
        if closes { close(descriptor) }
    }

    /// What the system says about it; nil where it says nothing.
    var status: (isRegular: Bool, isDirectory: Bool, size: Int64)? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        let type = status.st_mode & S_IFMT
        return (type == S_IFREG, type == S_IFDIR, Int64(status.st_size))
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        guard let start = buffer.baseAddress, buffer.count > 0 else { return 0 }
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, start, buffer.count)
            #else
                let count = Glibc.read(descriptor, start, buffer.count)
            #endif
            if count >= 0 {
                consumedBytes += Int64(count)
                return count
            }
            guard errno == EINTR else { throw .cannotRead(name: name, offset: consumedBytes, reason: String(cString: strerror(errno))) }
        }
    }
}

/// Bytes in memory.
final class MemoryStage: ByteStage {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var consumedBytes: Int64 { Int64(offset) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        let count = min(buffer.count, bytes.count - offset)
        guard count > 0 else { return 0 }
        buffer.copyBytes(from: bytes[offset..<offset + count])
        offset += count
        return count
    }
}

/// Bytes that were looked at, then the stage they came from.
final class HeadStage: ByteStage {
    private var head: [UInt8]
    private var offset: Int
    private let rest: any ByteStage

    /// - Parameter dropping: bytes of the head that are not passed on.
    init(head: [UInt8], dropping: Int = 0, rest: any ByteStage) {
        self.head = head
        offset = dropping
        self.rest = rest
    }

    var consumedBytes: Int64 { rest.consumedBytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        let count = min(buffer.count, head.count - offset)
        guard count > 0 else { return try rest.read(into: buffer) }
        buffer.copyBytes(from: head[offset..<offset + count])
        offset += count
        return count
    }

    /// The first bytes of a stage, up to `length`, of a slow pipe fewer.
    static func head(of stage: any ByteStage, length: Int) throws(SourceError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 16)
        defer { buffer.deallocate() }
        var count = 0
        // What has begun with enough to tell by must not be waited for.
        while count < 64 {
            let step = try stage.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            if step == 0 { break }
            count += step
        }
        return Array(buffer[..<count])
    }
}
