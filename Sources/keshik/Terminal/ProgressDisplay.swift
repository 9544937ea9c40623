import EventStore

/// Shows how far an ingest is: a line that moves on a terminal, plain lines now and then elsewhere, nothing where only JSON is wanted on a terminal-less error stream.
struct ProgressDisplay {
    private let progress: IngestProgress
    private let isQuiet: Bool

    init(_ progress: IngestProgress, isQuiet: Bool) {
        self.progress = progress
        self.isQuiet = isQuiet
    }

    /// Shows the progress while `body` runs.
    func show<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        let isTerminal = Terminal.errorIsTerminal
        if isQuiet && !isTerminal { return try await body() }
        let ticker = Task {
            let clock = ContinuousClock()
            let start = clock.now
            while !Task.isCancelled {
                try? await Task.sleep(for: isTerminal ? .milliseconds(250) : .seconds(10))
                if Task.isCancelled { break }
                let line = Self.line(progress.snapshot, elapsed: clock.now - start)
                Terminal.noteRaw(isTerminal ? "\r\u{1B}[K" + line : line + "\n")
            }
        }
        defer {
            ticker.cancel()
            if isTerminal { Terminal.noteRaw("\r\u{1B}[K") }
        }
        return try await body()
    }

    private static func line(_ snapshot: IngestProgress.Snapshot, elapsed: Duration) -> String {
        let time = max(0.001, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
        var parts = ["\(grouped(snapshot.rows)) rows", "\(grouped(Int64(Double(snapshot.rows) / time)))/s"]
        if let total = snapshot.totalBytes, total > 0 {
            let share = min(1, Double(snapshot.consumedBytes) / Double(total))
            parts.append("\(Int(share * 100)) %")
            if share > 0.01 { parts.append("\(seconds(time / share * (1 - share))) to go") }
        } else {
            parts.append(bytes(snapshot.consumedBytes))
        }
        if snapshot.rejected > 0 { parts.append("\(grouped(snapshot.rejected)) rejected") }
        let name = snapshot.source.split(separator: "/").last.map(String.init) ?? ""
        return parts.joined(separator: ", ") + (name.isEmpty ? "" : "  " + name)
    }
}
