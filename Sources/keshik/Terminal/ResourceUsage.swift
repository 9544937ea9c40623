import CMalloc
import Glibc

/// What the process has used.
struct ResourceUsage {
    var cpuSeconds: Double
    var wallSeconds: Double
    var peakResidentBytes: Int64
}

/// Started with a command, it tells what the command used.
struct IngestClock {
    private let start = ContinuousClock().now

    func usage() -> ResourceUsage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let elapsed = ContinuousClock().now - start
        return ResourceUsage(
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            wallSeconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18,
            peakResidentBytes: Self.peakResidentBytes() ?? Int64(usage.ru_maxrss) * 1024)
    }

    /// The kernel's high-water mark of this program alone; `getrusage` would count what its parent had when it was started (proc(5), VmHWM).
    private static func peakResidentBytes() -> Int64? {
        let descriptor = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let lines = String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
        return line.split(separator: " ").compactMap { Int64($0) }.first.map { $0 * 1024 }
    }

    private func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

/// The machine.
enum Machine {
    /// Keeps memory that is given back for the next piece, instead of returning it to the system and having it zeroed again for each.
    static func keepMemory() {
        mallopt(M_MMAP_THRESHOLD, 64 << 20)
        mallopt(M_TRIM_THRESHOLD, 256 << 20)
    }

    /// Processors that are on.
    static var processors: Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
}
