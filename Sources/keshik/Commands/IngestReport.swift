import EventStore
import Glibc

/// What an ingest prints when it is done.
struct IngestReport {
    let summary: IngestSummary
    /// Findings in the store; nil for a rehearsal.
    let findings: Int?
    let findingsBefore: Int
    let usage: ResourceUsage

    /// One object a feed, then the summary object as the last line.
    func printJSON() {
        for (code, feed) in summary.feeds.sorted(by: { $0.key < $1.key }) {
            print(JSONText.object([("feed", .text(code))] + members(feed)).line)
        }
        for failure in summary.failures {
            print(JSONText.object([("source", .text(failure.source)), ("error", .text(failure.reason))]).line)
        }
        let stages = StageCosts.Stage.allCases.map { ($0.rawValue, JSONText.real(rounded(summary.stages[$0]))) }
        let total = summary.total
        print(
            JSONText.object(
                [("summary", .flag(true))] + members(total) + [
                    ("findings", JSONText(findings ?? 0)), ("findings_new", JSONText((findings ?? 0) - findingsBefore)),
                    ("files", JSONText(summary.files)),
                    ("failed_files", JSONText(summary.failures.count)), ("stopped", .flag(summary.wasStopped)),
                    ("cpu_seconds", .real(rounded(usage.cpuSeconds))), ("wall_seconds", .real(rounded(usage.wallSeconds))),
                    ("peak_rss_bytes", .number(usage.peakResidentBytes)), ("stage_cpu_seconds", .object(stages)),
                ]
            ).line)
    }

    private func members(_ feed: IngestSummary.Feed) -> [(String, JSONText)] {
        [
            ("rows", .number(feed.rows)), ("events", .number(feed.events)), ("rejected", .number(feed.rejected)),
            ("dropped", .number(feed.dropped)),
            ("repeated", .number(feed.repeated)), ("bytes", .number(feed.bytes)), ("known_bytes", .number(feed.knownBytes)),
        ]
    }

    private func rounded(_ seconds: Double) -> Double { (seconds * 1_000_000).rounded() / 1_000_000 }

    func printText(settings: Settings) {
        var table = TextTable(["feed", "rows", "events", "rejected", "dropped"], numbers: [1, 2, 3, 4])
        for (code, feed) in summary.feeds.sorted(by: { $0.key < $1.key }) where feed.rows > 0 {
            table.add([code, grouped(feed.rows), grouped(feed.events), grouped(feed.rejected), grouped(feed.dropped)])
        }
        let total = summary.total
        if !table.isEmpty {
            table.add(["all", grouped(total.rows), grouped(total.events), grouped(total.rejected), grouped(total.dropped)])
            print(table.text)
        }
        for failure in summary.failures { print(Terminal.red("not read: ") + "\(failure.source): \(failure.reason)") }
        if total.knownBytes > 0 {
            print("\(bytes(total.knownBytes)) were taken in before and passed over")
        }
        if let findings {
            let new = findings - findingsBefore
            print("\(grouped(Int64(findings))) findings, \(grouped(Int64(new))) of them new")
        }
        let rate = usage.wallSeconds > 0 ? Double(total.rows) / usage.wallSeconds : 0
        print(
            "\(grouped(total.rows)) rows in \(seconds(usage.wallSeconds)) (\(grouped(Int64(rate))) a second), "
                + "\(seconds(usage.cpuSeconds)) of CPU, \(bytes(usage.peakResidentBytes)) of memory at most")
        if total.rejected > 0 {
            print("\(grouped(total.rejected)) rows could not be read" + (findings == nil ? "" : ": `keshik deadletters list` says why"))
        }
        if findings == nil { print("nothing was stored") }
        if summary.wasStopped { print(Terminal.yellow("stopped") + "; nothing is lost, the same command goes on") }
    }
}

/// Counts with blanks between thousands.
func grouped(_ number: Int64) -> String {
    var digits = Array(String(number.magnitude))
    var place = digits.count - 3
    while place > 0 {
        digits.insert(" ", at: place)
        place -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
}

/// A size with its unit.
func bytes(_ count: Int64) -> String {
    if count < 1024 { return "\(count) B" }
    var size = Double(count) / 1024
    for unit in ["KiB", "MiB", "GiB"] {
        if size < 1024 { return oneDecimal(size) + " " + unit }
        size /= 1024
    }
    return oneDecimal(size) + " TiB"
}

/// A time in seconds with its unit.
func seconds(_ time: Double) -> String {
    time < 10 ? oneDecimal(time, digits: 2) + " s" : oneDecimal(time) + " s"
}

private func oneDecimal(_ number: Double, digits: Int = 1) -> String {
    let scale = digits == 1 ? 10.0 : 100.0
    let scaled = Int64((number * scale).rounded())
    let whole = scaled / Int64(scale)
    let part = String(scaled % Int64(scale))
    return "\(whole)." + String(repeating: "0", count: digits - part.count) + part
}
