internal import FoundationEssentials
internal import Glibc

/// The time of day, for the catalogue's own notes ("stored at"): nothing that is counted or decided hangs on it.
enum WallClock {
    /// Microseconds since 1970 UTC.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}

extension PieceID {
    /// As the catalogue keeps it.
    var blob: Data { Data(bytes) }
}

extension FindingID {
    /// As the catalogue keeps it: 16 bytes, most significant first.
    var blob: Data { withUnsafeBytes(of: bits.bigEndian) { Data($0) } }

    init?(blob: Data) {
        guard blob.count == 16 else { return nil }
        self.init(bits: blob.reduce(0) { $0 << 8 | UInt128($1) })
    }
}
