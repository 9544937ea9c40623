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
            peakResidentBytes: Int64(usage.ru_maxrss) * 1024)
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
