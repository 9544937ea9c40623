/// How much compressed data may grow. Bombs of a few kilobytes unpack to terabytes; reports shrink to a tenth or a hundredth.
public struct UnpackLimits: Sendable, Hashable {
    /// Unpacked bytes for each compressed one, looked at once more than ``freeBytes`` came out.
    public var ratio: Int64
    /// Bytes that may come out whatever the ratio.
    public var freeBytes: Int64
    /// Bytes that may come out of one file at most; nil sets no limit.
    public var maximumBytes: Int64?
    /// Files one archive may hold.
    public var memberCount: Int

    /// Limits; what is left out has its usual value.
    public init(ratio: Int64 = 1000, freeBytes: Int64 = 64 << 20, maximumBytes: Int64? = nil, memberCount: Int = 10_000) {
        self.ratio = ratio
        self.freeBytes = freeBytes
        self.maximumBytes = maximumBytes
        self.memberCount = memberCount
    }

    /// Throws where `unpacked` bytes are more than `consumed` compressed ones may give.
    func check(_ name: String, unpacked: Int64, consumed: Int64) throws(SourceError) {
        if let maximumBytes, unpacked > maximumBytes {
            throw .tooLarge(name: name, unpacked: unpacked, limit: "the limit is \(maximumBytes) bytes")
        }
        if unpacked > freeBytes, unpacked / ratio > max(consumed, 1) {
            throw .tooLarge(name: name, unpacked: unpacked, limit: "it grows by more than \(ratio) to 1, as decompression bombs do")
        }
    }
}
